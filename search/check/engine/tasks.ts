/** What the coordinator asks of a worker, and what comes back. All of it is plain data. */

import type { CheckSource } from '../model.js';
import type { Sighting } from './findings.js';
import type { Range, Segment } from './log.js';

/** How successors are found: by memory, by running every rule, or both ways and compared. */
export type Evaluation = 'compiled' | 'plain' | 'compare';

/** What a worker is made with. */
export interface WorkerSetup {
  readonly source: CheckSource;
  /** The worker's number, and how many there are. */
  readonly worker: number;
  readonly workers: number;
  readonly evaluation: Evaluation;
  /** Scalarsets to reduce by; undefined: no canonical forms at all. */
  readonly scalarsets: readonly string[] | undefined;
  readonly lossy: boolean;
  /** Measure where the time goes. */
  readonly profile: boolean;
  readonly control: SharedArrayBuffer;
  /** What invariants read, see `Judge`. */
  readonly reads: SharedArrayBuffer;
}

/** A request. `segments` are those that the worker may not know. */
export type Task =
  | { readonly kind: 'seed' }
  | { readonly kind: 'table'; readonly memory: SharedArrayBuffer; readonly fullAt: number }
  | {
      readonly kind: 'fill';
      readonly ranges: readonly Range[];
      readonly segments: readonly Segment[];
    }
  | ExpandTask
  | SeekTask
  | RecoverTask
  | { readonly kind: 'statistics' };

/** Expand states that lie `depth` steps from an initial one. */
export interface ExpandTask {
  readonly kind: 'expand';
  readonly depth: number;
  readonly ranges: readonly Range[];
  readonly segments: readonly Segment[];
}

/** Find, for each canonical state of `targets`, the least one in the ranges that leads there. */
export interface SeekTask {
  readonly kind: 'seek';
  readonly targets: readonly Int32Array[];
  readonly ranges: readonly Range[];
}

/** Mark states of the ranges that are in the goal or lead to a marked one by one of the rules. */
export interface RecoverTask {
  readonly kind: 'recover';
  readonly goal: number;
  readonly rules: readonly number[];
  readonly ranges: readonly Range[];
  /** A byte for each slot of the visited set: 1 marked. */
  readonly marks: SharedArrayBuffer;
}

/** What an expansion found. */
export interface Expanded {
  /** States that this worker took and did not expand. */
  readonly rest: readonly Range[];
  /** New states, and the segments that hold them where those are new. */
  readonly ranges: readonly Range[];
  readonly segments: readonly Segment[];
  readonly transitions: number;
  /** Expanded states and transitions, each counted as often as its orbit is large. */
  readonly orbitStates: number;
  readonly orbitTransitions: number;
  readonly deadlocks: number;
}

/** The least predecessor of each target in the ranges that this worker took. */
export interface Sought {
  readonly predecessors: readonly (Int32Array | undefined)[];
}

/** How many marks were set, how many states have none, and the least of these. */
export interface Recovered {
  readonly marked: number;
  readonly unmarked: number;
  readonly least: Int32Array | undefined;
}

/** What a worker saw since it was made. */
export interface Statistics {
  /** For each rule, how many transitions it gave. */
  readonly fires: Float64Array;
  /** For each note, on how many transitions. */
  readonly notes: Float64Array;
  /** For each invariant, 1 if a state kept it and its condition held. */
  readonly exercised: Uint8Array;
  /** For each invariant, where it was broken first. */
  readonly broken: readonly (Sighting | undefined)[];
  readonly deadlock: Sighting | undefined;
  /** Seconds by part of the work; all 0 unless measured. */
  readonly seconds: Readonly<Record<Phase, number>>;
  /** Integers that remembered rules and verdicts take, of four bytes each. */
  readonly memory: number;
}

/** The answer to each kind of task. */
export interface Replies {
  readonly seed: Expanded;
  readonly table: null;
  readonly fill: null;
  readonly expand: Expanded;
  readonly seek: Sought;
  readonly recover: Recovered;
  readonly statistics: Statistics;
}

/** Parts of the work. */
export type Phase = 'rules' | 'symmetry' | 'hashing' | 'table' | 'invariants';
