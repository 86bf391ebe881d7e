/** The verdict of a scenario against what a replay met. */

import { CITE, clauseOf, type ObligationId, obligationAt } from '../../model/clauses/index.js';
import type { ExpectedVerdict } from '../scenario/types.js';
import type { ReplayReason } from './types.js';

/** What was met over a whole run that departed from nothing. */
export interface Met {
  readonly unsafe: readonly string[];
  /** Obligations; null where nobody looked. */
  readonly breaches: readonly string[] | null;
  /** The target stepped back from a wrong call instead. */
  readonly declined: boolean;
}

/** True when an obligation is what an ID (of a clause or of an obligation) names. */
export function isNamedBy(obligation: string, id: string): boolean {
  if (obligation === id) return true;
  return Object.hasOwn(CITE, obligation) && clauseOf(CITE[obligation as ObligationId]) === id;
}

/** True for an obligation that is advice: it may be broken without a word. */
function isAdvice(obligation: string): boolean {
  const index = Object.hasOwn(CITE, obligation) ? CITE[obligation as ObligationId] : 0;
  return index > 0 && obligationAt(index).force === 'advice';
}

function complaint(text: string): ReplayReason {
  return { kind: 'verdict', step: 0, text };
}

function breachReasons(expected: readonly string[], met: readonly string[]): ReplayReason[] {
  const missed = expected.filter((id) => !met.some((each) => isNamedBy(each, id)));
  const extra = met.filter(
    (each) => !isAdvice(each) && !expected.some((id) => isNamedBy(each, id)),
  );
  return [
    ...missed.map((id) => complaint(`the driver must be told that it broke ${id}; it was not`)),
    ...extra.map((id) =>
      complaint(`the driver was told that it broke ${id}; the verdict does not say so`),
    ),
  ];
}

function unsafeReasons(expected: readonly string[], met: Met): ReplayReason[] {
  const missed = met.declined ? [] : expected.filter((id) => !met.unsafe.includes(id));
  const extra = met.unsafe.filter((id) => !expected.includes(id));
  return [
    ...missed.map((id) => complaint(`the documented danger ${id} must be met; it was not`)),
    ...extra.map((id) =>
      complaint(`the documented danger ${id} was met; the verdict does not list it`),
    ),
  ];
}

/** Where verdict and what was met part. A scenario that says nothing of a platform fails there. */
export function verdictReasons(expected: ExpectedVerdict | undefined, met: Met): ReplayReason[] {
  if (expected === undefined) return [complaint('the verdict says nothing of this platform')];
  const breaches =
    expected.breach === null || met.breaches === null
      ? []
      : breachReasons(expected.breach, met.breaches);
  return [...unsafeReasons(expected.unsafe, met), ...breaches];
}
