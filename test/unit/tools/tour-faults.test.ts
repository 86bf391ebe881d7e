// The table of defects that tours find: a sample of it holds, and the reasons say what they should.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';
import { BOARD_FAULTS } from '#dist/targets/index.js';
import { HOW, hunt, reasons } from '../../../tools/tour-faults-of.mjs';
import { record, shows } from '../../../tools/tour-tape.mjs';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const tiny = SCOPES.find(({ name }) => name === 'tiny')!;
const page = readFileSync(path.join(root, 'docs', 'tour-faults.md'), 'utf8');

describe('defects of the table', () => {
  test.each([
    'close-skips-write-back',
    'force-duplicate-ignored',
    'out-pointer-left',
    'zero-length-accepted',
  ])('%s is found as the page says', async (id) => {
    const fault = BOARD_FAULTS.find((each) => each.id === id)!;
    const { signature, reading, operations } = await hunt(fault, tiny, HOW);
    const [clause = ''] = signature.split('/');
    const cells = [`\`${id}\``, 'tiny', reading, clause, String(operations)];
    expect(page).toContain(`| ${cells.join(' | ')} |`);
  });

  test('the reasons are what scenarios need and the scope lacks', () => {
    const why = reasons(root, tiny);
    expect(why.get('section-lets-two-in')).toEqual(['events and critical sections']);
    expect(why.get('terminator-not-counted')).toContain('strings');
    expect(why.get('range-limit-inclusive')).toEqual(['memory that ends at the range limit']);
    expect(why.get('copy-in-stops-at-page')).toContain('buffers of more than a page');
    expect(why.get('close-skips-write-back')).toEqual([]);
  });
});

describe('a tape of a tour', () => {
  test('shows the defects that change something, and no others', async () => {
    const tape = await record({ ...tiny, records: 1 }, 'ce6-x86', 20_000);
    expect(tape.isWhole).toBe(true);
    expect(tape.requests.length).toBeGreaterThan(500);
    expect(shows(tape, '')).toBe(false);
    expect(shows(tape, 'section-lets-two-in')).toBe(false);
    expect(shows(tape, 'double-free-accepted')).toBe(true);
    expect(shows(tape, 'close-skips-write-back')).toBe(true);
    expect(shows(tape, 'record-leaked-at-release')).toBe(true);
    expect(shows(tape, 'out-pointer-left')).toBe(true);
  });
});
