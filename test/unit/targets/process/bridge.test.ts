// What holds for the boards directly holds through the wire.

import path from 'node:path';
import { closeTargets, fuzz, replay } from 'marshalcheck';
import { afterAll, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..', '..', '..');

/** The boards behind the wire. */
function bridge(...words: string[]): string {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  return `'${process.execPath}' '${path.join(root, 'test', 'targets', 'bridge.mjs')}' ${quoted}`;
}

const FAULT = 'free-skips-write-back';
const SETTINGS = { readings: ['compact7-armv5'], runs: 40, seed: 'wire', guided: 0 };

afterAll(closeTargets);

test('the healthy boards conform through the wire', async () => {
  const report = await fuzz({ ...SETTINGS, readings: [], runs: 45, target: bridge() });
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({ cases: 45, restarts: 0, lost: '' });
  const direct = await fuzz({ ...SETTINGS, readings: [], runs: 45 });
  expect(report.operations).toBeGreaterThan(direct.operations * 0.8);
});

test('a defect is found, reduced and named as it is directly', async () => {
  const direct = await fuzz({ ...SETTINGS, fault: FAULT });
  // The boards at home draw their personality with the case; the one behind the wire has one.
  const report = await fuzz({ ...SETTINGS, target: bridge('--fault', FAULT) });
  const named = report.findings.map(({ signature }) => signature);
  expect(named).toContain('FREE-1/caller-memory/CeFreeAsynchronousBuffer/kernel-copy');
  expect(direct.findings.map(({ signature }) => signature)).toEqual(
    expect.arrayContaining(['FREE-1/caller-memory/CeFreeAsynchronousBuffer/kernel-copy']),
  );
  expect(Math.min(...report.findings.map(({ length }) => length))).toBeLessThanOrEqual(4);
});

test('the number of workers makes no difference', async () => {
  const target = bridge('--fault', FAULT);
  const [one, two] = await Promise.all(
    [1, 2].map((workers) => fuzz({ ...SETTINGS, workers, target, reduce: false })),
  );
  expect(two.findings).toEqual(one.findings);
  expect(two.operations).toBe(one.operations);
});

test('what is not offered is neither asked for nor a finding', async () => {
  const offer = { operations: ['call', 'return', 'read', 'write'], inspections: ['memory'] };
  const target = bridge('--offer', JSON.stringify({ ...offer, servers: ['kernel'] }));
  const report = await fuzz({ ...SETTINGS, target });
  expect(report.findings).toEqual([]);
  expect(report.clauses.covered.some((id) => id.startsWith('SPACE-'))).toBe(true);
  expect(report.clauses.covered.filter((id) => /^(CLOSE|FREE|INV-LEAK)/.test(id))).toEqual([]);
});

test('scenarios of what is not offered are passed over', async () => {
  const offered = { readings: ['ce6-x86'], servers: ['kernel'] };
  const target = bridge('--offer', JSON.stringify(offered), '--personality', '0');
  const report = await replay(['scenarios/spec'], { target });
  expect(report.errors).toEqual([]);
  expect(report.skipped).toBeGreaterThan(0);
  const departures = report.failures.flatMap(({ platforms }) =>
    platforms.filter(({ departure }) => departure !== null),
  );
  expect(departures).toEqual([]);
});

test('nothing that is offered was asked for', async () => {
  const target = bridge('--offer', JSON.stringify({ readings: ['ce6-x86'] }));
  await expect(fuzz({ ...SETTINGS, target })).rejects.toThrow('none of the readings asked for');
});
