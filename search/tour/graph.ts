/**
 * What a tour knows so far: beliefs, the operations that can be issued in each, and where each
 * led. The way to the nearest operation that was not carried out yet is found by adaptive A*: each
 * search leaves behind, at every node that it looked at, how far the goal is at least. Goals only
 * go away, so these bounds stay true, and the next search looks at little besides the way itself.
 */

import { Keys } from './keys.js';

/** Where an operation led. */
export const Led = {
  /** Not carried out yet. */
  pending: -1,
  /** The case ended there: a hang, or no rule speaks of what follows. */
  nowhere: -2,
  /** The target departed from the rules. */
  departed: -4,
  /** The target does not offer it. */
  notOffered: -3,
  /** What the target holds is in doubt there, or spoilt: the tour goes no further. */
  doubtful: -5,
} as const;

/** An exit that led elsewhere so often is not counted on any more. */
const MOST_MISSES = 20;

/** A way out of a node, seen once at least. */
export interface Exit {
  readonly position: number;
  readonly to: number;
  /** Times in a row that it was counted on and led elsewhere. */
  misses: number;
}

/** One belief. */
export interface Node {
  readonly index: number;
  /** Operations that can be issued, by canonical rule, each once. */
  readonly rules: Uint16Array;
  /** Where each led the last time: index of a node, or one of {@link Led}. */
  readonly next: Int32Array;
  /** Every other node that operations of this one led to. */
  readonly exits: Exit[];
  /** Where exits to it begin, by index. */
  readonly sources: number[];
  pending: number;
  /** Checksum of each one's last answer; positions whose effect was not always the same. */
  readonly answers: Int32Array;
  fickle: Set<number>;
  /** Tests of the identification that begin here and are left. */
  probes: number;
  /** Position up to which nothing is pending. */
  scanned: number;
  /** Operations to the nearest pending one, at least; {@link NO_WAY} where there is none. */
  far: number;
}

const NEVER = new Set<number>();

/** No pending operation can be reached. */
const NO_WAY = 0x3fff_ffff;

/** Sums over a graph; a pair is a node and an operation in it. */
interface Tally {
  readonly pairs: number;
  readonly covered: number;
  readonly pending: number;
  readonly departed: number;
  readonly notOffered: number;
  readonly doubtful: number;
  readonly naive: number;
}

/** See the file comment. */
export class Graph {
  readonly nodes: Node[] = [];
  private readonly keys = new Keys();
  /** By node: the last search that came by, how far it had come, and from where. */
  private seen = new Int32Array(1024);
  private come = new Int32Array(1024);
  private from = new Int32Array(1024);
  private by = new Int32Array(1024);
  /** Nodes to be looked at, by the length that a way through them has at least. */
  private readonly buckets: number[][] = [];
  private readonly looked: number[] = [];
  private searches = 0;

  /** The node of a belief; made when it is met first. */
  node(key: Int32Array, rules: () => number[]): Node {
    const index = this.keys.numberOf(key);
    if (index < this.nodes.length) return this.nodes[index];
    const list = Uint16Array.from(rules());
    const node: Node = {
      index,
      rules: list,
      next: new Int32Array(list.length).fill(Led.pending),
      exits: [],
      sources: [],
      pending: list.length,
      answers: new Int32Array(list.length),
      fickle: NEVER,
      probes: 0,
      scanned: 0,
      far: 0,
    };
    this.nodes.push(node);
    if (this.nodes.length > this.seen.length) this.grow();
    return node;
  }

  /** First pending position of a node, −1 for none. */
  pendingAt(node: Node): number {
    if (node.pending === 0) return -1;
    while (node.next[node.scanned] !== Led.pending) node.scanned += 1;
    return node.scanned;
  }

  /** An operation was carried out; `answer`: a checksum of what came. */
  note(node: Node, position: number, to: number, answer: number): void {
    const before = node.next[position];
    if (before === Led.pending) node.pending -= 1;
    else if (before !== to || node.answers[position] !== answer) {
      if (node.fickle === NEVER) node.fickle = new Set();
      node.fickle.add(position);
    }
    node.next[position] = to;
    node.answers[position] = answer;
    if (before === to || to < 0 || to === node.index) return;
    const known = node.exits.find((exit) => exit.position === position && exit.to === to);
    if (known === undefined) {
      node.exits.push({ position, to, misses: 0 });
      this.nodes[to].sources.push(node.index);
    } else known.misses = 0;
    this.lower(node, this.nodes[to].far + 1);
  }

  /** Something pending is nearer than was thought: so it is for what leads there. */
  private lower(start: Node, far: number): void {
    if (start.far <= far) return;
    start.far = far;
    const queue = [start];
    for (const { sources, far: here } of queue) {
      for (const index of sources) {
        const node = this.nodes[index];
        if (node.far <= here + 1) continue;
        node.far = here + 1;
        queue.push(node);
      }
    }
  }

