/**
 * The program that a scenario file stands for. Words that an operation does not look at are
 * cleared, operations that name a result nobody gives are left out (a run skips them), and
 * results are numbered in the order of their first appearance. A run does not see the difference.
 */

import { codeOf, Flag, lengthOf, NAMES, Word } from '../../model/case.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import type { OperationName } from '../../model/step.js';
import { APPLICATION_THREAD } from '../../targets/interface.js';
import { FIELDS, type FieldKind } from './vocabulary.js';

/** Words that a kind of key fills. */
const WORDS: Readonly<Record<FieldKind, readonly number[]>> = {
  thread: [Word.thread],
  actor: [Word.thread, Word.process],
  process: [Word.process],
  pointer: [Word.pointerName, Word.pointer],
  source: [Word.sourceName, Word.source],
  unmarshalled: [Word.unmarshalledName, Word.unmarshalled],
  size: [Word.size],
  descriptor: [Word.descriptor],
  protection: [Word.descriptor],
  force: [Word.flags],
  forwarded: [Word.flags],
  out: [Word.destination],
  fails: [Word.allocationFails],
  pause: [Word.pause],
  data: [Word.tag],
  result: [Word.result],
  object: [Word.object],
  original: [Word.mode],
  class: [Word.mode],
  origin: [Word.mode],
  memory: [Word.mode],
  constant: [Word.flags],
  unforced: [Word.flags],
  asynchronous: [Word.flags],
  event: [Word.object],
  section: [Word.object],
  handle: [Word.mode],
  lock: [Word.object],
  member: [Word.mode],
  version: [Word.mode],
  options: [Word.descriptor],
  structure: [Word.descriptor],
};

const NAME_WORDS = [Word.pointerName, Word.sourceName, Word.unmarshalledName];
/** Kinds of keys that set a bit. */
type FlagKind = 'force' | 'forwarded' | 'constant' | 'unforced' | 'asynchronous';

/** Bits of the flags' word, by the kind of key that sets them. */
export const FLAG_BITS: Readonly<Record<FlagKind, number>> = {
  force: Flag.forceDuplicate,
  forwarded: Flag.viaKernel,
  constant: Flag.constant,
  unforced: Flag.unforced,
  asynchronous: Flag.asynchronous,
};

function bitsOf(kind: FieldKind): number | undefined {
  return kind in FLAG_BITS ? FLAG_BITS[kind as FlagKind] : undefined;
}

/** Copies one operation; words that it does not use stay clear. */
function copyUsed(from: Int32Array, at: number, into: Int32Array, to: number): void {
  const operation: OperationName = OPERATION_NAMES[from[at + Word.operation]];
  into[to + Word.operation] = from[at + Word.operation];
  into[to + Word.destination] = 1;
  for (const { kind } of FIELDS[operation]) {
    const bits = bitsOf(kind);
    for (const word of WORDS[kind]) {
      if (bits === undefined) into[to + word] = from[at + word];
      else into[to + word] |= from[at + word] & bits;
    }
  }
  clearUnlooked(operation, into, to);
}

/**
 * What depends on another word: a server's thread has no process, ARG_DW gives no pointer. True is
 * any number but 0.
 */
function clearUnlooked(operation: OperationName, into: Int32Array, to: number): void {
  if (FIELDS[operation].some(({ kind }) => kind === 'actor')) {
    if (into[to + Word.thread] !== APPLICATION_THREAD) into[to + Word.process] = 0;
  }
  if (FIELDS[operation].some(({ kind }) => kind === 'structure')) {
    into[to + Word.descriptor] = into[to + Word.descriptor] === 0 ? 0 : 1;
  }
  if (operation === 'call' && into[to + Word.descriptor] === 0) {
    into[to + Word.result] = 0;
  }
  into[to + Word.destination] = into[to + Word.destination] === 0 ? 0 : 1;
}

/** The canonical form of a program; see the file comment. Canonical programs come back equal. */
export function canonicalProgram(program: Int32Array): Int32Array {
  const numbers = new Int32Array(NAMES);
  const canonical = new Int32Array(program.length);
  let known = 0;
  let to = 0;
  for (let index = 0; index < lengthOf(program); index += 1) {
    canonical.fill(0, to, to + Word.width);
    copyUsed(program, index * Word.width, canonical, to);
    if (NAME_WORDS.some((word) => isDangling(canonical[to + word], numbers))) continue;
    for (const word of NAME_WORDS) canonical[to + word] = numbers[canonical[to + word]];
    const result = canonical[to + Word.result];
    if (result !== 0 && numbers[result] === 0) {
      known += 1;
      numbers[result] = known;
    }
    canonical[to + Word.result] = numbers[result];
    to += Word.width;
  }
  return canonical.slice(0, to);
}

function isDangling(name: number, numbers: Int32Array): boolean {
  return name !== 0 && numbers[name] === 0;
}

/** A program of one operation with nothing in it. */
export function blankOperation(operation: OperationName): Int32Array {
  const words = new Int32Array(Word.width);
  words[Word.operation] = codeOf(operation);
  words[Word.destination] = 1;
  return words;
}
