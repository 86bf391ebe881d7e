/**
 * Which rules are looked up together. Rules that read few fields, and much the same ones, share a
 * table: an entry for each combination of values lists the transitions of all of them, so that a
 * rule that does not apply costs nothing. What a rule reads beyond the table is its own affair: in
 * the entry it is named as one to be asked besides. So a choice of clusters cannot be wrong, only
 * slow.
 */

import { bitsOf, type Layout } from '../layout.js';
import type { Tries } from './tries.js';

/** Most bits of the key of a table, and of what a rule that reads more puts into one. */
const TABLE_BITS = 16;
const GUARD_BITS = 13;

/** Some neighbouring bits of a packed state, and where they go in the key. */
export interface Slice {
  readonly word: number;
  readonly shift: number;
  /** Right-aligned. */
  readonly mask: number;
  readonly keyShift: number;
}

/** Rules that share a table. */
export interface Cluster {
  readonly rules: readonly number[];
  /** Bits of the key, for each word of a packed state. */
  readonly within: Int32Array;
  readonly slices: readonly Slice[];
  readonly bits: number;
}

/** Groups all rules by what they were seen to read. */
export function chooseClusters(layout: Layout, tries: Tries, ruleCount: number): Cluster[] {
  const rules = Array.from({ length: ruleCount }, (_, rule) => {
    const within = readBy(layout, tries, rule);
    return { rule, within, bits: countBits(within) };
  });
  // The widest first: narrow ones then find a table that holds their fields already.
  rules.sort((a, b) => b.bits - a.bits || a.rule - b.rule);
  const groups: { rules: number[]; within: Int32Array; bits: number }[] = [];
  for (const { rule, within } of rules) {
    let best = -1;
    let least = Infinity;
    groups.forEach((group, index) => {
      const bits = countBits(union(group.within, within));
      const growth = bits - group.bits;
      if (bits <= TABLE_BITS && growth < least) {
        best = index;
        least = growth;
      }
    });
    if (best < 0) best = groups.push({ rules: [], within: new Int32Array(within), bits: 0 }) - 1;
    const group = groups[best];
    group.rules.push(rule);
    group.within = union(group.within, within);
    group.bits = countBits(group.within);
  }
  return groups.map((group) => ({
    rules: group.rules.sort((a, b) => a - b),
    within: group.within,
    slices: slicesOf(group.within),
    bits: group.bits,
  }));
}

/** The bits that a rule reads; of one that reads many, those that it looks at first. */
function readBy(layout: Layout, tries: Tries, rule: number): Int32Array {
  const all = new Int32Array(layout.words);
  const guard = new Int32Array(layout.words);
  let bits = 0;
  tries.visitFields(rule, (field) => {
    const mask = layout.mask[field] << layout.shift[field];
    const word = layout.word[field];
    if ((all[word] & mask) === mask) return true;
    bits += bitsOf(layout.mask[field]);
    all[word] |= mask;
    if (bits <= GUARD_BITS) guard[word] |= mask;
    return bits <= TABLE_BITS;
  });
  return bits <= TABLE_BITS ? all : guard;
}

function slicesOf(within: Int32Array): Slice[] {
  const slices: Slice[] = [];
  let keyShift = 0;
  within.forEach((bits, word) => {
    let rest = bits >>> 0;
    let shift = 0;
    while (rest !== 0) {
      const skipped = trailingZeros(rest);
      rest = shiftRight(rest, skipped);
      shift += skipped;
      const width = trailingZeros(~rest);
      slices.push({ word, shift, mask: width >= 32 ? -1 : (1 << width) - 1, keyShift });
      keyShift += width;
      rest = shiftRight(rest, width);
      shift += width;
    }
  });
  return slices;
}

/** A shift by 32 gives 0. */
function shiftRight(bits: number, by: number): number {
  return by >= 32 ? 0 : bits >>> by;
}

function trailingZeros(bits: number): number {
  return bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
}

function union(a: Int32Array, b: Int32Array): Int32Array {
  return a.map((bits, word) => bits | b[word]);
}

function countBits(words: Int32Array): number {
  let count = 0;
  for (const word of words) {
    for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  }
  return count;
}
