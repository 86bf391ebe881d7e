/** What can be planted in the built-in boards: a list, without the boards. */

import { FAULTS } from './simulator/faults/index.js';
import type { Fault } from './simulator/faults/types.js';

export type { Fault };

/** Every planted defect of the built-in boards. */
export const BOARD_FAULTS: readonly Fault[] = FAULTS;
