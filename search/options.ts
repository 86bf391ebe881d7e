/** Options of the campaigns, as the library takes them and the command line maps them. */

import type { FamilyName } from '../properties/generation/kinds.js';
import type { CorpusStart } from './corpus/types.js';
import type { Finding } from './finding.js';
import type { Progress } from './reports.js';
import type { Slice } from './slice.js';

/** Options that every campaign shares. */
export interface CampaignOptions {
  /** Any text; equal seeds give equal results. */
  readonly seed: string;
  /** IDs of readings; empty for all. */
  readonly readings: readonly string[];
  /** Server modes to draw from. */
  readonly servers: readonly ('kernel' | 'user')[];
  /** Worker threads, 1 or more; results do not depend on it. */
  readonly workers: number;
  /** False: do not look into the target, judge by its answers alone. */
  readonly inspection: boolean;
  /** Stop asking for more when this is aborted; what was found is returned. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called for each new signature as soon as it is reduced, in order of discovery. */
  readonly onFinding?: (finding: Finding) => void;
}

/** Which target, and how patient to be with it. */
export interface TargetOptions {
  /** `simulator`, a command line (run without a shell) or `tcp://host:port`. */
  readonly target: string;
  /** Milliseconds that a target from outside has for one operation; 0 for the default. */
  readonly watchdog: number;
}

/** Options of `fuzz`. */
export interface FuzzOptions extends CampaignOptions, TargetOptions {
  /** Number of cases over all readings. */
  readonly runs: number;
  /** Planted defect of the built-in boards, '' for none. */
  readonly fault: string;
  /** False: report findings as they were found. */
  readonly reduce: boolean;
  /** Stop after the first case with a finding, in the order of the cases. */
  readonly failFast: boolean;
  /** Percent of the cases that are bred on islands, guided by novelty; 0 to 100. */
  readonly guided: number;
  /**
   * Systems beside the seven functions that every case takes in, together: `wrapper-classes`,
   * `shared-memory`, `windriver`, `ordering`. Left out: a fifth of the cases take one in.
   */
  readonly families?: readonly FamilyName[];
  /** First case number, to run one case or a range again. */
  readonly firstCase: number;
  /** The part of the campaign to run; all of it when left out. */
  readonly slice?: Slice;
  /** What the islands begin with; with it cases that show something new are given back. */
  readonly corpus?: CorpusStart;
  /** Signatures that are known already: not reduced, not reported. */
  readonly known?: readonly string[];
}

/** Options of `faults`. */
export interface FaultsOptions extends CampaignOptions {
  /** Most cases for each fault. */
  readonly runs: number;
  /** IDs of faults; empty for all. */
  readonly faults: readonly string[];
}
