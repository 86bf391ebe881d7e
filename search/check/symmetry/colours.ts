/**
 * Colours of elements: numbers that follow from a state alone, whatever its elements are called.
 * Elements of different colours cannot be exchanged without changing the state, so only those of
 * the same colour have to be tried in every order. Two elements may share a colour by chance; that
 * costs time and nothing else.
 */

import type { SymmetryTables } from './arrange.js';

/** Computes colours; one an engine, as it keeps arrays to work in. */
export class Colours {
  /** The colour of element e of set k at k × widest + e. */
  readonly colour: Int32Array;
  /** How many fields name the element, and how many of its own name another or a datum. */
  readonly incoming: Int32Array;
  private readonly tables: SymmetryTables;
  private readonly plain: Int32Array;
  private readonly gathered: Int32Array;
  /** For each set and part what is neither reference nor name of data. */
  private readonly plainMasks: readonly (readonly number[])[];

  constructor(tables: SymmetryTables) {
    const count = tables.sets.length * tables.widest;
    this.tables = tables;
    this.colour = new Int32Array(count);
    this.incoming = new Int32Array(count);
    this.plain = new Int32Array(count);
    this.gathered = new Int32Array(count);
    this.plainMasks = plainMasks(tables);
  }

  /** Colours the elements of a packed state by what they own and, round by round, by references. */
  paint(packed: Int32Array, at: number): void {
    this.paintPlain(packed, at);
    this.colour.set(this.plain);
    if (this.tables.references.length === 0) return;
    this.countIncoming(packed, at);
    let classes = this.classes();
    for (;;) {
      this.gather(packed, at);
      const refined = this.classes();
      if (refined <= classes) return;
      classes = refined;
    }
  }

  private paintPlain(packed: Int32Array, at: number): void {
    const { parts, widest } = this.tables;
    for (let set = 0; set < parts.length; set += 1) {
      const elements = parts[set];
      const masks = this.plainMasks[set];
      for (let element = 0; element < elements.length; element += 1) {
        const own = elements[element];
        let colour = 0;
        for (let i = 0; i < own.length; i += 1) {
          colour = mix(colour, (packed[at + own[i].word] >>> own[i].shift) & masks[i]);
        }
        this.plain[set * widest + element] = colour;
      }
    }
  }

  private countIncoming(packed: Int32Array, at: number): void {
    const { references, widest } = this.tables;
    this.incoming.fill(0);
    for (const { word, shift, mask, setOf, elementOf } of references) {
      const code = (packed[at + word] >>> shift) & mask;
      if (setOf[code] >= 0) this.incoming[setOf[code] * widest + elementOf[code]] += 1;
    }
  }

  /** One round: each element takes in the colours of what it names and of what names it. */
  private gather(packed: Int32Array, at: number): void {
    const { references, widest } = this.tables;
    const { colour, gathered } = this;
    gathered.fill(0);
    for (const {
      word,
      shift,
      mask,
      setOf,
      elementOf,
      kindOf,
      ownerSet,
      owner,
      place,
    } of references) {
      const code = (packed[at + word] >>> shift) & mask;
      const target = setOf[code] < 0 ? -1 : setOf[code] * widest + elementOf[code];
      const holder = ownerSet < 0 ? -1 : ownerSet * widest + owner;
      if (holder >= 0) {
        const named = target < 0 ? code : colour[target] ^ NAMING[kindOf[code] & 3];
        gathered[holder] = (gathered[holder] + mix(place + 1, named)) | 0;
      }
      if (target >= 0) {
        const namedBy = holder < 0 ? 0 : colour[holder];
        gathered[target] =
          (gathered[target] + mix(mix(mix(place, ownerSet), kindOf[code]), namedBy)) | 0;
      }
    }
    for (let i = 0; i < colour.length; i += 1) colour[i] = mix(colour[i], gathered[i]);
  }

  /** How many different colours there are, each set by itself. */
  private classes(): number {
    const { sets, widest } = this.tables;
    let count = 0;
    for (let set = 0; set < sets.length; set += 1) {
      const from = set * widest;
      for (let a = 0; a < sets[set].size; a += 1) {
        let isFirst = 1;
        for (let b = 0; b < a; b += 1)
          if (this.colour[from + a] === this.colour[from + b]) isFirst = 0;
        count += isFirst;
      }
    }
    return count;
  }
}

function plainMasks({ parts, references, named }: SymmetryTables): number[][] {
  return parts.map((elements) =>
    (elements[0] ?? []).map(({ word, shift, mask }) => {
      let kept = mask << shift;
      for (const each of [...references, ...named]) {
        if (each.word === word) kept &= ~(each.mask << each.shift);
      }
      return (kept >>> shift) & mask;
    }),
  );
}

/** Keeps naming by one reference of a field apart from naming by another, and from a value. */
const NAMING = [0x5bd1_e995, 0x1b87_3593, 0x27d4_eb2f, 0x1656_67b1];

/** Scatters two numbers over 32 bits. */
function mix(a: number, b: number): number {
  const mixed = Math.imul(a ^ Math.imul(b, 0x85eb_ca6b), 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}
