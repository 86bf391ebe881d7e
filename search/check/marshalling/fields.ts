/**
 * A world as fields: which word of `model/world/layout.ts` may take which values within a scope.
 * A value beyond them is an error of the scope, never silently cut.
 */

import { DESCRIPTORS, MARSHAL_FORCE_ALIAS } from '../../../model/descriptors.js';
import {
  TAG_FIRST_WRITTEN,
  TAG_INITIAL,
  TAG_UNKNOWN,
  TAG_ZERO,
} from '../../../model/world/domain.js';
import { CALLS, Call, Global, Held, Slot } from '../../../model/world/layout.js';
import { Member } from '../../../model/world/objects.js';
import type { CheckField as Field } from '../model.js';
import type { Client } from './act.js';
import { LOCKED_BYTES, RESERVED_BYTES, standIns } from './estates.js';
import { type Ground, KERNEL_MEMORY, measuredLengths, passedSizes, UNMAPPED } from './ground.js';
import { objectsOf } from './objects.js';
import { has } from './scope.js';
import { VERSIONS } from './windriver.js';

/** 0 … last. */
function upTo(last: number): number[] {
  return Array.from({ length: last + 1 }, (_, value) => value);
}

/** Numerically distinct, as 32-bit words, in the order given. */
function words(values: readonly number[]): number[] {
  return [...new Set(values.map((value) => value | 0))];
}

/** Sums of at most `count` of the lengths. */
function sums(lengths: readonly number[], count: number): number[] {
  let all = [0];
  for (let i = 0; i < count; i += 1) {
    all = words(all.flatMap((sum) => [sum, ...lengths.map((length) => sum + length)]));
  }
  return all.sort((a, b) => a - b);
}

/** Values that words of one world may take. */
class Tables {
  readonly tags: number[];
  readonly lengths: number[];
  readonly sources: number[];
  readonly pointers: number[];
  readonly descriptors: number[];
  readonly offsets: number[];
  /** Of records, which reservations, mappings and views are as well. */
  readonly slotLengths: number[];
  readonly slotPointers: number[];
  readonly slotSources: number[];
  readonly slotDescriptors: number[];

  constructor(ground: Ground) {
    const { scope, domain, buffers, addresses } = ground;
    const written = upTo(scope.contents - 1).map((tag) => TAG_FIRST_WRITTEN + tag);
    const initial = upTo(domain.regions - 1).map((region) => TAG_INITIAL + region);
    this.tags = [TAG_ZERO, TAG_UNKNOWN, ...initial, ...written];
    this.lengths = words([0, ...passedSizes(ground), ...measuredLengths(ground)]);
    const outside = [0, KERNEL_MEMORY, UNMAPPED];
    this.sources = words([...outside, ...buffers, ...addresses]);
    this.pointers = words([...outside, ...buffers, ...addresses]);
    const types = words([...scope.descriptors, DESCRIPTORS.ARG_DW]);
    this.descriptors = words([0, ...types, ...types.map((type) => type | MARSHAL_FORCE_ALIAS)]);
    this.offsets = words([0, ...scope.buffers]);
    const estates = domain.shares ? [RESERVED_BYTES, domain.regionBytes[1]] : [];
    const locked = domain.locks > 0 ? [LOCKED_BYTES] : [];
    this.slotLengths = words([...this.lengths, ...estates, ...locked]);
    const hidden = domain.objects > 0 ? standIns(domain) : [];
    this.slotPointers = words([...this.pointers, ...hidden]);
    this.slotSources = words([...this.sources, ...hidden]);
    // Of a mapping: whether it is cached.
    this.slotDescriptors = words([...this.descriptors, ...(domain.shares ? [1] : [])]);
  }
}

function slotValues(ground: Ground, tables: Tables, field: number): number[] {
  const { scope, domain } = ground;
  switch (field) {
    case Slot.kind:
      return domain.locks > 0 ? upTo(7) : upTo(domain.shares ? 6 : 4);
    case Slot.state:
      return upTo(3);
    case Slot.form:
      return upTo(5);
    case Slot.pointer:
      return tables.slotPointers;
    case Slot.source:
      return tables.slotSources;
    case Slot.size:
    case Slot.length:
      return tables.slotLengths;
    case Slot.descriptor:
      return tables.slotDescriptors;
    case Slot.parent:
      return upTo(domain.slots);
    case Slot.thread:
      return upTo(scope.calls);
    case Slot.process:
      return upTo(domain.applications);
    case Slot.region:
      return upTo(domain.regions);
    case Slot.first:
    case Slot.count:
      return upTo(domain.intervals);
    case Slot.offset:
      return tables.offsets;
    default:
      return upTo(1);
  }
}

