/** What targets can be named with, apart from the targets: quick to load. */

import { FAULTS } from './simulator/faults/index.js';
import type { Fault } from './simulator/faults/types.js';

export type { Fault };

/** Name of the built-in boards. */
export const SIMULATOR = 'simulator';

/** Names that `--target` takes, beside command lines and `tcp://host:port`. */
export const TARGET_NAMES: readonly string[] = [SIMULATOR];

/** Every planted defect of the built-in boards. */
export const BOARD_FAULTS: readonly Fault[] = FAULTS;
