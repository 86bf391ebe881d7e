/** Candidates whose operations have plainer arguments. */

import {
  type Case,
  codeOf,
  decode,
  emptyOperation,
  lengthOf,
  NAMES,
  Word,
} from '../../model/case.js';
import { DESCRIPTORS, isOutput, MARSHAL_FORCE_ALIAS, typeOf } from '../../model/descriptors.js';
import { having } from './edits.js';

/** Every operation in turn, last first, each argument towards its plainest value. */
export function* plainer(given: Case): Iterable<Case> {
  yield* plainerCalls(given);
  yield* unforced(given);
  const { program } = given;
  for (let index = lengthOf(program) - 1; index >= 0; index -= 1) {
    const at = index * Word.width;
    yield* switchedOff(given, at);
    yield* plainerDescriptor(given, at);
    yield* plainerThread(given, at);
    yield* rooted(given, at);
  }
  yield* smallerBuffers(given);
}

/** All calls without parameters, and none through the kernel. */
function* plainerCalls(given: Case): Iterable<Case> {
  const call = codeOf('call');
  for (let at = 0; at < given.program.length; at += Word.width) {
    if (given.program[at + Word.operation] !== call) continue;
    if (given.program[at + Word.descriptor] === 0) continue;
    const bare: [number, number][] = [Word.source, Word.sourceName, Word.size, Word.descriptor].map(
      (word) => [word, 0],
    );
    yield having(given, at, [...bare, [Word.result, 0]]);
  }
}

/** Every descriptor without MARSHAL_FORCE_ALIAS. */
function* unforced(given: Case): Iterable<Case> {
  const program = given.program.slice();
  let forced = 0;
  for (let at = 0; at < program.length; at += Word.width) {
    const descriptor = program[at + Word.descriptor] >>> 0;
    if (descriptor < MARSHAL_FORCE_ALIAS) continue;
    program[at + Word.descriptor] = typeOf(descriptor);
    forced += 1;
  }
  if (forced > 1) yield { ...given, program };
}

function* switchedOff(given: Case, at: number): Iterable<Case> {
  const { program } = given;
  const flags = program[at + Word.flags];
  if (program[at + Word.pause] !== 0) yield having(given, at, [[Word.pause, 0]]);
  if (program[at + Word.allocationFails] !== 0)
    yield having(given, at, [[Word.allocationFails, 0]]);
  if (program[at + Word.allocationFails] > 1) {
    yield having(given, at, [[Word.allocationFails, program[at + Word.allocationFails] - 1]]);
  }
  for (const bit of [1, 2]) {
    if ((flags & bit) !== 0) yield having(given, at, [[Word.flags, flags & ~bit]]);
  }
}

/** The plainest descriptor that keeps its direction; the flag goes everywhere or nowhere. */
function* plainerDescriptor(given: Case, at: number): Iterable<Case> {
  const { program } = given;
  const descriptor = program[at + Word.descriptor] >>> 0;
  const name = program[at + Word.result];
  if (descriptor === 0) return;
  const type = typeOf(descriptor);
  const candidates = new Set<number>();
  if (descriptor >= MARSHAL_FORCE_ALIAS) candidates.add(type);
  const wanted = isOutput(type) ? [DESCRIPTORS.ARG_O_PTR] : [DESCRIPTORS.ARG_I_PTR];
  for (const plain of [DESCRIPTORS.ARG_I_PTR, ...wanted]) {
    if (plain < type || type > 0xf) candidates.add((descriptor - type + plain) >>> 0);
  }
  for (const candidate of candidates) {
    yield withDescriptor(given, at, name, descriptor, candidate);
    yield having(given, at, [[Word.descriptor, candidate]]);
  }
}

/** The descriptor of an operation and of those that end what it made. */
function withDescriptor(given: Case, at: number, name: number, from: number, to: number): Case {
  const changed = having(given, at, [[Word.descriptor, to]]);
  if (name === 0) return changed;
  const { program } = changed;
  for (let other = 0; other < program.length; other += Word.width) {
    if (program[other + Word.pointerName] !== name) continue;
    if (program[other + Word.descriptor] >>> 0 === from) program[other + Word.descriptor] = to | 0;
  }
  return changed;
}

/** The service thread, or the first call, in place of a later call. */
function* plainerThread(given: Case, at: number): Iterable<Case> {
  const thread = given.program[at + Word.thread];
  if (thread <= 1) return;
  const program = given.program.slice();
  for (let other = 0; other < program.length; other += Word.width) {
    if (program[other + Word.thread] === thread) program[other + Word.thread] = 1;
  }
  yield { ...given, program };
}

/** The caller's own address in place of a pointer that was made from it. */
function* rooted(given: Case, at: number): Iterable<Case> {
  const name = given.program[at + Word.sourceName];
  if (name === 0) return;
  for (let other = 0; other < at; other += Word.width) {
    if (given.program[other + Word.result] !== name) continue;
    const words: [number, number][] = [
      [Word.sourceName, given.program[other + Word.sourceName]],
      [Word.source, given.program[other + Word.source] + given.program[at + Word.source]],
    ];
    yield everywhere(given, name, words);
    yield having(given, at, words);
  }
}

/** Replaces a source in every operation that names it. */
function everywhere(given: Case, name: number, words: readonly [number, number][]): Case {
  const program = given.program.slice();
  for (let at = 0; at < program.length; at += Word.width) {
    if (program[at + Word.sourceName] !== name) continue;
    for (const [word, value] of words) program[at + word] = value;
  }
  return { ...given, program };
}

const SIZES = [4, 8, 64, 521, 4097, 16_385];

/** Each buffer shrunk, together with every size and offset that goes with it. */
function* smallerBuffers(given: Case): Iterable<Case> {
  const request = emptyOperation();
  const pointers = new Float64Array(NAMES).fill(0);
  const sizes = new Set<number>();
  for (let index = 0; index < lengthOf(given.program); index += 1) {
    if (decode(given.program, index, pointers, request) && request.size > 0)
      sizes.add(request.size);
  }
  for (const size of sizes) {
    for (const smaller of SIZES) {
      if (smaller >= size) continue;
      const program = given.program.slice();
      for (let at = 0; at < program.length; at += Word.width) {
        if (program[at + Word.size] >>> 0 === size) program[at + Word.size] = smaller;
      }
      yield { ...given, program };
    }
  }
}
