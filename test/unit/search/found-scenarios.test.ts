import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READINGS } from '#dist/model/readings.js';
import { describe as describeFinding } from '#dist/properties/describe.js';
import { CaseArbitrary } from '#dist/properties/generation/case-arbitrary.js';
import { Runner } from '#dist/properties/run.js';
import type { Finding } from '#dist/search/finding.js';
import { saveFinding } from '#dist/search/replay/save-finding.js';
import {
  type ReplayOptions,
  readScenario,
  replayScenario,
  turnedRed,
} from '#dist/search/replay.js';
import { createTarget } from '#dist/targets/index.js';

const readings = READINGS.filter((reading) => reading.style === 'documented');
const cases = fc.sample(
  new CaseArbitrary({ readings, servers: ['kernel', 'user'], operations: 25 }),
  { numRuns: 400, seed: 7 },
);

const faults = [
  'free-skips-write-back',
  'free-writes-input',
  'double-free-accepted',
  'copy-in-one-short',
  'never-recached',
  'alias-at-page-start',
  'alloc-memory-code',
  'exit-drops-aliases',
];

/** The first departure that a fault causes in the drawn cases. */
function findingOf(fault: string): Finding {
  const runner = new Runner(createTarget('simulator', 'ce6-x86', fault));
  for (const [index, given] of cases.entries()) {
    const result = runner.run(given, given.domain);
    if (result.verdict !== 'departure') continue;
    const origin = { seed: '7', case: index, target: 'simulator', fault };
    return describeFinding(runner, given, result, origin);
  }
  throw new Error(`${fault} shows in none of the cases`);
}

function onBoards(fault: string): ReplayOptions {
  return {
    createTarget: (reading) => createTarget('simulator', reading, fault),
    target: 'simulator',
    fault,
    inspection: true,
    monitor: null,
  };
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(faults)('what %s breaks is saved, fails again with it and passes without', (fault) => {
  const finding = findingOf(fault);
  const options = { createTarget: onBoards('').createTarget, generator: '1', inspection: true };
  const own = path.join(folder, fault);
  const { file, written } = saveFinding(finding, own, options);
  expect(written).toBe(true);
  expect(saveFinding(finding, own, options)).toEqual({ file, written: false });

  const scenario = readScenario(file);
  expect(scenario.fault).toBe(fault);
  expect(scenario.origin?.signature).toBe(finding.signature);
  expect(replayScenario(scenario, onBoards('')).platforms[0].reasons).toEqual([]);
  const red = replayScenario(scenario, onBoards(fault));
  expect(red.platforms[0].departure?.signature).toBe(finding.signature);
  expect(turnedRed(scenario, red)).toBe(true);
  expect(readFileSync(file, 'utf8')).toMatch(/gives: S_OK/);
});
