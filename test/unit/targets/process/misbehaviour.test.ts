// A target that misbehaves in the middle of a campaign is one finding; the campaign goes on.

import path from 'node:path';
import { closeTargets, explain, fuzz } from 'marshalcheck';
import { afterAll, describe, expect, test } from 'vitest';

const file = path.resolve(import.meta.dirname, '..', '..', '..', 'targets', 'bridge.mjs');

/** A target that is started over and over; its coverage counts for nothing. */
const bridge = `env NODE_V8_COVERAGE= '${process.execPath}' '${file}'`;

function misbehaving(mode: string, at: number): string {
  return `${bridge} --misbehave ${mode} --at ${at}`;
}

const SETTINGS = {
  readings: ['compact7-x86'],
  servers: ['kernel'] as const,
  runs: 2,
  seed: 'broken',
  guided: 0,
  watchdog: 2000,
  reduce: false,
};

afterAll(closeTargets);

/** Answer 20 falls into the first case. */
const LATE: readonly (readonly [string, string, RegExp])[] = [
  ['garbage', 'garbled', /no JSON, in "Segmentation fault/],
  ['binary', 'garbled', /no JSON/],
  ['half', 'hang', /half a line/],
  ['half-and-exit', 'crash', /exit code 1, in the middle of/],
  ['wrong-id', 'garbled', /it answers \d+ where \d+ was asked/],
  ['wrong-shape', 'garbled', /steps: .*expected array/],
  ['too-few', 'garbled', /0 answers to \d+ steps/],
  ['twice', 'garbled', /more than one line/],
  ['nothing', 'hang', /no answer within 2 s/],
  ['hang', 'hang', /no answer within 2 s/],
  ['endless', 'garbled', /a line of more than/],
  ['endless-lines', 'garbled', /more than one line|expected/],
  ['exit', 'crash', /exit code 0/],
  ['crash', 'crash', /SIGABRT[\s\S]*page table walked off/],
];

describe.each(LATE)('%s', (mode, check, evidence) => {
  test('is one finding, with what was seen, and the campaign goes on', async () => {
    const target = misbehaving(mode, 20);
    // Those that hang are waited for; the others get all the time that a busy machine needs.
    const watchdog = check === 'hang' ? 2000 : 30_000;
    const report = await fuzz({ ...SETTINGS, target, watchdog });
    expect(report).toMatchObject({ cases: SETTINGS.runs, lost: '', interrupted: false });
    expect(report.findings.length).toBeGreaterThan(0);
    const [finding] = report.findings;
    expect(finding.signature.split('/')[1]).toBe(check);
    expect(finding.evidence).toMatch(evidence);
    expect(report.restarts).toBeGreaterThan(0);
  });
});

/** The greeting itself is spoilt: nothing can be tested. */
const AT_ONCE: readonly (readonly [string, RegExp])[] = [
  ['garbage', /does not speak the target protocol: a line that is no JSON/],
  ['wrong-id', /does not speak the target protocol: it answers/],
  ['twice', /more than one line/],
  ['exit', /exit code 0/],
  ['crash', /SIGABRT/],
];

test.each(AT_ONCE)('%s as a greeting: the target cannot start', async (mode, message) => {
  await expect(fuzz({ ...SETTINGS, target: misbehaving(mode, 0) })).rejects.toThrow(message);
});

test('what cannot be started says so', async () => {
  const none = fuzz({ ...SETTINGS, target: './no-such-target' });
  await expect(none).rejects.toThrow("'./no-such-target' cannot be started");
  await expect(fuzz({ ...SETTINGS, target: 'tcp://localhost:1' })).rejects.toThrow('ECONNREFUSED');
  await expect(fuzz({ ...SETTINGS, target: 'tcp://nowhere' })).rejects.toThrow('no TCP address');
});

test('one that dies in every reset ends the campaign, and nothing is lost', async () => {
  const report = await fuzz({ ...SETTINGS, target: misbehaving('crash', 1) });
  expect(report.lost).toMatch(/cannot begin a case: .*SIGABRT/);
  expect(report.cases).toBe(0);
});

test('a crash is reduced, shown again and told', async () => {
  const target = `${bridge} --misbehave crash --on CeAllocDuplicateBuffer`;
  const settings = { ...SETTINGS, watchdog: 30_000, runs: 8, reduce: true, failFast: true };
  const report = await fuzz({ ...settings, target });
  const finding = report.findings.find(({ check }) => check === 'crash');
  expect(finding!.signature).toMatch('none/crash/CeAllocDuplicateBuffer/kernel');
  expect(finding!.length).toBeLessThanOrEqual(2);
  const told = explain(finding!);
  expect(told.isReproduced).toBe(true);
  expect(told.steps.at(-1)?.isBad).toBe(true);
}, 240_000);
