/** Ways through a graph of states. */

import type { StateGraph } from '../../search/exploration.js';

/** The states on the shortest way to one, from after the first state on. */
export function wayTo({ nodes }: StateGraph, to: number): number[] {
  const way: number[] = [];
  for (let at = to; at > 0; at = nodes[at].from) way.unshift(at);
  return way;
}
