/**
 * What functions of a state gave, under the values that they read. A function is deterministic, so
 * what it asks next follows from the answers that it got: its memory is a decision tree, a node for
 * each question, an edge for each answer, a leaf for what came. A question is what a field holds,
 * answered by a code, or whether it holds a certain value, answered by 0 for yes and 1 for no.
 */

import type { Layout } from '../layout.js';
import { Store } from './store.js';

/** What {@link Tries.find} answers where the function was not run yet for the values it reads. */
export const MISSING = -1;

// A node: its field, where that is (word and shift in one), its mask, the code that it is compared
// with (0 where its value is asked), the last answer, then a cell for each answer.
// A cell: 0 unknown, > 0 a node, < 0 the complement of a leaf.
const FIELD = 0;
const PLACE = 1;
const MASK = 2;
const CODE = 3;
const LAST = 4;
const CELLS = 5;

/** Questions in the order in which they were asked. */
export interface Questions {
  readonly fields: readonly number[];
  /** For each the code that it asks about, {@link ANY} for the value itself. */
  readonly codes: readonly number[];
}

/** A question for a value rather than about one. */
export const ANY = -1;

/** The decision trees of a list of functions. */
export class Tries {
  private readonly layout: Layout;
  private readonly nodes = new Store();
  private readonly names: readonly string[];

  /** One tree for each name; names appear in errors. */
  constructor(layout: Layout, names: readonly string[]) {
    this.layout = layout;
    this.names = names;
    this.nodes.take(names.length);
    // No node may begin at 0, which says unknown.
    this.nodes.take(1);
  }

  /** Integers held, of four bytes each. */
  get size(): number {
    return this.nodes.length;
  }

  /** The leaf for a packed state, or {@link MISSING}. */
  find(tree: number, packed: Int32Array, at: number): number {
    return this.findFrom(this.nodes.data[tree], packed, at);
  }

  /** The same where the answers so far are known to lead to this node, see {@link leaves}. */
  findFrom(first: number, packed: Int32Array, at: number): number {
    const { data } = this.nodes;
    let node = first;
    while (node > 0) {
      const place = data[node + PLACE];
      const bits = packed[at + (place >>> 5)] >>> (place & 31);
      const answer = (bits & data[node + MASK]) ^ data[node + CODE];
      const last = data[node + LAST];
      node = data[node + CELLS + (answer > last ? last : answer)];
    }
    return node === 0 ? MISSING : ~node;
  }

  /** Remembers a leaf for the answers of a packed state to what was asked. */
  learn(
    tree: number,
    { fields, codes }: Questions,
    packed: Int32Array,
    at: number,
    leaf: number,
  ): void {
    const { nodes, layout } = this;
    let cell = tree;
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i];
      const isTest = codes[i] !== ANY;
      const code = isTest ? codes[i] : 0;
      const last = isTest ? 1 : layout.mask[field];
      let node = nodes.data[cell];
      if (node === 0) {
        node = this.addNode(field, code, last);
        nodes.data[cell] = node;
      } else if (node < 0 || !this.asks(node, field, code, last)) {
        throw this.erratic(tree, node, field);
      }
      cell = node + CELLS + Math.min(last, layout.codeAt(packed, at, field) ^ code);
    }
    if (nodes.data[cell] !== 0) throw this.erratic(tree, nodes.data[cell], -1);
    nodes.data[cell] = ~leaf;
  }

  private addNode(field: number, code: number, last: number): number {
    const { nodes, layout } = this;
    const node = nodes.take(CELLS + last + 1);
    nodes.data[node + FIELD] = field;
    nodes.data[node + PLACE] = (layout.word[field] << 5) | layout.shift[field];
    nodes.data[node + MASK] = layout.mask[field];
    nodes.data[node + CODE] = code;
    nodes.data[node + LAST] = last;
    return node;
  }

  private asks(node: number, field: number, code: number, last: number): boolean {
    const { data } = this.nodes;
    return data[node + FIELD] === field && data[node + CODE] === code && data[node + LAST] === last;
  }

  /**
   * The node at which the function reads, in this state, something outside of `within` (masks by
   * word); 0 where it reads nothing else. States that agree in `within` all come to this node.
   */
  leaves(tree: number, packed: Int32Array, at: number, within: Int32Array): number {
    const { data } = this.nodes;
    let node = data[tree];
    while (node > 0) {
      const place = data[node + PLACE];
      const mask = data[node + MASK] << (place & 31);
      if ((within[place >>> 5] & mask) !== mask) return node;
      const bits = packed[at + (place >>> 5)] >>> (place & 31);
      const answer = (bits & data[node + MASK]) ^ data[node + CODE];
      node = data[node + CELLS + Math.min(answer, data[node + LAST])];
    }
    return 0;
  }

  /**
   * Calls `visit` with every field that the function is known to read, nearest to the root first,
   * until it answers false.
   */
  visitFields(tree: number, visit: (field: number) => boolean): void {
    const { data } = this.nodes;
    const queue = [data[tree]];
    // The queue grows while it is gone through.
    for (const node of queue) {
      if (node <= 0) continue;
      if (!visit(data[node + FIELD])) return;
      for (let answer = 0; answer <= data[node + LAST]; answer += 1) {
        const child = data[node + CELLS + answer];
        if (child > 0) queue.push(child);
      }
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.nodes.truncate(0);
    this.nodes.take(this.names.length + 1);
  }

  private erratic(tree: number, node: number, field: number): Error {
    const name = (each: number): string => this.layout.fields[each].name;
    const before = node > 0 ? `read ${name(this.nodes.data[node + FIELD])}` : 'read nothing more';
    const now = field >= 0 ? `reads ${name(field)}` : 'reads nothing more';
    return new Error(
      `${this.names[tree]} ${before} and now, after the same values, ${now}: it depends on ` +
        'something other than the state; look for variables that it keeps between runs',
    );
  }
}
