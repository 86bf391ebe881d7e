/** What an exhaustive search is asked and what it answers. All of the answer is plain data. */

import type { Evaluation, Phase } from './engine/tasks.js';

/** How to search. */
export interface CheckOptions {
  /** Worker threads; 1 unless given. They change nothing but the time. */
  readonly workers?: number;
  /** The scalarsets to reduce by: all unless given; names of data are given anew in any case. */
  readonly scalarsets?: readonly string[];
  /** Search every state by itself, without canonical forms. */
  readonly unreduced?: boolean;
  readonly evaluation?: Evaluation;
  /** Keep fingerprints of 63 bits instead of states in the visited set. */
  readonly lossy?: boolean;
  /** Go on after a level that broke an invariant, to the end of the scope. */
  readonly goOn?: boolean;
  /** Find a path to a state without transitions; they are counted in any case. */
  readonly deadlocks?: boolean;
  readonly recover?: readonly RecoverQuestion[];
  readonly limits?: CheckLimits;
  readonly checkpoint?: CheckpointPlan;
  /** Seconds of some clock, which only grows. Needed for time limits and checkpoints by time. */
  readonly now?: () => number;
  readonly progress?: (progress: CheckProgress) => void;
  readonly signal?: AbortSignal;
  /** Measure where the time goes. */
  readonly profile?: boolean;
}

/** Where a search ends although there is more. */
export interface CheckLimits {
  readonly maxStates?: number;
  /** Of the visited set and all states found. */
  readonly maxMemoryBytes?: number;
  readonly timeLimitSeconds?: number;
}

/** Where and when a search is saved. */
export interface CheckpointPlan {
  /** A folder of its own for one search; it is made if it is not there. */
  readonly folder: string;
  /** Saved so often, within a level too; without it only where the search ends early. */
  readonly everySeconds?: number;
  /** Go on from what the folder holds, where it holds something. */
  readonly resume?: boolean;
}

/** Does every state reach the goal by these rules alone? Asked of a complete search. */
export interface RecoverQuestion {
  readonly goal: string;
  /** Names of rules. */
  readonly rules: readonly string[];
}

/** How far a search is. */
export interface CheckProgress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States of the level that is being expanded. */
  readonly frontier: number;
  /** Transitions a second since the start, 0 without a clock. */
  readonly transitionsPerSecond: number;
  /** About how many states there will be, once levels get smaller. */
  readonly estimate: number | undefined;
}

/** Why a search ended early. */
export type Stop = 'finding' | 'states' | 'memory' | 'time' | 'interrupted';

/** A shortest path, in the names that it began with. */
export interface CheckPath {
  /** The values of the fields before the first step and after each. */
  readonly states: readonly (readonly number[])[];
  readonly steps: readonly PathStep[];
}

/** One transition. */
export interface PathStep {
  readonly rule: string;
  /** Which of the branches of the rule, in the order of their choices. */
  readonly branch: number;
  readonly notes: readonly string[];
}

/** What became of an invariant. */
export interface InvariantResult {
  readonly name: string;
  /** False where no state met its condition: it says nothing about this scope. */
  readonly isExercised: boolean;
  /** The shortest path to where it is broken, by its last state or by its last step. */
  readonly broken?: CheckPath;
}

/** The answer to a {@link RecoverQuestion}. */
export interface RecoverResult {
  readonly goal: string;
  /** States from which the goal cannot be reached. */
  readonly lost: number;
  /** The shortest path to one of them. */
  readonly path?: CheckPath;
}

/** What a search found out. */
export interface CheckResult {
  readonly model: string;
  /** Every reachable state was expanded. */
  readonly complete: boolean;
  readonly stopped?: Stop;
  readonly states: number;
  readonly transitions: number;
  /** Steps from an initial state to the farthest found. */
  readonly depth: number;
  /** States found and not expanded. */
  readonly frontier: number;
  /** What the expanded states stand for: what an unreduced search counts. */
  readonly unreduced: { readonly states: number; readonly transitions: number };
  readonly rules: readonly { readonly name: string; readonly fires: number }[];
  readonly notes: readonly { readonly name: string; readonly times: number }[];
  readonly invariants: readonly InvariantResult[];
  readonly deadlocks: { readonly states: number; readonly path?: CheckPath };
  readonly recovered: readonly RecoverResult[];
  /** At most how probable it is that states were missed; 0 unless lossy. */
  readonly omissionProbability: number;
  readonly bytes: CheckBytes;
  /** Seconds of processor time by part of the work, over all workers, if measured. */
  readonly seconds: Readonly<Record<Phase, number>>;
}

/** Memory of a search. */
export interface CheckBytes {
  readonly table: number;
  readonly log: number;
  /** Remembered rules and verdicts, all workers together. */
  readonly remembered: number;
}
