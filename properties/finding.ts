/** What a campaign found: plain data, the same from code, in JSON and in a scenario file. */

import type { Case } from '../model/case.js';

/** How severe a finding is; see rules.md, 'Verdicts'. */
export type FindingClass = 'departure' | 'breach' | 'unsafe' | 'warning';

/** Where a finding came from. */
export interface Origin {
  readonly seed: string;
  /** Number of the case in its campaign; replays alone unless it was bred on an island. */
  readonly case: number;
  /** Island that bred it; absent for a case that was drawn blind. */
  readonly island?: number;
  /** File of the corpus that it is; absent for a case of a campaign. */
  readonly file?: string;
  readonly target: string;
  /** Planted defect, '' for none. */
  readonly fault: string;
}

/** One finding, reduced or not. */
export interface Finding {
  /** Clause, check, operation and the roles blamed: one bug, one signature. */
  readonly signature: string;
  readonly class: FindingClass;
  /** Clauses that were broken, the most specific first. */
  readonly clauses: readonly string[];
  /** The obligations within them. */
  readonly obligations: readonly string[];
  /** What was compared when it showed (a name of CHECKS). */
  readonly check: string;
  /** Kind of the operation at which it showed. */
  readonly operation: string;
  /** One sentence each: what the rules permit here, and what the target did. */
  readonly expected: string;
  readonly observed: string;
  /** Operations that were carried out up to and including that one. */
  readonly length: number;
  /** What a target from outside said meanwhile, and how it broke; absent for nothing. */
  readonly evidence?: string | undefined;
  readonly case: Case;
  readonly origin: Origin;
}
