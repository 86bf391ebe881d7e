/** Which address a new buffer gets: the search names what a target would choose. */

import { type Outcome, Pointer } from '../../../model/outcome.js';
import { Form } from '../../../model/readings.js';
import { learn, Member } from '../../../model/world/objects.js';
import { Kind, Slot, State, type World } from '../../../model/world/world.js';
import type { Branch } from '../model.js';
import { KERNEL_VIEW, USER_VIEW } from './estates.js';
import type { Ground } from './ground.js';

/** How blocks are given out. */
export interface BlockChoice {
  /** False: no buffer gets the address of a released one. */
  readonly reuse: boolean;
  /** True: a new buffer takes any block that is free, not the first of them. */
  readonly tellsApart: boolean;
}

/** Names the address of the record that an answer speaks of. */
export function nameAddress(
  world: World,
  ground: Ground,
  outcome: Outcome,
  choice: BlockChoice,
  branch: Branch,
): void {
  const slot = outcome.pointerSlot;
  if (outcome.pointerKind === Pointer.exact) {
    world.setField(slot, Slot.pointer, outcome.pointerValue | 0);
    return;
  }
  if (ground.domain.locks > 0 && world.has(slot, Slot.kind, Kind.dma)) {
    const view = world.has(slot, Slot.process, 0) ? KERNEL_VIEW : USER_VIEW;
    return world.setField(slot, Slot.pointer, view | 0);
  }
  const isAlias = world.has(slot, Slot.form, Form.alias);
  const region = world.field(slot, Slot.region) - 1;
  const base = region < 0 ? 0 : ground.domain.regionBase[region];
  const source = base + world.field(slot, Slot.offset);
  const blocks = freeBlocks(world, ground, slot, choice);
  const block = blocks[blocks.length > 1 ? branch.choose(blocks.length) : 0];
  const address = ground.address(block, source, isAlias);
  // Objects may hold what stands for it.
  if (ground.domain.objects > 0) learn(world, slot, address);
  else world.setField(slot, Slot.pointer, address | 0);
}

/** One block that nobody holds, then those that only released pointers name. */
function freeBlocks(world: World, ground: Ground, slot: number, choice: BlockChoice): number[] {
  const { address, scope } = ground;
  const first = address(0, 0, true);
  const stride = address(1, 0, true) - first;
  const blockOf = (pointer: number): number => {
    const block = Math.floor((pointer - first) / stride);
    return block < scope.records ? block : -1;
  };
  const live = new Set<number>();
  const stale = new Set<number>();
  for (let s = 0; s < world.slots; s += 1) {
    const state = world.field(s, Slot.state);
    if (s === slot || state === State.empty) continue;
    const block = blockOf(world.pointer(s));
    if (block >= 0) (state === State.stale ? stale : live).add(block);
  }
  for (const pointer of objectPointers(world)) {
    if (blockOf(pointer) >= 0) stale.add(blockOf(pointer));
  }
  const fresh = Array.from({ length: scope.records }, (_, block) => block).filter(
    (block) => !live.has(block) && !stale.has(block),
  );
  const reused = [...stale].filter((block) => !live.has(block)).sort((a, b) => a - b);
  const free = choice.tellsApart ? fresh : fresh.slice(0, 1);
  return free.length === 0 || choice.reuse ? [...free, ...reused] : free;
}

/** What objects remember, released or not. */
function objectPointers(world: World): number[] {
  const pointers: number[] = [];
  for (let object = 1; object <= world.domain.objects; object += 1) {
    for (const member of [Member.pointer, Member.source, Member.opened]) {
      pointers.push(world.member(object, member));
    }
  }
  return pointers;
}
