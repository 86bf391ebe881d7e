/**
 * The clause catalogue and its lookups. Obligations carry dense indices in catalogue order,
 * starting at 1; index 0 means "cites nothing". Indices are for memory only: a file or a report
 * writes the ID, because an index moves when a clause is added.
 */
import { ALIAS_CLAUSES } from './alias.js';
import { ALIAS_USE_CLAUSES } from './alias-use.js';
import { ASYNCHRONOUS_CALL_CLAUSES } from './asynchronous.js';
import { ASYNCHRONOUS_FAILURE_CLAUSES } from './asynchronous-failures.js';
import { ASYNCHRONOUS_USE_CLAUSES } from './asynchronous-use.js';
import { DRIVER_CLAUSES } from './drivers.js';
import { DUPLICATE_CLAUSES } from './duplicate.js';
import { FLUSH_FREE_CLAUSES } from './flush-free.js';
import { INVARIANT_CLAUSES } from './invariants.js';
import { OPEN_CLOSE_CLAUSES } from './open-close.js';
import { QUIET_01_08_CLAUSES } from './quiet-01-08.js';
import { QUIET_09_16_CLAUSES } from './quiet-09-16.js';
import { QUIET_17_25_CLAUSES } from './quiet-17-25.js';
import { QUIET_26_35_CLAUSES } from './quiet-26-35.js';
import { SHARED_MEMORY_CALL_CLAUSES } from './shared-memory.js';
import { SHARED_MEMORY_USE_CLAUSES } from './shared-memory-use.js';
import { SPACE_CLAUSES } from './space.js';
import type { Area, Binds, Clause, Family, Force, Obligation, Source } from './types.js';
import { WINDRIVER_CLAUSES } from './windriver.js';
import { WRAPPER_CLASS_CLAUSES } from './wrapper-classes.js';

export type { Area, Binds, Family, Force, Source } from './types.js';

type AnyClause = (
  | typeof SPACE_CLAUSES
  | typeof OPEN_CLOSE_CLAUSES
  | typeof ASYNCHRONOUS_CALL_CLAUSES
  | typeof ASYNCHRONOUS_FAILURE_CLAUSES
  | typeof ASYNCHRONOUS_USE_CLAUSES
  | typeof FLUSH_FREE_CLAUSES
  | typeof ALIAS_CLAUSES
  | typeof ALIAS_USE_CLAUSES
  | typeof DUPLICATE_CLAUSES
  | typeof WRAPPER_CLASS_CLAUSES
  | typeof SHARED_MEMORY_CALL_CLAUSES
  | typeof SHARED_MEMORY_USE_CLAUSES
  | typeof WINDRIVER_CLAUSES
  | typeof DRIVER_CLAUSES
  | typeof QUIET_01_08_CLAUSES
  | typeof QUIET_09_16_CLAUSES
  | typeof QUIET_17_25_CLAUSES
  | typeof QUIET_26_35_CLAUSES
  | typeof INVARIANT_CLAUSES
)[number];

/** The ID of any clause in the catalogue. */
export type ClauseId = AnyClause['id'];

/** The ID of any obligation; a clause's own ID where the clause has exactly one. */
export type ObligationId = AnyClause['obligations'][number]['id'];

/** An obligation with its clause's defaults filled in. */
export interface CatalogueObligation extends Omit<Obligation, 'binds' | 'force'> {
  readonly id: ObligationId;
  /** The clause that it belongs to. */
  readonly clause: ClauseId;
  /** Its place in the catalogue, from 1. */
  readonly index: number;
  readonly binds: Exclude<Binds, 'both'>;
  readonly force: Force;
}

/** A clause as the catalogue gives it out, with its obligations resolved. */
export interface CatalogueClause {
  readonly id: ClauseId;
  readonly family: Family;
  /** The part of the system that has to exist before the clause can be shown. */
  readonly area: Area;
  readonly binds: Binds;
  /** One force, or two where its obligations differ. */
  readonly force: Force | readonly [Force, Force];
  /** Where it comes from; empty for what the project decided itself. */
  readonly sources: readonly Source[];
  /** The rule in the project's own words, in one line. */
  readonly text: string;
  /** What an execution shows in its place, where nothing shows it directly. */
  readonly proxy?: string;
  /** At least one. */
  readonly obligations: readonly CatalogueObligation[];
}

