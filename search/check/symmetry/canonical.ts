/**
 * The canonical form of a state: the least among all that differ from it only in which of the
 * interchangeable elements is which, and in the names of data. Elements are put in the order of
 * their colours; what remains tied is tried in every order.
 */

import type { Layout } from '../layout.js';
import type { CheckSymmetry } from '../model.js';
import { Arranger, type SymmetryTables, symmetryTables } from './arrange.js';
import { Colours } from './colours.js';
import { factorial, type Tie, visitOrders } from './permutations.js';

/** Makes canonical forms of packed states; one an engine, as it keeps arrays to work in. */
export class Canonical {
  /** Permutations that there are, and those of the last state that left it as it is. */
  readonly permutations: number;
  fixing: number = 1;
  private readonly tables: SymmetryTables;
  private readonly arranger: Arranger;
  private readonly colours: Colours;
  /** Elements of each set in the order in which they are placed, and the place of each. */
  private readonly order: Int32Array;
  private readonly place: Int32Array;
  private readonly ties: Tie[] = [];
  private readonly candidate: Int32Array;

  /** For the scalarsets called `use`; names of data are always given anew. */
  constructor(layout: Layout, symmetry: CheckSymmetry, use: readonly string[]) {
    const tables = symmetryTables(layout, symmetry, use);
    this.tables = tables;
    this.arranger = new Arranger(tables);
    this.colours = new Colours(tables);
    const count = tables.sets.length * tables.widest;
    this.order = new Int32Array(count);
    this.place = new Int32Array(count);
    this.candidate = new Int32Array(layout.words);
    this.permutations = tables.sets.reduce((product, { size }) => product * factorial(size), 1);
  }

  /** Writes the canonical form of a packed state to `out`, which is another place. */
  form(packed: Int32Array, at: number, out: Int32Array, to: number): void {
    this.colours.paint(packed, at);
    this.sort();
    this.fixing = 1;
    this.findTies(packed, at);
    this.setPlaces();
    this.arranger.arrange(packed, at, this.place, out, to);
    if (this.ties.length > 0) this.tryAll(packed, at, out, to);
  }

  /** How many states the last one stands for. */
  get orbit(): number {
    return this.permutations / this.fixing;
  }

  private sort(): void {
    const { sets, widest } = this.tables;
    const { order } = this;
    const { colour } = this.colours;
    for (let set = 0; set < sets.length; set += 1) {
      const from = set * widest;
      for (let i = 0; i < sets[set].size; i += 1) {
        let at = i;
        for (; at > 0 && colour[from + order[from + at - 1]] > colour[from + i]; at -= 1) {
          order[from + at] = order[from + at - 1];
        }
        order[from + at] = i;
      }
    }
  }

  /** Elements of one colour are a tie, unless exchanging them changes nothing. */
  private findTies(packed: Int32Array, at: number): void {
    const { sets, widest } = this.tables;
    const { colour } = this.colours;
    this.ties.length = 0;
    for (let set = 0; set < sets.length; set += 1) {
      const first = set * widest;
      for (let from = 0, to = 1; from < sets[set].size; from = to, to += 1) {
        const shared = colour[first + this.order[first + from]];
        while (to < sets[set].size && colour[first + this.order[first + to]] === shared) to += 1;
        if (to - from === 1) continue;
        if (this.areTwins(packed, at, set, from, to)) this.fixing *= factorial(to - from);
        else this.ties.push({ from: first + from, length: to - from });
      }
    }
  }

  /** True where elements own equal values and nothing names them. */
  private areTwins(packed: Int32Array, at: number, set: number, from: number, to: number): boolean {
    const { parts, widest } = this.tables;
    const first = set * widest;
    const pattern = parts[set][this.order[first + from]];
    for (let i = from; i < to; i += 1) {
      const element = this.order[first + i];
      if (this.colours.incoming[first + element] > 0) return false;
      const own = parts[set][element];
      for (let p = 0; p < own.length; p += 1) {
        const bits = (packed[at + own[p].word] >>> own[p].shift) & own[p].mask;
        const wanted = (packed[at + pattern[p].word] >>> pattern[p].shift) & pattern[p].mask;
        if (bits !== wanted) return false;
      }
    }
    return true;
  }

  private tryAll(packed: Int32Array, at: number, out: Int32Array, to: number): void {
    const { candidate, arranger, place } = this;
    const { words } = this.tables;
    let reaching = 0;
    visitOrders(this.order, this.ties, () => {
      this.setPlaces();
      arranger.arrange(packed, at, place, candidate, 0);
      let word = 0;
      while (word < words && candidate[word] === out[to + word]) word += 1;
      if (word === words) {
        reaching += 1;
      } else if (candidate[word] < out[to + word]) {
        for (word = 0; word < words; word += 1) out[to + word] = candidate[word];
        reaching = 1;
      }
    });
    this.fixing *= reaching;
  }

  private setPlaces(): void {
    const { sets, widest } = this.tables;
    for (let set = 0; set < sets.length; set += 1) {
      const from = set * widest;
      for (let i = 0; i < sets[set].size; i += 1) this.place[from + this.order[from + i]] = i;
    }
  }
}
