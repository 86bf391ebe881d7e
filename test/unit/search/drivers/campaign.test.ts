import { createTarget } from 'marshalcheck';
import { describe, expect, test } from 'vitest';
import { DRIVERS, type Driver } from '#dist/drivers/index.js';
import { testDriver } from '#dist/search/drivers/campaign.js';
import { Execution } from '#dist/search/drivers/execution.js';
import { follow, isShorter } from '#dist/search/drivers/schedule.js';
import { draw, STRATEGIES } from '#dist/search/drivers/strategies.js';
import { randomOf } from '#dist/search/seeds.js';
import { executionOf } from './programs.js';

const OPTIONS = {
  seed: 'first',
  readings: ['compact7-armv5'],
  preemptions: 2,
  mostSchedules: 20_000,
  drawn: 60,
  reduced: true,
  reduce: true,
};

function driverNamed(name: string): Driver {
  const driver = DRIVERS.find((each) => each.name === name);
  if (driver === undefined) throw new Error(`no driver ${name}`);
  return driver;
}

describe('testing a driver', () => {
  test('gives the shortest schedule, and it shows the same again', () => {
    const report = testDriver(driverNamed('size-read-again'), OPTIONS);
    const finding = report.findings.find(({ signature }) => signature.startsWith('ASYNC-20.size'));
    expect(finding).toMatchObject({
      driver: 'size-read-again',
      defect: 'size-read-again',
      class: 'breach',
      clauses: ['ASYNC-20'],
      preemptions: 1,
      length: 8,
    });
    const driver = driverNamed('size-read-again');
    const { platform, workload, schedule, signature } = finding!;
    const run = new Execution(
      { driver, platform, workload },
      createTarget('simulator', platform.reading, ''),
    );
    follow(run, schedule);
    expect(run.judge.shown.map((each) => each.signature)).toContain(signature);
    expect(finding?.steps.at(-1)?.what).toContain('CeFreeAsynchronousBuffer');
    expect(finding?.steps).toHaveLength(8);
  });

  test('is the same each time', () => {
    const driver = driverNamed('one-global-for-many-callers');
    expect(testDriver(driver, OPTIONS)).toEqual(testDriver(driver, OPTIONS));
  });

  test('names a documented defect that does not show', () => {
    const driver = driverNamed('size-read-again-mended');
    const defects = [{ id: 'never', text: 'never shows', shows: ['DRV-1'] }];
    expect(testDriver({ ...driver, defects }, OPTIONS).missed).toEqual(['never']);
  });

  test('draws at random what it cannot try completely, and says so', () => {
    const driver = driverNamed('compact7-asynchronous');
    const report = testDriver(driver, { ...OPTIONS, mostSchedules: 5, reduce: false });
    expect(report.isComplete).toBe(false);
    const counts = report.programs.filter(({ isComplete }) => !isComplete);
    expect(counts.every(({ schedules }) => schedules === 65)).toBe(true);
    expect(report.findings.length).toBeGreaterThan(0);
  });

  test('stops when it is told to', () => {
    const report = testDriver(driverNamed('size-read-again'), {
      ...OPTIONS,
      signal: AbortSignal.abort(),
    });
    expect(report.programs).toEqual([]);
  });
});

describe('schedules drawn at random', () => {
  test.each(STRATEGIES)('%s repeats with its seed, and differs without', (strategy) => {
    const run = executionOf(driverNamed('compact7-asynchronous'), 'two-callers');
    const drawn = (number: number): string => {
      draw(run, strategy, randomOf('drawn', number), 3, 30);
      return run.trace.map(({ name }) => name).join();
    };
    expect(drawn(1)).toBe(drawn(1));
    expect(new Set([1, 2, 3, 4, 5, 6].map(drawn)).size).toBeGreaterThan(1);
  });

  test('random keeps to its preemptions', () => {
    const run = executionOf(driverNamed('compact7-asynchronous'), 'two-callers');
    for (let number = 0; number < 100; number += 1) {
      draw(run, 'random', randomOf('bounded', number), 1, 30);
      expect(run.preemptions).toBeLessThanOrEqual(1);
    }
  });

  test.each(STRATEGIES)('%s finds a double fetch', (strategy) => {
    const run = executionOf(driverNamed('size-read-again'), 'meddling');
    const found = new Set<string>();
    for (let number = 0; number < 300; number += 1) {
      draw(run, strategy, randomOf('double', number), 3, 20);
      for (const { signature } of run.judge.shown) found.add(signature);
    }
    expect([...found]).toContain('ASYNC-20.size:RUN/CeFreeAsynchronousBuffer');
  });
});

test('shorter means fewer operations, then fewer preemptions', () => {
  const shown = { signature: 's', class: 'breach', obligations: [], text: '', events: 1 } as const;
  const a = { ...shown, length: 3, preemptions: 2 };
  expect(isShorter(a, { ...a, length: 4, preemptions: 0 })).toBe(true);
  expect(isShorter(a, { ...a, preemptions: 3 })).toBe(true);
  expect(isShorter(a, a)).toBe(false);
});
