/** What is left of the identification: each operation of each belief, and each of its sequences. */

import type { Graph } from './graph.js';
import { type Identifiers, identifiersOf } from './identifiers.js';
import type { Node } from './node.js';
import type { Identification } from './report.js';

/** An operation, the belief that it should lead to, and what tells that one from others. */
interface Probe {
  readonly position: number;
  readonly to: number;
  readonly sequence: readonly number[];
}

/** See the file comment. */
export class Probes {
  private readonly identifiers: Identifiers;
  private readonly known = new Map<number, readonly (readonly number[])[]>();
  /** How far each belief is: position, and sequence of the belief behind it. */
  private readonly reached: { position: number; sequence: number }[];
  private readonly distinct = new Set<string>();
  private longest = 0;
  private readonly tests: number;
  private done = 0;

  /** Has the graph lead to beliefs with something left. */
  constructor(graph: Graph) {
    this.identifiers = identifiersOf(graph);
    this.reached = graph.nodes.map(() => ({ position: 0, sequence: 0 }));
    for (const node of graph.nodes) {
      for (const to of node.next) if (to >= 0) node.probes += this.sequencesOf(to).length;
    }
    this.tests = graph.nodes.reduce((sum, { probes }) => sum + probes, 0);
    graph.forgive();
  }

  /** The next thing to do in a belief, null for none. */
  take(node: Node): Probe | null {
    if (node.probes === 0) return null;
    const at = this.reached[node.index];
    for (; at.position < node.next.length; at.position += 1, at.sequence = 0) {
      const { position } = at;
      const to = node.next[position];
      const sequences = to >= 0 ? this.sequencesOf(to) : [];
      if (at.sequence >= sequences.length) continue;
      const sequence = sequences[at.sequence];
      at.sequence += 1;
      node.probes -= 1;
      this.done += 1;
      return { position, to, sequence };
    }
    // The target led elsewhere in between: what was to be done there is done from elsewhere.
    node.probes = 0;
    return null;
  }

  get report(): Identification {
    const { tests, done, longest, identifiers } = this;
    const { alike, unlike } = identifiers;
    return { tests, done, sequences: this.distinct.size, longest, alike, unlike };
  }

  private sequencesOf(belief: number): readonly (readonly number[])[] {
    const known = this.known.get(belief);
    if (known !== undefined) return known;
    const sequences = this.identifiers.of(belief);
    this.known.set(belief, sequences);
    for (const sequence of sequences) {
      this.distinct.add(sequence.join());
      this.longest = Math.max(this.longest, sequence.length);
    }
    return sequences;
  }
}
