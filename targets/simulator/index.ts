/** The built-in boards. */

import type { Target } from '../interface.js';
import { FAULT } from './faults/codes.js';
import { ShippedBoard } from './shipped/board.js';
import { StrictBoard } from './strict/board.js';

/** Makes a board. */
export function createBoard(kind: 'strict' | 'shipped', faultId?: string): Target {
  const code = faultId === undefined ? 0 : (FAULT as Record<string, number>)[faultId] ?? -1;
  if (code < 0) throw new Error(`simulator: unknown fault ${faultId}`);
  return kind === 'strict' ? new StrictBoard(code) : new ShippedBoard(code);
}
