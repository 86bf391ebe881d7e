import { beforeAll, describe, expect, test } from 'vitest';
import type { HistoryLine } from '#dist/reports/document.js';
import { changesOf } from '#dist/reports/view/changes.js';
import { lifetimesOf } from '#dist/reports/view/lifetimes.js';
import { filterMatrix } from '#dist/reports/view/matrix.js';
import { fragmentOf, type Route, routeOf, stepAfterKey } from '#dist/reports/view/route.js';
import { sequenceOf } from '#dist/reports/view/sequence.js';
import { pointsOf, seriesOf } from '#dist/reports/view/series.js';
import { wayTo } from '#dist/reports/view/way.js';
import type { Explanation, Timeline } from '#dist/search/explanation.js';
import { faultyReport } from './sample.js';

let explanations: Explanation[];

beforeAll(async () => {
  const { findings } = await faultyReport();
  explanations = findings.flatMap(({ explanation }) => explanation ?? []);
});

/** Two pages that differ in everything, and a record that leaks. */
function handmade(): Timeline {
  const look = { mapped: true, rights: 'read-write' as const, cached: true, references: 1 };
  const pages = { address: 65_536, size: 4096, rules: look, seen: null, aliases: [], buffers: [] };
  const later = { ...look, rights: 'read' as const, cached: false, references: 2 };
  const record = {
    name: 'async',
    madeBy: 'Alloc',
    form: 'alias' as const,
    state: 'live',
    address: 1,
    size: 5,
    descriptor: 'ARG_I_PTR',
    source: 'of a',
  };
  const state = {
    heapBlocks: 0,
    heapBytes: 0,
    aliases: 0,
    calls: [],
    broken: [],
    worlds: 1,
    processes: [0],
    records: [],
  };
  const call = { thread: 'call1', caller: 'app1', held: false };
  return {
    server: 'kernel',
    cacheMatters: true,
    isInspected: true,
    invariants: [],
    processes: [
      { name: 'app1', state: 'running', pages: [pages] },
      { name: 'app1', state: 'running, in call1', pages: [{ ...pages, rules: later }] },
    ],
    records: [record, { ...record, state: 'leaked' }],
    states: [
      state,
      { ...state, processes: [1], records: [0], aliases: 1, calls: [call] },
      { ...state, processes: [1], records: [1], aliases: 1, calls: [{ ...call, held: true }] },
      { ...state, processes: [0] },
    ],
  };
}

describe('changes', () => {
  test('name what is different, and nothing else', () => {
    const timeline = handmade();
    expect(changesOf(timeline, 0).sentences).toEqual([]);
    const first = changesOf(timeline, 1);
    expect(first.sentences).toEqual([
      'app1: running → running, in call1',
      'app1, pages at 0x00010000: read-write → read',
      'app1, pages at 0x00010000: uncached now',
      'app1, pages at 0x00010000: 1 → 2 mappings',
      'async appears: alias of a, 5 bytes',
      'aliases: 0 → 1',
      'call1 begins, for app1',
    ]);
    expect(first.marked.has('app1 0x00010000')).toBe(true);
    expect(changesOf(timeline, 2).sentences).toEqual(['async: live → leaked', 'call1 is held']);
    expect(changesOf(timeline, 3).sentences).toContain('async is gone (alias)');
    expect(changesOf(timeline, 3).sentences).toContain('call1 ends');
    expect(changesOf(timeline, 99).sentences).toEqual([]);
  });

  test('of real findings lead from the first state to the last', () => {
    for (const { timeline } of explanations) {
      const all = timeline!.states.flatMap((_, index) => changesOf(timeline!, index).sentences);
      expect(all.length).toBeGreaterThan(0);
    }
  });
});

test('lifetimes', () => {
  expect(lifetimesOf(handmade())).toEqual([
    { key: 'async 0x00000001', name: 'async', first: 1, last: 2, leaked: 2 },
  ]);
});

test('a sequence diagram has an arrow a step, and knows who carries a call', () => {
  for (const { steps, timeline } of explanations) {
    const { lanes, arrows } = sequenceOf(steps, timeline);
    expect(arrows.map(({ step }) => step)).toEqual(steps.map(({ number }) => number));
    expect(arrows.filter(({ isBad }) => isBad)).toHaveLength(1);
    const call = arrows.find(({ label }) => label === 'call')!;
    expect(lanes[call.from]).toMatch(/^app/);
    expect(lanes[call.to]).toMatch(/^call/);
    expect(call.active).toContain(call.to);
    for (const { from, to } of arrows) expect(Math.min(from, to)).toBeGreaterThanOrEqual(0);
    expect(sequenceOf(steps, null).arrows).toHaveLength(steps.length);
  }
});

