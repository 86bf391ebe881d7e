/**
 * Which obligations a campaign covered, and why not the others. That a condition held and was
 * compared with what was seen is not enough: the comparison has to have found a planted defect
 * that breaks the clause, or it might find nothing ever.
 */

import {
  type Area,
  type CatalogueObligation,
  findClause,
  OBLIGATIONS,
} from '../../model/clauses/index.js';
import { findReading } from '../../model/readings.js';
import type { FuzzReport } from '../reports.js';
import { KILLED_BY } from './kills.js';

/** Said of what was compared, by a comparison that is not known to find anything. */
const NOT_KILLED = 'put to the test, but no planted defect that breaks it was found through it';

/** Areas whose operations exist. */
const MODELLED = new Set<Area>(['core', 'classes', 'vm', 'drivers', 'windriver']);

/** Why an obligation cannot be covered by fuzzing the seven functions, '' when it can. */
function reasonOf(
  obligation: CatalogueObligation,
  readings: readonly string[],
  inspection: boolean,
): string {
  const clause = findClause(obligation.clause);
  if (!MODELLED.has(clause.area)) return `needs operations of a later family (${clause.area})`;
  if (obligation.binds === 'none') return 'a statement about cost: nobody can break it';
  if (obligation.binds === 'driver') return 'binds the driver: judged by its monitors, not here';
  const styles = readings.map((id) => findReading(id)?.style);
  if (obligation.readings !== undefined && !styles.includes(obligation.readings)) {
    return `holds in ${obligation.readings} readings only, and none was run`;
  }
  if (!inspection && obligation.id.startsWith('INV-')) return 'shows through inspection only';
  return REASONS[obligation.id] ?? 'not met by this campaign: more runs, or another seed';
}

/** Obligations that nothing in this scope can exercise. */
const REASONS: Readonly<Record<string, string>> = {
  'ASYNC-21.no-foreign-bytes':
    'a dead parameter may give any bytes; whose they are shows through INV-SECRET and DUP-4',
  'QUIET-9': 'says what kinds of cache the readings have; nothing to observe',
  'QUIET-16.other-process': 'one server only: no other process can name its records',
  'QUIET-29.uncounted': 'the boards count the mapping of the kernel as they count any other one',
  'QUIET-23.virtual-free-ex': 'an alias lies in the kernel or the host; no operation frees there',
  'INV-RECOVER': 'a statement about every reachable world: the exhaustive search shows it',
};

/** Covered and uncovered obligations, in the order of the catalogue. */
export function coverageOf(
  exercised: Uint32Array,
  readings: readonly string[],
  inspection: boolean,
): FuzzReport['clauses'] {
  const covered: string[] = [];
  const uncovered: { id: string; reason: string }[] = [];
  for (const obligation of OBLIGATIONS) {
    const { id, index } = obligation;
    const isExercised = exercised[index] > 0;
    if (isExercised && KILLED_BY.has(id)) covered.push(id);
    else if (isExercised) uncovered.push({ id, reason: NOT_KILLED });
    else uncovered.push({ id, reason: reasonOf(obligation, readings, inspection) });
  }
  return { covered, uncovered };
}
