/** What a tour gives: plain data, as `marshalcheck conform --json` prints it. */

import type { Finding } from '../finding.js';

/** Numbers of transitions; a transition is an operation in a belief and a choice of the target. */
export interface TransitionCounts {
  /** All that the reading permits in the beliefs that this target reaches. */
  readonly total: number;
  /** Those that the target chose when its turn came. */
  readonly covered: number;
  /** The others: choices that it never made. */
  readonly unreachableForTarget: number;
}

/** Choices that a reading permits and that the target was never seen to make. */
export interface UnchosenBranch {
  readonly operation: string;
  readonly obligation: string;
  /** Times that it could have been chosen. */
  readonly times: number;
}

/** The part of a tour that tells each next belief from others by what it answers. */
export interface Identification {
  /** An operation of a belief with one sequence for the belief behind it; those carried out. */
  readonly tests: number;
  readonly done: number;
  /** Different sequences, and operations of the longest. */
  readonly sequences: number;
  readonly longest: number;
  /** Pairs of beliefs that no sequence tells apart. */
  readonly alike: number;
  /** Pairs that differ in what can be done at all: one cannot be asked what the other can. */
  readonly unlike: number;
}

/** One tour: a scope, a reading, a server mode. */
export interface TourReport {
  readonly scope: string;
  readonly reading: string;
  readonly server: 'kernel' | 'user';
  /** Beliefs that were reached, and pairs of a belief and an operation in it. */
  readonly beliefs: number;
  readonly pairs: number;
  readonly pairsCovered: number;
  /** Pairs that a departure ended: what follows them is not known. */
  readonly departed: number;
  /** Pairs whose operation the target does not offer. */
  readonly notOffered: number;
  /**
   * Pairs behind which what the target holds is in doubt or spoilt, and the tour went no further;
   * 0 where it was asked to go on from there.
   */
  readonly doubtful: number;
  readonly transitions: TransitionCounts;
  readonly operations: number;
  readonly resets: number;
  /** Operations that one path from a reset for each pair would have taken. */
  readonly naiveOperations: number;
  /** No tour takes fewer operations for what was covered, even one that knows all of it before. */
  readonly lowerBound: number;
  /** Seconds in all, and those of them that went into planning. */
  readonly seconds: number;
  readonly planningSeconds: number;
  /** True when every operation was carried out in every belief. */
  readonly complete: boolean;
  /** Why it ended before, '' where it did not. */
  readonly stopped: string;
  /**
   * What a complete tour without departures shows: `output` where the target answers rightly in
   * every belief, `output and transfer` where each next belief was compared too, by inspection,
   * `output and identified transfer` where it was, by state identifiers.
   */
  readonly certificate: '' | 'output' | 'output and transfer' | 'output and identified transfer';
  /** What was done to identify beliefs; null where that was not asked for, or not come to. */
  readonly identification: Identification | null;
  readonly unchosen: readonly UnchosenBranch[];
}

/** A tour with what it found. */
export interface ToldTour {
  readonly report: TourReport;
  /** One a signature, reduced. */
  readonly findings: readonly Finding[];
  /** Times that each obligation was put to the test, by index. */
  readonly exercised: Uint32Array;
}
