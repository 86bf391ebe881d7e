/** The states that can be reached from one in a few steps, as a graph. */

import type { Case } from '../../model/case.js';
import type { Target } from '../../targets/interface.js';
import { longer, reach } from './state.js';

/** Bounds of a graph. */
export interface GraphBounds {
  readonly depth: number;
  readonly states: number;
}

/** One state; the first is where the exploration stands. */
export interface GraphNode {
  /** Which operations lead there: indices into what is offered, one after the other. */
  readonly path: readonly number[];
  readonly depth: number;
  readonly worlds: number;
}

/** One operation from state to state, by their numbers. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A graph, and whether states were left out. */
export interface StateGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly isCut: boolean;
}

/** Breadth first, so that each path is a shortest one; operations that are refused are left out. */
export function graphFrom(start: Case, target: Target, bounds: GraphBounds): StateGraph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const known = new Map<string, number>();
  const queue: { given: Case; number: number; next: ReturnType<typeof reach>['next'] }[] = [];
  let isCut = false;
  const visit = (given: Case, path: readonly number[]): number | null => {
    const { key, verdict, worlds, next } = reach(given, target);
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    if (nodes.length >= bounds.states || verdict !== 'passed') {
      isCut ||= verdict === 'passed';
      return null;
    }
    const number = nodes.push({ path, depth: path.length, worlds }) - 1;
    known.set(key, number);
    queue.push({ given, number, next });
    return number;
  };
  visit(start, []);
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const { path, depth } = nodes[at.number];
    if (depth >= bounds.depth) continue;
    for (const [index, { state, words, text }] of at.next.entries()) {
      if (state !== 'enabled') continue;
      const to = visit(longer(at.given, words), [...path, index]);
      const isNew = to !== null && to !== at.number;
      if (isNew && !edges.some((edge) => edge.from === at?.number && edge.to === to)) {
        edges.push({ from: at.number, to, label: text });
      }
    }
  }
  return { nodes, edges, isCut };
}
