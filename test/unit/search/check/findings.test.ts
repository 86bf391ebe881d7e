import { describe, expect, test } from 'vitest';
import type { CheckPath } from '#dist/search/check/result.js';
import { checkModel } from '#dist/search/check.js';
import { exploreNaively, plainTransitions } from './naive.js';
import { modelOf, type Sample, sample } from './samples/index.js';

/** Fails unless each step is a transition of the model. */
async function expectPath(name: Sample, options: unknown, path: CheckPath): Promise<void> {
  const model = await modelOf(sample(name, options));
  expect(model.initial.map((state) => [...state])).toContainEqual(path.states[0]);
  path.steps.forEach((step, i) => {
    const successors = plainTransitions(model, Int32Array.from(path.states[i]))
      .filter(({ rule }) => model.rules[rule].name === step.rule)
      .map(({ state }) => [...state]);
    expect(successors).toContainEqual(path.states[i + 1]);
  });
}

describe('mutual exclusion', () => {
  test('holds, and what says nothing is named', async () => {
    const result = await checkModel(sample('mutex', {}), { deadlocks: true });
    expect(result.complete).toBe(true);
    expect(result.invariants).toEqual([
      { name: 'one inside', isExercised: true },
      { name: 'of no concern', isExercised: false },
    ]);
    expect(result.deadlocks).toEqual({ states: 0 });
    const times = result.notes.map((note) => note.times);
    expect(times[0]).toBeGreaterThan(0);
    expect(times[2]).toBe(0);
  });

  test('is broken by a shortest path', async () => {
    const naive = exploreNaively(await modelOf(sample('mutex', { selfish: true })));
    const paths = await Promise.all(
      [1, 2].map(async (workers) => {
        const result = await checkModel(sample('mutex', { selfish: true }), { workers });
        expect(result).toMatchObject({ complete: false, stopped: 'finding' });
        return result.invariants[0].broken!;
      }),
    );
    expect(paths[0].steps.length).toBe(naive.broken['one inside']);
    expect(JSON.stringify(paths[0])).toBe(JSON.stringify(paths[1]));
    await expectPath('mutex', { selfish: true }, paths[0]);
    expect(paths[0].steps.at(-1)).toMatchObject({ rule: 'enter(0)', branch: 0 });
  });
});

describe('paths', () => {
  test.each([
    ['drawn', { seed: 1 }],
    ['drawn', { seed: 9 }],
    ['shared', { processes: 3, records: 2, names: 2 }],
  ] as const)('%s %o: in real names, the same for any number of workers', async (name, options) => {
    const [one, two, three] = await Promise.all(
      [1, 2, 3].map(async (workers) =>
        checkModel(sample(name, options), { workers, goOn: true, deadlocks: true }),
      ),
    );
    expect(JSON.stringify(two.invariants)).toBe(JSON.stringify(one.invariants));
    expect(JSON.stringify(three.invariants)).toBe(JSON.stringify(one.invariants));
    const broken = one.invariants.flatMap((invariant) => invariant.broken ?? []);
    expect(broken.length).toBeGreaterThan(0);
    for (const path of broken) await expectPath(name, options, path);
  });
});

describe('passes over the graph', () => {
  test('every state of the protocol goes back to idle by its own rules', async () => {
    const rules = ['offer', 'enter', 'leave'].flatMap((rule) => [`${rule}(0)`, `${rule}(1)`]);
    const result = await checkModel(sample('mutex', {}), {
      recover: [{ goal: 'idle', rules }],
      workers: 2,
    });
    expect(result.recovered).toEqual([{ goal: 'idle', lost: 0 }]);
  });

  test('without leaving, states are lost, and the nearest is told', async () => {
    const result = await checkModel(sample('mutex', {}), {
      recover: [{ goal: 'idle', rules: ['want(0)', 'enter(0)', 'enter(1)'] }],
    });
    const [answer] = result.recovered;
    // Idle is two states, one for each turn.
    expect(answer.lost).toBe(result.states - 2);
    expect(answer.path!.steps.map(({ rule }) => rule)).toEqual(['want(0)']);
  });

  test('questions about what is not there', async () => {
    const source = sample('mutex', {});
    await expect(checkModel(source, { recover: [{ goal: 'rest', rules: [] }] })).rejects.toThrow(
      'the model has no goal rest; it has idle',
    );
    const rules = ['walk'];
    await expect(checkModel(source, { recover: [{ goal: 'idle', rules }] })).rejects.toThrow(
      'the model has no rule walk',
    );
  });
});

describe('mistakes of a model are named', () => {
  test.each([
    ['overflow', 'rule mistaken: field level cannot hold 2; the model gives it 0, 1'],
    ['erratic', 'it depends on something other than the state'],
    ['outside', 'a rule used state[7]: a state has 3 fields'],
    ['storing', 'invariant judging changed field valve: it may only read the state'],
    ['unequal', 'scalarset twins: its elements own different fields'],
  ])('%s', async (mistake, message) => {
    await expect(checkModel(sample('faulty', { mistake }))).rejects.toThrow(message);
  });

  test('rules that differ from what was remembered of them', async () => {
    const source = sample('faulty', { mistake: 'erratic' });
    await expect(checkModel(source, { evaluation: 'compare' })).rejects.toThrow(
      /compiled and plain rules differ|something other than the state/,
    );
  });

  test('a module that makes no model', async () => {
    const source = { module: new URL('./naive.js', import.meta.url).href };
    await expect(checkModel({ module: 'node:path' })).rejects.toThrow('exports no createModel');
    expect(source.module).toContain('naive');
  });
});
