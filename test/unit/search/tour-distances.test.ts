// The way to what is left: distances kept up to date are those that a search from scratch finds.

import { describe, expect, test } from 'vitest';
import { Graph } from '#dist/search/tour/graph.js';
import type { Node } from '#dist/search/tour/node.js';

const NODES = 40;
const RULES = 6;
const MISSES = 20;
const ENDED = -2;

/** A small generator of its own: the same numbers each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Operations from a node to the nearest with something left, by going through all; −1: no way. */
function searched(graph: Graph, start: Node): number {
  const far = new Map([[start, 0]]);
  for (const [node, steps] of far) {
    if (node.pending + node.probes > 0) return steps;
    for (const { to, misses } of node.exits) {
      const next = graph.nodes[to];
      if (misses < MISSES && !far.has(next)) far.set(next, steps + 1);
    }
  }
  return -1;
}

/** Goes by steps to what is left: operations that it takes, −1 where there is nothing. */
function stepped(graph: Graph, from: Node, start: Node): number {
  let node = from;
  for (let steps = 0; ; steps += 1) {
    const step = graph.step(node, start);
    if (step === 'here') return steps;
    if (step === 'nothing') return -1;
    if (step === 'reset') return Math.min(steps + searched(graph, start), NODES * 2);
    node = graph.nodes[step.to];
  }
}

/** The shortest way there is, over a reset or not. */
function shortest(graph: Graph, from: Node, start: Node): number {
  const ways = [searched(graph, from), searched(graph, start)].filter((steps) => steps >= 0);
  return ways.length === 0 ? -1 : Math.min(...ways);
}

test.each([1, 2, 3, 4, 5, 6])('graph %i, while it is learned', (seed) => {
  const draw = numbers(seed);
  const graph = new Graph();
  const nodeOf = (index: number): Node =>
    graph.node(Int32Array.of(index), () => Array.from({ length: RULES }, (_, rule) => rule));
  for (let index = 0; index < NODES; index += 1) nodeOf(index);
  const start = graph.nodes[0];
  let done = 0;
  for (let turn = 0; turn < 4000; turn += 1) {
    const node = graph.nodes[draw(graph.nodes.length)];
    const what = draw(100);
    if (what < 60) {
      const position = graph.pendingAt(node);
      if (position >= 0) {
        const chance = draw(10);
        const to = chance < 4 ? node.index : draw(graph.nodes.length);
        graph.note(node, position, chance < 2 ? ENDED : to, 0);
        done += 1;
      }
    } else if (what < 70) graph.note(node, draw(RULES), draw(graph.nodes.length), draw(2));
    else if (what < 90 && node.exits.length > 0) {
      const exit = node.exits[draw(node.exits.length)];
      for (let times = draw(MISSES + 5); times > 0; times -= 1) graph.missed(node, exit);
    } else if (what < 92) nodeOf(graph.nodes.length);
    else if (what < 95) {
      node.probes = draw(2);
      if (node.probes === 0) graph.exhausted(node);
      else graph.forgive();
    } else if (what === 95) graph.forgive();
    const from = graph.nodes[draw(graph.nodes.length)];
    const pending = node.next.filter((to) => to === -1).length;
    expect(node.pending).toBe(pending);
    expect(stepped(graph, from, start)).toBe(shortest(graph, from, start));
  }
  expect(done).toBeGreaterThan(NODES * (RULES - 1));
});

test('a new exit that leads nearer than was thought is taken', () => {
  const graph = new Graph();
  const nodes = [0, 1, 2, 3].map((key) =>
    graph.node(Int32Array.of(key), () => (key === 3 ? [0, 1] : [0])),
  );
  for (const { index } of nodes.slice(0, 3)) graph.note(nodes[index], 0, index + 1, 0);
  const [start, second, third, last] = nodes;
  expect(graph.step(start, start)).toMatchObject({ to: second.index });
  graph.note(last, 0, ENDED, 0);
  graph.note(last, 1, ENDED, 0);
  expect(graph.step(start, start)).toBe('nothing');
  const fresh = graph.node(Int32Array.of(99), () => [0]);
  graph.note(third, 0, fresh.index, 0);
  expect(graph.step(start, start)).toMatchObject({ to: second.index });
  expect(graph.step(third, third)).toMatchObject({ to: fresh.index });
});

describe('what is taken first', () => {
  test('is what was carried out least often', () => {
    const graph = new Graph();
    const nodeOf = (key: number): Node => graph.node(Int32Array.of(key), () => [7, 8, 9]);
    const [first, second] = [nodeOf(1), nodeOf(2)];
    expect(graph.pendingAt(first)).toBe(0);
    graph.note(first, 0, second.index, 0);
    expect(graph.pendingAt(first)).toBe(1);
    expect(graph.pendingAt(second)).toBe(1);
    graph.note(second, 1, ENDED, 0);
    expect(graph.pendingAt(second)).toBe(2);
    graph.note(first, 1, second.index, 0);
    graph.note(first, 2, second.index, 0);
    expect(graph.pendingAt(first)).toBe(-1);
  });

  test('a reset comes before a longer way back', () => {
    const graph = new Graph();
    const nodeOf = (key: number): Node => graph.node(Int32Array.of(key), () => [0]);
    const [start, middle, end, last] = [nodeOf(1), nodeOf(2), nodeOf(3), nodeOf(4)];
    graph.note(end, 0, last.index, 0);
    graph.note(middle, 0, end.index, 0);
    expect(graph.step(middle, start)).toBe('reset');
    expect(graph.step(end, start)).toBe('reset');
    graph.note(start, 0, middle.index, 0);
    expect(graph.step(end, start)).toMatchObject({ to: last.index });
    graph.note(last, 0, ENDED, 0);
    expect(graph.step(end, start)).toBe('nothing');
  });
});
