/** Candidates with fewer methods and copies of wrapper objects, and fewer reservations. */

import { type Case, lengthOf, Word } from '../../model/case.js';
import { MEM_COMMIT, MEM_RESERVE } from '../../model/memory-types.js';
import { having, isOperation, withoutOne } from './edits.js';

/** Every one, with fewer operations than the case. */
export function* withFewerObjects(given: Case): Iterable<Case> {
  for (let index = 0; index < lengthOf(given.program); index += 1) {
    const at = index * Word.width;
    if (isOperation(given, at, 'copy')) yield withoutOne(asItsModel(given, at), index);
    if (isOperation(given, at, 'VirtualAllocEx')) yield* reservedAtOnce(given, index);
    if (isOperation(given, at, 'VirtualCopyEx')) yield* committedInstead(given, index);
    const fills = isOperation(given, at, 'Allocate') || isOperation(given, at, 'Marshal');
    if (fills) yield* filledFromStart(given, index);
  }
}

/** The object that was copied in place of the copy. */
function asItsModel(given: Case, at: number): Case {
  const program = given.program.slice();
  const [copy, model] = [program[at + Word.object], program[at + Word.mode]];
  for (let later = at + Word.width; later < program.length; later += Word.width) {
    if (program[later + Word.object] === copy) program[later + Word.object] = model;
  }
  return { ...given, program };
}

const FILLING = [Word.sourceName, Word.source, Word.size, Word.descriptor, Word.flags];

/** An object that its constructor fills as a method does later. */
function* filledFromStart(given: Case, index: number): Iterable<Case> {
  const { program } = given;
  const at = index * Word.width;
  for (let from = at - Word.width; from >= 0; from -= Word.width) {
    if (program[from + Word.object] !== program[at + Word.object]) continue;
    if (!isOperation(given, from, 'construct')) continue;
    const words = FILLING.map((word) => [word, program[at + word]] as const);
    yield withoutOne(having(given, from, words), index);
    return;
  }
}

/** Pages that are reserved and committed in one go. */
function* reservedAtOnce(given: Case, index: number): Iterable<Case> {
  const { program } = given;
  const at = index * Word.width;
  const name = program[at + Word.pointerName];
  if (name === 0 || program[at + Word.mode] !== MEM_COMMIT) return;
  for (let from = 0; from < at; from += Word.width) {
    if (program[from + Word.result] !== name) continue;
    if (!isOperation(given, from, 'VirtualAllocEx')) continue;
    const words = [
      [Word.mode, MEM_RESERVE | MEM_COMMIT],
      [Word.pointerName, 0],
      [Word.pointer, 0],
      [Word.result, name],
    ] as const;
    yield withoutOne(having(given, at, words), from / Word.width);
  }
}

const PAGE_READWRITE = 4;

/** Pages that are committed from the start in place of a mapping. */
function* committedInstead(given: Case, index: number): Iterable<Case> {
  const { program } = given;
  const name = program[index * Word.width + Word.pointerName];
  if (name === 0) return;
  for (let from = 0; from < index * Word.width; from += Word.width) {
    if (program[from + Word.result] !== name) continue;
    if (!isOperation(given, from, 'VirtualAllocEx')) continue;
    const words = [
      [Word.mode, MEM_RESERVE | MEM_COMMIT],
      [Word.descriptor, PAGE_READWRITE],
      [Word.pointer, 0],
    ] as const;
    yield withoutOne(having(given, from, words), index);
  }
}