/** What the data files say, held to the shape of a clause. */
const WRITTEN = [
  ...SPACE_CLAUSES,
  ...OPEN_CLOSE_CLAUSES,
  ...ASYNCHRONOUS_CALL_CLAUSES,
  ...ASYNCHRONOUS_FAILURE_CLAUSES,
  ...ASYNCHRONOUS_USE_CLAUSES,
  ...FLUSH_FREE_CLAUSES,
  ...ALIAS_CLAUSES,
  ...ALIAS_USE_CLAUSES,
  ...DUPLICATE_CLAUSES,
  ...WRAPPER_CLASS_CLAUSES,
  ...SHARED_MEMORY_CALL_CLAUSES,
  ...SHARED_MEMORY_USE_CLAUSES,
  ...WINDRIVER_CLAUSES,
  ...DRIVER_CLAUSES,
  ...QUIET_01_08_CLAUSES,
  ...QUIET_09_16_CLAUSES,
  ...QUIET_17_25_CLAUSES,
  ...QUIET_26_35_CLAUSES,
  ...INVARIANT_CLAUSES,
] as const satisfies readonly Clause[];

type WrittenClause = Clause & { readonly id: ClauseId };

/** Every clause, in the order of the rules: SPACE, OPEN, …, DRV, QUIET, INV. */
export const CLAUSES: readonly CatalogueClause[] = catalogue();

/** Every obligation, in the order of its index: `OBLIGATIONS[i].index === i + 1`. */
export const OBLIGATIONS: readonly CatalogueObligation[] = Object.freeze(
  CLAUSES.flatMap((clause) => clause.obligations),
);

/** From an obligation's ID to its index. */
export const CITE: Readonly<Record<ObligationId, number>> = Object.freeze(
  Object.fromEntries(OBLIGATIONS.map((each) => [each.id, each.index])) as Record<
    ObligationId,
    number
  >,
);

const CLAUSE_BY_ID: ReadonlyMap<string, CatalogueClause> = new Map(
  CLAUSES.map((clause) => [clause.id, clause]),
);

/** The obligation with this index; throws a RangeError on 0 and on indices out of range. */
export function obligationAt(index: number): CatalogueObligation {
  const obligation = OBLIGATIONS[index - 1];
  if (obligation === undefined) {
    throw new RangeError(
      `No obligation has index ${index}: they run from 1 to ${OBLIGATIONS.length}. ` +
        'Likely cause: 0 (cites nothing) or an index saved by another version; save IDs instead.',
    );
  }
  return obligation;
}

/** The clause that the obligation with this index belongs to; throws as `obligationAt` does. */
export function clauseOf(index: number): ClauseId {
  return obligationAt(index).clause;
}

/** The clause with this ID; `undefined` for a text that is no clause's ID. */
export function findClause(id: ClauseId): CatalogueClause;
export function findClause(id: string): CatalogueClause | undefined;
export function findClause(id: string): CatalogueClause | undefined {
  return CLAUSE_BY_ID.get(id);
}

function catalogue(): readonly CatalogueClause[] {
  let index = 0;
  return Object.freeze(
    WRITTEN.map((written): CatalogueClause => {
      const clause: WrittenClause = written;
      const obligations = clause.obligations.map((each) => {
        index += 1;
        return resolve(clause, each, index);
      });
      return Object.freeze({
        ...clause,
        text: oneLine(clause.text),
        obligations: Object.freeze(obligations),
      });
    }),
  );
}

function resolve(clause: WrittenClause, each: Obligation, index: number): CatalogueObligation {
  return Object.freeze({
    ...each,
    id: each.id as ObligationId,
    clause: clause.id,
    index,
    // Where the clause leaves these open, its type makes each obligation say them.
    binds: (each.binds ?? clause.binds) as Exclude<Binds, 'both'>,
    force: (each.force ?? clause.force) as Force,
  });
}

/** Takes out the line breaks that the data files' width asks for. */
function oneLine(text: string): string {
  return text.split(/\s+/).join(' ');
}
