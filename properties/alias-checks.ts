/** Which rules stand behind what an inspection finds wrong with an alias. */

import { CITE } from '../model/clauses/index.js';
import { Form } from '../model/readings.js';
import { Slot, type World } from '../model/world/world.js';
import type { Inspection, PageState } from '../targets/interface.js';

/**
 * What stands behind a page that its owner sees cached although it is aliased: ALIAS-4 when an
 * alias of it is cached as well. `server` is the process that aliases live in; `state` is scratch
 * memory.
 */
export function behindCachedPage(
  world: World,
  run: number,
  generation: number,
  server: number,
  target: Inspection,
  state: PageState,
): number {
  const { intervalRun, runOffset } = world.domain;
  for (let slot = 0; slot < world.slots; slot += 1) {
    if (!world.isLive(slot) || world.field(slot, Slot.form) !== Form.alias) continue;
    if (world.field(slot, Slot.region) === 0) continue;
    if (world.field(slot, Slot.generation) !== generation) continue;
    const first = world.field(slot, Slot.first);
    const last = first + world.field(slot, Slot.count) - 1;
    if (run < intervalRun[first] || run > intervalRun[last]) continue;
    const into = Math.max(runOffset[run] - world.field(slot, Slot.offset), 0);
    target.page(server, world.pointer(slot) + into, state);
    if (state.present && state.cached) return CITE['ALIAS-4'];
  }
  return CITE['INV-CACHE.uncached'];
}

/** What promises that the server can still read through an alias. */
export function aliasCite(world: World, slot: number): number {
  const gone = world.field(slot, Slot.processGone) !== 0;
  return CITE[gone ? 'ASYNC-4.after-exit' : 'ASYNC-4.after-release'];
}
