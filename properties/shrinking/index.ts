/** Every candidate in place of a case, those that take most away first. */

import type { Case } from '../../model/case.js';
import { plainer } from './arguments.js';
import { tidied } from './memory.js';
import { closures, leaveOut } from './operations.js';
import { substitutes } from './substitutes.js';

/**
 * Cases that are smaller or plainer than a case. Whoever keeps the first that still fails, and
 * asks again, ends at a case that no candidate improves.
 */
export function* candidates(given: Case): Iterable<Case> {
  yield* closures(given);
  yield* leaveOut(given);
  yield* substitutes(given);
  yield* plainer(given);
  yield* tidied(given);
}
