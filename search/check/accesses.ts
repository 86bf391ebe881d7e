/**
 * Accesses to a state by methods: what indexing the state does, without a proxy where the search
 * records accesses, and two ways to ask for less than a whole value, so that less is remembered.
 */

/** By which a state that records accesses gives them. */
export const ACCESSES: unique symbol = Symbol('accesses');

/** Accesses to the fields of one state; valid while the rule runs. */
export interface Accesses {
  /** As `state[field]`. */
  read(field: number): number;
  /** As `state[field] = value`. */
  write(field: number, value: number): void;
  /** What the field held when the rule began. */
  before(field: number): number;
  /** As `state[field] === value`: the search remembers the answer rather than the value. */
  is(field: number, value: number): boolean;
}

/** Accesses to a plain state. */
class PlainAccesses implements Accesses {
  private readonly state: Int32Array;
  private readonly first: Int32Array;

  constructor(state: Int32Array) {
    this.state = state;
    this.first = state.slice();
  }
  read(field: number): number {
    return this.state[field];
  }
  write(field: number, value: number): void {
    this.state[field] = value;
  }
  before(field: number): number {
    return this.first[field];
  }
  is(field: number, value: number): boolean {
    return this.state[field] === value;
  }
}

/** The accesses of a state that a rule was given, before it stored anything. */
export function accessesOf(state: Int32Array): Accesses {
  const own = (state as { readonly [ACCESSES]?: Accesses })[ACCESSES];
  return own ?? new PlainAccesses(state);
}
