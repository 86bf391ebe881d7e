// The least that a tour can take: the same as going through all ways that there are.

import { expect, test } from 'vitest';
import { Flow } from '#dist/search/tour/flow.js';
import { Graph } from '#dist/search/tour/graph.js';
import { leastOperations } from '#dist/search/tour/least.js';
import type { Node } from '#dist/search/tour/node.js';

const ENDED = -2;
const NOT_OFFERED = -3;

/** Where each operation of each node leads: a graph of that shape, all of it carried out. */
function graphOf(shape: readonly (readonly number[])[]): Graph {
  const graph = new Graph();
  const nodes = shape.map((led, key) => graph.node(Int32Array.of(key), () => [...led.keys()]));
  shape.forEach((led, index) => {
    led.forEach((to, position) => {
      graph.note(nodes[index], position, to, 0);
    });
  });
  return graph;
}

/** Operations of the shortest walk with resets that takes each operation once, by trying all. */
function walked(shape: readonly (readonly number[])[]): number {
  const pairs = shape.flatMap((led, node) => led.map((to) => ({ node, to })));
  const asked = pairs.map(({ to }) => to !== NOT_OFFERED);
  const all = asked.reduce((set, isAsked, pair) => (isAsked ? set | (1 << pair) : set), 0);
  let states = new Set([0]);
  const met = new Set(states);
  for (let steps = 0; states.size > 0; steps += 1) {
    const following = new Set<number>();
    for (const state of states) {
      const at = state & 7;
      const done = state >> 3;
      if (done === all) return steps;
      pairs.forEach(({ node, to }, pair) => {
        if ((node !== at && node !== 0) || !asked[pair]) return;
        const next = ((done | (1 << pair)) << 3) | Math.max(to, 0);
        if (met.has(next)) return;
        met.add(next);
        following.add(next);
      });
    }
    states = following;
  }
  throw new Error('not all of it can be reached');
}

test.each([
  { shape: [[0, 0, 0]] },
  { shape: [[1], [ENDED, ENDED]] },
  {
    shape: [
      [1, NOT_OFFERED],
      [0, 1],
    ],
  },
  { shape: [[1], [2], [0, 0, 1, ENDED]] },
  {
    shape: [
      [1, 2],
      [2, 2, 0],
      [ENDED, ENDED, 2],
    ],
  },
  {
    shape: [
      [1, 1],
      [2, 3],
      [3, ENDED],
      [1, 2],
    ],
  },
  { shape: [[1], [2], [3], [4], [ENDED, ENDED, 0, 2]] },
  {
    shape: [
      [1, 2, 3],
      [ENDED, ENDED],
      [1, ENDED],
      [2, 3, 0],
    ],
  },
])('$shape', ({ shape }) => {
  const graph = graphOf(shape);
  expect(leastOperations(graph.nodes, graph.nodes[0])).toBe(walked(shape));
});

test('what cannot be balanced counts once', () => {
  const graph = graphOf([[1], [ENDED, ENDED]]);
  const [start, other] = graph.nodes;
  const cut: Node[] = [{ ...start, exits: [] }, other];
  expect(leastOperations(cut, cut[0])).toBe(3);
});

test('a flow takes the cheaper way as far as there is room, and gives back what it took', () => {
  const flow = new Flow(4);
  flow.connect(0, 1, 1);
  flow.connect(0, 2, 2);
  flow.connect(1, 3, 5);
  flow.connect(2, 3, 1);
  flow.connect(1, 2, 1);
  flow.supply(0, 5);
  flow.demand(3, 4);
  flow.demand(1, 1);
  expect(flow.cost()).toBe(4 * 3 + 1);
  const cut = new Flow(2);
  cut.supply(0, 1);
  cut.demand(1, 1);
  expect(cut.cost()).toBe(-1);
});