/** False: no rule stores into the kernel's own memory, and what it holds is no field. */
export function writesKernel({ scope }: Ground, client: Client): boolean {
  return client === 'misusing' || has(scope, 'kernel-caller') || has(scope, 'duplicate');
}

/** What wrapper objects, WD_DMA structures and clients of WinDriver hold. */
function addSystems(
  ground: Ground,
  client: Client,
  tables: Tables,
  add: (name: string, values: readonly number[]) => void,
): void {
  const { domain } = ground;
  for (let object = 1; object <= domain.objects; object += 1) {
    const used = object <= objectsOf(ground, client);
    for (let member = 0; member < Member.words; member += 1) {
      add(`object ${object} word ${member}`, used ? memberValues(member, tables) : [0]);
    }
  }
  for (let lock = 1; lock <= domain.locks; lock += 1) {
    add(`lock ${lock} process`, upTo(domain.applications));
    for (const word of ['live', 'byLock']) add(`lock ${lock} ${word}`, upTo(1));
    for (const word of ['user', 'kernel']) add(`lock ${lock} ${word}`, upTo(domain.slots));
  }
  for (let p = 0; domain.locks > 0 && p <= domain.applications; p += 1) {
    add(`client ${p} version`, p > 0 ? [0, ...VERSIONS] : [0]);
    add(`client ${p} plug-in`, [0]);
  }
}

function memberValues(member: number, tables: Tables): number[] {
  switch (member) {
    case Member.class:
      return upTo(3);
    case Member.size:
      return tables.lengths;
    case Member.descriptor:
      return tables.descriptors;
    case Member.asynchronous:
      return upTo(1);
    case Member.source:
      return tables.slotSources;
    default:
      return tables.slotPointers;
  }
}

/** Fields in the order of the words of a world, `Layout.core` of them. */
export function fieldsOf(ground: Ground, client: Client): Field[] {
  const { scope, domain, at } = ground;
  const tables = new Tables(ground);
  const fields: Field[] = [];
  const add = (name: string, values: readonly number[]): void => {
    fields.push({ name, values });
  };
  const counts = [...upTo(scope.records + 1), -1];
  add('heap blocks', counts);
  add('heap bytes', [...sums(tables.lengths, scope.records)]);
  add('aliases', counts);
  add('heap open', upTo(1));
  add('slots', upTo(domain.slots));
  if (fields.length !== Global.words) throw new RangeError('a global word has no field');
  for (let p = 0; p <= domain.applications; p += 1) add(`process ${p} alive`, upTo(1));
  for (let r = 0; r < domain.regions; r += 1) add(`region ${r} generation`, upTo(2));
  for (let run = 0; run < domain.runs; run += 1) add(`run ${run} rights`, upTo(2));
  for (let run = 0; run < domain.runs; run += 1) add(`run ${run} no cache`, upTo(1));
  for (let i = 0; i < domain.runs * 2; i += 1) add(`run ${i >> 1}.${i & 1} aliases`, counts);
  for (let i = 0; i < domain.runs * 2; i += 1) add(`run ${i >> 1}.${i & 1} uncached`, upTo(1));
  const kernel = domain.regionInterval[1];
  for (let i = 0; i < domain.intervals * 2; i += 1) {
    const constant = [i & 1 ? TAG_ZERO : TAG_INITIAL];
    const written = writesKernel(ground, client) || i >= kernel * 2;
    add(`interval ${i >> 1}.${i & 1}`, written ? tables.tags : constant);
  }
  for (let thread = 0; thread <= CALLS; thread += 1) {
    const carries = thread > 0 && thread <= scope.calls;
    for (let field = 0; field < Call.words; field += 1) {
      const values = field === Call.process ? upTo(domain.applications) : upTo(1);
      add(`call ${thread} word ${field}`, carries ? values : [0]);
    }
  }
  // No rule of the checker holds a call between two steps.
  for (let field = 0; field < Held.words; field += 1) add(`held word ${field}`, [0]);
  for (let slot = 0; slot < domain.slots; slot += 1) {
    for (let field = 0; field < Slot.words; field += 1) {
      add(`record ${slot} ${slotName(field)}`, slotValues(ground, tables, field));
    }
  }
  for (let i = 0; i < domain.slots * domain.widest; i += 1) {
    add(`record ${Math.floor(i / domain.widest)} content ${i % domain.widest}`, tables.tags);
  }
  addSystems(ground, client, tables, add);
  if (fields.length !== at.core) throw new RangeError('a word of the world has no field');
  return fields;
}

const SLOT_NAMES = new Map<number, string>(
  Object.entries(Slot).map(([name, field]) => [field, name]),
);

function slotName(field: number): string {
  return SLOT_NAMES.get(field) ?? String(field);
}
