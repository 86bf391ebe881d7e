/** Whether a page is mapped twice with the cache on, which is what ALIAS-4 forbids. */

import { Form } from '../model/readings.js';
import { Slot, type World } from '../model/world/world.js';
import type { Inspection, PageState } from '../targets/interface.js';

/**
 * True when a live alias of this run, which its owner sees cached, is cached as well. `server` is
 * the process that aliases live in; `state` is scratch memory.
 */
export function hasCachedAlias(
  world: World,
  run: number,
  generation: number,
  server: number,
  target: Inspection,
  state: PageState,
): boolean {
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
    if (state.present && state.cached) return true;
  }
  return false;
}
