/** Where two runs of one thing differ. */

import type { NondeterminismEntry } from './campaign-parts.js';

/** Where two runs differ first: a step, or, for a job of a fleet, a member of its result. */
export function differsAt({ step, operation }: NondeterminismEntry): string {
  return step === 0 ? operation : `step ${step}, ${operation}`;
}
