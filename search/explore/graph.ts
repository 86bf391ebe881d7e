/** The states that can be reached from one in a few steps, as a graph. */

import { type Case, Word } from '../../model/case.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import type { Domain } from '../../model/world/domain.js';
import type { GraphBounds, GraphEdge, GraphNode, StateGraph } from '../exploration.js';
import { longer, type Probe, type Reached, roomy } from './state.js';

/**
 * Breadth first, so that each way is a shortest one. Operations that are refused, and mistakes of
 * the client, are left out.
 */
export function graphFrom(start: Case, probe: Probe, bounds: GraphBounds): StateGraph {
  return new Growth(start, probe, bounds).grow();
}

interface Seen {
  readonly given: Case;
  readonly reached: Reached;
  readonly number: number;
}

/** A graph while it grows. All its cases share a domain, so that equal states look equal. */
class Growth {
  private readonly probe: Probe;
  private readonly bounds: GraphBounds;
  private readonly domain: Domain;
  private readonly nodes: GraphNode[] = [];
  private readonly edges = new Map<string, GraphEdge>();
  private readonly known = new Map<string, number>();
  private readonly queue: Seen[] = [];
  private isCut = false;

  constructor(start: Case, probe: Probe, bounds: GraphBounds) {
    this.probe = probe;
    this.bounds = bounds;
    this.domain = roomy(start);
    this.visit(start, { path: [], text: '', from: -1, worlds: 0 });
  }

  grow(): StateGraph {
    for (let seen = this.queue.shift(); seen !== undefined; seen = this.queue.shift()) {
      if (this.nodes[seen.number].path.length < this.bounds.depth) this.expand(seen);
    }
    return { nodes: this.nodes, edges: [...this.edges.values()], isCut: this.isCut };
  }

  private expand({ given, reached: { offered }, number }: Seen): void {
    const { probe, bounds, domain } = this;
    const { path } = this.nodes[number];
    // Asked all at once: visiting what follows moves the probe away from here.
    probe.visit(given, domain);
    const taken = offered.flatMap((words, index) => {
      const operation = OPERATION_NAMES[words[Word.operation]];
      const isWanted = bounds.operations.length === 0 || bounds.operations.includes(operation);
      if (!isWanted || probe.stateOf(words) !== 'enabled') return [];
      const { actor, text } = probe.tell(words);
      return [{ words, index, operation, text: `${actor} ${text}` }];
    });
    for (const { words, index, operation, text } of taken) {
      const node = { path: [...path, index], text, from: number, worlds: 0 };
      const to = this.visit(longer(given, words), node);
      if (to === null || to === number) continue;
      const key = `${number} ${to}`;
      if (!this.edges.has(key)) this.edges.set(key, { from: number, to, operation });
    }
  }

  /** The number of the state that a case leads to; null where it is left out. */
  private visit(given: Case, node: GraphNode): number | null {
    const reached = this.probe.visit(given, this.domain);
    const seen = this.known.get(reached.key);
    if (seen !== undefined) return seen;
    if (reached.verdict !== 'passed') return null;
    if (this.nodes.length >= this.bounds.states) {
      this.isCut = true;
      return null;
    }
    const number = this.nodes.push({ ...node, worlds: reached.worlds }) - 1;
    this.known.set(reached.key, number);
    this.queue.push({ given, reached, number });
    return number;
  }
}
