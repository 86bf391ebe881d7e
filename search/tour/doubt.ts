/**
 * Where a tour goes no further: behind an operation that leaves in doubt what the target holds, or
 * that has spoilt for good what it holds. From there the rules permit nearly everything, so there
 * is little to find, and a multitude of beliefs: sets of worlds, each with its own damage.
 */

import { Slot, State, type World } from '../../model/world/world.js';

/** True where more than one world explains the target, its heap is open, or a record leaked. */
export function isDoubtful(worlds: readonly World[]): boolean {
  const [world] = worlds;
  if (worlds.length > 1 || world.heapOpen) return true;
  for (let slot = 0; slot < world.slots; slot += 1) {
    if (world.has(slot, Slot.state, State.leaked)) return true;
  }
  return false;
}
