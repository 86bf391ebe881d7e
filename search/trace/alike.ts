/**
 * Worlds that no line to come can tell apart become one. Of a released record that nothing stands
 * on, the rules ask where it was and for which function; with what else it was, worlds would
 * multiply by two for each buffer that may have been an alias or a copy.
 */

import { Form } from '../../model/readings.js';
import { hasAddress } from '../../model/world/memory.js';
import { Kind, Slot, State, type World } from '../../model/world/world.js';

/** What is kept of a released record at an address of the server's. */
const PLACE: readonly number[] = [Slot.kind, Slot.state, Slot.form, Slot.pointer, Slot.length];

/** The different ones among worlds of one domain, after what cannot matter is forgotten in each. */
export function distinct(worlds: World[]): World[] {
  if (worlds.length < 2) return worlds;
  for (const world of worlds) forget(world);
  const byHash = new Map<number, World[]>();
  return worlds.filter((world) => {
    const hash = world.hash();
    const alike = byHash.get(hash);
    if (alike === undefined) byHash.set(hash, [world]);
    else if (alike.some((other) => other.equals(world))) return false;
    else alike.push(world);
    return true;
  });
}

/** Forgets of released records what no rule asks for. */
function forget(world: World): void {
  for (let slot = 0; slot < world.slots; slot += 1) {
    if (!world.has(slot, Slot.state, State.stale) || world.hasChild(slot)) continue;
    if (!isOfFunctions(world.field(slot, Slot.kind))) continue;
    const isPlaced = hasAddress(world, slot);
    for (let field = 0; field < Slot.words; field += 1) {
      if (!isPlaced || !PLACE.includes(field)) world.setField(slot, field, 0);
    }
    if (isPlaced && world.has(slot, Slot.form, Form.alias)) {
      world.setField(slot, Slot.form, Form.copy);
    }
    const from = world.at.contents + slot * world.domain.widest;
    world.words.fill(0, from, from + world.domain.widest);
  }
}

/** A buffer of Open, Alloc or CeAllocDuplicateBuffer. */
function isOfFunctions(kind: number): boolean {
  return kind === Kind.opened || kind === Kind.asynchronous || kind === Kind.duplicate;
}
