/**
 * Successors of some states, looked up together, so that memory answers for many of them while
 * the processor goes on: what a batch costs is the waiting for a large table, shared.
 */

import { Rows } from '../compile/rows.js';
import type { Canonical } from '../symmetry/canonical.js';
import { hashOf, type Visited } from '../visited.js';
import type { Log } from './log.js';
import { Recent } from './recent.js';

/** Rows from which on a batch counts as full. */
const FULL_ROWS = 1024;
/** Places for recent states: as many as stay in the cache of one core. */
const RECENT_SLOTS = 1 << 14;

/** Rows, their canonical forms, and which of them are new. */
export class Batch {
  readonly rows: Rows;
  /** Canonical forms of the rows, or the rows themselves; `formStride` integers each. */
  forms: Int32Array;
  readonly formStride: number;
  /** After {@link insertInto}: the rows that were new. */
  fresh: Int32Array = new Int32Array(2 * FULL_ROWS);
  private hashes: Int32Array = new Int32Array(2 * FULL_ROWS);
  private readonly words: number;
  private readonly canonical: Canonical | undefined;
  private readonly recent: Recent;
  /** Keeps what was read early, or the reading would be left out. */
  private touched = 0;

  constructor(words: number, canonical: Canonical | undefined) {
    this.words = words;
    this.canonical = canonical;
    this.rows = new Rows(words, 2 * FULL_ROWS);
    this.recent = new Recent(RECENT_SLOTS, words);
    this.formStride = canonical === undefined ? this.rows.stride : words;
    this.forms = canonical === undefined ? this.rows.data : new Int32Array(2 * FULL_ROWS * words);
  }

  /** Time to look the rows up. */
  get isFull(): boolean {
    return this.rows.count >= FULL_ROWS;
  }

  /** Leaves out rows that came up lately: they are in the table, or further up in the batch. */
  dropRecent(): void {
    const { rows, recent, words } = this;
    if (this.hashes.length < rows.count) {
      this.hashes = new Int32Array(rows.count * 2);
      this.fresh = new Int32Array(rows.count * 2);
    }
    const { data, stride } = rows;
    const { hashes } = this;
    let kept = 0;
    for (let row = 0; row < rows.count; row += 1) {
      const at = row * stride;
      const hash = hashOf(data, at, words);
      if (recent.meet(data, at, hash)) continue;
      hashes[kept] = hash;
      const to = kept * stride;
      for (let i = 0; i < stride; i += 1) data[to + i] = data[at + i];
      kept += 1;
    }
    rows.count = kept;
  }

  /** Makes the canonical forms. */
  makeForms(): void {
    const { canonical, rows, words } = this;
    if (canonical === undefined) {
      this.forms = rows.data;
      return;
    }
    if (this.forms.length < rows.count * words) this.forms = new Int32Array(2 * rows.count * words);
    const { forms, hashes } = this;
    for (let row = 0; row < rows.count; row += 1) {
      canonical.form(rows.data, row * rows.stride, forms, row * words);
      hashes[row] = hashOf(forms, row * words, words);
    }
  }

  /** Adds forms that are new to the table and the log; how many there are. */
  insertInto(visited: Visited, log: Log): number {
    const { forms, formStride, hashes, fresh } = this;
    const { count } = this.rows;
    let touched = 0;
    for (let row = 0; row < count; row += 1) touched ^= visited.touch(hashes[row]);
    this.touched ^= touched;
    let found = 0;
    for (let row = 0; row < count; row += 1) {
      if (!visited.insert(forms, row * formStride, hashes[row])) continue;
      log.append(forms, row * formStride);
      fresh[found] = row;
      found += 1;
    }
    return found;
  }
}
