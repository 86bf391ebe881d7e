/**
 * The canonical form of a state: the least among all that differ from it only in which of the
 * interchangeable elements is which, and in the names of data. Elements are put in the order of
 * their colours; what remains tied is tried in every order.
 */

import type { Layout } from '../layout.js';
import type { CheckSymmetry } from '../model.js';
import { Arranger } from './arrange.js';
import { Colours } from './colours.js';
import { factorial, type Tie, visitOrders } from './permutations.js';
import { type SymmetryTables, symmetryTables } from './tables.js';

/** Makes canonical forms of packed states; one an engine, as it keeps arrays to work in. */
export class Canonical {
  /** How many permutations there are. */
  private readonly permutations: number;
  /** How many of them leave the last state as it is. */
  private fixing = 1;
  private readonly tables: SymmetryTables;
  private readonly arranger: Arranger;
  private readonly colours: Colours;
  /** Elements in the order in which they are placed, set by set, and the place of each. */
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
    this.order = new Int32Array(tables.elements);
    this.place = new Int32Array(tables.elements);
    this.candidate = new Int32Array(layout.words);
    const sizes = Array.from(tables.firsts.subarray(1), (end, set) => end - tables.firsts[set]);
    this.permutations = sizes.reduce((product, size) => product * factorial(size), 1);
  }

  /** Writes the canonical form of a packed state to `out`, which is another place. */
  form(packed: Int32Array, at: number, out: Int32Array, to: number): void {
    this.colours.paint(packed, at);
    this.sort();
    while (this.findTies(packed, at) && this.colours.refine(packed, at)) this.sort();
    this.setPlaces();
    this.arranger.arrange(packed, at, this.place, out, to);
    if (this.ties.length > 0) this.tryAll(packed, at, out, to);
  }

  /** How many states the last one stands for: by permutations, and by names that data may have. */
  get orbit(): number {
    const { names } = this.tables;
    const namings = factorial(names) / factorial(names - this.arranger.namesUsed);
    return (this.permutations / this.fixing) * namings;
  }

  private sort(): void {
    const { firsts } = this.tables;
    const { order } = this;
    const { colour } = this.colours;
    for (let set = 0; set + 1 < firsts.length; set += 1) {
      const first = firsts[set];
      const end = firsts[set + 1];
      for (let element = first; element < end; element += 1) {
        const key = colour[element];
        let to = element;
        for (; to > first && colour[order[to - 1]] > key; to -= 1) order[to] = order[to - 1];
        order[to] = element;
      }
    }
  }

  /**
   * Elements of one colour are a tie, unless exchanging them changes nothing. Says whether there
   * are ties.
   */
  private findTies(packed: Int32Array, at: number): boolean {
    const { firsts } = this.tables;
    const { order } = this;
    const { colour } = this.colours;
    this.ties.length = 0;
    this.fixing = 1;
    for (let set = 0; set + 1 < firsts.length; set += 1) {
      const end = firsts[set + 1];
      for (let from = firsts[set]; from + 1 < end; ) {
        let to = from + 1;
        while (to < end && colour[order[to]] === colour[order[from]]) to += 1;
        if (to - from > 1) {
          if (this.areTwins(packed, at, from, to)) this.fixing *= factorial(to - from);
          else this.ties.push({ from, length: to - from });
        }
        from = to;
      }
    }
    return this.ties.length > 0;
  }

  /** True where elements own equal values and nothing names them. */
  private areTwins(packed: Int32Array, at: number, from: number, to: number): boolean {
    const { partsFrom, partWord, partShift, partMask } = this.tables;
    const model = partsFrom[this.order[from]];
    const parts = partsFrom[this.order[from] + 1] - model;
    for (let i = from; i < to; i += 1) {
      const element = this.order[i];
      if (this.colours.incoming[element] > 0) return false;
      const own = partsFrom[element];
      for (let p = 0; p < parts; p += 1) {
        const bits = packed[at + partWord[own + p]] >>> partShift[own + p];
        const wanted = packed[at + partWord[model + p]] >>> partShift[model + p];
        if (((bits ^ wanted) & partMask[own + p]) !== 0) return false;
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
    const { order, place } = this;
    for (let to = 0; to < order.length; to += 1) place[order[to]] = to;
  }
}
