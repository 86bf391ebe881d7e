/** Exploring by hand, as plain data: where one stands, what can follow, graphs of states. */

import type { Explanation } from './explanation.js';

/**
 * What becomes of an operation. `enabled`: carried out. `refused`: answered by a failure, whatever
 * the reading leaves open. `mistake`: the client's own fault, anything may follow. `impossible`: it
 * cannot be issued.
 */
export type NextState = 'enabled' | 'refused' | 'mistake' | 'impossible';

/** An operation that may follow. */
export interface NextOperation {
  readonly actor: string;
  readonly operation: string;
  readonly text: string;
  readonly state: NextState;
  /** Everything that the reading permits. */
  readonly gives: readonly string[];
  /** The clauses that say so; of a refused one, those that refuse it. */
  readonly clauses: readonly string[];
}

/** How a state was reached. */
export interface ExplorePath {
  /** Operations of the case that it starts from. */
  readonly steps: number;
  /** What was taken after them: numbers of what is offered at each state, or written steps. */
  readonly path: readonly (number | string)[];
}

/** A state as the explorer shows it. */
export interface ExploreView {
  /** Every step so far, with the states between them. */
  readonly explanation: Explanation;
  /** `passed`, or why nothing can follow: `open`, `hung`, `overflow`. */
  readonly verdict: string;
  /** By number: what an {@link ExplorePath} names. */
  readonly next: readonly NextOperation[];
  /** What the case does next; null at its end, and once another way was taken. */
  readonly follows: NextOperation | null;
}

/** What a target did along a path. */
export interface ExploreRun {
  readonly explanation: Explanation;
  /** `passed`, `departure`, or why it ended otherwise. */
  readonly verdict: string;
}

/** Bounds of a graph. */
export interface GraphBounds {
  /** Most operations from the first state. */
  readonly depth: number;
  /** Most states. */
  readonly states: number;
  /** Names of the operations that may be taken; none named: all. */
  readonly operations: readonly string[];
}

/** One state; the first is where the exploration stands. */
export interface GraphNode {
  /** Shortest way there: numbers of what is offered, one after the other. */
  readonly path: readonly number[];
  /** The last operation of that way, in words; '' for the first state. */
  readonly text: string;
  /** The state from which it leads here; −1 for the first state. */
  readonly from: number;
  readonly worlds: number;
}

/** One operation from state to state, by their numbers. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly operation: string;
}

/** A graph, and whether states were left out. */
export interface StateGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly isCut: boolean;
}
