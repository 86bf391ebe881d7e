/** The registry: every target by its name. Searches reach targets through here alone. */

import type { Target } from './interface.js';
import { SIMULATOR } from './names.js';
import { processTarget } from './process/index.js';
import { boardFor, createBoard } from './simulator/index.js';
import { READINGS } from './simulator/readings.js';

export { BOARD_FAULTS, type Fault } from './faults.js';
export { SIMULATOR, TARGET_NAMES } from './names.js';
export { closeTargets } from './process/index.js';
export { TargetStartError } from './process/start-error.js';

/**
 * The target of that name for a reading: the built-in board that follows it, with a fault planted
 * when `faultId` is not ''; or a target from outside, which serves every reading that it offers.
 * `watchdog`: milliseconds that one operation may take there, 0 for the default. Throws RangeError
 * for an unknown reading or fault, or a fault in a target from outside; TargetStartError.
 */
export function createTarget(name: string, reading: string, faultId: string, watchdog = 0): Target {
  if (name === SIMULATOR)
    return createBoard(boardFor(reading), faultId === '' ? undefined : faultId);
  if (faultId !== '') throw new RangeError(`faults are planted in the boards, not in ${name}`);
  return processTarget(
    name,
    watchdog,
    READINGS.map((each) => each.name),
  );
}
