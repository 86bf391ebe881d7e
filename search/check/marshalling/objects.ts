/**
 * A wrapper object: constructed, filled, emptied, flushed, asked, destroyed. A lawful driver
 * empties it when what it holds may be released; a misusing one when it likes, and copies it.
 */

import { descriptorText, isOutput } from '../../../model/descriptors.js';
import type { Operation, WrapperOperation } from '../../../model/step.js';
import { Member, WrapperClass } from '../../../model/world/objects.js';
import { Kind, Slot } from '../../../model/world/world.js';
import type { Act, Client, Template } from './act.js';
import { OBJECTS } from './estates.js';
import type { Ground } from './ground.js';
import { fromRecord, mayMake, type Right, rights, threads } from './making.js';
import { has } from './scope.js';

const CLASSES = [
  ['AsynchronousBuffer_t', WrapperClass.asynchronous],
  ['DuplicatedBuffer_t', WrapperClass.duplicated],
  ['MarshalledBuffer_t', WrapperClass.marshalled],
] as const;

/** The object that is constructed, and the one that is copied from it. */
const ORIGINAL = 1;
const COPY = 2;

/** One way to fill an object. */
interface Filling {
  readonly kind: number;
  readonly name: string;
  readonly right: Right;
  /** Record whose pointer is the source; −1 for the caller's buffer. */
  readonly slot: number;
  /** How, in words, without the record. */
  readonly words: string;
  readonly options: Partial<Operation>;
}

function method(
  group: string,
  name: WrapperOperation,
  object: number,
  thread: number,
  prepare: (act: Act, operation: Operation) => boolean,
  slot = -1,
): Template {
  const from = slot < 0 ? '' : `, of record ${slot}`;
  return {
    group,
    name: `${group}${from}, object ${object}, thread ${thread}`,
    fill: (act) => {
      if (!act.canRun(thread)) return false;
      const operation = act.begin(name, thread);
      operation.object = object;
      return prepare(act, operation);
    },
  };
}

/** Records that the object makes, at most. */
function makes({ kind, options }: Filling): number {
  return kind === WrapperClass.marshalled && options.asynchronous === true ? 2 : 1;
}

function fills(act: Act, operation: Operation, filling: Filling, ground: Ground): boolean {
  const { kind, right, slot, options } = filling;
  if (act.isLawful && operation.thread === 0) return false;
  const { world } = act;
  // Two objects of one buffer first come to their end.
  if (world.member(COPY, Member.class) !== 0) return false;
  const isFull = world.member(operation.object, Member.pointer) !== 0;
  if (!isFull && !act.hasRoomFor(makes(filling))) return false;
  operation.size = right.size;
  operation.descriptor = right.descriptor;
  Object.assign(operation, options);
  if (slot < 0) {
    operation.source = ground.buffers[0];
    return act.world.isInCall(operation.thread);
  }
  if (!fromRecord(act, slot, operation)) return false;
  const asynchronous = kind === WrapperClass.asynchronous;
  const made = asynchronous ? 'CeAllocAsynchronousBuffer' : 'CeAllocDuplicateBuffer';
  return !act.isLawful || mayMake(act, made, slot);
}

function fillTemplates(ground: Ground, object: number, filling: Filling): Template[] {
  const { kind, name, words, slot } = filling;
  const fill = kind === WrapperClass.marshalled ? 'Marshal' : 'Allocate';
  const constructs = (act: Act, operation: Operation): boolean => {
    operation.mode = kind;
    return fills(act, operation, filling, ground);
  };
  const allocates = (act: Act, operation: Operation): boolean => {
    if (act.world.member(object, Member.class) !== kind) return false;
    return fills(act, operation, filling, ground);
  };
  return threads(ground).flatMap((thread) => [
    method(`${name}(${words})`, 'construct', object, thread, constructs, slot),
    method(`${name}::${fill}(${words})`, fill, object, thread, allocates, slot),
  ]);
}

/** In the order of records, so that exchanging them exchanges templates. */
function fillings(ground: Ground): Filling[] {
  const found: Filling[] = [];
  const fails = has(ground.scope, 'no-memory') ? [0, 1] : [0];
  for (const [name, kind] of CLASSES) {
    for (const right of rights(ground)) {
      const given = `${right.size} bytes, ${descriptorText(right.descriptor)}`;
      const add = (slot: number, options: Partial<Operation>, how: string): void => {
        const words = how === '' ? given : `${given}, ${how}`;
        found.push({ kind, name, right, slot, words, options });
      };
      for (const allocationFails of fails) {
        const memory = allocationFails > 0 ? 'without memory' : '';
        if (kind === WrapperClass.marshalled) {
          add(-1, { allocationFails }, memory);
          add(-1, { allocationFails, asynchronous: true }, `asynchronous ${memory}`.trim());
          if (memory === '') add(-1, { unforced: true, asynchronous: true }, 'FALSE, asynchronous');
          continue;
        }
        for (let slot = 0; slot < ground.domain.slots; slot += 1) {
          add(slot, { allocationFails }, memory);
          if (memory === '') add(slot, { constant: true }, 'PCVOID');
        }
      }
    }
  }
  return found;
}

