// The table of defects that tours find: a sample of it holds, and the reasons say what they should.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';
import { BOARD_FAULTS } from '#dist/targets/index.js';
import { hunt, reasons } from '../../../tools/tour-faults-of.mjs';

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
    const how = { most: 6000, readings: ['compact7-armv5'], inspection: true, identify: false };
    const { signature, reading, operations } = await hunt(fault, tiny, how);
    const [clause = ''] = signature.split('/');
    const cells = [`\`${id}\``, 'tiny', reading, clause, String(operations)];
    expect(page).toContain(`| ${cells.join(' | ')} |`);
  });

  test('the reasons are what scenarios need and the scope lacks', () => {
    const why = reasons(root, tiny);
    expect(why.get('section-lets-two-in')).toEqual(['events and critical sections']);
    expect(why.get('terminator-not-counted')).toContain('strings');
    expect(why.get('copy-in-stops-at-page')).toContain('buffers of more than a page');
    expect(why.get('close-skips-write-back')).toEqual([]);
  });
});
