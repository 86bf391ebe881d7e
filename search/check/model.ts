/**
 * What the exhaustive search takes: a transition system over small integers, written as plain
 * rules. A state is one `Int32Array`, a value for each field. Rules, invariants and goals depend on
 * the fields alone: the search remembers what each of them did for the values that it read, and
 * says so in an error where the same values led elsewhere.
 */

/** A model that {@link CheckSource} names and the search explores. */
export interface CheckModel {
  readonly name: string;
  /** The fields of a state, at most 2^20; their order is the order of values in a state. */
  readonly fields: readonly CheckField[];
  /** Where the search begins: at least one state of `fields.length` values. */
  readonly initial: readonly Int32Array[];
  readonly rules: readonly CheckRule[];
  readonly invariants: readonly CheckInvariant[];
  /** Names of what transitions may note: obligations exercised, harm that is documented. */
  readonly notes: readonly string[];
  /** Named sets of states, for passes over the finished graph. */
  readonly goals?: readonly CheckGoal[];
  /** Interchangeable identities; without them every state stands for itself. */
  readonly symmetry?: CheckSymmetry;
}

/** One field of a state. */
export interface CheckField {
  readonly name: string;
  /** What it can hold, each value once. Anything else that a rule stores is an error. */
  readonly values: readonly number[];
}

/** A transition rule: one transition for each branch in which it is not `disabled`. */
export interface CheckRule {
  readonly name: string;
  /**
   * Reads and changes the state in place. The array may be one that records accesses: index it,
   * or use `fill`, `set`, `copyWithin`, `subarray`, `slice`, and keep no reference to it.
   */
  readonly run: (state: Int32Array, branch: Branch) => void;
}

/** What a rule says besides the state that it leaves. */
export interface Branch {
  /** An answer 0 … count − 1; the rule runs again for each. At most 24 choices in a run. */
  choose(count: number): number;
  /** The rule does not apply here: this branch is no transition. */
  disabled(): void;
  /** Something happened on this transition; an index into `notes`. */
  note(index: number): void;
  /** This transition, rather than a state, breaks an invariant; an index into `invariants`. */
  violates(invariant: number): void;
}

/** A state keeps it (`HOLDS`, or `VACUOUS` where its condition did not arise) or breaks it. */
export const VERDICT = { VACUOUS: 0, HOLDS: 1, VIOLATED: 2 } as const;

/** One of {@link VERDICT}. */
export type Verdict = (typeof VERDICT)[keyof typeof VERDICT];

/** A statement about every reachable state. One that never holds but vacuously is reported. */
export interface CheckInvariant {
  readonly name: string;
  /** Reads the state (as {@link CheckRule.run} does) and changes nothing. */
  readonly judge: (state: Int32Array) => Verdict;
  /** True where rules report it by `violates`, so that no state need ever exercise it. */
  readonly ofTransitions?: boolean;
}

/** A set of states. */
export interface CheckGoal {
  readonly name: string;
  /** Reads the state and changes nothing. */
  readonly holds: (state: Int32Array) => boolean;
}

/**
 * Identities that the rules together, and each invariant and goal by itself, treat alike:
 * exchanging two of them everywhere in a state exchanges them in all that follows, and changes no
 * verdict.
 */
export interface CheckSymmetry {
  readonly scalarsets: readonly Scalarset[];
  /** Names of data, of which only equality matters. */
  readonly renamed?: {
    /** The least value that is a name; smaller ones mean themselves. Names are consecutive. */
    readonly first: number;
    /** The fields that hold names, in the order in which names are given anew. */
    readonly fields: readonly number[];
  };
}

/** Interchangeable elements 0 … size − 1 of one kind. */
export interface Scalarset {
  readonly name: string;
  readonly size: number;
  /** For each element the fields that it owns, in the same order; their values may differ only. */
  readonly owned: readonly (readonly number[])[];
  /**
   * Fields that name an element: `base + i * step` is element i, for 0 ≤ i < size (`step` is 1
   * when left out). A field may have several references, of one or more scalarsets, with values
   * that do not overlap.
   */
  readonly references: readonly {
    readonly field: number;
    readonly base: number;
    readonly step?: number;
  }[];
}

/**
 * Where a model comes from. Each worker makes its own, so it is named rather than passed: `module`
 * is the URL of an ES module that exports `createModel(options)`, `options` is plain data.
 */
export interface CheckSource {
  readonly module: string;
  readonly options?: unknown;
}
