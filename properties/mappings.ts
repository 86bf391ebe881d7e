/** What VirtualCopyEx mapped, looked into: VM-2, VM-4. */

import { CITE } from '../model/clauses/index.js';
import { Slot, type World } from '../model/world/world.js';
import {
  type Inspection,
  PAGE_READONLY,
  PAGE_READWRITE,
  type PageState,
} from '../targets/interface.js';
import type { Mismatch } from './mismatch.js';

/** In place of a slot: the memory itself. */
export const NO_SLOT = -1;

/** The part of an inspector that compares bytes. */
export interface Scratch {
  readonly bytes: Buffer;
  readonly state: PageState;
  firstDifferent(world: World, slot: number, gen: number, first: number, end: number): number;
}

/** A mapping shows the bytes of its source, with the rights and the cache that it was given. */
export function agreesOnMapping(
  world: World,
  slot: number,
  target: Inspection,
  m: Mismatch,
  scratch: Scratch,
): boolean {
  const { bytes, state } = scratch;
  const process = world.field(slot, Slot.process);
  const pointer = world.pointer(slot);
  const cite = CITE['VM-2.same-memory'];
  m.slot = slot;
  if (!target.peek(process, pointer, world.field(slot, Slot.length), bytes)) {
    return m.is('page', cite, cite, pointer, 0);
  }
  target.page(process, pointer, state);
  const protection = world.field(slot, Slot.writable) !== 0 ? PAGE_READWRITE : PAGE_READONLY;
  if (state.protection !== protection) return m.is('page', cite, cite, protection, pointer);
  const cached = world.field(slot, Slot.descriptor) !== 0;
  if (state.cached !== cached) {
    m.what = cached ? 'cached' : 'uncached';
    return m.is('cache', CITE['VM-4.uncached'], cite, cached ? 1 : 0, pointer);
  }
  const first = world.field(slot, Slot.first);
  const end = first + world.field(slot, Slot.count);
  if (end === first) return true;
  const generation = world.field(slot, Slot.generation);
  const bad = scratch.firstDifferent(world, NO_SLOT, generation, first, end);
  if (bad < 0) return true;
  m.interval = bad;
  return m.is('buffer-contents', cite, cite, world.tag(bad, generation), 0);
}
