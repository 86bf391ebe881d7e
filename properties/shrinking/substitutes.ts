/**
 * Candidates in which one thing stands for several: a call's parameter for an Open, the service
 * thread for a call, memory that was protected from the start for a VirtualProtect, one call for
 * two. Each has fewer operations than the case, where leaving some out alone would not do.
 */

import { type Case, codeOf, lengthOf, Word } from '../../model/case.js';
import { DESCRIPTORS, isOutput, MARSHAL_FORCE_ALIAS } from '../../model/descriptors.js';
import type { OperationName } from '../../model/step.js';
import { Rights } from '../../model/world/domain.js';
import { having, without, withoutOne } from './edits.js';

/** The interrupt or worker thread, which carries no call. */
const SERVICE_THREAD = 0;

/** Every substitution, one at a time. */
export function* substitutes(given: Case): Iterable<Case> {
  yield* onServiceThread(given);
  yield* asParameter(given);
  yield* inOneCall(given);
  yield* protectedFromStart(given);
  yield* readOnlyFromStart(given);
  yield* startingAsZeroes(given);
  yield* underOneName(given);
  yield* ofNoName(given);
}

function isOperation(given: Case, at: number, operation: OperationName): boolean {
  return given.program[at + Word.operation] === codeOf(operation);
}

/** What a thread does, done by the service thread: its calls and returns go. */
function* onServiceThread(given: Case): Iterable<Case> {
  for (let thread = 1; thread <= 4; thread += 1) {
    const dropped: boolean[] = [];
    const program = given.program.slice();
    let calls = 0;
    for (let index = 0; index < lengthOf(program); index += 1) {
      const at = index * Word.width;
      if (program[at + Word.thread] !== thread) continue;
      program[at + Word.thread] = 0;
      dropped[index] = isOperation(given, at, 'call') || isOperation(given, at, 'return');
      if (dropped[index]) calls += 1;
    }
    if (calls > 0) yield without({ ...given, program }, dropped);
  }
}

/** The buffer of an Open as the parameter of the call that it was made in. */
function* asParameter(given: Case): Iterable<Case> {
  const { program } = given;
  let open = 0;
  for (let at = 0; at < program.length; at += Word.width, open += 1) {
    if (!isOperation(given, at, 'CeOpenCallerBuffer')) continue;
    const call = callOf(given, at);
    if (call < 0 || program[at + Word.result] === 0) continue;
    const size = program[at + Word.size] >>> 0 || sizeOfBuffer(given, program[at + Word.source]);
    const passed = having(given, call, [
      [Word.sourceName, program[at + Word.sourceName]],
      [Word.source, program[at + Word.source]],
      [Word.size, size],
      [Word.descriptor, program[at + Word.descriptor]],
      [Word.result, program[at + Word.result]],
    ]);
    yield withoutOne(passed, open);
  }
}

/** Where the call begins that an operation is made in, or −1; on the service thread the last. */
function callOf(given: Case, at: number): number {
  const { program } = given;
  const thread = program[at + Word.thread];
  for (let call = at - Word.width; call >= 0; call -= Word.width) {
    const isOurs = thread === SERVICE_THREAD || program[call + Word.thread] === thread;
    if (isOurs && isOperation(given, call, 'call')) return call;
  }
  return -1;
}

function sizeOfBuffer(given: Case, address: number): number {
  return given.buffers.find((buffer) => (buffer.address | 0) === address)?.size ?? 4;
}

/** Two calls made one: the later call goes, with what ended the earlier one in between. */
function* inOneCall(given: Case): Iterable<Case> {
  const { program } = given;
  const count = lengthOf(program);
  for (let later = 1; later < count; later += 1) {
    const at = later * Word.width;
    if (!isOperation(given, at, 'call')) continue;
    for (let earlier = 0; earlier < later; earlier += 1) {
      const from = earlier * Word.width;
      if (!isOperation(given, from, 'call')) continue;
      yield joined(given, earlier, later);
      const passed = [Word.sourceName, Word.source, Word.size, Word.descriptor, Word.result];
      const words = passed.map((word) => [word, program[at + word]] as const);
      yield joined(having(given, from, words), earlier, later);
    }
  }
}

function joined(given: Case, earlier: number, later: number): Case {
  const program = given.program.slice();
  const first = program[earlier * Word.width + Word.thread];
  const second = program[later * Word.width + Word.thread];
  const dropped: boolean[] = [];
  dropped[later] = true;
  for (let index = earlier + 1; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    const thread = program[at + Word.thread];
    if (index < later && thread === first && isOperation(given, at, 'return')) {
      dropped[index] = true;
    }
    if (index > later && thread === second) program[at + Word.thread] = first;
  }
  return without({ ...given, program }, dropped);
}

