/**
 * How far it is from each belief to the nearest one with something left to do, kept exact while
 * beliefs and exits are added and things are done. Where nothing is left in a node any more, only
 * nodes whose every shortest way ended there change, level by level (Ramalingam and Reps). So the
 * next step of a shortest way is always at hand, and no search is made.
 */

import { type Exit, isCountedOn, isLeft, type Node } from './node.js';

/** Nothing that is left can be reached. */
export const NO_WAY = 0x3fff_ffff;

/** See the file comment. */
export class Distances {
  private readonly nodes: readonly Node[];
  /** Nodes from which it may be nearer, and farther, than was known when they were last asked. */
  private readonly nearer: Node[] = [];
  private readonly farther: Node[] = [];
  /** Nodes to be looked at, by distance. */
  private readonly levels: Node[][] = [];
  private readonly raised: Node[] = [];

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
  }

  /** A node has an exit more. */
  gained(node: Node): void {
    this.nearer.push(node);
  }

  /** Nothing is left in a node, or one of its exits is not counted on any more. */
  lost(node: Node): void {
    this.farther.push(node);
  }

  /** Brings `far` of every node up to date. */
  settle(): void {
    for (const node of this.nearer) this.lower(node);
    this.nearer.length = 0;
    if (this.farther.length === 0) return;
    for (const node of this.farther) this.put(node, node.far);
    this.farther.length = 0;
    this.raise();
    this.reach();
  }

  /** Finds all distances anew. */
  renew(): void {
    this.nearer.length = 0;
    this.farther.length = 0;
    for (const node of this.nodes) node.far = isLeft(node) ? 0 : NO_WAY;
    const queue = this.nodes.filter(isLeft);
    for (const { index, far } of queue) {
      for (const source of this.nodes[index].sources) {
        const node = this.nodes[source];
        if (node.far <= far + 1 || !this.leads(node, far)) continue;
        node.far = far + 1;
        queue.push(node);
      }
    }
  }

  /** The first exit of a shortest way, null where there is none. The node is settled. */
  toward(node: Node): Exit | null {
    if (node.far >= NO_WAY) return null;
    for (const exit of node.exits) {
      if (isCountedOn(exit) && this.nodes[exit.to].far + 1 === node.far) return exit;
    }
    return null;
  }

  /** Something left is nearer than was thought: so it is for what leads there. */
  private lower(start: Node): void {
    const far = this.nearestOf(start);
    if (far >= start.far) return;
    start.far = far;
    const queue = [start];
    for (const { sources, far: here } of queue) {
      for (const index of sources) {
        const node = this.nodes[index];
        if (node.far <= here + 1 || !this.leads(node, here)) continue;
        node.far = here + 1;
        queue.push(node);
      }
    }
  }

  /** Collects the nodes that no way as short as they have is left for. */
  private raise(): void {
    const { levels, raised, nodes } = this;
    raised.length = 0;
    for (let far = 0; far < levels.length; far += 1) {
      for (const node of levels[far]) {
        if (node.far !== far || isLeft(node) || this.leads(node, far - 1)) continue;
        node.far = NO_WAY;
        raised.push(node);
        for (const source of node.sources) {
          if (nodes[source].far === far + 1) this.put(nodes[source], far + 1);
        }
      }
      levels[far].length = 0;
    }
  }

  /** Gives the collected nodes their distances: from the others, then from each other. */
  private reach(): void {
    const { levels, raised, nodes } = this;
    for (const node of raised) {
      node.far = this.nearestOf(node);
      this.put(node, node.far);
    }
    for (let far = 0; far < levels.length; far += 1) {
      for (const node of levels[far]) {
        if (node.far !== far) continue;
        for (const source of node.sources) {
          const behind = nodes[source];
          if (behind.far <= far + 1 || !this.leads(behind, far)) continue;
          behind.far = far + 1;
          this.put(behind, far + 1);
        }
      }
      levels[far].length = 0;
    }
  }

  /** Whether an exit of a node leads to one of this distance. */
  private leads({ exits }: Node, far: number): boolean {
    for (const exit of exits) {
      const to = this.nodes[exit.to];
      if (to.far === far && isCountedOn(exit)) return true;
    }
    return false;
  }

  private nearestOf(node: Node): number {
    if (isLeft(node)) return 0;
    let nearest = NO_WAY;
    for (const exit of node.exits) {
      const { far } = this.nodes[exit.to];
      if (far + 1 < nearest && isCountedOn(exit)) nearest = far + 1;
    }
    return nearest;
  }

  private put(node: Node, far: number): void {
    if (far >= NO_WAY) return;
    while (this.levels.length <= far) this.levels.push([]);
    this.levels[far].push(node);
  }
}
