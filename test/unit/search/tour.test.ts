// Tours: complete on what a target can reach, short, and blind to nothing that shows in the scope.

import path from 'node:path';
import {
  type ConformReport,
  closeTargets,
  conform,
  SCOPES,
  type Scope,
  type TourReport,
} from 'marshalcheck';
import { afterAll, describe, expect, test } from 'vitest';
import type { ToldTour } from '#dist/search/tour/report.js';
import { Tour } from '#dist/search/tour/tour.js';
import { createTarget } from '#dist/targets/index.js';
import type { OperationName, Target } from '#dist/targets/interface.js';
import { TARGET_IN_PYTHON, targetInC } from '../targets/examples/kits.js';

const LONG = 240_000;
const tiny = SCOPES.find(({ name }) => name === 'tiny')!;
/** One buffer at a time: a scope whose tour takes a second. */
const SINGLE: Scope = { ...tiny, name: 'single', records: 1 };
/** Two, one on the other, and no wrong arguments. */
const PAIR: Scope = { ...tiny, name: 'pair', stale: 0, wrong: 0 };
const QUICK = { runs: 0, servers: ['kernel'] as const, watchdog: 60_000 };

afterAll(closeTargets);

function shown({ tours }: { tours: readonly TourReport[] }): TourReport {
  expect(tours).toHaveLength(1);
  return tours[0];
}

describe('the tour of the boards', () => {
  test.each(['ce6-x86', 'compact7-armv5'])('%s: complete', async (id) => {
    const report = await conform({ ...QUICK, scopes: [SINGLE], readings: [id] });
    const tour = shown(report);
    expect(report.findings).toEqual([]);
    expect(tour).toMatchObject({ complete: true, stopped: '', departed: 0, notOffered: 0 });
    expect(tour.certificate).toBe('output and transfer');
    expect(tour.pairsCovered).toBe(tour.pairs);
    expect(tour.beliefs).toBeGreaterThan(20);
    expect(tour.lowerBound).toBeGreaterThan(tour.pairsCovered);
    expect(tour.operations).toBeGreaterThanOrEqual(tour.lowerBound);
    expect(tour.operations).toBeLessThan(1.2 * tour.lowerBound);
    const { total, covered, unreachableForTarget } = tour.transitions;
    expect(covered + unreachableForTarget).toBe(total);
    expect(covered).toBeGreaterThanOrEqual(tour.pairsCovered * 0.9);
  });

  test('takes at most a quarter of one path a pair, planning included', async () => {
    const bounded = { scopes: [tiny], readings: ['ce6-armv4i'], mostOperations: 12_000 };
    const tour = shown(await conform({ ...QUICK, ...bounded }));
    expect(tour.operations * 4).toBeLessThan(tour.naiveOperations);
    expect(tour.planningSeconds).toBeLessThan(tour.seconds / 3);
  });

  test('a bound ends it, and then nothing is certified', async () => {
    const bounded = { scopes: [tiny], readings: ['shipped-compact7-armv5'], mostOperations: 3000 };
    const report = await conform({ ...QUICK, ...bounded });
    expect(report.findings).toEqual([]);
    const stopped = 'the bound on operations';
    expect(shown(report)).toMatchObject({ complete: false, certificate: '', stopped });
  });

  test('the same again, in user mode too, for any number of workers', async () => {
    const servers = ['kernel', 'user'] as const;
    const readings = ['compact7-x86', 'shipped-compact7-armv5'];
    const settings = { ...QUICK, scopes: [SINGLE], readings, servers };
    const figures = async (workers: number): Promise<ConformReport> => {
      const report = await conform({ ...settings, workers, fault: 'free-skips-write-back' });
      const tours = report.tours.map((tour) => ({ ...tour, seconds: 0, planningSeconds: 0 }));
      return { ...report, tours, seconds: 0 };
    };
    const first = await figures(1);
    const order = first.tours.map(({ reading, server }) => `${reading} ${server}`);
    expect(order).toEqual(readings.flatMap((id) => servers.map((server) => `${id} ${server}`)));
    expect(first.tours.map(({ complete }) => complete)).toEqual([true, true, true, true]);
    expect(await figures(3)).toEqual(first);
  });

  test('in doubt it goes no further, unless it is told to', async () => {
    const settings = { ...QUICK, scopes: [PAIR], readings: ['ce6-x86'] };
    const tour = shown(await conform(settings));
    expect(tour).toMatchObject({ complete: true, departed: 0 });
    expect(tour.doubtful).toBeGreaterThan(0);
    const further = { ...settings, doubtful: true, mostOperations: 2 * tour.operations };
    const all = shown(await conform(further));
    expect(all).toMatchObject({ departed: 0, doubtful: 0 });
    expect(all.beliefs).toBeGreaterThan(tour.beliefs);
  });

  test('what asks it to stop is heard', async () => {
    const signal = AbortSignal.timeout(200);
    const settings = { ...QUICK, scopes: [tiny], readings: ['shipped-compact7-armv5'], signal };
    const report = await conform(settings);
    expect(report.interrupted).toBe(true);
    expect(shown(report)).toMatchObject({ complete: false, stopped: 'interrupted' });
  });

  test('by the answers alone it certifies the answers', async () => {
    const alone = { inspection: false, scopes: [SINGLE], readings: ['ce6-x86'] };
    const tour = shown(await conform({ ...QUICK, ...alone }));
    expect(tour).toMatchObject({ certificate: 'output', departed: 0 });
  });
});