  /** Exits to take from a node to the nearest one with something pending, null for none. */
  toPending(start: Node): Exit[] | null {
    if (start.pending + start.probes > 0) return [];
    if (start.far >= NO_WAY) return null;
    const { nodes, seen, come, looked } = this;
    this.searches += 1;
    looked.length = 0;
    for (const bucket of this.buckets) bucket.length = 0;
    seen[start.index] = this.searches;
    come[start.index] = 0;
    this.put(start.index, start.far);
    for (let length = start.far; length < this.buckets.length; length += 1) {
      const bucket = this.buckets[length];
      for (let index = bucket.pop(); index !== undefined; index = bucket.pop()) {
        const node = nodes[index];
        // Found again by a shorter way since it was put there.
        if (come[index] + node.far !== length) continue;
        if (node.pending + node.probes > 0) return this.arrived(start.index, node.index);
        looked.push(index);
        this.look(node);
      }
    }
    for (const index of looked) nodes[index].far = NO_WAY;
    return null;
  }

  /** Puts the nodes behind a node where they belong. */
  private look(node: Node): void {
    const { nodes, seen, come, from, by, searches } = this;
    const next = come[node.index] + 1;
    for (let index = 0; index < node.exits.length; index += 1) {
      const { to, misses } = node.exits[index];
      if (misses >= MOST_MISSES || nodes[to].far >= NO_WAY) continue;
      if (seen[to] === searches && come[to] <= next) continue;
      seen[to] = searches;
      come[to] = next;
      from[to] = node.index;
      by[to] = index;
      this.put(to, next + nodes[to].far);
    }
  }

  private put(index: number, length: number): void {
    while (this.buckets.length <= length) this.buckets.push([]);
    this.buckets[length].push(index);
  }

  /** The way to a goal; every node that was looked at learns how far it is. */
  private arrived(start: number, goal: number): Exit[] {
    const { nodes, come, looked } = this;
    for (const index of looked) {
      const node = nodes[index];
      node.far = Math.max(node.far, come[goal] - come[index]);
    }
    return this.back(start, goal);
  }

  /** Exits to take from a node to another one, null where there is no way. Breadth-first. */
  wayTo(start: Node, end: Node): Exit[] | null {
    if (start === end) return [];
    this.searches += 1;
    const { seen, from, by, searches } = this;
    seen[start.index] = searches;
    const queue = [start.index];
    for (const at of queue) {
      const { exits } = this.nodes[at];
      for (let index = 0; index < exits.length; index += 1) {
        const { to, misses } = exits[index];
        if (seen[to] === searches || misses >= MOST_MISSES) continue;
        seen[to] = searches;
        from[to] = at;
        by[to] = index;
        if (to === end.index) return this.back(start.index, to);
        queue.push(to);
      }
    }
    return null;
  }

  /** Counts on every exit again. */
  forgive(): void {
    for (const node of this.nodes) {
      node.far = 0;
      for (const exit of node.exits) exit.misses = 0;
    }
  }

  /** Sums over all nodes. `naive`: operations of one path from the start for each pair. */
  tally(start: Node): Tally {
    const far = this.distances(start.index);
    const sum = { pairs: 0, covered: 0, pending: 0, naive: 0 };
    const ended = { departed: 0, notOffered: 0, doubtful: 0 };
    for (const node of this.nodes) {
      sum.pairs += node.next.length;
      sum.pending += node.pending;
      for (const to of node.next) {
        if (to === Led.pending) continue;
        if (to === Led.notOffered) {
          ended.notOffered += 1;
          continue;
        }
        sum.covered += 1;
        sum.naive += far[node.index] + 1;
        if (to === Led.departed) ended.departed += 1;
        if (to === Led.doubtful) ended.doubtful += 1;
      }
    }
    return { ...sum, ...ended };
  }

  /** Operations from a node to each other one, −1 where there is no way. */
  private distances(start: number): Int32Array {
    const far = new Int32Array(this.nodes.length).fill(-1);
    const queue = [start];
    far[start] = 0;
    for (const at of queue) {
      for (const { to } of this.nodes[at].exits) {
        if (far[to] >= 0) continue;
        far[to] = far[at] + 1;
        queue.push(to);
      }
    }
    return far;
  }

  private back(start: number, end: number): Exit[] {
    const exits: Exit[] = [];
    for (let at = end; at !== start; at = this.from[at]) {
      exits.push(this.nodes[this.from[at]].exits[this.by[at]]);
    }
    return exits.reverse();
  }

  private grow(): void {
    const larger = (array: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(array.length * 2);
      grown.set(array);
      return grown;
    };
    this.seen = larger(this.seen);
    this.come = larger(this.come);
    this.from = larger(this.from);
    this.by = larger(this.by);
  }
}
