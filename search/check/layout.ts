/**
 * Packed states. Each field becomes the code of its value in as few bits as codes need; no field
 * crosses a word. What one element of a scalarset owns stays together, in parts that look the same
 * for every element, so that exchanging elements moves a few whole parts.
 */

import type { CheckField, CheckModel } from './model.js';

/** Bits that a word may hold. The first lacks one: the visited set marks used slots with it. */
const WORD_BITS = 32;
const PART_BITS = 31;

/** A group of neighbouring fields of one element, at the same distances for every element. */
export interface Part {
  readonly word: number;
  readonly shift: number;
  /** Right-aligned. */
  readonly mask: number;
}

/** Where everything is in a packed state. */
export class Layout {
  readonly fields: readonly CheckField[];
  /** Words of a packed state. */
  readonly words: number;
  /** For each field its word, the bits to its right, and its mask, right-aligned. */
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly mask: Int32Array;
  /** For each scalarset, each element, its parts. */
  readonly parts: readonly (readonly (readonly Part[])[])[];
  private readonly values: readonly Int32Array[];
  private readonly codes: readonly ReadonlyMap<number, number>[];

  constructor(model: CheckModel) {
    this.fields = model.fields;
    this.values = model.fields.map(({ values }) => Int32Array.from(values));
    this.codes = model.fields.map(codesOf);
    const count = model.fields.length;
    this.word = new Int32Array(count);
    this.shift = new Int32Array(count);
    this.mask = Int32Array.from(model.fields, ({ values }) => maskFor(values.length));
    const filler = new Filler();
    const placed = new Uint8Array(count);
    this.parts = (model.symmetry?.scalarsets ?? []).map(({ name, owned }) =>
      owned.map((fields) => {
        for (const field of fields) this.claim(field, placed, name);
        return this.cut(fields).map((part) => this.place(part, filler));
      }),
    );
    model.fields.forEach((_, field) => {
      if (placed[field] === 0) this.place([field], filler);
    });
    this.words = filler.words;
  }

  /** The code of a value of a field, −1 where the field cannot hold it. */
  codeOf(field: number, value: number): number {
    return this.codes[field].get(value) ?? -1;
  }

  /** The value behind a code. */
  valueOf(field: number, code: number): number {
    return this.values[field][code];
  }

  /** The code of a field in a packed state that begins at `at`. */
  codeAt(packed: Int32Array, at: number, field: number): number {
    return (packed[at + this.word[field]] >>> this.shift[field]) & this.mask[field];
  }

  /** Packs values; throws a RangeError that names the field if one does not fit. */
  pack(state: Int32Array, packed: Int32Array, at: number): void {
    packed.fill(0, at, at + this.words);
    for (let field = 0; field < this.fields.length; field += 1) {
      const code = this.codeOf(field, state[field]);
      if (code < 0) throw new RangeError(this.misfit(field, state[field]));
      packed[at + this.word[field]] |= code << this.shift[field];
    }
  }

  /** Writes the values of a packed state into `state`. */
  unpack(packed: Int32Array, at: number, state: Int32Array): void {
    for (let field = 0; field < this.fields.length; field += 1) {
      state[field] = this.values[field][this.codeAt(packed, at, field)];
    }
  }

  /** How an error says that a field cannot hold a value. */
  misfit(field: number, value: number): string {
    const { name, values } = this.fields[field];
    const most = 12;
    const shown = values.slice(0, most).join(', ') + (values.length > most ? ', …' : '');
    return `field ${name} cannot hold ${value}; the model gives it ${shown}`;
  }

  private claim(field: number, placed: Uint8Array, owner: string): void {
    if (placed[field] === undefined) {
      throw new RangeError(`scalarset ${owner} owns field ${field}, which the model does not have`);
    }
    if (placed[field] === 1) {
      throw new RangeError(`field ${this.fields[field].name} is owned twice, by ${owner} as well`);
    }
    placed[field] = 1;
  }

  /** Cuts what an element owns into runs of fields that fit a word. */
  private cut(fields: readonly number[]): number[][] {
    const parts: number[][] = [];
    let bits = WORD_BITS;
    for (const field of fields) {
      const width = bitsOf(this.mask[field]);
      if (bits + width > PART_BITS) {
        parts.push([]);
        bits = 0;
      }
      parts[parts.length - 1].push(field);
      bits += width;
    }
    return parts;
  }

  private place(fields: readonly number[], filler: Filler): Part {
    const width = fields.reduce((sum, field) => sum + bitsOf(this.mask[field]), 0);
    const { word, shift } = filler.take(width);
    let at = shift;
    for (const field of fields) {
      this.word[field] = word;
      // A field of one value has no bits; a shift by 32 would be one by 0.
      this.shift[field] = this.mask[field] === 0 ? 0 : at;
      at += bitsOf(this.mask[field]);
    }
    return { word, shift: width === 0 ? 0 : shift, mask: maskOfBits(width) };
  }
}

/** Hands out bits, from the first word that has enough left. */
class Filler {
  private readonly used = [WORD_BITS - PART_BITS];

  get words(): number {
    return this.used.length;
  }

  take(width: number): { readonly word: number; readonly shift: number } {
    let word = this.used.findIndex((used) => used + width <= WORD_BITS);
    if (word < 0) word = this.used.push(0) - 1;
    // Bits are counted from the left end, where the first word keeps one, and given from the right.
    const shift = this.used[word] - (word === 0 ? WORD_BITS - PART_BITS : 0);
    this.used[word] += width;
    return { word, shift };
  }
}

function codesOf({ name, values }: CheckField): ReadonlyMap<number, number> {
  const codes = new Map(values.map((value, code) => [value, code]));
  if (values.length === 0) throw new RangeError(`field ${name} has no value that it can hold`);
  if (codes.size !== values.length) throw new RangeError(`field ${name} lists a value twice`);
  if (values.some((value) => (value | 0) !== value)) {
    throw new RangeError(`field ${name} lists a value that is no 32-bit integer`);
  }
  return codes;
}

function maskFor(count: number): number {
  return count <= 1 ? 0 : maskOfBits(32 - Math.clz32(count - 1));
}

function maskOfBits(bits: number): number {
  return bits === 0 ? 0 : -1 >>> (32 - bits);
}

/** How many bits a right-aligned mask has. */
export function bitsOf(mask: number): number {
  return 32 - Math.clz32(mask);
}
