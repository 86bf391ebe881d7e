/** What VirtualCopyEx mapped, looked into: VM-2, VM-4. */

import { CITE } from '../model/clauses/index.js';
import { Slot, type World } from '../model/world/world.js';
import { type Inspection, PAGE_READONLY, PAGE_READWRITE } from '../targets/interface.js';
import { type Looks, MISSING, SAME } from './looks.js';
import type { Mismatch } from './mismatch.js';

/** A mapping shows the bytes of its source, with the rights and the cache that it was given. */
export function agreesOnMapping(
  world: World,
  slot: number,
  target: Inspection,
  m: Mismatch,
  looks: Looks,
): boolean {
  const { state } = looks;
  const process = world.field(slot, Slot.process);
  const pointer = world.pointer(slot);
  const cite = CITE['VM-2.same-memory'];
  m.slot = slot;
  const bad = looks.slot(world, slot, process, target);
  if (bad === MISSING) return m.is('page', cite, cite, pointer, 0);
  target.page(process, pointer, state);
  const protection = world.field(slot, Slot.writable) !== 0 ? PAGE_READWRITE : PAGE_READONLY;
  if (state.protection !== protection) return m.is('page', cite, cite, protection, pointer);
  const cached = world.field(slot, Slot.descriptor) !== 0;
  if (state.cached !== cached) {
    m.what = cached ? 'cached' : 'uncached';
    return m.is('cache', CITE['VM-4.uncached'], cite, cached ? 1 : 0, pointer);
  }
  if (bad === SAME) return true;
  m.interval = bad;
  return m.is('buffer-contents', cite, cite, world.tag(bad, world.field(slot, Slot.generation)), 0);
}
