import { expect, test } from 'vitest';
import { faultNamed, hunt } from './hunting.js';

// What fuzzing must be able to find, and how soon: the most cases that any of three seeds takes.
const THRESHOLDS: readonly (readonly [string, number])[] = [
  ['double-free-accepted', 500],
  ['free-skips-write-back', 500],
  ['copy-limit-off-by-one', 2000],
  ['terminator-not-copied', 2000],
  ['only-source-uncached', 1000],
  ['kernel-pointer-accepted', 500],
  ['lines-kept-on-change', 3000],
  ['service-thread-sees-caller', 3000],
];

test.each(THRESHOLDS)('%s is found within %i cases', (id, most) => {
  for (const seed of ['discovery-1', 'discovery-2', 'discovery-3']) {
    const { finding, cases } = hunt(faultNamed(id), seed, most);
    expect(finding, `${seed}: ${cases} cases`).toBeDefined();
  }
});
