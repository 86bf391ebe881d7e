/** Joins what workers saw. */

import { foremost, type Sighting } from './engine/findings.js';
import type { Phase, Statistics } from './engine/tasks.js';

const PHASES: readonly Phase[] = ['rules', 'symmetry', 'hashing', 'table', 'invariants'];

/** One from many; at least one. */
export function mergeStatistics(all: readonly Statistics[]): Statistics {
  const [first] = all;
  const sum = (of: (each: Statistics) => Float64Array): Float64Array =>
    of(first).map((_, i) => all.reduce((total, each) => total + of(each)[i], 0));
  return {
    fires: sum((each) => each.fires),
    notes: sum((each) => each.notes),
    exercised: first.exercised.map((_, i) => Math.max(...all.map((each) => each.exercised[i]))),
    broken: first.broken.map((_, i) => foremostOf(all.map((each) => each.broken[i]))),
    deadlock: foremostOf(all.map((each) => each.deadlock)),
    seconds: Object.fromEntries(
      PHASES.map((phase) => [phase, all.reduce((total, each) => total + each.seconds[phase], 0)]),
    ) as Record<Phase, number>,
    memory: all.reduce((total, each) => total + each.memory, 0),
  };
}

function foremostOf(sightings: readonly (Sighting | undefined)[]): Sighting | undefined {
  return sightings.reduce(foremost, undefined);
}
