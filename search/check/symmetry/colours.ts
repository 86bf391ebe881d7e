/**
 * Colours of elements: numbers that follow from a state alone, whatever its elements are called.
 * Elements of different colours cannot be exchanged without changing the state, so only those of
 * the same colour have to be tried in every order. Two elements may share a colour by chance; that
 * costs time and nothing else.
 */

import { mix, type SymmetryTables } from './tables.js';

/** Keeps naming by one reference of a field apart from naming by another, and from a value. */
const NAMING = 0x5bd1_e995;

/** Computes colours; one an engine, as it keeps arrays to work in. */
export class Colours {
  readonly colour: Int32Array;
  /** How many fields name each element. */
  readonly incoming: Int32Array;
  private readonly tables: SymmetryTables;
  private readonly gathered: Int32Array;

  constructor(tables: SymmetryTables) {
    this.tables = tables;
    this.colour = new Int32Array(tables.elements);
    this.incoming = new Int32Array(tables.elements);
    this.gathered = new Int32Array(tables.elements);
  }

  /** Colours the elements of a packed state by what they own, and by references once. */
  paint(packed: Int32Array, at: number): void {
    const { elements, partsFrom, partWord, partShift, partPlain } = this.tables;
    for (let element = 0; element < elements; element += 1) {
      let colour = 0;
      const end = partsFrom[element + 1];
      for (let part = partsFrom[element]; part < end; part += 1) {
        colour = mix(colour, (packed[at + partWord[part]] >>> partShift[part]) & partPlain[part]);
      }
      this.colour[element] = colour;
      this.incoming[element] = 0;
    }
    if (this.tables.references.length > 0) this.gather(packed, at, 1);
  }

  /** Another round: tells more elements apart, or none. True if it did. */
  refine(packed: Int32Array, at: number): boolean {
    if (this.tables.references.length === 0) return false;
    const before = this.classes();
    this.gather(packed, at, 0);
    return this.classes() > before;
  }

  /** Each element takes in the colours of what it names and of what names it. */
  private gather(packed: Int32Array, at: number, counting: number): void {
    const { colour, gathered, incoming } = this;
    for (let element = 0; element < gathered.length; element += 1) gathered[element] = 0;
    for (const { word, shift, mask, target, kind, owner, place } of this.tables.references) {
      const code = (packed[at + word] >>> shift) & mask;
      const named = target[code];
      if (named < 0) {
        if (owner >= 0) gathered[owner] = (gathered[owner] + Math.imul(place, code + 1)) | 0;
        continue;
      }
      incoming[named] += counting;
      const how = place + Math.imul(kind[code] + 1, NAMING);
      if (owner < 0) {
        gathered[named] = (gathered[named] + how) | 0;
      } else {
        gathered[owner] = (gathered[owner] + Math.imul(colour[named] ^ how, 0xcc9e_2d51)) | 0;
        gathered[named] = (gathered[named] + mix(colour[owner], how)) | 0;
      }
    }
    for (let element = 0; element < colour.length; element += 1) {
      colour[element] = mix(colour[element], gathered[element]);
    }
  }

  /** How many different colours there are, each set by itself. */
  private classes(): number {
    const { firsts } = this.tables;
    const { colour } = this;
    let count = 0;
    for (let set = 0; set + 1 < firsts.length; set += 1) {
      for (let a = firsts[set]; a < firsts[set + 1]; a += 1) {
        let isFirst = 1;
        for (let b = firsts[set]; b < a; b += 1) if (colour[a] === colour[b]) isFirst = 0;
        count += isFirst;
      }
    }
    return count;
  }
}
