/**
 * Puts the elements of scalarsets where a permutation wants them: moves what they own, changes what
 * names them, and gives data their names anew.
 */

import type { Layout, Part } from '../layout.js';
import type { CheckSymmetry, Scalarset } from '../model.js';

/** A reference field in a packed state. */
export interface ReferenceField {
  readonly field: number;
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
  /** For each code the set that it names an element of, −1 where it names nothing. */
  readonly setOf: Int32Array;
  /** For each code the element that it names. */
  readonly elementOf: Int32Array;
  /** For each code by which of the field's references it names; a field may have several. */
  readonly kindOf: Int32Array;
  /** For each reference and element (reference × widest + element) the code that names it. */
  readonly codeOf: number[];
  /** The element that owns this field and its set, −1 where nobody does; its place in there. */
  readonly ownerSet: number;
  readonly owner: number;
  readonly place: number;
}

/** The scalarsets in use, as tables over packed states. */
export interface SymmetryTables {
  readonly words: number;
  readonly sets: readonly Scalarset[];
  readonly parts: readonly (readonly (readonly Part[])[])[];
  readonly references: readonly ReferenceField[];
  /** Elements of the largest set. */
  readonly widest: number;
  /** What no element owns, for each word. */
  readonly common: Int32Array;
  /** Fields that hold names of data, and the code of the first name; codes follow names. */
  readonly named: readonly {
    readonly word: number;
    readonly shift: number;
    readonly mask: number;
  }[];
  readonly nameFrom: readonly Int32Array[];
  readonly nameTo: readonly Int32Array[];
  readonly names: number;
}

/** Tables for the scalarsets called `use`; throws where the model's description is not sound. */
export function symmetryTables(
  layout: Layout,
  symmetry: CheckSymmetry,
  use: readonly string[],
): SymmetryTables {
  const chosen = symmetry.scalarsets
    .map((_, i) => i)
    .filter((i) => use.includes(symmetry.scalarsets[i].name));
  const sets = chosen.map((i) => symmetry.scalarsets[i]);
  const parts = chosen.map((i) => layout.parts[i]);
  const common = new Int32Array(layout.words).fill(-1);
  for (const part of parts.flat(2)) common[part.word] &= ~(part.mask << part.shift);
  for (const set of sets) checkOwned(layout, set);
  return {
    words: layout.words,
    sets,
    parts,
    references: referencesOf(layout, sets),
    widest: Math.max(0, ...sets.map(({ size }) => size)),
    common,
    ...namesOf(layout, symmetry),
  };
}

function checkOwned(layout: Layout, { name, size, owned }: Scalarset): void {
  if (owned.length !== size) {
    throw new RangeError(`scalarset ${name} has ${size} elements, but ${owned.length} own fields`);
  }
  for (const fields of owned) {
    const isAlike =
      fields.length === owned[0].length &&
      fields.every((field, i) => {
        const first = layout.fields[owned[0][i]].values;
        const { values } = layout.fields[field];
        return (
          values.length === first.length && values.every((value, code) => value === first[code])
        );
      });
    if (!isAlike) throw new RangeError(`scalarset ${name}: its elements own different fields`);
  }
}

function referencesOf(layout: Layout, sets: readonly Scalarset[]): ReferenceField[] {
  const widest = Math.max(0, ...sets.map(({ size }) => size));
  const fields = new Map<number, ReferenceField>();
  sets.forEach(({ name, size, references }, set) => {
    for (const { field, base, step = 1 } of references) {
      const entry = fields.get(field) ?? emptyReference(layout, sets, field);
      fields.set(field, entry);
      const kind = entry.codeOf.length / widest;
      entry.codeOf.push(...Array.from({ length: widest }, () => -1));
      for (let element = 0; element < size; element += 1) {
        const code = layout.codeOf(field, base + element * step);
        if (code < 0)
          throw new RangeError(`scalarset ${name}: ${layout.misfit(field, base + element * step)}`);
        if (entry.setOf[code] >= 0) {
          throw new RangeError(
            `field ${layout.fields[field].name}: ${base + element * step} names two elements`,
          );
        }
        entry.setOf[code] = set;
        entry.elementOf[code] = element;
        entry.kindOf[code] = kind;
        entry.codeOf[kind * widest + element] = code;
      }
    }
  });
  return [...fields.values()].sort((a, b) => a.field - b.field);
}

