// The figures of the tours: a sample of them holds, and rows are read back as they were written.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { conform, SCOPES } from 'marshalcheck';
import { expect, test } from 'vitest';
import { figuresLine, keyOf, rowsOf, shareOf } from '../../../tools/tours-page-of.mjs';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const page = readFileSync(path.join(root, 'docs', 'tours.md'), 'utf8');
const PLANNING = / \d+ % \|$/;

test('a sample of the page is what the tours come to', async () => {
  const scopes = SCOPES.filter(({ name }) => name === 'tiny');
  const settings = { scopes, readings: ['ce6-armv4i'], runs: 0 };
  const { tours } = await conform(settings);
  const rows = [...rowsOf(page).values()].map((line) => line.replace(PLANNING, ''));
  for (const tour of tours) {
    expect(tour.complete).toBe(true);
    expect(rows).toContain(figuresLine(tour).replace(PLANNING, ''));
  }
  expect(tours.map(({ server }) => server)).toEqual(['kernel', 'user']);
}, 60_000);

test('rows by tour, and the share of all', () => {
  const rows = rowsOf(page);
  for (const [key, line] of rows) expect(keyOf(line)).toBe(key);
  const [kernel = ''] = [...rows.keys()];
  expect(kernel).toMatch(/^(tiny|small) [a-z0-9-]+ (kernel|user)$/);
  const row = (operations: number, naive: number): string =>
    `| tiny | x | user | 1 | 1 | 0 | 1 of 1 | ${operations} | 1 | ${naive} | 1 % | 1 | - | 1 % |`;
  expect(shareOf([row(10, 100), row(30, 100)])).toBe('20.0 %');
});
