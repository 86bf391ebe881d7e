/** What `check` returns and `--json` prints. */

import type { Explanation } from '../../explanation.js';
import type { Nondeterminism } from '../../nondeterminism.js';

/** A shortest path, and the scenario file that it was saved to ('' when it was not). */
export interface Witness {
  /** Operations. */
  readonly length: number;
  readonly file: string;
  readonly steps: readonly string[];
}

/** An invariant that a scope breaks, or a duty that it cannot meet. */
export interface CheckFinding extends Witness {
  readonly scope: string;
  readonly reading: string;
  readonly client: string;
  /** Name of the invariant, `recoverable`, or `vacuous` for one that a scope never exercised. */
  readonly invariant: string;
  readonly sentence: string;
  /** The steps with every state; null where there is no step. */
  readonly explanation: Explanation | null;
}

/** A documented danger of a shipped reading and the shortest way to it. */
export interface UnsafeWitness extends Witness {
  readonly id: string;
}

/** What one exhaustive search covered: complete, it is a certificate. */
export interface ScopeReport {
  readonly scope: string;
  readonly reading: string;
  readonly client: string;
  readonly server: string;
  /** ID of a defect planted in the rules, '' for none. */
  readonly fault: string;
  /** Worlds found; interchangeable ones count once. */
  readonly states: number;
  /** Worlds that they stand for, and the transitions of those. */
  readonly unreduced: { readonly states: number; readonly transitions: number };
  readonly transitions: number;
  /** Operations from the beginning to the farthest world. */
  readonly depth: number;
  readonly complete: boolean;
  /** Why it is not complete, '' when it is. */
  readonly stopped: string;
  /** Wall-clock seconds; with `statesPerSecond` the only members that differ between runs. */
  readonly seconds: number;
  readonly statesPerSecond: number;
  readonly bytesPerState: number;
  readonly collisionProbability: number;
  /** Obligations whose condition held on some transition. */
  readonly clausesExercised: readonly string[];
  /** Kinds of operation that were never enabled. */
  readonly deadRules: readonly string[];
  /** Worlds in which nothing can be done. */
  readonly deadlocks: number;
  /** Transitions that end where no rule says what follows. */
  readonly unspoken: number;
  /** Worlds from which releases alone do not lead to the empty one; −1 where it was not asked. */
  readonly unrecoverable: number;
  readonly unsafe: readonly UnsafeWitness[];
  /** Answer to a question: the shortest way to such a world; null where there is none. */
  readonly witness: Witness | null;
}

/** Result of `check`. */
export interface CheckReport {
  readonly scopes: readonly ScopeReport[];
  readonly findings: readonly CheckFinding[];
  /** Searches of a fleet that gave another result when they were done again; absent for none. */
  readonly nondeterminism?: readonly Nondeterminism[];
  readonly interrupted: boolean;
}
