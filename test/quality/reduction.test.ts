import { expect, test } from 'vitest';
import { readingsOf } from '#dist/search/fuzz/fault-readings.js';
import { reduceFinding } from '#dist/search/reduce.js';
import { createTarget } from '#dist/targets/index.js';
import type { Target } from '#dist/targets/interface.js';
import { faultNamed, hunt } from './hunting.js';

// The sample of bench/reduction.mjs that fits a test run: one defect of each kind.
const FAULTS = [
  'arg-dw-accepted',
  'range-check-missing',
  'copy-limit-off-by-one',
  'flag-ignored-at-alloc',
  'close-skips-write-back',
  'free-skips-write-back',
  'free-writes-input',
  'duplicate-not-written-back',
  'double-free-accepted',
  'only-source-uncached',
  'alias-takes-no-reference',
  'service-thread-sees-caller',
];
const SEEDS = 6;
const MOST_CASES = 4000;
const PERCENT = 95;

/** Lengths by defect and signature, and the executions of each reduction. */
function reduceAll(): { lengths: Map<string, number[]>; executions: number[] } {
  const lengths = new Map<string, number[]>();
  const executions: number[] = [];
  for (const id of FAULTS) {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { finding } = hunt(faultNamed(id), `reduction-${seed}`, MOST_CASES);
      if (finding === undefined) continue;
      const make = (reading: string): Target => createTarget('simulator', reading, id);
      const elsewhere = { readings: readingsOf(faultNamed(id)), createTarget: make };
      const target = make(finding.case.platform.reading);
      const reduced = reduceFinding(finding, { target, inspection: true, elsewhere });
      expect(reduced.finding.signature).toBe(finding.signature);
      expect(reduced.finding.length).toBeLessThanOrEqual(finding.length);
      const key = `${id} ${finding.signature}`;
      lengths.set(key, [...(lengths.get(key) ?? []), reduced.finding.length]);
      executions.push(reduced.executions);
    }
  }
  return { lengths, executions };
}

test(`the same finding ends at the same length in ${PERCENT} of 100 reductions`, () => {
  const { lengths, executions } = reduceAll();
  expect(executions.length).toBeGreaterThan(FAULTS.length * SEEDS * 0.9);
  const differing: string[] = [];
  let agreeing = 0;
  for (const [key, each] of lengths) {
    const shortest = Math.min(...each);
    agreeing += each.filter((length) => length === shortest).length;
    if (Math.max(...each) > shortest) differing.push(`${key}: ${each.join(' ')}`);
  }
  const percent = (agreeing * 100) / executions.length;
  expect(percent, differing.join('\n')).toBeGreaterThanOrEqual(PERCENT);
  const median = executions.sort((a, b) => a - b)[Math.floor(executions.length / 2)];
  expect(median).toBeLessThan(150);
}, 240_000);

test('a case that is laid out anew while it is reduced does not grow', () => {
  const id = 'written-to-current-after-return';
  const { finding } = hunt(faultNamed(id), 'reduction-14', MOST_CASES);
  if (finding === undefined) throw new Error('nothing was found');
  const make = (reading: string): Target => createTarget('simulator', reading, id);
  const elsewhere = { readings: readingsOf(faultNamed(id)), createTarget: make };
  const target = make(finding.case.platform.reading);
  const { finding: reduced, executions } = reduceFinding(finding, {
    target,
    inspection: true,
    elsewhere,
  });
  expect(reduced.length).toBeLessThan(8);
  expect(executions).toBeLessThan(500);
});
