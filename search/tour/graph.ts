/**
 * What a tour knows so far: beliefs, the operations that can be issued in each, where each led, and
 * from there what to do next: something left here, a step to the nearest place with something left,
 * or a reset, where the way from there is shorter.
 */

import { Distances } from './distances.js';
import { Keys } from './keys.js';
import { type Exit, freshNode, isCountedOn, isLeft, Led, type Node, noteFickle } from './node.js';

/** What to do next. */
export type Step = Exit | 'here' | 'reset' | 'nothing';

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
  private readonly distances = new Distances(this.nodes);
  /** Of each rule: beliefs in which it was carried out. */
  private readonly times: number[] = [];

  /** The node of a belief; made when it is met first. */
  node(key: Int32Array, rules: () => number[]): Node {
    const index = this.keys.numberOf(key);
    if (index === this.nodes.length) this.nodes.push(freshNode(index, rules()));
    return this.nodes[index];
  }

  /**
   * The pending position of a node to take first, −1 for none: what was carried out least often.
   * Then the rare ones are tried early, and tours are shorter than in any fixed order.
   */
  pendingAt({ pending, next, rules }: Node): number {
    if (pending === 0) return -1;
    let first = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let position = 0; position < next.length; position += 1) {
      if (next[position] !== Led.pending) continue;
      const times = this.times[rules[position]] ?? 0;
      if (times >= least) continue;
      least = times;
      first = position;
    }
    return first;
  }

  /** An operation was carried out; `answer`: a checksum of what came. */
  note(node: Node, position: number, to: number, answer: number): void {
    const before = node.next[position];
    if (before === Led.pending) {
      node.pending -= 1;
      const rule = node.rules[position];
      this.times[rule] = (this.times[rule] ?? 0) + 1;
      this.exhausted(node);
    } else if (before !== to || node.answers[position] !== answer) noteFickle(node, position);
    node.next[position] = to;
    node.answers[position] = answer;
    if (before === to || to < 0 || to === node.index) return;
    const known = node.exits.find((exit) => exit.position === position && exit.to === to);
    if (known !== undefined && isCountedOn(known)) {
      known.misses = 0;
      return;
    }
    if (known !== undefined) known.misses = 0;
    else {
      if (!node.exits.some((exit) => exit.to === to)) this.nodes[to].sources.push(node.index);
      node.exits.push({ position, to, misses: 0 });
    }
    this.distances.gained(node);
  }

  /** An exit that was counted on led elsewhere. */
  missed(node: Node, exit: Exit): void {
    exit.misses += 1;
    if (!isCountedOn(exit)) this.distances.lost(node);
  }

  /** To be told when the last test of a node was taken. */
  exhausted(node: Node): void {
    if (!isLeft(node)) this.distances.lost(node);
  }

  /** What to do next in a node. A reset leads to `start`, and counts as no operation. */
  step(node: Node, start: Node): Step {
    this.distances.settle();
    if (isLeft(node)) return 'here';
    if (node !== start && start.far < node.far) return 'reset';
    return this.distances.toward(node) ?? 'nothing';
  }

  /** Exits to take from a node to another one, null where there is no way. Breadth-first. */
  wayTo(start: Node, end: Node): Exit[] | null {
    const from = new Map<Node, { readonly node: Node; readonly exit: Exit }>();
    const queue = [start];
    for (const node of queue) {
      if (node === end) return back(from, start, end);
      for (const exit of node.exits) {
        const to = this.nodes[exit.to];
        if (to === start || from.has(to) || !isCountedOn(exit)) continue;
        from.set(to, { node, exit });
        queue.push(to);
      }
    }
    return null;
  }

  /** Counts on every exit again. */
  forgive(): void {
    for (const { exits } of this.nodes) for (const exit of exits) exit.misses = 0;
    this.distances.renew();
  }

  /** Sums over all nodes. `naive`: operations of one path from the start for each pair. */
  tally(start: Node): Tally {
    const far = this.distancesFrom(start.index);
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
  private distancesFrom(start: number): Int32Array {
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
}

/** The way that a search found, from its end. */
function back(
  from: ReadonlyMap<Node, { readonly node: Node; readonly exit: Exit }>,
  start: Node,
  end: Node,
): Exit[] {
  const exits: Exit[] = [];
  for (let at = end; at !== start; ) {
    const step = from.get(at);
    if (step === undefined) break;
    exits.push(step.exit);
    at = step.node;
  }
  return exits.reverse();
}
