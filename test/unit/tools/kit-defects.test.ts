// The table of the defects of the target in C: it has them all, and a sample of it holds.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { closeTargets } from 'marshalcheck';
import { afterAll, expect, test } from 'vitest';
import { defects, found } from '../../../tools/kit-defects-of.mjs';
import { targetInC } from '../targets/examples/kits.js';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const page = readFileSync(path.join(root, 'docs', 'kit-defects.md'), 'utf8');
const LONG = 240_000;

afterAll(closeTargets);

test('every defect is in the table, and found', () => {
  const known = defects();
  expect(known.map(({ number }) => number)).toEqual(known.map((_, index) => index + 1));
  expect(known.length).toBeGreaterThanOrEqual(12);
  const rows = page.split('\n').filter((line) => /^\| \d/.test(line));
  expect(rows).toHaveLength(known.length);
  for (const { number, sentence, clauses } of known) {
    const row = rows[number - 1];
    expect(row).toContain(`| ${number} | ${sentence} (${clauses.join(', ')}) |`);
    expect(row).toMatch(/`[A-Z]+-[A-Z0-9]+\/[^`]+` \(\d+\)/);
  }
});

test(
  'the tour finds what the table says',
  async () => {
    const second = defects().find(({ number }) => number === 12)!;
    const finding = await found(targetInC(12), second, 'tour of tiny');
    expect(finding).not.toBeNull();
    const cell = `\`${finding!.signature}\` (${finding!.length})`;
    const row = page.split('\n').find((line) => line.startsWith('| 12 |'));
    expect(row).toContain(cell);
  },
  LONG,
);
