/** What a report of several campaigns has beside the parts of each. */

/** One tour of a scope on a target. */
export interface TourEntry {
  readonly scope: string;
  readonly target: string;
  readonly reading: string;
  readonly server: 'kernel' | 'user';
  readonly beliefs: number;
  /** All that the reading permits in the beliefs that the target reached, and those seen. */
  readonly transitions: number;
  readonly covered: number;
  readonly operations: number;
  /** True when every operation was carried out in every belief. */
  readonly complete: boolean;
  /** Why it ended before, '' where it did not. */
  readonly stopped: string;
}

/** A part of a nightly run. */
export interface StageEntry {
  readonly name: string;
  /** What its units are, as a plural: `drivers`, `tours`. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
  readonly seconds: number;
  /** Signatures that it was the first to see. */
  readonly findings: number;
}

/** A finding that a configuration lists as known. */
export interface KnownEntry {
  readonly reason: string;
  /** Day until which it is excused, ISO 8601, '' for no end. */
  readonly until: string;
  /** True once that day is past: it counts again. */
  readonly isExpired: boolean;
}

/** A case that gave another result when it was run again. */
export interface NondeterminismEntry {
  /** What was run again: a signature, a case by its number, a driver. */
  readonly what: string;
  readonly target: string;
  readonly reading: string;
  /** The first step that differs, from 1, and its operation. */
  readonly step: number;
  readonly operation: string;
  readonly first: string;
  readonly second: string;
  /** The command that runs it again. */
  readonly reproduce: string;
}
