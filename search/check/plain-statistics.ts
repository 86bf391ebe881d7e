/** What workers saw, as a checkpoint keeps it. */

import type { Sighting } from './engine/findings.js';
import type { Statistics } from './engine/tasks.js';

/** What workers saw, as JSON can hold it. */
export interface PlainStatistics
  extends Omit<Statistics, 'fires' | 'notes' | 'exercised' | 'broken' | 'deadlock'> {
  readonly fires: readonly number[];
  readonly notes: readonly number[];
  readonly exercised: readonly number[];
  readonly broken: readonly (PlainSighting | null)[];
  readonly deadlock: PlainSighting | null;
}

interface PlainSighting extends Omit<Sighting, 'packed'> {
  readonly packed: readonly number[];
}

/** For JSON. */
export function toPlain(statistics: Statistics): PlainStatistics {
  const { fires, notes, exercised, broken, deadlock } = statistics;
  const sighting = (each: Sighting | undefined): PlainSighting | null =>
    each === undefined ? null : { ...each, packed: [...each.packed] };
  return {
    ...statistics,
    fires: [...fires],
    notes: [...notes],
    exercised: [...exercised],
    broken: broken.map(sighting),
    deadlock: sighting(deadlock),
  };
}

/** The inverse of {@link toPlain}. */
export function fromPlain(plain: PlainStatistics): Statistics {
  const sighting = (each: PlainSighting | null): Sighting | undefined =>
    each === null ? undefined : { ...each, packed: Int32Array.from(each.packed) };
  return {
    ...plain,
    fires: Float64Array.from(plain.fires),
    notes: Float64Array.from(plain.notes),
    exercised: Uint8Array.from(plain.exercised),
    broken: plain.broken.map(sighting),
    deadlock: sighting(plain.deadlock),
  };
}
