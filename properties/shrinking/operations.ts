/** Candidates with fewer operations. */

import { type Case, codeOf, lengthOf, Word } from '../../model/case.js';
import { without } from './edits.js';

/**
 * Candidates that keep only what the last operation depends on: the results it names, theirs in
 * turn, and the calls that these were made in; with and without the writes before it.
 */
export function* closures(given: Case): Iterable<Case> {
  for (const keepStores of [false, true]) {
    const dropped = outsideClosure(given.program, keepStores);
    if (dropped.some((drop) => drop)) yield without(given, dropped);
  }
}

function outsideClosure(program: Int32Array, keepStores: boolean): boolean[] {
  const count = lengthOf(program);
  const names = new Set<number>();
  const threads = new Set<number>();
  const dropped: boolean[] = new Array<boolean>(count).fill(true);
  const [call, write] = [codeOf('call'), codeOf('write')];
  const resume = codeOf('resume');
  for (let index = count - 1; index >= 0; index -= 1) {
    const at = index * Word.width;
    const operation = program[at + Word.operation];
    const thread = program[at + Word.thread];
    const needed =
      index === count - 1 ||
      (program[at + Word.result] !== 0 && names.has(program[at + Word.result])) ||
      (operation === call && threads.has(thread)) ||
      operation === resume ||
      program[at + Word.pause] !== 0 ||
      (keepStores && operation === write);
    if (!needed) continue;
    dropped[index] = false;
    for (const field of [Word.pointerName, Word.sourceName, Word.unmarshalledName]) {
      if (program[at + field] !== 0) names.add(program[at + field]);
    }
    if (thread > 0 && operation !== call) threads.add(thread);
  }
  return dropped;
}

/** Candidates without a stretch of operations (long ones first), then without two single ones. */
export function* leaveOut(given: Case): Iterable<Case> {
  const count = lengthOf(given.program);
  for (let size = Math.floor(count / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = count - size; from >= 0; from -= size) {
      const dropped: boolean[] = [];
      for (let i = 0; i < size; i += 1) dropped[from + i] = true;
      yield without(given, dropped);
    }
  }
  if (count > 14) return;
  for (let first = 0; first < count; first += 1) {
    for (let second = first + 1; second < count; second += 1) {
      const dropped: boolean[] = [];
      dropped[first] = true;
      dropped[second] = true;
      yield without(given, dropped);
    }
  }
}
