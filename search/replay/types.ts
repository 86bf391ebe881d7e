/** Results of replaying scenarios, and what a replay needs from elsewhere. */

import type { Case, Platform } from '../../model/case.js';
import type { Operation } from '../../model/step.js';
import type { Costs, Response, Target } from '../../targets/interface.js';
import type { Finding } from '../finding.js';
import type { Nondeterminism } from '../nondeterminism.js';
import type { Places } from '../offer.js';
import type { ScenarioError } from '../scenario/error.js';

/** Watches what the driver does; `properties/driver-rules/` has the real one. */
export interface DriverMonitor {
  /** Begins a case. */
  begin(given: Case): void;
  /** After an operation; gives the obligations that it broke. */
  observe(request: Operation, held: Operation, response: Response): readonly string[];
  /** At the end of the case: duties that were left undone. */
  end(): readonly string[];
}

/** How scenarios are replayed. */
export interface ReplayOptions {
  /** A target that follows a reading; it is kept and used for every reading of that style. */
  readonly createTarget: (reading: string) => Target;
  /** No other readings and server modes than these; all that the target offers when left out. */
  readonly places?: Places;
  /** Name of the target, for findings. */
  readonly target: string;
  /** Planted defect, '' for none. */
  readonly fault: string;
  /** False: do not look into the target. */
  readonly inspection: boolean;
  /** Null: breaches of driver rules are not looked for. */
  readonly monitor: DriverMonitor | null;
}

/** Why a platform failed. */
export interface ReplayReason {
  readonly kind: 'departure' | 'gives' | 'skipped' | 'ends-early' | 'inconclusive' | 'verdict';
  /** Step from 1, 0 for the scenario as a whole. */
  readonly step: number;
  /** One sentence without a full stop. */
  readonly text: string;
}

/** What became of a scenario on one platform. */
export interface PlatformResult {
  readonly platform: Platform;
  readonly passed: boolean;
  readonly reasons: readonly ReplayReason[];
  /** Operations that were carried out, and those that the target does not offer. */
  readonly operations: number;
  readonly notOffered: number;
  /** The departure, where the target departed from the rules. */
  readonly departure: Finding | null;
  /** Documented dangers that were met, and obligations that the driver broke. */
  readonly unsafe: readonly string[];
  readonly breaches: readonly string[];
  /** What it cost; null where the target counts nothing. */
  readonly costs: Costs | null;
}

/** What became of a scenario. */
export interface ReplayResult {
  readonly file: string;
  readonly title: string;
  /** Clauses and obligations that it is about. */
  readonly clauses: readonly string[];
  readonly passed: boolean;
  readonly operations: number;
  readonly platforms: readonly PlatformResult[];
}

/** What became of many files. */
export interface ReplayReport {
  readonly target: string;
  readonly fault: string;
  readonly files: number;
  readonly passed: number;
  /** Files that speak of no platform that the target offers: nothing was run. */
  readonly skipped: number;
  readonly failed: number;
  readonly platforms: number;
  readonly operations: number;
  readonly interrupted: boolean;
  /** Failed scenarios, in the order of their files. */
  readonly failures: readonly ReplayResult[];
  /** Scenarios that gave another result when they were run again. */
  readonly nondeterminism: readonly Nondeterminism[];
  /** Files that are no scenarios. */
  readonly errors: readonly ScenarioError[];
}