const RIGHTS = new Map<number, Rights>([
  [1, Rights.none],
  [2, Rights.read],
  [4, Rights.readWrite],
]);
const PLAIN = 0xff;
const NOCACHE = 0x200;

/** Memory that is from the start what a VirtualProtect makes of it. */
function* protectedFromStart(given: Case): Iterable<Case> {
  const { program } = given;
  for (let index = 0; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    if (!isOperation(given, at, 'VirtualProtect')) continue;
    const descriptor = program[at + Word.descriptor];
    const rights = RIGHTS.get(descriptor & PLAIN);
    if (rights === undefined) continue;
    const cached = (descriptor & NOCACHE) === 0;
    const regions = given.regions.map((region) => {
      const base = region.base | 0;
      if (region.process !== program[at + Word.process] || base !== program[at + Word.pointer]) {
        return region;
      }
      const pages = region.runs.reduce((sum, run) => sum + run.pages, 0);
      return { ...region, runs: [{ pages, rights, cached }] };
    });
    yield withoutOne({ ...given, regions }, index);
  }
}

/** What makes a write-back fail, taken away; the memory is read-only instead. */
function* readOnlyFromStart(given: Case): Iterable<Case> {
  const readOnly = given.regions.map((region) => {
    if (region.process === 0) return region;
    const pages = region.runs.reduce((sum, run) => sum + run.pages, 0);
    return { ...region, runs: [{ pages, rights: Rights.read, cached: true }] };
  });
  for (let index = 0; index < lengthOf(given.program); index += 1) {
    const at = index * Word.width;
    const hinders = HINDERING.some((operation) => isOperation(given, at, operation));
    if (!hinders) continue;
    const fewer = withoutOne({ ...given, regions: readOnly }, index);
    yield fewer;
    // What an Open copied is not read-only; a parameter is.
    yield* asParameter(fewer);
  }
}

const HINDERING: readonly OperationName[] = [
  'exit',
  'VirtualFree',
  'VirtualProtect',
  'CeCloseCallerBuffer',
];

/** An OUT buffer that starts as zeroes differs from its source without a write. */
function* startingAsZeroes(given: Case): Iterable<Case> {
  const { program, platform } = given;
  const zeroing = {
    ...platform,
    personality: platform.personality & ~STARTS_AS_SOURCE,
  };
  for (let index = 0; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    const name = program[at + Word.pointerName];
    if (!isOperation(given, at, 'write') || name === 0) continue;
    const changed = program.slice();
    for (let other = 0; other < program.length; other += Word.width) {
      const speaks = program[other + Word.result] === name;
      if (!speaks && program[other + Word.pointerName] !== name) continue;
      const descriptor = program[other + Word.descriptor];
      if (isOutput(descriptor)) {
        changed[other + Word.descriptor] =
          (descriptor & MARSHAL_FORCE_ALIAS) | DESCRIPTORS.ARG_O_PTR;
      }
    }
    yield withoutOne({ ...given, platform: zeroing, program: changed }, index);
  }
}

/** Bit of `Personality` (targets/interface.ts). */
const STARTS_AS_SOURCE = 8;

/** One result in place of two: what names the one names the other, which is not made. */
function* underOneName(given: Case): Iterable<Case> {
  const { program } = given;
  for (let index = 0; index < lengthOf(program); index += 1) {
    const gone = program[index * Word.width + Word.result];
    if (gone === 0 || isOperation(given, index * Word.width, 'call')) continue;
    for (let at = 0; at < program.length; at += Word.width) {
      const kept = program[at + Word.result];
      if (kept !== 0 && kept !== gone) yield withoutOne(renamed(given, gone, kept), index);
    }
  }
}

const NAMING = [Word.pointerName, Word.sourceName, Word.unmarshalledName];

function renamed(given: Case, from: number, to: number): Case {
  const program = given.program.slice();
  for (let at = 0; at < program.length; at += Word.width) {
    for (const word of NAMING) if (program[at + word] === from) program[at + word] = to;
  }
  return { ...given, program };
}

/** The caller's own address in place of a pointer that only one operation names. */
function* ofNoName(given: Case): Iterable<Case> {
  const { program } = given;
  for (let index = 0; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    const name = program[at + Word.result];
    if (name === 0 || program[at + Word.sourceName] !== 0) continue;
    const changed = program.slice();
    for (let other = 0; other < program.length; other += Word.width) {
      for (const word of NAMING) {
        if (changed[other + word] !== name) continue;
        changed[other + word] = 0;
        changed[other + word + 1] += program[at + Word.source];
      }
    }
    yield withoutOne({ ...given, program: changed }, index);
  }
}
