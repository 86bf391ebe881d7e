import { describe, expect, test } from 'vitest';
import type { CheckModel } from '#dist/search/check/model.js';
import type { CheckOptions } from '#dist/search/check/result.js';
import { checkModel } from '#dist/search/check.js';
import { SCOPES } from '../../../../bench/cebuf.mjs';
import { exploreNaively } from './naive.js';
import { cebuf, modelOf, sample } from './samples/index.js';

const SEEDS = Array.from({ length: 24 }, (_, seed) => seed + 1);

describe('counts are those of an explorer that shares no code', () => {
  test.each(SEEDS)('drawn model %i', async (seed) => {
    const source = sample('drawn', { seed });
    const wanted = exploreNaively(await modelOf(source));
    const workers = 1 + (seed % 2);
    const result = await checkModel(source, { goOn: true, workers, evaluation: 'compare' });
    const { states, transitions, depth } = result;
    expect({ states, transitions, depth }).toEqual({
      states: wanted.states,
      transitions: wanted.transitions,
      depth: wanted.depth,
    });
    expect(result.complete).toBe(true);
    const lengths = result.invariants.flatMap(({ name, broken }) =>
      broken === undefined ? [] : [[name, broken.steps.length]],
    );
    expect(Object.fromEntries(lengths)).toEqual(wanted.broken);
    const fires = result.rules.reduce((sum, rule) => sum + rule.fires, 0);
    // Comparing runs the compiled rules twice for each state.
    expect(fires).toBe(2 * wanted.transitions);
  });

  test('the drawn models differ, and some break their invariants', async () => {
    const results = await Promise.all(
      SEEDS.map(async (seed) => exploreNaively(await modelOf(sample('drawn', { seed })))),
    );
    expect(new Set(results.map(({ states }) => states)).size).toBeGreaterThan(12);
    const broken = results.flatMap((result) => Object.keys(result.broken));
    expect(new Set(broken)).toEqual(new Set(['of states', 'of transitions']));
  });
});

describe('CEBUF', () => {
  test('of one buffer counts as the other explorer does', async () => {
    const scope = { ...SCOPES.small, buffers: 1, versions: 3, sizes: 3 };
    const { states, transitions, depth } = exploreNaively(await modelOf(cebuf(scope)));
    const result = await checkModel(cebuf(scope), { unreduced: true, evaluation: 'compare' });
    expect(result).toMatchObject({ states, transitions, depth, complete: true });
    expect(states).toBeGreaterThan(500);
  });

  const wanted = { states: 112_024, transitions: 1_456_320, depth: 15, complete: true };

  test.each<[string, CheckOptions]>([
    ['one worker', { unreduced: true }],
    ['two workers', { unreduced: true, workers: 2 }],
    ['plain rules', { unreduced: true, evaluation: 'plain' }],
    ['fingerprints', { unreduced: true, lossy: true, workers: 2 }],
  ])('%s', async (_, options) => {
    const result = await checkModel(cebuf(SCOPES.small), options);
    expect(result).toMatchObject(wanted);
    expect(result.rules.filter(({ fires }) => fires === 0)).toEqual([]);
    expect(result.rules.reduce((sum, { fires }) => sum + fires, 0)).toBe(wanted.transitions);
    expect(result.invariants.every(({ isExercised }) => isExercised)).toBe(true);
    const isLossy = options.lossy === true;
    expect(result.omissionProbability).toBeCloseTo(isLossy ? 6.8e-10 : 0, 11);
  });

  test.each([
    [['buffers'], 56_456],
    [['processes'], 56_014],
    [['buffers', 'processes'], 28_340],
  ])('reduced by %s', async (scalarsets, states) => {
    const { unreduced, ...result } = await checkModel(cebuf(SCOPES.small), { scalarsets });
    expect(unreduced).toEqual({ states: wanted.states, transitions: wanted.transitions });
    expect(result).toMatchObject({ states, depth: 15, complete: true });
  });
});

describe('symmetry', () => {
  test.each([
    { processes: 2, records: 2, names: 2 },
    { processes: 3, records: 2, names: 2 },
    { processes: 2, records: 3, names: 3 },
    { processes: 3, records: 3, names: 1 },
  ])(
    'orbits of %o add up to the search without',
    async (scope) => {
      const source = sample('shared', scope);
      const model = await modelOf(source);
      const raw = exploreNaively(model);
      const plain = exploreNaively(model, renamedKey(model));
      for (const workers of [1, 2]) {
        const all = await checkModel(source, { workers, goOn: true });
        expect(all.unreduced).toEqual({ states: raw.states, transitions: raw.transitions });
        expect(all.depth).toBe(plain.depth);
        const [invariant] = all.invariants;
        expect(invariant?.broken?.steps.length).toBe(Object.values(plain.broken)[0]);
        const some = await checkModel(source, { workers, goOn: true, scalarsets: ['processes'] });
        expect(some.unreduced).toEqual(all.unreduced);
        const none = await checkModel(source, { workers, goOn: true, scalarsets: [] });
        expect(none.states).toBe(plain.states);
        expect(all.states).toBeLessThan(some.states);
        expect(some.states).toBeLessThan(none.states);
      }
    },
    240_000,
  );
});

/** States told apart but for the names of data. */
function renamedKey(model: CheckModel): (state: Int32Array) => string {
  const { first, fields } = model.symmetry!.renamed!;
  return (state) => {
    const names = new Map<number, number>();
    const renamed = Array.from(state);
    for (const field of fields) {
      const value = state[field];
      if (value < first) continue;
      if (!names.has(value)) names.set(value, first + names.size);
      renamed[field] = names.get(value)!;
    }
    return renamed.join();
  };
}
