/** Results of campaigns: what the functions of the library return and `--json` prints. */

import type { Interesting } from './corpus/types.js';
import type { Finding } from './finding.js';
import type { Nondeterminism } from './nondeterminism.js';

/** A finding in a report, with the file that it was saved to ('' when it was not). */
export interface ReportedFinding extends Finding {
  readonly file: string;
}

/** A documented danger of a shipped reading that was met. */
export interface UnsafeEntry {
  readonly id: string;
  readonly clause: string;
  readonly reading: string;
  readonly sentence: string;
  /** Times that it was met, and times that the target stepped back instead. */
  readonly met: number;
  readonly declined: number;
}

/** An obligation that a campaign did not cover. */
export interface Uncovered {
  readonly id: string;
  readonly reason: string;
}

/** Result of `fuzz`. */
export interface FuzzReport {
  readonly seed: string;
  readonly target: string;
  readonly fault: string;
  readonly readings: readonly string[];
  readonly cases: number;
  readonly operations: number;
  /** Cases that ended early because no rule speaks of what followed, or in too many worlds. */
  readonly open: number;
  readonly inconclusive: number;
  /** Wall-clock seconds; the only member that differs between equal runs. */
  readonly seconds: number;
  readonly interrupted: boolean;
  /** Times that a target from outside was started again because it had ended. */
  readonly restarts: number;
  /** Why the target could not go on, '' where it could. What was found before is all there. */
  readonly lost: string;
  readonly findings: readonly ReportedFinding[];
  /** Cases and findings that gave another result when they were run again. */
  readonly nondeterminism: readonly Nondeterminism[];
  /** Cases that showed something new; absent where nobody asked (`FuzzOptions.corpus`). */
  readonly interesting?: readonly Interesting[];
  readonly unsafe: readonly UnsafeEntry[];
  readonly clauses: {
    readonly covered: readonly string[];
    readonly uncovered: readonly Uncovered[];
  };
}

/** What became of one fault. */
export interface FaultResult {
  readonly id: string;
  readonly clauses: readonly string[];
  readonly readings: readonly string[];
  readonly sentence: string;
  /** True when a finding named a clause of the fault. */
  readonly killed: boolean;
  /** Cases until then, or all that were tried. */
  readonly cases: number;
  /** Operations carried out until then. */
  readonly operations: number;
  /** Operations of the reduced case, 0 when it was not found. */
  readonly length: number;
  /** The reduced case fails with the fault and passes without it. */
  readonly confirmed: boolean;
  readonly signature: string;
  /** Clauses that findings named. */
  readonly named: readonly string[];
}

/** Result of `faults`. */
export interface FaultsReport {
  readonly seed: string;
  readonly inspection: boolean;
  readonly killed: number;
  readonly total: number;
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly faults: readonly FaultResult[];
}

/** Progress of a campaign, a few times a second. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly operations: number;
  readonly findings: number;
  /** What is being done, for a person. */
  readonly label: string;
}
