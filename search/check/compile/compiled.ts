/**
 * The rules of a model, run once for each combination of values that they read and from then on
 * looked up. Nothing here is approximate: what was never seen is run.
 */

import type { Layout } from '../layout.js';
import type { CheckModel } from '../model.js';
import { type Cluster, chooseClusters } from './clusters.js';
import { LIST, Outcomes } from './outcomes.js';
import { Recorder } from './record.js';
import type { Rows } from './rows.js';
import { MISSING, Tries } from './tries.js';

/** After how many states the rules are grouped by what they were seen to read; then less often. */
const FIRST_GROUPING = 256;
const GROUPING_FACTOR = 32;
/** Groups are made a few times only: what is learnt later changes little. */
const LAST_GROUPING = FIRST_GROUPING * GROUPING_FACTOR ** 2;

/** Finds successors. */
export class Compiled {
  readonly outcomes: Outcomes;
  /** Transitions that break an invariant by themselves, of the last state expanded. */
  readonly violating: number[] = [];
  private readonly model: CheckModel;
  private readonly layout: Layout;
  private readonly tries: Tries;
  private readonly recorder: Recorder;
  private clusters: readonly Cluster[] = [];
  private tables: Int32Array[] = [];
  /** For each cluster the number of its slices, then word, shift, mask and key shift of each. */
  private slices: Int32Array = new Int32Array(0);
  /** Rules in no cluster. */
  private loose: readonly number[];
  private expanded = 0;
  private nextGrouping = FIRST_GROUPING;

  constructor(model: CheckModel, layout: Layout) {
    this.model = model;
    this.layout = layout;
    this.outcomes = new Outcomes(layout);
    this.tries = new Tries(
      layout,
      model.rules.map(({ name }) => `rule ${name}`),
    );
    this.recorder = new Recorder(layout);
    this.loose = model.rules.map((_, rule) => rule);
  }

  /** Integers held, of four bytes each. */
  get size(): number {
    return this.tries.size + this.outcomes.size;
  }

  /** Appends the successors of a state that differ from it; gives the number of transitions. */
  expand(packed: Int32Array, at: number, rows: Rows): number {
    this.violating.length = 0;
    this.expanded += 1;
    if (this.expanded === this.nextGrouping) this.group();
    let transitions = 0;
    let next = 0;
    const { slices } = this;
    for (let cluster = 0; cluster < this.tables.length; cluster += 1) {
      let key = 0;
      const end = next + 1 + 4 * slices[next];
      for (next += 1; next < end; next += 4) {
        key |=
          ((packed[at + slices[next]] >>> slices[next + 1]) & slices[next + 2]) << slices[next + 3];
      }
      let list = this.tables[cluster][key];
      if (list === 0) list = this.fill(cluster, key, packed, at);
      transitions += this.emit(list, packed, at, rows);
      const residue = this.outcomes.lists.data[list + LIST.RESIDUE];
      for (let i = list + LIST.HEAD; i < list + LIST.HEAD + residue; i += 2) {
        const { data } = this.outcomes.lists;
        let more = this.tries.findFrom(data[i + 1], packed, at);
        if (more === MISSING) more = this.learn(data[i], packed, at);
        transitions += this.emit(more, packed, at, rows);
      }
    }
    for (const rule of this.loose) {
      transitions += this.emit(this.listOf(rule, packed, at), packed, at, rows);
    }
    return transitions;
  }

  /** Appends the successors by one rule; how many transitions it gives. */
  expandBy(rule: number, packed: Int32Array, at: number, rows: Rows): number {
    return this.emit(this.listOf(rule, packed, at), packed, at, rows);
  }

  /** Forgets everything learnt. Drain the outcomes before, or their counts are lost. */
  clear(): void {
    this.tries.clear();
    this.outcomes.clear();
    for (const table of this.tables) table.fill(0);
  }

  private listOf(rule: number, packed: Int32Array, at: number): number {
    const list = this.tries.find(rule, packed, at);
    return list === MISSING ? this.learn(rule, packed, at) : list;
  }

  private learn(rule: number, packed: Int32Array, at: number): number {
    const branches = this.recorder.rule(this.model.rules[rule], packed, at);
    const list = this.outcomes.add(rule, branches);
    this.tries.learn(rule, this.recorder.questions, packed, at, list);
    return list;
  }

  private emit(list: number, packed: Int32Array, at: number, rows: Rows): number {
    const { data } = this.outcomes.lists;
    data[list] += 1;
    const count = data[list + LIST.COUNT];
    if (count === 0) return 0;
    if (rows.data.length < (rows.count + count) * rows.stride) rows.ensure(count);
    const { words } = this.layout;
    const { stride } = this.outcomes;
    const out = rows.data;
    let row = rows.count * rows.stride;
    let from = list + LIST.HEAD + data[list + LIST.RESIDUE];
    const end = from + count * stride;
    for (; from < end; from += stride) {
      let changed = 0;
      for (let word = 0; word < words; word += 1) {
        const before = packed[at + word];
        const after = (before & data[from + 1 + 2 * word]) | data[from + 2 + 2 * word];
        changed |= before ^ after;
        out[row + word] = after;
      }
      out[row + words] = data[from];
      // A transition that changes nothing leads to where the search is.
      if (changed !== 0) row += words + 1;
    }
    rows.count = row / rows.stride;
    if (data[list + LIST.VIOLATING] !== 0) this.noteViolating(list);
    return count;
  }

  private noteViolating(list: number): void {
    const { data } = this.outcomes.lists;
    const first = list + LIST.HEAD + data[list + LIST.RESIDUE];
    for (let i = 0; i < data[list + LIST.COUNT]; i += 1) {
      const transition = data[first + i * this.outcomes.stride];
      if (this.outcomes.remarksOf(transition).violated.length > 0) this.violating.push(transition);
    }
  }

  private fill(cluster: number, key: number, packed: Int32Array, at: number): number {
    const { rules, within } = this.clusters[cluster];
    const lists: number[] = [];
    const residue: number[] = [];
    for (const rule of rules) {
      const list = this.listOf(rule, packed, at);
      const leaves = this.tries.leaves(rule, packed, at, within);
      if (leaves !== 0) residue.push(rule, leaves);
      else if (this.outcomes.lists.data[list + LIST.COUNT] > 0) lists.push(list);
    }
    const joined = this.outcomes.join(lists, residue);
    this.tables[cluster][key] = joined;
    return joined;
  }

  private group(): void {
    this.nextGrouping = this.expanded >= LAST_GROUPING ? Infinity : this.expanded * GROUPING_FACTOR;
    this.clusters = chooseClusters(this.layout, this.tries, this.model.rules.length);
    this.tables = this.clusters.map(({ bits }) => new Int32Array(2 ** bits));
    this.slices = Int32Array.from(
      this.clusters.flatMap(({ slices }) => [
        slices.length,
        ...slices.flatMap(({ word, shift, mask, keyShift }) => [word, shift, mask, keyShift]),
      ]),
    );
    this.loose = [];
  }
}
