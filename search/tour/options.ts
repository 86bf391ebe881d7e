/** Options of a tour. */

import type { Target } from '../../targets/interface.js';
import type { Scope } from '../check/marshalling/scope.js';

/** What to tour. */
export interface TourOptions {
  /** Its server mode is the one that the target is asked for. */
  readonly scope: Scope;
  readonly reading: string;
  readonly target: Target;
  /** Name of the target and of its planted defect, for findings. */
  readonly name: string;
  readonly fault: string;
  /** False: judge by the answers alone. */
  readonly inspection: boolean;
  /** True: each next belief is told from others by what it answers, after the tour. */
  readonly identify: boolean;
  /** True: it goes on where what the target holds is in doubt, or spoilt (doubt.ts). */
  readonly doubtful: boolean;
  /** Operations after which the tour ends, incomplete. */
  readonly mostOperations: number;
  /** Departures after which it ends: the rest would tell nothing new. */
  readonly mostDepartures: number;
  /** Seconds of some clock. */
  readonly now: () => number;
  /** Asked now and then: true ends the tour, incomplete. */
  readonly isStopped?: () => boolean;
  readonly onProgress?: (operations: number, beliefs: number) => void;
}
