/** Counts that a target shows, against one world: heap blocks and bytes, aliases, records. */

import { CITE } from '../model/clauses/index.js';
import type { Outcome } from '../model/outcome.js';
import { Slot, State, type World } from '../model/world/world.js';
import type { Inspection } from '../targets/interface.js';
import type { Mismatch } from './mismatch.js';
import { offers } from './offers.js';

/** True when the counts that the target offers are those of the world. */
export function agreesOnCounts(
  world: World,
  outcome: Outcome,
  target: Inspection,
  m: Mismatch,
): boolean {
  const cite = outcome.accountCite;
  if (!world.heapOpen && offers(target, 'heap')) {
    m.what = 'heap blocks';
    const blocks = target.heapBlocks();
    if (blocks !== world.heapBlocks) {
      return m.is('count', cite, CITE['INV-LEAK.heap'], world.heapBlocks, blocks);
    }
    m.what = 'heap bytes';
    const bytes = target.heapBytes();
    if (bytes !== world.heapBytes) {
      return m.is('count', cite, CITE['INV-LEAK.heap'], world.heapBytes, bytes);
    }
  }
  if (offers(target, 'aliases')) {
    m.what = 'aliases';
    const aliases = target.aliases();
    if (aliases !== world.aliases) {
      return m.is('count', cite, CITE['INV-LEAK.aliases'], world.aliases, aliases);
    }
  }
  if (!offers(target, 'records')) return true;
  m.what = 'records';
  const records = target.records();
  if (records === 0 || !isEmpty(world)) return true;
  return m.is('leak', cite, CITE['INV-LEAK.records'], 0, records);
}

/** True when no record is live or leaked. */
export function isEmpty(world: World): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    const state = world.field(s, Slot.state);
    if (state === State.live || state === State.leaked) return false;
  }
  return !world.heapOpen;
}
