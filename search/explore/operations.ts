/** Operations that somebody who explores may want to do next, in whatever state a case is. */

import { type Case, codeOf, NAMES, PAUSE_POINTS, Word } from '../../model/case.js';
import { DESCRIPTORS, MARSHAL_FORCE_ALIAS } from '../../model/descriptors.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import type { OperationName } from '../../model/step.js';
import { TAG_FIRST_WRITTEN } from '../../model/world/domain.js';
import type { World } from '../../model/world/world.js';

/** Most operations that are offered at once. */
const MOST = 240;
const THREADS = [1, 2] as const;
const SERVICE = 0;
/** Bytes of a read or write. */
const SHORT = 16;
const ALONE = -1;
const CHECKED = PAUSE_POINTS.indexOf('checked');

const { ARG_I_PTR, ARG_O_PTR, ARG_IO_PTR } = DESCRIPTORS;
const OPENED: readonly number[] = [ARG_I_PTR, ARG_O_PTR, ARG_IO_PTR];
const ALLOCATED: readonly number[] = [...OPENED, ARG_IO_PTR + MARSHAL_FORCE_ALIAS];

/** Which operations end what one made. */
const ENDS: Partial<Record<OperationName, readonly OperationName[]>> = {
  CeOpenCallerBuffer: ['CeCloseCallerBuffer'],
  CeAllocAsynchronousBuffer: ['CeFlushAsynchronousBuffer', 'CeFreeAsynchronousBuffer'],
  CeAllocDuplicateBuffer: ['CeFreeDuplicateBuffer'],
};

type Fields = Partial<Record<Exclude<keyof typeof Word, 'width' | 'operation'>, number>>;

function words(operation: OperationName, fields: Fields): Int32Array {
  const list = new Int32Array(Word.width);
  list[Word.operation] = codeOf(operation);
  list[Word.destination] = 1;
  for (const [field, value] of Object.entries(fields))
    list[Word[field as keyof Fields]] = value | 0;
  return list;
}

/** The operations for a case in a world, each as the words of a program. */
export function operationsFor(given: Case, world: World): Int32Array[] {
  const result = freeName(given.program);
  const list = [...events(given, world)];
  for (const thread of threadsOf(world)) {
    list.push(...marshalling(given, world, thread, result), ...endings(given, thread, result));
  }
  list.push(...accesses(given));
  return list.slice(0, MOST);
}

/** What is needed to lay memory out for all that is ever offered after a case, as words. */
export function placesFor(given: Case): Int32Array[] {
  const list = [...accesses(given), ...endings(given, 1, 0)];
  for (const { process, address: source, size } of given.buffers) {
    const head = { thread: ALONE, process, pointer: source, size: Math.min(size, SHORT) };
    list.push(words('CeOpenCallerBuffer', { thread: 1, source, size }), words('read', head));
  }
  return list;
}

/** The first name that no result has; 0 when all are taken. */
function freeName(program: Int32Array): number {
  let last = 0;
  for (let at = 0; at < program.length; at += Word.width) {
    last = Math.max(last, program[at + Word.result]);
  }
  return last + 1 < NAMES ? last + 1 : 0;
}

function threadsOf(world: World): number[] {
  return [...THREADS.filter((thread) => world.isInCall(thread)), SERVICE];
}

function* events(given: Case, world: World): Iterable<Int32Array> {
  for (let process = 1; process <= given.applications; process += 1) {
    const thread = THREADS.find((each) => !world.isInCall(each)) ?? 1;
    yield words('call', { thread, process });
  }
  for (const thread of THREADS) yield words('return', { thread });
  for (const thread of [...THREADS, SERVICE]) yield words('resume', { thread });
  for (let process = 1; process <= given.applications; process += 1) {
    yield words('exit', { thread: ALONE, process });
    yield words('start', { thread: ALONE, process });
  }
}

function* marshalling(
  given: Case,
  world: World,
  thread: number,
  result: number,
): Iterable<Int32Array> {
  const caller = world.callerOf(thread);
  for (const { process, address, size } of given.buffers) {
    if (process !== caller && process !== 0) continue;
    const base = { thread, source: address, size, result };
    for (const descriptor of OPENED) yield words('CeOpenCallerBuffer', { ...base, descriptor });
    yield words('CeOpenCallerBuffer', { ...base, descriptor: ARG_IO_PTR, flags: 1 });
    for (const descriptor of ALLOCATED) {
      yield words('CeAllocAsynchronousBuffer', { ...base, descriptor });
    }
    const whole = { ...base, descriptor: ARG_IO_PTR };
    yield words('CeAllocAsynchronousBuffer', { ...whole, pause: CHECKED });
    yield words('CeAllocAsynchronousBuffer', { ...whole, allocationFails: 1 });
    yield words('CeAllocDuplicateBuffer', { ...base, descriptor: ARG_IO_PTR });
  }
}

/** What can be done with each result that the program names. */
function* endings(given: Case, thread: number, result: number): Iterable<Int32Array> {
  const { program } = given;
  for (let at = 0; at < program.length; at += Word.width) {
    const name = program[at + Word.result];
    const made = OPERATION_NAMES[program[at + Word.operation]];
    if (name === 0) continue;
    const [sourceName, source] = [program[at + Word.sourceName], program[at + Word.source]];
    const [size, descriptor] = [program[at + Word.size], program[at + Word.descriptor]];
    for (const operation of ENDS[made] ?? []) {
      const fields = { thread, pointerName: name, sourceName, source, size, descriptor };
      yield words(operation, fields);
    }
    if (made === 'CeOpenCallerBuffer' || made === 'CeAllocDuplicateBuffer') {
      const fields = { thread, sourceName: name, size, result };
      yield words('CeAllocAsynchronousBuffer', { ...fields, descriptor });
      const aliased = descriptor + MARSHAL_FORCE_ALIAS;
      yield words('CeAllocAsynchronousBuffer', { ...fields, descriptor: aliased });
    }
    yield words('read', { thread, pointerName: name, size: Math.min(size >>> 0, SHORT) });
    const tag = TAG_FIRST_WRITTEN + program.length / Word.width;
    yield words('write', { thread, pointerName: name, size: Math.min(size >>> 0, SHORT), tag });
  }
}

function* accesses(given: Case): Iterable<Int32Array> {
  const tag = TAG_FIRST_WRITTEN + given.program.length / Word.width;
  for (const { process, address, size } of given.buffers) {
    if (process === 0) continue;
    const fields = { thread: ALONE, process, pointer: address, size: Math.min(size, SHORT) };
    yield words('read', fields);
    yield words('write', { ...fields, tag });
  }
}
