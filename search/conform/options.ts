/** Options of a conformance run. */

import type { Scope } from '../check/marshalling/scope.js';
import type { CampaignOptions, TargetOptions } from '../options.js';

/** Options of `conform`. */
export interface ConformOptions extends CampaignOptions, TargetOptions {
  /** Planted defect of the built-in boards, '' for none. */
  readonly fault: string;
  /** Scenario files and folders; none: that part is left out. */
  readonly scenarios: readonly string[];
  /** Scopes to tour; none: that part is left out. */
  readonly scopes: readonly Scope[];
  /** True: tours end with state identifiers, which find wrong next states without inspection. */
  readonly identify: boolean;
  /** True: tours go on where what the target holds is in doubt, or spoilt. */
  readonly doubtful: boolean;
  /** Operations after which a tour ends, incomplete. */
  readonly mostOperations: number;
  /** Departures after which a tour ends. */
  readonly mostDepartures: number;
  /** Cases to fuzz; 0: that part is left out. */
  readonly runs: number;
}
