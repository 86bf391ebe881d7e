/** Names that a question about worlds may use: counts of what is there. */

import { Form } from '../../../model/readings.js';
import { TAG_UNKNOWN } from '../../../model/world/domain.js';
import { CALLS } from '../../../model/world/layout.js';
import { Member } from '../../../model/world/objects.js';
import { Call, Held, Kind, Slot, State, type World } from '../../../model/world/world.js';

/** One name of a question. */
export interface Predicate {
  readonly name: string;
  readonly sentence: string;
  readonly count: (world: World) => number;
}

function recordsWhere(test: (world: World, slot: number) => boolean): (world: World) => number {
  return (world) => {
    let count = 0;
    for (let s = 0; s < world.slots; s += 1) if (test(world, s)) count += 1;
    return count;
  };
}

function inState(state: number): (world: World) => number {
  return recordsWhere((world, slot) => world.field(slot, Slot.state) === state);
}

function ofKind(kind: Kind): (world: World) => number {
  return recordsWhere((world, s) => world.isLive(s) && world.field(s, Slot.kind) === kind);
}

function ofForm(form: Form): (world: World) => number {
  return recordsWhere((world, s) => world.isLive(s) && world.field(s, Slot.form) === form);
}

function callsWhere(field: number): (world: World) => number {
  return (world) => {
    let count = 0;
    for (let thread = 1; thread <= CALLS; thread += 1) {
      if (world.isInCall(thread) && world.callField(thread, field) !== 0) count += 1;
    }
    return count;
  };
}

function uncached(world: World): number {
  let count = 0;
  const { domain } = world;
  for (let run = 0; run < domain.runs; run += 1) {
    const generation = world.generation(domain.runRegion[run]) - 1;
    if (generation >= 0 && world.isUncached(run, generation)) count += 1;
  }
  return count;
}

function exited(world: World): number {
  let count = 0;
  for (let p = 1; p <= world.domain.applications; p += 1) if (!world.isAlive(p)) count += 1;
  return count;
}

function released(world: World): number {
  let count = 0;
  for (let r = 1; r < world.domain.regions; r += 1) if (world.generation(r) === 0) count += 1;
  return count;
}

function unknown(world: World): number {
  let count = 0;
  for (let i = 0; i < world.domain.intervals; i += 1) {
    const generation = world.generation(world.domain.runRegion[world.domain.intervalRun[i]]) - 1;
    if (generation >= 0 && world.tag(i, generation) === TAG_UNKNOWN) count += 1;
  }
  return count;
}

function full(world: World): number {
  let count = 0;
  for (let object = 1; object <= world.domain.objects; object += 1) {
    if (world.member(object, Member.pointer) !== 0) count += 1;
  }
  return count;
}

/** Every name, in the order of the documentation. */
export const PREDICATES: readonly Predicate[] = [
  { name: 'records', sentence: 'records that live', count: inState(State.live) },
  { name: 'opened', sentence: 'buffers that Open gave', count: ofKind(Kind.opened) },
  { name: 'asynchronous', sentence: 'asynchronous buffers', count: ofKind(Kind.asynchronous) },
  { name: 'duplicates', sentence: 'secure copies', count: ofKind(Kind.duplicate) },
  { name: 'parameters', sentence: 'parameters of calls', count: ofKind(Kind.parameter) },
  {
    name: 'direct',
    sentence: 'records that are the caller’s own pointer',
    count: ofForm(Form.direct),
  },
  { name: 'aliases', sentence: 'live aliases', count: ofForm(Form.alias) },
  { name: 'copies', sentence: 'live heap copies', count: ofForm(Form.copy) },
  {
    name: 'shared',
    sentence: 'records that share the pointer of their source',
    count: ofForm(Form.same),
  },
  {
    name: 'stale',
    sentence: 'released pointers that the driver still holds',
    count: inState(State.stale),
  },
  {
    name: 'leaked',
    sentence: 'records that a mismatched release lost',
    count: inState(State.leaked),
  },
  { name: 'calls', sentence: 'calls in flight', count: callsWhere(Call.active) },
  {
    name: 'abandoned',
    sentence: 'calls whose caller has exited',
    count: callsWhere(Call.callerGone),
  },
  {
    name: 'held',
    sentence: 'calls that are held between two steps',
    count: (world) => (world.heldField(Held.thread) > 0 ? 1 : 0),
  },
  { name: 'exited', sentence: 'applications that do not run', count: exited },
  { name: 'released', sentence: 'regions that their process gave back', count: released },
  { name: 'uncached', sentence: 'page ranges that are uncached', count: uncached },
  { name: 'unknown', sentence: 'byte ranges that a hazard left open', count: unknown },
  { name: 'heapBlocks', sentence: 'blocks of the kernel heap', count: (world) => world.heapBlocks },
  { name: 'heapBytes', sentence: 'bytes of the kernel heap', count: (world) => world.heapBytes },
  {
    name: 'heapOpen',
    sentence: '1 after a double free left the heap open',
    count: (world) => (world.heapOpen ? 1 : 0),
  },
  {
    name: 'reservations',
    sentence: 'what VirtualAllocEx reserved',
    count: ofKind(Kind.reservation),
  },
  { name: 'mappings', sentence: 'what VirtualCopyEx mapped', count: ofKind(Kind.shared) },
  { name: 'views', sentence: 'views of locked WinDriver buffers', count: ofKind(Kind.dma) },
  { name: 'objects', sentence: 'wrapper objects that hold a buffer', count: full },
];
