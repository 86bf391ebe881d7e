/** Where readings part: known differences are found, shortest, and hold on both boards. */

import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lengthOf } from '#dist/model/case.js';
import { compareReadings } from '#dist/search/check/library.js';
import { runReplay } from '#dist/search/library.js';

test('a reading does not differ from itself', () => {
  const { differences, complete } = compareReadings(['ce6-x86', 'ce6-x86'], 3);
  expect(differences).toEqual([]);
  expect(complete).toBe(true);
});

test('what shipped differs from the documents where facts say so, shortest first', () => {
  const readings = ['compact2013-armv7', 'shipped-compact2013-armv7'] as const;
  const { differences } = compareReadings([...readings], 3);
  const found = differences.map(({ obligations }) => obligations.join(' '));
  expect(found).toContain('OPEN-1.unmapped OPEN-1.usable');
  expect(found).toContain('FREE-3.free QUIET-2.heap');
  for (const difference of differences) {
    expect(lengthOf(difference.case.program)).toBe(difference.length);
  }
  const lengths = differences.map(({ length }) => length);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
});

test('a saved difference replays on both readings', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  const readings = ['compact7-armv5', 'shipped-compact7-armv5'] as const;
  const { differences } = compareReadings([...readings], 3, 10_000, folder);
  expect(readdirSync(folder)).toHaveLength(differences.length);
  const report = await runReplay([folder]);
  expect(report.errors).toEqual([]);
  expect(report.failures).toEqual([]);
  expect(report.files).toBe(differences.length);
});
