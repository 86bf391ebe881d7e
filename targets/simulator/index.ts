/** The built-in boards. */

import type { Target } from '../interface.js';
import { StrictBoard } from './strict/board.js';

/** Makes a board. */
export function createBoard(_kind: 'strict' | 'shipped', _faultId?: string): Target {
  return new StrictBoard(0);
}
