import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { DRIVERS } from '#dist/drivers/index.js';
import { explore } from '#dist/search/drivers/explore.js';
import { executionOf, outcomesOf, randomDriver } from './programs.js';

const RANDOM_DRIVERS = 40;

describe('partial-order reduction', () => {
  test('loses no order that matters, on drivers drawn at random', () => {
    let naive = 0;
    let reduced = 0;
    for (let number = 0; number < RANDOM_DRIVERS; number += 1) {
      const random = seedrandom(`explore/${number}`);
      const driver = randomDriver(`random-${number}`, (below) => Math.floor(random() * below));
      for (const preemptions of number % 4 === 0 ? [2] : [0, 1]) {
        const run = executionOf(driver, 'random');
        const all = outcomesOf(run, preemptions, false);
        const some = outcomesOf(run, preemptions, true);
        expect(all.isComplete && some.isComplete).toBe(true);
        const missing = [...all.classes].filter((each) => !some.classes.has(each));
        expect(missing, `${driver.name}, ${preemptions} preemptions`).toEqual([]);
        expect([...some.signatures].sort()).toEqual([...all.signatures].sort());
        naive += all.schedules;
        reduced += some.schedules;
      }
    }
    expect(reduced).toBeLessThan(naive);
  });

  test.each(['alone', 'low-memory', 'exit', 'meddling'])(
    'finds the same in the sample of S0, %s, with fewer schedules',
    (workload) => {
      const driver = DRIVERS.find(({ name }) => name === 'compact7-asynchronous');
      const run = executionOf(driver!, workload);
      const all = outcomesOf(run, 1, false);
      const some = outcomesOf(run, 1, true);
      expect([...all.classes].filter((each) => !some.classes.has(each))).toEqual([]);
      expect(some.signatures).toEqual(all.signatures);
      expect(some.schedules).toBeLessThan(all.schedules);
    },
  );

  test('stops at its budget, and says that it is not complete', () => {
    const [driver] = DRIVERS;
    const run = executionOf(driver, 'two-callers');
    const options = { preemptions: 2, reduced: true, mostSchedules: 10, onRun: () => false };
    expect(explore(run, options)).toEqual({ schedules: 10, isComplete: false });
  });

  test('a schedule without preemptions has none', () => {
    const [driver] = DRIVERS;
    const run = executionOf(driver, 'two-callers');
    const spent: number[] = [];
    const onRun = (): boolean => {
      spent.push(run.preemptions);
      return false;
    };
    explore(run, { preemptions: 0, reduced: false, mostSchedules: 1000, onRun });
    expect(spent.length).toBeGreaterThan(1);
    expect(Math.max(...spent)).toBe(0);
  });
});
