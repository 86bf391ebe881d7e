/** Stores past a buffer, or through a released pointer, are open: ASYNC-24, ASYNC-25. */

import { CITE } from '../clauses/index.js';
import { Answer } from '../outcome.js';
import { Form } from '../readings.js';
import type { Step } from '../step.js';
import { TAG_UNKNOWN } from '../world/domain.js';
import { Place } from '../world/memory.js';
import { Slot, State, type World } from '../world/world.js';

/** A leaked alias still maps its pages: a store through it may reach them. */
function openLeaked(world: World, slot: number): void {
  if (slot < 0 || world.field(slot, Slot.state) !== State.leaked) return;
  const region = world.field(slot, Slot.region) - 1;
  if (world.field(slot, Slot.form) !== Form.alias || region < 0) return;
  openRegion(world, region, world.field(slot, Slot.generation));
}

function openRegion(world: World, region: number, generation: number): void {
  const { regionInterval } = world.domain;
  for (let i = regionInterval[region]; i < regionInterval[region + 1]; i += 1) {
    world.setTag(i, generation, TAG_UNKNOWN, CITE['ASYNC-24']);
  }
}

/** A store past a buffer or through a released pointer: what it hits is open. */
export function openStore(step: Step): void {
  const { world, place, outcome } = step;
  outcome.answer = Answer.any;
  if (place.place === Place.stale) return openLeaked(world, place.slot);
  const region = world.field(place.slot, Slot.region) - 1;
  if (place.place !== Place.overrun || world.field(place.slot, Slot.form) === Form.copy) {
    world.openHeap();
    return;
  }
  openRegion(world, region, world.field(place.slot, Slot.generation));
}
