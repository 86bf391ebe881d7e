/** A new address that another family's live buffer still has. */

import { isFailed } from '../../model/results.js';
import { Slot, type World } from '../../model/world/world.js';
import { givesBuffer, type LogEvent } from './event.js';
import type { Families } from './families.js';
import type { Family } from './family.js';
import { releaseLost } from './silent.js';

/** True when a record of a world lives on an address of [start, end). */
function livesIn(world: World, start: number, end: number): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    const first = world.pointer(s);
    const past = first + Math.max(world.field(s, Slot.length), 1);
    if (world.isLive(s) && first < end && past > start) return true;
  }
  return false;
}

/**
 * Worlds of other families in which that buffer was released before go on; true where there is no
 * such world. `lossLine`: families that were not heard of since may have released it there.
 */
export function isContested(
  families: Families,
  family: Family,
  event: LogEvent,
  lossLine: number,
): boolean {
  const { out, size, source } = event;
  const isNew = givesBuffer(event.op) && !event.fault && !isFailed(Math.max(event.result, 0));
  if (!isNew || out === source || out <= 0) return false;
  const end = out + Math.max(size, 1);
  for (const other of families.ranges.overlapping(out, end)) {
    if (other === family || other.isOpen) continue;
    const kept = other.worlds.filter((world) => !livesIn(world, out, end));
    if (kept.length > 0) other.worlds = kept;
    else if (other.lastLine >= lossLine) return true;
    else for (const world of other.worlds) releaseLost(world, [out]);
  }
  return false;
}
