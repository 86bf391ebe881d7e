/** The user-mode host of the server: its process, and what goes with it (QUIET-17). */

import { CALLS } from './layout.js';
import { release } from './records.js';
import { Call, Held, Slot, State, type World } from './world.js';

/** Number of the host's process. */
export const HOST = 8;

/** True once the host has exited: word 0 of the processes, the kernel's, says so. */
export function isHostGone(world: World): boolean {
  return world.domain.userServer && world.read(world.at.alive) !== 0;
}

/** The host exits, or is started anew. */
export function setHostGone(world: World, gone: boolean): void {
  world.write(world.at.alive, gone ? 1 : 0);
}

/** True where the rules say what the exit of the host does: of objects and locks they do not. */
export function hasPlainHost({ domain }: World): boolean {
  return domain.userServer && domain.objects === 0 && !domain.orders;
}

/** Everything that the host had goes, with nothing written back; true where a call ended. */
export function endHost(world: World): boolean {
  let ended = false;
  for (let s = 0; s < world.slots; s += 1) {
    const state = world.field(s, Slot.state);
    if (state === State.live || state === State.leaked) release(world, s);
    if (state !== State.empty) world.setField(s, Slot.callOver, 1);
  }
  for (let thread = 1; thread <= CALLS; thread += 1) {
    ended ||= world.isInCall(thread);
    for (let field = 0; field < Call.words; field += 1) world.setCallField(thread, field, 0);
  }
  for (let field = 0; field < Held.words; field += 1) world.setHeldField(field, 0);
  return ended;
}
