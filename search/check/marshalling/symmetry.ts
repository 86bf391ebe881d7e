/**
 * What is interchangeable in a world: applications with their memory, records, threads that carry
 * calls, the blocks that new buffers lie in, and the contents that stores bring.
 */

import { Lock } from '../../../model/world/dma.js';
import { TAG_FIRST_WRITTEN, TAG_INITIAL } from '../../../model/world/domain.js';
import { Call, LOCK_WORDS, Slot } from '../../../model/world/layout.js';
import { Member } from '../../../model/world/objects.js';
import type { CheckSymmetry, Scalarset } from '../model.js';
import type { Client } from './act.js';
import { standIns } from './estates.js';
import { writesKernel } from './fields.js';
import { type Ground, KERNEL_MEMORY } from './ground.js';
import { objectsOf } from './objects.js';

type Reference = Scalarset['references'][number];

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Word of a field of a record. */
function word(ground: Ground, slot: number, field: number): number {
  return ground.at.slots + slot * Slot.words + field;
}

function slots(ground: Ground, field: number): number[] {
  return upTo(ground.domain.slots).map((slot) => word(ground, slot, field));
}

/** Every word that holds what bytes are: memory in both generations, and copies. */
function tagWords(ground: Ground, client: Client): number[] {
  const { at, domain } = ground;
  const constant = writesKernel(ground, client) ? 0 : domain.regionInterval[1] * 2;
  const all = upTo(domain.intervals * 2);
  const memory = all.slice(constant).map((i) => at.tags + i);
  const copies = upTo(domain.slots * domain.widest).map((i) => at.contents + i);
  return [...memory, ...copies];
}

/** Every word that may hold the address of a new buffer, or what stands for it. */
function addressFields(ground: Ground, client: Client): number[] {
  const { at } = ground;
  const members = [Member.pointer, Member.source, Member.opened];
  const objects = ground.domain.objects > 0 ? upTo(objectsOf(ground, client)) : [];
  return [
    ...[Slot.pointer, Slot.source].flatMap((field) => slots(ground, field)),
    ...objects.flatMap((object) =>
      members.map((member) => at.objects + object * Member.words + member),
    ),
  ];
}

function records(ground: Ground, client: Client): Scalarset {
  const { at, domain } = ground;
  const owned = upTo(domain.slots).map((slot) => [
    ...upTo(Slot.words).map((field) => word(ground, slot, field)),
    ...upTo(domain.widest).map((i) => at.contents + slot * domain.widest + i),
  ]);
  const references: Reference[] = slots(ground, Slot.parent).map((field) => ({ field, base: 1 }));
  for (let lock = 0; lock < domain.locks; lock += 1) {
    const first = at.locks + lock * LOCK_WORDS;
    references.push({ field: first + Lock.user, base: 1 }, { field: first + Lock.kernel, base: 1 });
  }
  const [base, second] = domain.objects > 0 ? standIns(domain) : [];
  if (base !== undefined && second !== undefined) {
    for (const field of addressFields(ground, client)) {
      references.push({ field, base, step: second - base });
    }
  }
  return { name: 'records', size: domain.slots, owned, references };
}

/** Blocks own nothing: they are known by the pointers into them. */
function blocks(ground: Ground, client: Client): Scalarset {
  const { address, buffers, domain, scope } = ground;
  const stride = address(1, 0, false) - address(0, 0, false);
  const sources = [...buffers, KERNEL_MEMORY];
  const first = [address(0, 0, false), ...sources.map((source) => address(0, source, true))];
  const references = addressFields(ground, client).flatMap((field) =>
    [...new Set(first)].map((base) => ({ field, base: base | 0, step: stride })),
  );
  const size = scope.records;
  return {
    name: 'blocks',
    size,
    owned: upTo(size).map(() => []),
    references: domain.slots > 0 ? references : [],
  };
}

function applications(ground: Ground, client: Client): Scalarset {
  const { at, domain, scope } = ground;
  const owned = upTo(scope.applications).map((index) => {
    const region = index + 1;
    const runs = range(domain.regionRun, region);
    const intervals = range(domain.regionInterval, region);
    return [
      at.alive + index + 1,
      at.regionGeneration + region,
      ...runs.flatMap((run) => [at.runRights + run, at.runNocache + run]),
      ...runs.flatMap((run) => pair(at.runAliases, run)),
      ...runs.flatMap((run) => pair(at.runUncached, run)),
      ...intervals.flatMap((interval) => pair(at.tags, interval)),
      ...(domain.locks > 0 ? pair(at.clients, index + 1) : []),
    ];
  });
  const references: Reference[] = [];
  for (const field of slots(ground, Slot.process)) references.push({ field, base: 1 });
  for (const field of slots(ground, Slot.region)) references.push({ field, base: 2 });
  for (let thread = 1; thread <= scope.calls; thread += 1) {
    references.push({ field: at.calls + thread * Call.words + Call.process, base: 1 });
  }
  for (const field of tagWords(ground, client)) references.push({ field, base: TAG_INITIAL + 1 });
  const first = domain.regionInterval[1];
  const wide = (domain.regionInterval[2] ?? domain.intervals) - first;
  for (const field of slots(ground, Slot.first)) {
    for (let i = 0; i < wide; i += 1) references.push({ field, base: first + i, step: wide });
  }
  for (let lock = 0; lock < domain.locks; lock += 1) {
    references.push({ field: at.locks + lock * LOCK_WORDS + Lock.process, base: 1 });
  }
  return { name: 'applications', size: scope.applications, owned, references };
}

function range(starts: Int32Array, region: number): number[] {
  const first = starts[region];
  return upTo(starts[region + 1] - first).map((i) => first + i);
}

/** The words of both generations. */
function pair(base: number, item: number): number[] {
  return [base + item * 2, base + item * 2 + 1];
}

function threads(ground: Ground): Scalarset {
  const { at, scope } = ground;
  const owned = upTo(scope.calls).map((index) =>
    upTo(Call.words).map((field) => at.calls + (index + 1) * Call.words + field),
  );
  const references: Reference[] = slots(ground, Slot.thread).map((field) => ({ field, base: 1 }));
  return { name: 'threads', size: scope.calls, owned, references };
}

/** The symmetry of a scope. */
export function symmetryOf(ground: Ground, client: Client): CheckSymmetry {
  const { scope } = ground;
  const scalarsets = [records(ground, client), blocks(ground, client)];
  if (scope.applications > 1) scalarsets.push(applications(ground, client));
  if (scope.calls > 1) scalarsets.push(threads(ground));
  return {
    scalarsets,
    renamed: { first: TAG_FIRST_WRITTEN, fields: tagWords(ground, client) },
  };
}
