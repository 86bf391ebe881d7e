/**
 * The scalarsets of a model as flat tables over packed states. Elements of all sets are numbered
 * through: set by set, in order.
 */

import type { Layout } from '../layout.js';
import type { CheckSymmetry, Scalarset } from '../model.js';

/** A field that names elements. */
export interface ReferenceField {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
  /** For each code the element that it names, −1 where it names none. */
  readonly target: Int32Array;
  /** For each code a number that says by which of the field's references it names; otherwise 0. */
  readonly kind: Int32Array;
  /** For each kind and element (kind × elements + element) the code that names it, or −1. */
  readonly code: Int32Array;
  /** The element that owns the field, −1 where none does. */
  readonly owner: number;
  /** What the field is to its owner, scattered; the same for every element of the set. */
  readonly place: number;
}

/** A field that holds names of data. */
export interface NamedField {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
  /** For each code the name from 0 on, −1 where it is none. */
  readonly nameOf: Int32Array;
  /** For each name its code. */
  readonly codeOf: Int32Array;
}

/** The scalarsets in use. */
export interface SymmetryTables {
  readonly words: number;
  readonly elements: number;
  /** The first element of each set, and the number of all at the end. */
  readonly firsts: Int32Array;
  /** Where the parts of each element begin in the next three, and the number of all at the end. */
  readonly partsFrom: Int32Array;
  readonly partWord: Int32Array;
  readonly partShift: Int32Array;
  readonly partMask: Int32Array;
  /** Right-aligned, what of a part is neither reference nor name of data. */
  readonly partPlain: Int32Array;
  /** What no element owns, for each word. */
  readonly common: Int32Array;
  readonly references: readonly ReferenceField[];
  readonly named: readonly NamedField[];
  /** How many names of data there are. */
  readonly names: number;
}

/** Tables for the scalarsets called `use`; throws where the model's description is not sound. */
export function symmetryTables(
  layout: Layout,
  symmetry: CheckSymmetry,
  use: readonly string[],
): SymmetryTables {
  const chosen = symmetry.scalarsets.flatMap(({ name }, i) => (use.includes(name) ? [i] : []));
  const sets = chosen.map((i) => symmetry.scalarsets[i]);
  for (const set of sets) checkOwned(layout, set);
  const elements = chosen.flatMap((i) => layout.parts[i]);
  const parts = elements.flat();
  const firsts = runningSums(sets.map(({ size }) => size));
  const references = referencesOf(layout, sets, firsts);
  const { named, names } = namesOf(layout, symmetry);
  const common = new Int32Array(layout.words).fill(-1);
  for (const { word, mask, shift } of parts) common[word] &= ~(mask << shift);
  return {
    words: layout.words,
    elements: elements.length,
    firsts,
    partsFrom: runningSums(elements.map(({ length }) => length)),
    partWord: Int32Array.from(parts, ({ word }) => word),
    partShift: Int32Array.from(parts, ({ shift }) => shift),
    partMask: Int32Array.from(parts, ({ mask }) => mask),
    partPlain: Int32Array.from(parts, ({ word, shift, mask }) => {
      let kept = mask << shift;
      for (const each of [...references, ...named]) {
        if (each.word === word) kept &= ~(each.mask << each.shift);
      }
      return (kept >>> shift) & mask;
    }),
    common,
    references,
    named,
    names,
  };
}

function runningSums(counts: readonly number[]): Int32Array {
  const sums = new Int32Array(counts.length + 1);
  counts.forEach((count, i) => {
    sums[i + 1] = sums[i] + count;
  });
  return sums;
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

interface Draft {
  readonly target: Int32Array;
  readonly kind: Int32Array;
  readonly code: number[];
}

function referencesOf(
  layout: Layout,
  sets: readonly Scalarset[],
  firsts: Int32Array,
): ReferenceField[] {
  const drafts = new Map<number, Draft>();
  const elements = firsts[sets.length];
  sets.forEach(({ name, size, references }, set) => {
    for (const { field, base, step = 1 } of references) {
      const codes = layout.mask[field] + 1;
      const empty = {
        target: new Int32Array(codes).fill(-1),
        kind: new Int32Array(codes),
        code: [],
      };
      const draft = drafts.get(field) ?? empty;
      drafts.set(field, draft);
      const kind = draft.code.length / elements;
      draft.code.push(...Array.from({ length: elements }, () => -1));
      for (let i = 0; i < size; i += 1) {
        const value = base + i * step;
        const code = layout.codeOf(field, value);
        if (code < 0) throw new RangeError(`scalarset ${name}: ${layout.misfit(field, value)}`);
        if (draft.target[code] >= 0) {
          throw new RangeError(`field ${layout.fields[field].name}: ${value} names two elements`);
        }
        draft.target[code] = firsts[set] + i;
        draft.kind[code] = kind;
        draft.code[kind * elements + firsts[set] + i] = code;
      }
    }
  });
  return [...drafts.entries()]
    .sort(([a], [b]) => a - b)
    .map(([field, { target, kind, code }]) => ({
      word: layout.word[field],
      shift: layout.shift[field],
      mask: layout.mask[field],
      target,
      kind,
      code: Int32Array.from(code),
      ...ownerOf(sets, firsts, field),
    }));
}

/** Who owns a field, and which of its owner's fields it is. */
function ownerOf(
  sets: readonly Scalarset[],
  firsts: Int32Array,
  field: number,
): Pick<ReferenceField, 'owner' | 'place'> {
  for (const [set, { owned }] of sets.entries()) {
    const element = owned.findIndex((fields) => fields.includes(field));
    if (element < 0) continue;
    const place = mix(set + 1, owned[element].indexOf(field) + 1);
    return { owner: firsts[set] + element, place };
  }
  return { owner: -1, place: mix(0, field + 1) };
}

function namesOf(
  layout: Layout,
  { renamed }: CheckSymmetry,
): Pick<SymmetryTables, 'named' | 'names'> {
  if (renamed === undefined) return { named: [], names: 0 };
  const { first, fields } = renamed;
  const names = Math.max(0, ...fields.flatMap((field) => layout.fields[field].values)) + 1 - first;
  const named = fields.map((field) => {
    const { values } = layout.fields[field];
    return {
      word: layout.word[field],
      shift: layout.shift[field],
      mask: layout.mask[field],
      nameOf: Int32Array.from({ length: layout.mask[field] + 1 }, (_, code) =>
        code < values.length ? Math.max(-1, values[code] - first) : -1,
      ),
      codeOf: Int32Array.from({ length: Math.max(0, names) }, (_, name) =>
        layout.codeOf(field, first + name),
      ),
    };
  });
  return { named, names: Math.max(0, names) };
}

/** Scatters two numbers over 32 bits. */
export function mix(a: number, b: number): number {
  const mixed = Math.imul(a ^ Math.imul(b, 0x85eb_ca6b), 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}
