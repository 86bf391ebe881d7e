/** Small edits of programs that candidates are made of. Each gives a copy. */

import { type Case, codeOf, lengthOf, Word } from '../../model/case.js';
import type { OperationName } from '../../model/step.js';

/** The operations with these indices, in order. */
export function pick(program: Int32Array, indices: readonly number[]): Int32Array {
  const picked = new Int32Array(indices.length * Word.width);
  indices.forEach((index, place) => {
    const from = index * Word.width;
    picked.set(program.subarray(from, from + Word.width), place * Word.width);
  });
  return picked;
}

/** A copy of a case without the operations whose indices are marked. */
export function without(given: Case, dropped: readonly boolean[]): Case {
  const count = lengthOf(given.program);
  const kept: number[] = [];
  for (let index = 0; index < count; index += 1) if (!dropped[index]) kept.push(index);
  return { ...given, program: pick(given.program, kept) };
}

/** A copy of a case without one operation. */
export function withoutOne(given: Case, index: number): Case {
  const dropped: boolean[] = [];
  dropped[index] = true;
  return without(given, dropped);
}

/** A copy of a case with some words of the operation that begins at `at` replaced. */
export function having(
  given: Case,
  at: number,
  words: readonly (readonly [number, number])[],
): Case {
  const program = given.program.slice();
  for (const [word, value] of words) program[at + word] = value | 0;
  return { ...given, program };
}

/** True where the operation that begins at `at` is that one. */
export function isOperation(given: Case, at: number, operation: OperationName): boolean {
  return given.program[at + Word.operation] === codeOf(operation);
}
