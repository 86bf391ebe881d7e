/**
 * Candidates in which one thing stands for several: a call's parameter for an Open, memory that was
 * protected from the start for a VirtualProtect, one pointer for two. Each has fewer operations
 * than the case, where leaving some out alone would not do.
 */

import { type Case, lengthOf, Word } from '../../model/case.js';
import { DESCRIPTORS, isOutput, MARSHAL_FORCE_ALIAS } from '../../model/descriptors.js';
import type { OperationName } from '../../model/step.js';
import { Rights } from '../../model/world/domain.js';
import { having, isOperation, withoutOne } from './edits.js';
import { withFewerObjects } from './objects.js';
import { withFewerThreads } from './threads.js';

/** Every substitution, one at a time. */
export function* substitutes(given: Case): Iterable<Case> {
  yield* withFewerThreads(given);
  yield* asParameter(given);
  yield* protectedFromStart(given);
  yield* readOnlyFromStart(given);
  yield* startingAsZeroes(given);
  yield* withFewerObjects(given);
  yield* underOneName(given);
  yield* ofNoName(given);
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
    const shorter = withoutOne(passed, open);
    yield shorter;
    if (!isCopying(given)) yield copying(shorter);
  }
}

/** Bits of `Personality` (targets/interface.ts): Alloc makes a copy of whatever it may. */
const COPIES = 4 | 128;

function isCopying({ platform }: Case): boolean {
  return (platform.personality & COPIES) === COPIES;
}

/** The same on a target that copies more. */
function copying(given: Case): Case {
  const { platform } = given;
  return { ...given, platform: { ...platform, personality: platform.personality | COPIES } };
}

/** Where the call begins that an operation is made in, or −1; on the service thread the last. */
function callOf(given: Case, at: number): number {
  const { program } = given;
  const thread = program[at + Word.thread];
  for (let call = at - Word.width; call >= 0; call -= Word.width) {
    const isOurs = thread === 0 || program[call + Word.thread] === thread;
    if (isOurs && isOperation(given, call, 'call')) return call;
  }
  return -1;
}

function sizeOfBuffer(given: Case, address: number): number {
  return given.buffers.find((buffer) => (buffer.address | 0) === address)?.size ?? 4;
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
      if (kept === 0 || kept === gone) continue;
      yield withoutOne(renamed(given, gone, kept), index);
      yield withoutOne(renamed(given, gone, kept, at), index);
      const duplicates = isOperation(given, index * Word.width, 'CeAllocDuplicateBuffer');
      if (duplicates && !isCopying(given)) {
        yield copying(withoutOne(renamed(given, gone, kept), index));
      }
    }
  }
}

const NAMING = [Word.pointerName, Word.sourceName, Word.unmarshalledName];

/** One name for another; where `maker` is given, what names it is done by who made that. */
function renamed(given: Case, from: number, to: number, maker = -1): Case {
  const program = given.program.slice();
  for (let at = 0; at < program.length; at += Word.width) {
    for (const word of NAMING) {
      if (program[at + word] !== from) continue;
      program[at + word] = to;
      if (maker < 0) continue;
      program[at + Word.thread] = program[maker + Word.thread];
      program[at + Word.process] = program[maker + Word.process];
    }
  }
  return { ...given, program };
}

/** The caller's own address, or some number, in place of a pointer that one operation gives. */
function* ofNoName(given: Case): Iterable<Case> {
  const { program } = given;
  for (let index = 0; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    const name = program[at + Word.result];
    if (name === 0) continue;
    const isRooted = program[at + Word.sourceName] === 0;
    if (isRooted) yield withoutOne(addressed(given, name, program[at + Word.source]), index);
    yield withoutOne(addressed(given, name, SOME_NUMBER), index);
  }
}

/** The caller's own address in place of what Open gave, where a reading and a target take it. */
export function* withoutOpens(given: Case): Iterable<Case> {
  const { program } = given;
  for (let index = 0; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    const name = program[at + Word.result];
    if (name === 0 || program[at + Word.sourceName] !== 0) continue;
    if (!isOperation(given, at, 'CeOpenCallerBuffer')) continue;
    yield copying(withoutOne(addressed(given, name, program[at + Word.source]), index));
  }
}

const SOME_NUMBER = 1;

/** A number in place of a name. */
function addressed(given: Case, name: number, address: number): Case {
  const program = given.program.slice();
  for (let at = 0; at < program.length; at += Word.width) {
    for (const word of NAMING) {
      if (program[at + word] !== name) continue;
      program[at + word] = 0;
      program[at + word + 1] += address;
    }
  }
  return { ...given, program };
}
