/** The words of a program: one row an operation. */

import { OPERATION_NAMES } from './operations/index.js';
import type { OperationName, PausePoint } from './step.js';

/** Words of one operation of a program. Names number results; name 0 means a plain number. */
export const Word = {
  operation: 0,
  thread: 1,
  process: 2,
  /** 0 where NULL is passed for the out-pointer. */
  destination: 3,
  pointerName: 4,
  pointer: 5,
  sourceName: 6,
  source: 7,
  unmarshalledName: 8,
  unmarshalled: 9,
  size: 10,
  descriptor: 11,
  /** Bits of {@link Flag}. */
  flags: 12,
  allocationFails: 13,
  pause: 14,
  /** Tag that a write stores. */
  tag: 15,
  /** Name that the out-pointer gets. */
  result: 16,
  /** A wrapper object or WD_DMA structure, from 1. */
  object: 17,
  /** What `Operation.mode` says. */
  mode: 18,
  width: 19,
} as const;

/** Bits of `Word.flags`. */
export const Flag = {
  forceDuplicate: 1,
  viaKernel: 2,
  constant: 4,
  unforced: 8,
  asynchronous: 16,
} as const;

/** Pause points in the order of their codes. */
export const PAUSE_POINTS: readonly PausePoint[] = ['', 'checked', 'measured', 'written-back'];

const CODES = new Map<string, number>(OPERATION_NAMES.map((name, code) => [name, code]));

/** Code of an operation in a program. */
export function codeOf(operation: OperationName): number {
  return CODES.get(operation) as number;
}

/** Number of operations of a program. */
export function lengthOf(program: Int32Array): number {
  return Math.floor(program.length / Word.width);
}