describe('state identifiers', () => {
  const blind = { ...QUICK, inspection: false, scopes: [SINGLE], readings: ['compact7-armv5'] };

  test('tell next beliefs from others by answers, and certify the transfer', async () => {
    const tour = shown(await conform({ ...blind, identify: true }));
    expect(tour).toMatchObject({ complete: true, departed: 0 });
    expect(tour.certificate).toBe('output and identified transfer');
    const { tests, done, sequences, longest, alike, unlike } = tour.identification!;
    expect(done).toBe(tests);
    expect(tests).toBeGreaterThan(2 * tour.pairs);
    expect(sequences).toBeGreaterThan(3);
    expect(longest).toBeGreaterThan(1);
    const pairs = (tour.beliefs * (tour.beliefs - 1)) / 2;
    expect(alike + unlike).toBeLessThan(pairs / 4);
    const plain = shown(await conform(blind));
    expect(plain).toMatchObject({ certificate: 'output', identification: null });
    expect(tour.operations).toBeGreaterThan(plain.operations);
  }, 120_000);
});

/** A board that errs in the read right after an operation of that kind: a wrong next state. */
function withWrongState(operation: OperationName, fails: boolean): Target {
  const board = createTarget('simulator', 'compact7-armv5', '');
  let isWrong = false;
  const perform: Target['perform'] = (request, response) => {
    board.perform(request, response);
    const reads = request.operation === 'read' && response.status === 'returned';
    if (reads && isWrong) response.bytes[0] ^= 0xff;
    isWrong = request.operation === operation && response.value >= 0x8000_0000 === fails;
  };
  return Object.create(board, {
    perform: { value: perform },
    inspection: { value: null },
  }) as Target;
}

test.each([
  ['CeFreeAsynchronousBuffer', true],
  ['CeOpenCallerBuffer', true],
  ['return', false],
] as const)(
  'a wrong state after %s is found by identifiers alone',
  async (operation, fails) => {
    const tour = async (identify: boolean): Promise<ToldTour> =>
      new Tour({
        ...{ scope: SINGLE, reading: 'compact7-armv5', name: 'wrapped', fault: '' },
        ...{
          target: withWrongState(operation, fails),
          inspection: false,
          identify,
          doubtful: false,
        },
        ...{ mostOperations: 100_000, mostDepartures: 1, now: () => 0 },
      }).run();
    expect((await tour(false)).report).toMatchObject({ complete: true, departed: 0 });
    const { report, findings } = await tour(true);
    expect(report).toMatchObject({ departed: 1, certificate: '' });
    expect(findings[0]?.signature).toMatch(/\/bytes\/read\//);
  },
  60_000,
);

describe('a defect that shows in the scope is found', () => {
  test.each([
    ['free-skips-write-back', 'compact7-armv5', PAIR, /^FREE-1\//],
    ['double-free-accepted', 'ce6-x86', SINGLE, /^FREE-3\//],
  ] as const)(
    '%s',
    async (fault, reading, scope, named) => {
      const settings = { ...QUICK, scopes: [scope], readings: [reading], mostOperations: 8000 };
      const report = await conform({ ...settings, fault });
      const signatures = report.findings.map(({ signature }) => signature);
      expect(
        signatures.some((each) => named.test(each)),
        signatures.join(),
      ).toBe(true);
      for (const { length } of report.findings) expect(length).toBeLessThanOrEqual(5);
      expect(shown(report).certificate).toBe('');
      const departed = report.clauses.filter(({ verdict }) => verdict === 'departs');
      expect(departed.flatMap((row) => row.signatures)).toEqual(expect.arrayContaining(signatures));
    },
    60_000,
  );
});

test(
  'the target in C: no departure, and one with a defect',
  async () => {
    const settings = { ...QUICK, scopes: [SINGLE], readings: ['compact7-armv5'] };
    const good = await conform({ ...settings, target: targetInC() });
    expect(good.findings).toEqual([]);
    expect(shown(good)).toMatchObject({ complete: true, certificate: 'output and transfer' });
    const bad = await conform({ ...settings, target: targetInC(12) });
    expect(bad.findings.map(({ signature }) => signature.split('/')[0])).toContain('FREE-3');
    closeTargets();
  },
  LONG,
);

test(
  'the matrix of a target that offers little',
  async () => {
    const scenarios = [path.resolve(import.meta.dirname, '..', '..', '..', 'scenarios', 'spec')];
    const little = { target: TARGET_IN_PYTHON, scenarios, readings: ['compact2013-x86'] };
    const report = await conform({ ...QUICK, ...little, scopes: [SINGLE], runs: 20 });
    expect(report.findings).toEqual([]);
    const verdicts = new Map(report.clauses.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts.get('FREE-3')).toBe('conforms');
    expect(verdicts.get('OPEN-1')).toBe('conforms');
    expect(verdicts.get('CLASS-4')).toBe('not offered');
    expect(verdicts.get('QUIET-34')).toBe('not offered');
    expect(verdicts.get('VM-2')).toBe('not offered');
    expect(verdicts.get('WD-1')).toBe('not offered');
    expect(verdicts.get('INV-COUNT')).toBe('not offered');
    expect([...verdicts.values()]).not.toContain('departs');
    expect(report.scenarios.skipped).toBeGreaterThan(0);
    expect(report.scenarios.passed).toBeGreaterThan(20);
    expect(report.fuzzing.cases).toBe(20);
    expect(shown(report).certificate).toBe('output');
  },
  LONG,
);
