/** What `conform` returns; its command prints it with `--json`. */

import type { Nondeterminism } from '../nondeterminism.js';
import type { ReportedFinding } from '../reports.js';
import type { TourReport, TransitionCounts } from '../tour/report.js';

/** How a target stands with a clause. */
export type ClauseVerdict = 'conforms' | 'departs' | 'not offered' | 'not covered';

/** One row of the matrix. */
export interface ClauseRow {
  readonly id: string;
  readonly verdict: ClauseVerdict;
  /** Its obligations that bind the system and were put to the test, and all of them. */
  readonly tested: number;
  readonly obligations: number;
  /** Signatures of the departures from it. */
  readonly signatures: readonly string[];
}

/** Result of `conform`. */
export interface ConformReport {
  readonly target: string;
  readonly fault: string;
  readonly seed: string;
  readonly readings: readonly string[];
  readonly servers: readonly ('kernel' | 'user')[];
  readonly clauses: readonly ClauseRow[];
  /** Sums over all tours. */
  readonly transitions: TransitionCounts;
  readonly resets: number;
  readonly operations: number;
  readonly scenarios: {
    readonly files: number;
    readonly passed: number;
    readonly failed: number;
    /** Those that speak of nothing that the target offers. */
    readonly skipped: number;
    readonly operations: number;
  };
  readonly tours: readonly TourReport[];
  readonly fuzzing: { readonly cases: number; readonly operations: number };
  readonly findings: readonly ReportedFinding[];
  /** Cases and findings that gave another result when they were run again. */
  readonly nondeterminism: readonly Nondeterminism[];
  readonly seconds: number;
  readonly interrupted: boolean;
  /** Times that the target was started again, and why it could not go on ('' where it could). */
  readonly restarts: number;
  readonly lost: string;
}
