/**
 * Puts the elements of scalarsets where a permutation wants them: moves what they own, changes what
 * names them, and gives data their names anew.
 */

import type { SymmetryTables } from './tables.js';

/** Moves elements; one an engine, as it keeps an array to work in. */
export class Arranger {
  private readonly tables: SymmetryTables;
  private readonly newNames: Int32Array;
  /** How many names of data the last state holds. */
  namesUsed = 0;

  constructor(tables: SymmetryTables) {
    this.tables = tables;
    this.newNames = new Int32Array(tables.names);
  }

  /**
   * Writes to `out` the state in which each element stands where `place` says, an element of the
   * same set, with data named in the order of first occurrence.
   */
  arrange(packed: Int32Array, at: number, place: Int32Array, out: Int32Array, to: number): void {
    const { words, common, elements, partsFrom, partWord, partShift, partMask } = this.tables;
    for (let word = 0; word < words; word += 1) out[to + word] = packed[at + word] & common[word];
    for (let element = 0; element < elements; element += 1) {
      const from = partsFrom[element];
      const target = partsFrom[place[element]];
      const parts = partsFrom[element + 1] - from;
      for (let i = 0; i < parts; i += 1) {
        const bits = (packed[at + partWord[from + i]] >>> partShift[from + i]) & partMask[from + i];
        out[to + partWord[target + i]] |= bits << partShift[target + i];
      }
    }
    for (const { word, shift, mask, target, kind, code } of this.tables.references) {
      const before = (out[to + word] >>> shift) & mask;
      const element = target[before];
      if (element < 0) continue;
      const after = code[kind[before] * elements + place[element]];
      if (after !== before) out[to + word] ^= (before ^ after) << shift;
    }
    if (this.tables.names > 0) this.rename(out, to);
  }

  private rename(out: Int32Array, to: number): void {
    this.newNames.fill(-1);
    let next = 0;
    for (const { word, shift, mask, nameOf, codeOf } of this.tables.named) {
      const code = (out[to + word] >>> shift) & mask;
      const name = nameOf[code];
      if (name < 0) continue;
      if (this.newNames[name] < 0) {
        this.newNames[name] = next;
        next += 1;
      }
      const renamed = codeOf[this.newNames[name]];
      if (renamed < 0) throw new RangeError('fields that hold names of data must allow all names');
      if (renamed !== code) out[to + word] ^= (code ^ renamed) << shift;
    }
    this.namesUsed = next;
  }
}
