/** What a log was found to say: plain data for reports and for code. */

import type { Case } from '../../model/case.js';
import type { Reading } from '../../model/readings.js';

/** The platform that a log is judged by. */
export interface TracePlatform {
  readonly reading: Reading;
  readonly copyLimit: number;
  readonly server: 'kernel' | 'user';
}

/** One line that matters to a finding. */
export interface StoryLine {
  /** Line in the file; 0 for a silent step that the explanation needs. */
  readonly line: number;
  readonly text: string;
}

/** An obligation in words. */
export interface BrokenRule {
  readonly id: string;
  readonly when: string;
  readonly then: string;
}

/** Something in a log that breaks a rule. */
export interface TraceFinding {
  readonly class: 'departure' | 'breach' | 'warning';
  readonly line: number;
  /** Lines about operations before it that were explained. */
  readonly explained: number;
  readonly signature: string;
  readonly clauses: readonly string[];
  readonly obligations: readonly string[];
  /** Clauses that the driver broke before in the same story. */
  readonly before: readonly string[];
  /** The same obligations in words. */
  readonly rules: readonly BrokenRule[];
  readonly check: string;
  readonly operation: string;
  /** What the rules permit there, each branch in words; what the log shows. */
  readonly permitted: readonly string[];
  readonly observed: string;
  /** What happened to the same buffers before. */
  readonly story: readonly StoryLine[];
  /** The same as a case; null where it is too long or too large for a scenario. */
  readonly case: Case | null;
}

/** A buffer that was never released. */
export interface Unreleased {
  readonly line: number;
  readonly operation: string;
  readonly pointer: number;
  readonly size: number;
  readonly process: number;
}

/** How far one reading explains the log. */
export interface ReadingResult {
  readonly id: string;
  /** Lines about operations that it explains, up to its first departure. */
  readonly explained: number;
  /** Line of its first departure, 0 for none. */
  readonly departsAt: number;
}

/** What became of the lines of a log. */
export interface LineCounts {
  /** Lines of the file; records among them; those about operations that were judged. */
  lines: number;
  events: number;
  judged: number;
  /** Records that were put together from pieces; broken ones; numbers that never came. */
  mended: number;
  broken: number;
  lost: number;
  /** Calls that the model does not know. */
  unknown: number;
  /** Lines about buffers of which nothing (or nothing any more) is known. */
  unjudged: number;
  /** Buffers that were forgotten because too many lived at once. */
  forgotten: number;
}

/** The whole result. */
export interface TraceReport {
  readonly file: string;
  /** The reading that explains most, the first of equals. */
  readonly reading: string;
  readonly server: 'kernel' | 'user';
  readonly copyLimit: number;
  readonly readings: readonly ReadingResult[];
  readonly counts: Readonly<LineCounts>;
  /** The log does not begin with the first call; it ends within a record. */
  readonly isMidway: boolean;
  readonly isTruncated: boolean;
  readonly findings: readonly TraceFinding[];
  /** Findings beyond those that are listed. */
  readonly more: number;
  readonly unreleased: readonly Unreleased[];
  readonly unreleasedTotal: number;
  readonly driverRules: boolean;
  readonly interrupted: boolean;
}