function emptyReference(layout: Layout, sets: readonly Scalarset[], field: number): ReferenceField {
  let [ownerSet, owner, place] = [-1, -1, field];
  sets.forEach(({ owned }, set) => {
    owned.forEach((fields, element) => {
      if (fields.includes(field)) [ownerSet, owner, place] = [set, element, fields.indexOf(field)];
    });
  });
  const codes = layout.mask[field] + 1;
  return {
    field,
    word: layout.word[field],
    shift: layout.shift[field],
    mask: layout.mask[field],
    setOf: new Int32Array(codes).fill(-1),
    elementOf: new Int32Array(codes).fill(-1),
    kindOf: new Int32Array(codes).fill(-1),
    codeOf: [],
    ownerSet,
    owner,
    place,
  };
}

function namesOf(
  layout: Layout,
  { renamed }: CheckSymmetry,
): Pick<SymmetryTables, 'named' | 'nameFrom' | 'nameTo' | 'names'> {
  const fields = renamed?.fields ?? [];
  const first = renamed?.first ?? 0;
  const last = Math.max(first - 1, ...fields.flatMap((field) => layout.fields[field].values));
  const names = last - first + 1;
  const codes = fields.map((field) =>
    Int32Array.from({ length: names }, (_, name) => layout.codeOf(field, first + name)),
  );
  return {
    named: fields.map((field) => ({
      word: layout.word[field],
      shift: layout.shift[field],
      mask: layout.mask[field],
    })),
    nameFrom: fields.map((field) =>
      Int32Array.from({ length: layout.mask[field] + 1 }, (_, code) =>
        code < layout.fields[field].values.length
          ? Math.max(-1, layout.valueOf(field, code) - first)
          : -1,
      ),
    ),
    nameTo: codes,
    names,
  };
}

/** Moves elements; one an engine, as it keeps arrays to work in. */
export class Arranger {
  private readonly tables: SymmetryTables;
  private readonly newNames: Int32Array;

  constructor(tables: SymmetryTables) {
    this.tables = tables;
    this.newNames = new Int32Array(tables.names);
  }

  /**
   * Writes to `out` the state in which element e of set k stands at `place[k × widest + e]`, with
   * data named in the order of first occurrence.
   */
  arrange(packed: Int32Array, at: number, place: Int32Array, out: Int32Array, to: number): void {
    const { words, parts, common, widest, references } = this.tables;
    for (let word = 0; word < words; word += 1) out[to + word] = packed[at + word] & common[word];
    for (let set = 0; set < parts.length; set += 1) {
      const elements = parts[set];
      for (let element = 0; element < elements.length; element += 1) {
        const from = elements[element];
        const target = elements[place[set * widest + element]];
        for (let i = 0; i < from.length; i += 1) {
          const bits = (packed[at + from[i].word] >>> from[i].shift) & from[i].mask;
          out[to + target[i].word] |= bits << target[i].shift;
        }
      }
    }
    for (const { word, shift, mask, setOf, elementOf, kindOf, codeOf } of references) {
      const code = (out[to + word] >>> shift) & mask;
      const set = setOf[code];
      if (set < 0) continue;
      const moved = codeOf[kindOf[code] * widest + place[set * widest + elementOf[code]]];
      if (moved !== code) out[to + word] ^= (code ^ moved) << shift;
    }
    if (this.tables.names > 0) this.rename(out, to);
  }

  private rename(out: Int32Array, to: number): void {
    const { named, nameFrom, nameTo } = this.tables;
    this.newNames.fill(-1);
    let next = 0;
    for (let i = 0; i < named.length; i += 1) {
      const { word, shift, mask } = named[i];
      const code = (out[to + word] >>> shift) & mask;
      const name = nameFrom[i][code];
      if (name < 0) continue;
      if (this.newNames[name] < 0) {
        this.newNames[name] = next;
        next += 1;
      }
      const renamed = nameTo[i][this.newNames[name]];
      if (renamed < 0) throw new RangeError('fields that hold names of data must allow all names');
      if (renamed !== code) out[to + word] ^= (code ^ renamed) << shift;
    }
  }
}