test('the matrix is filtered by words, columns and verdict', () => {
  const column = { target: 't', reading: 'r', server: 'kernel' as const };
  const cell = { column: 0, compared: 1, departed: 0, shownBy: '' };
  const matrix = {
    what: 'scenarios',
    rows: ['FREE-10', 'FREE-2', 'OPEN-1'],
    columns: [column, { ...column, server: 'user' as const }],
    cells: [
      { ...cell, row: 0, verdict: 'agrees' as const },
      { ...cell, row: 2, verdict: 'departs' as const },
    ],
  };
  const all = { words: '', reading: '', server: '', verdict: '' };
  expect(filterMatrix(matrix, all).rows).toEqual([1, 0, 2]);
  expect(filterMatrix(matrix, { ...all, words: ' free' }).rows).toEqual([1, 0]);
  expect(filterMatrix(matrix, { ...all, verdict: 'departs' }).rows).toEqual([2]);
  expect(filterMatrix(matrix, { ...all, verdict: 'departs', server: 'user' }).rows).toEqual([]);
  expect(filterMatrix(matrix, { ...all, server: 'user' }).columns).toEqual([1]);
  expect(filterMatrix(matrix, { ...all, reading: 'x' }).columns).toEqual([]);
  expect(filterMatrix(matrix, all).cell(2, 0)?.verdict).toBe('departs');
});

describe('places', () => {
  const routes: Route[] = [
    { page: 'explore', place: { platform: 2, steps: 14, path: [] } },
    { page: 'explore', place: { platform: 0, steps: 0, path: [3, 0, 117] } },
    { page: 'explore', place: { platform: 1, steps: 2, path: ['a.b/c: {%: "ä"}', 4, '~'] } },
    { page: 'overview' },
    { page: 'matrix' },
    { page: 'clause', id: 'FREE-1' },
    { page: 'finding', number: 3, step: 0 },
    { page: 'finding', number: 3, step: null },
  ];
  test.each(routes)('%j comes back from its fragment', (route) => {
    expect(routeOf(fragmentOf(route))).toEqual(route);
  });
  test.each([
    '',
    '#x',
    '#/clause/<img>',
    '#/finding/x',
    '#/finding/1e9',
    '#/../..',
    '#/explore/x',
    '#/explore/1/2/3..4',
    '#/explore/1/2/~%E0%A4%A',
  ])('%j is the overview', (fragment) => {
    expect(routeOf(fragment)).toEqual({ page: 'overview' });
  });
  test('keys', () => {
    const to = (key: string): number | null => stepAfterKey(key, 2, 3);
    expect(['j', 'ArrowRight', 'ArrowDown', 'End'].map(to)).toEqual([3, 3, 3, 3]);
    expect(['k', 'ArrowLeft', 'ArrowUp', 'Home'].map(to)).toEqual([1, 1, 1, 0]);
    expect([stepAfterKey('j', 3, 3), stepAfterKey('k', 0, 3), to('x')]).toEqual([3, 0, null]);
  });
});

test('the way to a state of a graph', () => {
  const node = { path: [], text: '', worlds: 1 };
  const nodes = [-1, 0, 0, 2, 3].map((from) => ({ ...node, from }));
  const graph = { nodes, edges: [], isCut: false };
  expect([0, 1, 4].map((to) => wayTo(graph, to))).toEqual([[], [1], [2, 3, 4]]);
});

test('plots leave out what was never counted', () => {
  const line = { seconds: 2, operations: 10, states: 0, covered: 1, obligations: 4 };
  const lines = [{ ...line, killed: 0, faults: 0, signatures: ['a'] }] as unknown as HistoryLine[];
  const series = seriesOf([...lines, { ...lines[0], operations: 0 }]);
  expect(series.map(({ name }) => name)).toEqual(['Operations', 'Coverage', 'Open signatures']);
  expect(series[0].values).toEqual([5, null]);
  expect(series[1].values).toEqual([25, 25]);
  expect(pointsOf(series[1], 100, 50)).toBe('0.0,0.0 100.0,0.0');
  expect(pointsOf(series[0], 100, 50)).toBe('0.0,0.0');
});
