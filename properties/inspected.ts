/** Which obligations were put to the test by looking into a target after an operation. */

import { CITE } from '../model/clauses/index.js';
import type { Outcome } from '../model/outcome.js';
import type { World } from '../model/world/world.js';
import type { Inspection } from '../targets/interface.js';
import { isEmpty } from './counts.js';
import { offers } from './offers.js';

/** Counts what an inspection of `next` compared, as far as the target can be looked into. */
export function coverInspected(
  exercised: Uint32Array,
  next: World,
  outcome: Outcome,
  target: Inspection,
): void {
  const counts = offers(target, 'heap') || offers(target, 'aliases');
  if (counts) exercised[outcome.accountCite] += 1;
  if (offers(target, 'memory')) exercised[outcome.keepCite] += 1;
  if (counts || offers(target, 'references')) {
    exercised[CITE['INV-COUNT.equal']] += 1;
    exercised[CITE['INV-COUNT.not-negative']] += 1;
  }
  if (offers(target, 'memory') && next.aliases > 0) exercised[CITE['INV-COHERENT.views']] += 1;
  if (offers(target, 'cache') && next.domain.reading.virtuallyTagged) {
    coverCache(exercised, next, outcome);
  }
  if (isEmpty(next)) coverEmpty(exercised, target);
}

/** What an inspected empty world shows. */
function coverEmpty(exercised: Uint32Array, target: Inspection): void {
  if (offers(target, 'records')) exercised[CITE['INV-LEAK.records']] += 1;
  if (offers(target, 'heap')) exercised[CITE['INV-LEAK.heap']] += 1;
  if (offers(target, 'aliases')) exercised[CITE['INV-LEAK.aliases']] += 1;
  if (offers(target, 'references')) exercised[CITE['INV-LEAK.mappings']] += 1;
  if (offers(target, 'cache')) exercised[CITE['INV-LEAK.uncached-pages']] += 1;
}

function coverCache(exercised: Uint32Array, next: World, outcome: Outcome): void {
  exercised[outcome.cacheCite] += 1;
  if (next.aliases > 0) {
    exercised[CITE['INV-CACHE.uncached']] += 1;
    exercised[CITE['INV-CACHE.one-cached']] += 1;
  } else exercised[CITE['INV-CACHE.recached']] += 1;
}