/** The live record that an object holds by one of its pointers, −1 for none. */
function held(act: Act, object: number, member: number, kind: Kind): number {
  const { world } = act;
  const pointer = world.member(object, member);
  for (let s = 0; s < world.slots; s += 1) {
    if (world.isLive(s) && act.isKind(s, kind) && world.pointsTo(s, pointer)) return s;
  }
  return -1;
}

/** True for a live record on which nothing but `child` stands, which may end on the thread. */
function mayEnd(act: Act, slot: number, child: number, thread: number): boolean {
  const { world } = act;
  if (slot < 0) return false;
  for (let s = 0; s < world.slots; s += 1) {
    if (s !== child && world.isLive(s) && world.parent(s) === slot) return false;
  }
  return world.field(slot, Slot.callOver) !== 0 || world.field(slot, Slot.thread) === thread;
}

/** True where what an object holds may be released now, by the rules for drivers. */
function mayEmpty(act: Act, object: number, thread: number): boolean {
  const { world } = act;
  if (!act.isLawful || world.member(object, Member.pointer) === 0) return true;
  const kind = world.member(object, Member.class);
  if (kind === WrapperClass.duplicated) {
    return mayEnd(act, held(act, object, Member.pointer, Kind.duplicate), -1, thread);
  }
  const asynchronous = held(act, object, Member.pointer, Kind.asynchronous);
  if (kind === WrapperClass.asynchronous) return asynchronous >= 0;
  const child = world.member(object, Member.asynchronous) === 0 ? -1 : asynchronous;
  return mayEnd(act, held(act, object, Member.opened, Kind.opened), child, thread);
}

/** Of what goes out alone there is something to flush. */
function mayFlush(act: Act, object: number): boolean {
  return !act.isLawful || isOutput(act.world.member(object, Member.descriptor));
}

function constructTemplates(object: number, thread: number): Template[] {
  return CLASSES.map(([name, kind]) =>
    method(`${name}()`, 'construct', object, thread, (_, operation) => {
      operation.mode = kind;
      return true;
    }),
  );
}

function lifeTemplates(object: number, thread: number): Template[] {
  const whose = object === COPY ? ' of a copy' : '';
  const of = (name: WrapperOperation, prepare: (act: Act) => boolean): Template =>
    method(`${name}${whose}`, name, object, thread, prepare);
  const empties = (act: Act): boolean => mayEmpty(act, object, thread);
  return [
    of('Free', empties),
    of('Unmarshal', empties),
    of('destroy', empties),
    of('Flush', (act) => mayFlush(act, object)),
    of('ptr', () => true),
    of('size', () => true),
  ];
}

/** The implicit copy constructor (CLASS-8): two objects release one buffer. */
function copies(thread: number): Template {
  return method('copy', 'copy', COPY, thread, (_, operation) => {
    operation.mode = ORIGINAL;
    return true;
  });
}

/** Every method: the first object is constructed and filled, the second only ever its copy. */
export function objectTemplates(ground: Ground, client: Client): Template[] {
  const templates: Template[] = [];
  for (const filling of fillings(ground)) {
    templates.push(...fillTemplates(ground, ORIGINAL, filling));
  }
  for (const thread of client === 'lawful' ? [0, ...callThreads(ground)] : threads(ground)) {
    templates.push(...constructTemplates(ORIGINAL, thread), ...lifeTemplates(ORIGINAL, thread));
    if (objectsOf(ground, client) > 1)
      templates.push(copies(thread), ...lifeTemplates(COPY, thread));
  }
  return templates;
}

function callThreads({ scope }: Ground): number[] {
  return Array.from({ length: scope.calls }, (_, index) => index + 1);
}

/** Objects that a client has. */
export function objectsOf({ scope }: Ground, client: Client): number {
  return client === 'misusing' && scope.lessMisuse !== true ? OBJECTS : 1;
}

/** Groups that only give back. */
export const OBJECT_RELEASES: readonly string[] = ['Free', 'Unmarshal', 'destroy'];
