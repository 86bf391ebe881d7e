/** A scenario as the program holds it, and the pieces of it that more than one module needs. */

import type { CaseRegion, NamedBuffer } from '../../model/case.js';

/** Something that may be said once for all platforms, or differently for some. */
export type Rule<T> = readonly {
  /** Group of readings, ID of a reading, `kernel` or `user`; the first that fits decides. */
  readonly selector: string;
  readonly value: T;
}[];

/** One thing that a step may give. */
export type Gives =
  /** Exactly this HRESULT, BOOL or address. */
  | { readonly kind: 'value'; readonly value: number }
  /** Any FAILED HRESULT. */
  | { readonly kind: 'failed' }
  /** The operation returned, and did not say that it failed. */
  | { readonly kind: 'ok' }
  | { readonly kind: 'true' }
  | { readonly kind: 'false' }
  | { readonly kind: 'fault' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'hangs' }
  /** The operation could not be issued: its thread is in no call, its pointer was never given. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'any' }
  /** A read gave these bytes. */
  | { readonly kind: 'bytes'; readonly tag: number };

/** What is expected of a platform as a whole; all lists empty: it conforms. */
export interface ExpectedVerdict {
  /** Clauses, one of which the planted fault must be caught by. */
  readonly departure: readonly string[];
  /** Clauses or obligations that the driver must be told it broke; null: not looked at. */
  readonly breach: readonly string[] | null;
  /** Documented dangers that must be met. */
  readonly unsafe: readonly string[];
}

/** Where a found scenario came from. */
export interface ScenarioOrigin {
  readonly seed: string;
  readonly case: number;
  /** Island that bred the case; absent for a case that was drawn blind. */
  readonly island?: number;
  readonly target: string;
  readonly fault: string;
  readonly signature: string;
  /** Version of the generator that drew the case. */
  readonly generator: string;
}

/** A scenario, ready to be turned into cases. */
export interface Scenario {
  readonly file: string;
  readonly title: string;
  readonly about: string;
  /** Clauses and obligations that it is about. */
  readonly clauses: readonly string[];
  /** IDs of the readings that it speaks of, in the order of the table. */
  readonly readings: readonly string[];
  /** Bytes; 0 the reading's default, −1 each of the reading's. */
  readonly copyLimit: number;
  readonly servers: readonly ('kernel' | 'user')[];
  readonly personality: number;
  readonly applications: number;
  readonly regions: readonly CaseRegion[];
  readonly buffers: readonly NamedBuffer[];
  readonly program: Int32Array;
  /** What each step must give; an empty rule where the file does not say. */
  readonly gives: readonly Rule<readonly Gives[]>[];
  /** Names of results, at their numbers in the program; index 0 is unused. */
  readonly results: readonly string[];
  readonly verdict: Rule<ExpectedVerdict>;
  /** Planted defect of a board that the scenario finds, '' for none. */
  readonly fault: string;
  readonly origin: ScenarioOrigin | null;
}
