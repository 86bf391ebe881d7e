import { fuzz } from 'marshalcheck';
import { expect, test } from 'vitest';

const settings = {
  seed: 'first',
  runs: 300,
  readings: ['compact7-armv5'],
  fault: 'recached-at-first-free',
  guided: 0,
  reduce: false,
} as const;

test('failFast stops after the first case with a finding, with any number of workers', async () => {
  const whole = await fuzz({ ...settings, workers: 1 });
  expect(whole.findings.length).toBeGreaterThan(1);
  const [first] = whole.findings;
  for (const workers of [1, 2]) {
    const report = await fuzz({ ...settings, failFast: true, workers });
    expect(report.findings.map(({ signature }) => signature)).toEqual([first.signature]);
    expect(report.cases).toBe(first.origin.case + 1);
  }
});
