/**
 * Lists of transitions, ready to be applied to packed states. A list is what one rule, or several,
 * give for certain values; how often it was used counts every transition in it.
 */

import type { Layout } from '../layout.js';
import type { RecordedBranches } from './record.js';
import { Store } from './store.js';

/** What a list begins with. Then come `RESIDUE` numbers (`join`), then the transitions. */
export const LIST = { HITS: 0, COUNT: 1, RESIDUE: 2, VIOLATING: 3, HEAD: 4 } as const;

/** A transition's notes and the invariants that it breaks itself. */
export interface Remarks {
  readonly notes: readonly number[];
  readonly violated: readonly number[];
}

/** A transition in a list: its number, then for each word what to keep of it and what to add. */
export class Outcomes {
  /** Integers of one transition in a list. */
  readonly stride: number;
  readonly lists: Store = new Store();
  /** For each transition its rule, branch, remarks, and for each word the bits that it stores. */
  private readonly about = new Store();
  private readonly aboutStride: number;
  private readonly layout: Layout;
  private remarks: Remarks[] = [];
  private readonly remarksByKey = new Map<string, number>();
  private readonly all: number[] = [];

  constructor(layout: Layout) {
    this.layout = layout;
    this.stride = 1 + 2 * layout.words;
    this.aboutStride = 3 + layout.words;
    this.clear();
  }

  /** Integers held, of four bytes each. */
  get size(): number {
    return this.lists.length + this.about.length;
  }

  ruleOf(transition: number): number {
    return this.about.data[transition * this.aboutStride];
  }
  branchOf(transition: number): number {
    return this.about.data[transition * this.aboutStride + 1];
  }
  remarksOf(transition: number): Remarks {
    return this.remarks[this.about.data[transition * this.aboutStride + 2]];
  }

  /** The first transition of a list. */
  firstOf(list: number): number {
    return this.lists.data[list + LIST.HEAD + this.lists.data[list + LIST.RESIDUE]];
  }

  /** True where the transition stores to some of the bits given for each word. */
  stores(transition: number, bits: Int32Array, from: number): boolean {
    const at = transition * this.aboutStride + 3;
    for (let word = 0; word < this.layout.words; word += 1) {
      if ((this.about.data[at + word] & bits[from + word]) !== 0) return true;
    }
    return false;
  }

  /** Makes a list of what a rule did. */
  add(rule: number, branches: RecordedBranches): number {
    const list = this.begin(branches.length, []);
    let at = list + LIST.HEAD;
    for (const { branch, writes, notes, violated } of branches) {
      const about = this.about.take(this.aboutStride);
      this.about.data[about] = rule;
      this.about.data[about + 1] = branch;
      this.about.data[about + 2] = this.remark({ notes, violated });
      if (violated.length > 0) this.lists.data[list + LIST.VIOLATING] = 1;
      this.lists.data[at] = about / this.aboutStride;
      this.write(at + 1, writes);
      for (let word = 0; word < this.layout.words; word += 1) {
        this.about.data[about + 3 + word] = ~this.lists.data[at + 1 + 2 * word];
      }
      at += this.stride;
    }
    return list;
  }

  /** Makes one list of several; `residue` are rules to be asked besides, each with its node. */
  join(lists: readonly number[], residue: readonly number[]): number {
    const count = lists.reduce((sum, list) => sum + this.lists.data[list + LIST.COUNT], 0);
    const joined = this.begin(count, residue);
    const { data } = this.lists;
    let at = joined + LIST.HEAD + residue.length;
    for (const list of lists) {
      const length = data[list + LIST.COUNT] * this.stride;
      data[joined + LIST.VIOLATING] |= data[list + LIST.VIOLATING];
      data.copyWithin(at, list + LIST.HEAD, list + LIST.HEAD + length);
      at += length;
    }
    return joined;
  }

  /** Calls `visit` with each transition that was taken, and how often since the last call. */
  drain(visit: (transition: number, times: number) => void): void {
    const { data } = this.lists;
    for (const list of this.all) {
      const hits = data[list + LIST.HITS];
      if (hits === 0) continue;
      data[list + LIST.HITS] = 0;
      const first = list + LIST.HEAD + data[list + LIST.RESIDUE];
      for (let i = 0; i < data[list + LIST.COUNT]; i += 1)
        visit(data[first + i * this.stride], hits);
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.lists.truncate(0);
    this.about.truncate(0);
    this.all.length = 0;
    this.remarks = [];
    this.remarksByKey.clear();
    // No list begins at 0, which says unknown in tables.
    this.lists.take(1);
  }

  private begin(count: number, residue: readonly number[]): number {
    const list = this.lists.take(LIST.HEAD + residue.length + count * this.stride);
    this.lists.data[list + LIST.COUNT] = count;
    this.lists.data[list + LIST.RESIDUE] = residue.length;
    this.lists.data.set(residue, list + LIST.HEAD);
    this.all.push(list);
    return list;
  }

  private write(at: number, writes: RecordedBranches[number]['writes']): void {
    const { data } = this.lists;
    const { words, word, shift, mask } = this.layout;
    for (let i = 0; i < words; i += 1) data[at + 2 * i] = -1;
    for (const [field, code] of writes) {
      data[at + 2 * word[field]] &= ~(mask[field] << shift[field]);
      data[at + 2 * word[field] + 1] |= code << shift[field];
    }
  }

  private remark(remarks: Remarks): number {
    const key = `${remarks.notes.join()}/${remarks.violated.join()}`;
    const known = this.remarksByKey.get(key);
    if (known !== undefined) return known;
    this.remarksByKey.set(key, this.remarks.length);
    return this.remarks.push(remarks) - 1;
  }
}
