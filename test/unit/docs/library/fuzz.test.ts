import { fuzz } from 'marshalcheck';
import { expect, test } from 'vitest';

test('nothing departs from the rules', async () => {
  const report = await fuzz({ seed: 'nightly', runs: 300, readings: ['compact7-armv5'] });
  expect(report.findings).toEqual([]);
  expect(report.inconclusive).toBe(0);
  expect(report.clauses.covered).toContain('FREE-1.writes-back');
});
