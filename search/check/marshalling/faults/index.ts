/**
 * Defects planted in the rules: proof that the invariants bite. Each changes what one step leaves,
 * and names the invariant that has to break.
 */

import { BYTES } from './bytes.js';
import { CACHE } from './cache.js';
import { COUNTS } from './counts.js';
import { OTHERS } from './others.js';
import { RELEASES } from './releases.js';
import type { ModelFault } from './spoiled.js';
import { SYSTEM_FAULTS } from './systems.js';

export type { ModelFault } from './spoiled.js';

/** Every planted defect of the rules. */
export const MODEL_FAULTS: readonly ModelFault[] = [
  ...COUNTS,
  ...CACHE,
  ...RELEASES,
  ...BYTES,
  ...OTHERS,
  ...SYSTEM_FAULTS,
];

/** The defect of that ID, or undefined. */
export function findModelFault(id: string): ModelFault | undefined {
  return MODEL_FAULTS.find((fault) => fault.id === id);
}
