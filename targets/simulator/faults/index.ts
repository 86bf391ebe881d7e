/** The catalogue of planted faults. */

import { ALLOCATE_FAULTS } from './allocate.js';
import { ARGUMENT_FAULTS } from './arguments.js';
import { COMMIT_FAULTS } from './commits.js';
import { FLUSH_FAULTS } from './flush.js';
import { MEMORY_FAULTS } from './memory.js';
import { OPEN_FAULTS } from './open.js';
import { RELEASE_FAULTS } from './release.js';
import { SEQUENCE_FAULTS } from './sequences.js';
import { SHARING_FAULTS } from './shared-memory.js';
import { STATE_FAULTS } from './states.js';
import type { Fault } from './types.js';
import { WINDRIVER_FAULTS } from './windriver.js';
import { WRAPPER_FAULTS } from './wrapper-classes.js';

/** All of them. */
export const FAULTS: readonly Fault[] = [
  ...ARGUMENT_FAULTS,
  ...OPEN_FAULTS,
  ...ALLOCATE_FAULTS,
  ...RELEASE_FAULTS,
  ...FLUSH_FAULTS,
  ...MEMORY_FAULTS,
  ...STATE_FAULTS,
  ...SEQUENCE_FAULTS,
  ...WRAPPER_FAULTS,
  ...SHARING_FAULTS,
  ...COMMIT_FAULTS,
  ...WINDRIVER_FAULTS,
];

/** The fault of that name; throws, with names that come near, where there is none. */
export function faultNamed(id: string): Fault {
  const found = FAULTS.find((fault) => fault.id === id);
  if (found !== undefined) return found;
  const words = id.split('-').filter((word) => word.length > 3);
  const near = FAULTS.filter((fault) => words.some((word) => fault.id.includes(word)));
  const hint =
    near.length > 0
      ? `; near: ${near
          .slice(0, 5)
          .map((fault) => fault.id)
          .join(', ')}`
      : '';
  throw new Error(`simulator: no fault is called "${id}"${hint}`);
}
