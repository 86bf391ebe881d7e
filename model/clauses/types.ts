/**
 * The shapes of the clause catalogue: plain data that code, tests, scenarios and reports cite.
 * Nothing here or beside it imports anything from outside this folder.
 */

/** One of the five source texts by its leading number, or the project's collected facts. */
export type Source = 'S0' | 'S1' | 'S2' | 'S3' | 'S4' | 'facts';

/** The part of the catalogue that a clause stands in. */
export type Family =
  | 'spaces'
  | 'synchronous'
  | 'asynchronous'
  | 'alias'
  | 'duplicate'
  | 'wrapper-classes'
  | 'shared-memory'
  | 'windriver'
  | 'drivers'
  | 'quiet'
  | 'invariants';

/** The part of the system that has to exist before a clause can be shown. */
export type Area = 'core' | 'classes' | 'vm' | 'windriver' | 'drivers';

/** Who can break a requirement: the implementation, or the code that calls it. */
export type Party = 'system' | 'driver';

/** Who a clause binds; `none` is a statement about cost that nobody can break. */
export type Binds = Party | 'both' | 'none';

/**
 * How firmly a clause stands: `must` is documented, `advice` is a documented recommendation (a
 * warning when broken), `hazard` is a documented danger with an open effect, and `safe` is what
 * robust software owes although no source says so.
 */
export type Force = 'must' | 'advice' | 'hazard' | 'safe';

/** The readings that an obligation is limited to; absent where it holds in all of them. */
export type ReadingScope = 'documented' | 'shipped';

/** One condition with its requirement: the smallest thing that can be kept, broken and covered. */
export interface Obligation {
  /** The clause's ID, a dot and a short name; the bare clause ID where it is the only one. */
  readonly id: string;
  /** The condition, as a phrase that completes "when …". */
  readonly when: string;
  /** What is required then, as a statement. */
  readonly then: string;
  /** What is forbidden then, as a noun phrase; absent where `then` says it all. */
  readonly never?: string;
  /** The party bound; given where the clause binds both, or another party than the clause. */
  readonly binds?: Party;
  /** The force; given where the clause has two, or where it differs from the clause's. */
  readonly force?: Force;
  /** The readings that it is limited to. */
  readonly readings?: ReadingScope;
}

/** What every clause has. */
interface ClauseBase {
  /** A short prefix, a dash and a number or name: `FREE-1`, `INV-LEAK`. */
  readonly id: string;
  readonly family: Family;
  readonly area: Area;
  /** Where it comes from; empty for what the project decided itself. */
  readonly sources: readonly Source[];
  /** The rule in the project's own words. */
  readonly text: string;
  /** What an execution shows in its place, where nothing shows it directly. */
  readonly proxy?: string;
}

/** At least one obligation; their order is part of the catalogue. */
type AtLeastOne<Each> = readonly [Each, ...Each[]];

/** Whom it binds; each obligation says it where the clause binds both. */
type Binding =
  | { readonly binds: Party | 'none'; readonly obligations: AtLeastOne<Obligation> }
  | {
      readonly binds: 'both';
      readonly obligations: AtLeastOne<Obligation & { readonly binds: Party }>;
    };

/** How firmly it stands; each obligation says it where the clause has two forces. */
type Standing =
  | { readonly force: Force; readonly obligations: AtLeastOne<Obligation> }
  | {
      readonly force: readonly [Force, Force];
      readonly obligations: AtLeastOne<Obligation & { readonly force: Force }>;
    };

/** One rule of the catalogue. */
export type Clause = ClauseBase & Binding & Standing;
