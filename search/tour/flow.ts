/**
 * The cheapest flow through a network, by the primal-dual method: as long as some demand is not
 * met, all cheapest ways from supplies to demands are found at once, and as much as they carry is
 * sent along them. Costs are small numbers, so there are few rounds.
 */

const ENDLESS = 0x3fff_ffff;
const FIRST_ARCS = 1024;

/** See the file comment. Nodes are numbered from 0. */
export class Flow {
  private readonly nodes: number;
  private readonly source: number;
  private readonly sink: number;
  /** Arcs, each next to the one that takes its flow back; by node the first, then `others`. */
  private readonly first: Int32Array;
  private others = new Int32Array(FIRST_ARCS);
  private ends = new Int32Array(FIRST_ARCS);
  private room = new Int32Array(FIRST_ARCS);
  private costs = new Int8Array(FIRST_ARCS);
  private arcs = 0;
  private needed = 0;
  /** By node: what a way there costs, all rounds so far. */
  private readonly prices: Int32Array;
  private readonly levels: Int32Array;
  private readonly next: Int32Array;

  constructor(nodes: number) {
    this.nodes = nodes + 2;
    this.source = nodes;
    this.sink = nodes + 1;
    this.first = new Int32Array(this.nodes).fill(-1);
    this.prices = new Int32Array(this.nodes);
    this.levels = new Int32Array(this.nodes);
    this.next = new Int32Array(this.nodes);
  }

  /** A way from one node to another that any amount can take, at this cost each: 0 … 127. */
  connect(from: number, to: number, cost: number): void {
    this.arc(from, to, ENDLESS, cost);
  }

  /** What a node has to give. */
  supply(node: number, amount: number): void {
    this.arc(this.source, node, amount, 0);
  }

  /** What it needs. */
  demand(node: number, amount: number): void {
    this.arc(node, this.sink, amount, 0);
    this.needed += amount;
  }

  /** What it costs at least to meet every demand, −1 where they cannot be met. */
  cost(): number {
    let sent = 0;
    let cost = 0;
    while (sent < this.needed) {
      if (!this.price()) return -1;
      for (let amount = this.send(); amount > 0; amount = this.send()) {
        sent += amount;
        cost += amount * this.prices[this.sink];
      }
    }
    return cost;
  }

  private arc(from: number, to: number, room: number, cost: number): void {
    if (this.arcs + 2 > this.ends.length) this.grow();
    for (const [start, end, most, each] of [
      [from, to, room, cost],
      [to, from, 0, -cost],
    ]) {
      this.ends[this.arcs] = end;
      this.room[this.arcs] = most;
      this.costs[this.arcs] = each;
      this.others[this.arcs] = this.first[start];
      this.first[start] = this.arcs;
      this.arcs += 1;
    }
  }

  /** Raises prices by what the cheapest ways cost now; false where there is no way to the sink. */
  private price(): boolean {
    const { first, others, ends, room, costs, prices } = this;
    const far = new Int32Array(this.nodes).fill(ENDLESS);
    far[this.source] = 0;
    const waiting: number[][] = [[this.source]];
    for (let come = 0; come < waiting.length; come += 1) {
      for (const node of waiting[come] ?? []) {
        if (far[node] !== come) continue;
        for (let arc = first[node]; arc >= 0; arc = others[arc]) {
          const end = ends[arc];
          const cost = come + costs[arc] + prices[node] - prices[end];
          if (room[arc] === 0 || cost >= far[end]) continue;
          far[end] = cost;
          (waiting[cost] ??= []).push(end);
        }
      }
    }
    const most = far[this.sink];
    if (most === ENDLESS) return false;
    for (let node = 0; node < this.nodes; node += 1) prices[node] += Math.min(far[node], most);
    return true;
  }

  /** Sends what ways of the fewest arcs among the cheapest carry; gives how much that is. */
  private send(): number {
    if (!this.level()) return 0;
    this.next.set(this.first);
    let sent = 0;
    for (let way = this.way(); way.length > 0; way = this.way()) {
      const amount = way.reduce((least, arc) => Math.min(least, this.room[arc]), ENDLESS);
      for (const arc of way) {
        this.room[arc] -= amount;
        this.room[arc ^ 1] += amount;
      }
      sent += amount;
    }
    return sent;
  }

  /** Numbers nodes by arcs of cheapest ways that lead there; false where none leads to the end. */
  private level(): boolean {
    const { levels } = this;
    levels.fill(-1);
    levels[this.source] = 0;
    const queue = [this.source];
    for (const node of queue) {
      for (let arc = this.first[node]; arc >= 0; arc = this.others[arc]) {
        const end = this.ends[arc];
        if (levels[end] >= 0 || !this.isCheapest(node, arc)) continue;
        levels[end] = levels[node] + 1;
        queue.push(end);
      }
    }
    return levels[this.sink] >= 0;
  }

  /** Arcs of one way from source to sink, level by level; none where there is no other. */
  private way(): number[] {
    const { levels, next, ends } = this;
    const arcs: number[] = [];
    let node = this.source;
    while (node !== this.sink) {
      let arc = next[node];
      while (arc >= 0 && (levels[ends[arc]] !== levels[node] + 1 || !this.isCheapest(node, arc))) {
        arc = this.others[arc];
      }
      next[node] = arc;
      if (arc >= 0) {
        arcs.push(arc);
        node = ends[arc];
        continue;
      }
      const back = arcs.pop();
      if (back === undefined) return [];
      node = ends[back ^ 1];
      next[node] = this.others[next[node]];
    }
    return arcs;
  }

  private isCheapest(node: number, arc: number): boolean {
    if (this.room[arc] === 0) return false;
    return this.costs[arc] + this.prices[node] === this.prices[this.ends[arc]];
  }

  private grow(): void {
    const larger = (array: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(array.length * 2);
      grown.set(array);
      return grown;
    };
    this.others = larger(this.others);
    this.ends = larger(this.ends);
    this.room = larger(this.room);
    const costs = new Int8Array(this.costs.length * 2);
    costs.set(this.costs);
    this.costs = costs;
  }
}
