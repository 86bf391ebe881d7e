/**
 * What functions of a state gave, under the values that they read. A function is deterministic, so
 * what it reads next follows from the values that it has read: its memory is a decision tree, a
 * node for each field that is read next, an edge for each code of that field, a leaf for what came.
 */

import type { Layout } from '../layout.js';
import { Store } from './store.js';

/** What {@link Tries.find} answers where the function was not run yet for the values it reads. */
export const MISSING = -1;

// A node: its field, where that is (word and shift in one), its mask, then a cell for each code.
// A cell: 0 unknown, > 0 a node, < 0 the complement of a leaf.
const FIELD = 0;
const PLACE = 1;
const MASK = 2;
const CELLS = 3;

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
    const { data } = this.nodes;
    let node = data[tree];
    while (node > 0) {
      const place = data[node + PLACE];
      node =
        data[node + CELLS + ((packed[at + (place >>> 5)] >>> (place & 31)) & data[node + MASK])];
    }
    return node === 0 ? MISSING : ~node;
  }

  /** Remembers a leaf for the fields read, in the order in which they were read. */
  learn(
    tree: number,
    reads: readonly number[],
    packed: Int32Array,
    at: number,
    leaf: number,
  ): void {
    const { nodes, layout } = this;
    let cell = tree;
    for (const field of reads) {
      let node = nodes.data[cell];
      if (node === 0) {
        node = nodes.take(CELLS + layout.mask[field] + 1);
        nodes.data[node + FIELD] = field;
        nodes.data[node + PLACE] = (layout.word[field] << 5) | layout.shift[field];
        nodes.data[node + MASK] = layout.mask[field];
        nodes.data[cell] = node;
      } else if (node < 0 || nodes.data[node + FIELD] !== field) {
        throw this.erratic(tree, node, field);
      }
      cell = node + CELLS + layout.codeAt(packed, at, field);
    }
    if (nodes.data[cell] !== 0) throw this.erratic(tree, nodes.data[cell], -1);
    nodes.data[cell] = ~leaf;
  }

  /** True where the function reads, in this state, nothing outside of `within` (masks by word). */
  readsOnly(tree: number, packed: Int32Array, at: number, within: Int32Array): boolean {
    const { data } = this.nodes;
    let node = data[tree];
    while (node > 0) {
      const place = data[node + PLACE];
      const mask = data[node + MASK] << (place & 31);
      if ((within[place >>> 5] & mask) !== mask) return false;
      node =
        data[node + CELLS + ((packed[at + (place >>> 5)] >>> (place & 31)) & data[node + MASK])];
    }
    return true;
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
      for (let code = 0; code <= data[node + MASK]; code += 1) {
        const child = data[node + CELLS + code];
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
