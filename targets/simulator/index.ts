/**
 * The built-in boards: `strict` keeps every must and safe clause of the documented readings,
 * `shipped` does what facts.md says that shipped releases do. Nothing here knows the model.
 */

import type { Target } from '../interface.js';
import { faultNamed } from './faults/index.js';
import { readingNamed } from './readings.js';
import { ShippedBoard } from './shipped/board.js';
import { StrictBoard } from './strict/board.js';

/**
 * Makes a board, with a fault planted when `faultId` names one; throws when there is no such fault.
 * A fault of the other board is inert.
 */
export function createBoard(kind: 'strict' | 'shipped', faultId?: string): Target {
  const fault = faultId === undefined ? null : faultNamed(faultId);
  const applies = fault !== null && (fault.board === 'both' || fault.board === kind);
  const code = fault !== null && applies ? fault.code : 0;
  return kind === 'strict' ? new StrictBoard(code) : new ShippedBoard(code);
}

/** Which board a reading runs on; throws when there is no such reading. */
export function boardFor(reading: string): 'strict' | 'shipped' {
  return readingNamed(reading).board;
}
