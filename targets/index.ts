/** The registry: every target by its name. Searches reach targets through here alone. */

import type { Target } from './interface.js';
import { boardFor, createBoard, FAULTS, type Fault } from './simulator/index.js';

export type { Fault } from './simulator/index.js';

/** Names that `--target` takes. */
export const TARGET_NAMES: readonly string[] = ['simulator'];

/** Every planted defect of the built-in boards. */
export const BOARD_FAULTS: readonly Fault[] = FAULTS;

/**
 * The target of that name for a reading: the built-in board that follows it, with a fault planted
 * when `faultId` is not ''. Throws for an unknown name, reading or fault.
 */
export function createTarget(name: string, reading: string, faultId: string): Target {
  if (name !== 'simulator') throw new RangeError(`unknown target ${name}`);
  return createBoard(boardFor(reading), faultId === '' ? undefined : faultId);
}
