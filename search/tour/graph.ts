/**
 * What a tour knows so far: beliefs, the operations that can be issued in each, and where each led.
 * The way to the nearest operation that was not carried out yet is found breadth-first.
 */

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
  pending: number;
  /** Position up to which nothing is pending. */
  scanned: number;
}

/** Sums over a graph; a pair is a node and an operation in it. */
interface Tally {
  readonly pairs: number;
  readonly covered: number;
  readonly pending: number;
  readonly departed: number;
  readonly notOffered: number;
  readonly naive: number;
}

/** See the file comment. */
export class Graph {
  readonly nodes: Node[] = [];
  private readonly byKey = new Map<string, Node>();
  /** Search by searches: the number of the last one that came by, and from where. */
  private seen = new Int32Array(1024);
  private from = new Int32Array(1024);
  private by = new Int32Array(1024);
  private queue = new Int32Array(1024);
  private searches = 0;

  /** The node of a belief; made when it is met first. */
  node(key: string, rules: () => number[]): Node {
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const list = Uint16Array.from(rules());
    const node: Node = {
      index: this.nodes.length,
      rules: list,
      next: new Int32Array(list.length).fill(Led.pending),
      exits: [],
      pending: list.length,
      scanned: 0,
    };
    this.nodes.push(node);
    this.byKey.set(key, node);
    if (this.nodes.length > this.seen.length) this.grow();
    return node;
  }

  /** First pending position of a node, −1 for none. */
  pendingAt(node: Node): number {
    if (node.pending === 0) return -1;
    while (node.next[node.scanned] !== Led.pending) node.scanned += 1;
    return node.scanned;
  }

  /** An operation was carried out. */
  note(node: Node, position: number, to: number): void {
    const before = node.next[position];
    if (before === Led.pending) node.pending -= 1;
    node.next[position] = to;
    if (before === to || to < 0 || to === node.index) return;
    const known = node.exits.find((exit) => exit.position === position && exit.to === to);
    if (known === undefined) node.exits.push({ position, to, misses: 0 });
    else known.misses = 0;
  }

  /**
   * Exits to take from a node to the nearest one that `wanted` holds for, null where there is no
   * way.
   */
  way(start: Node, wanted: (node: Node) => boolean): Exit[] | null {
    if (wanted(start)) return [];
    this.searches += 1;
    const { seen, from, by, queue, searches } = this;
    seen[start.index] = searches;
    queue[0] = start.index;
    for (let head = 0, tail = 1; head < tail; head += 1) {
      const node = this.nodes[queue[head]];
      for (let index = 0; index < node.exits.length; index += 1) {
        const { to, misses } = node.exits[index];
        if (seen[to] === searches || misses >= MOST_MISSES) continue;
        seen[to] = searches;
        from[to] = node.index;
        by[to] = index;
        if (wanted(this.nodes[to])) return this.back(start.index, to);
        queue[tail] = to;
        tail += 1;
      }
    }
    return null;
  }

  /** Counts on every exit again. */
  forgive(): void {
    for (const { exits } of this.nodes) for (const exit of exits) exit.misses = 0;
  }

  /** Sums over all nodes. `naive`: operations of one path from the start for each pair. */
  tally(start: Node): Tally {
    const far = this.distances(start.index);
    const sum = { pairs: 0, covered: 0, pending: 0, departed: 0, notOffered: 0, naive: 0 };
    for (const node of this.nodes) {
      sum.pairs += node.next.length;
      sum.pending += node.pending;
      for (const to of node.next) {
        if (to === Led.pending) continue;
        if (to === Led.notOffered) {
          sum.notOffered += 1;
          continue;
        }
        sum.covered += 1;
        sum.naive += far[node.index] + 1;
        if (to === Led.departed) sum.departed += 1;
      }
    }
    return sum;
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
    this.from = larger(this.from);
    this.by = larger(this.by);
    this.queue = larger(this.queue);
  }
}
