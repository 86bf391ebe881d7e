/**
 * Records of the systems beside the seven functions: reservations, mappings, views of WinDriver's
 * buffers. They lie at addresses of their own, and a scope's bound on records does not count them.
 */

import { Lock, lockWord, setLockWord } from '../../../model/world/dma.js';
import { type Domain, PAGE_BYTES } from '../../../model/world/domain.js';
import { Member, standIn } from '../../../model/world/objects.js';
import { Kind, Slot, State, World } from '../../../model/world/world.js';
import { has, type Scope } from './scope.js';

/** Where every process reserves: the same number in each, nobody's memory otherwise. */
export const RESERVED = 0x0200_0000;
/** A block of the driver's own, in the window past the cache: what it shares (VM-4). */
export const SHARED_BLOCK = 0xa010_0000;
/** Physical address of that block. */
export const PHYSICAL_BLOCK: number = SHARED_BLOCK - 0x2000_0000;
/** Where WD_DMALock puts the view of a client … */
export const USER_VIEW = 0x0300_0000;
/** … and of the plug-in, once that is told. */
export const KERNEL_VIEW = 0xd800_0000;
/** Bytes of the buffer that is locked. */
export const LOCKED_BYTES: number = PAGE_BYTES;

/** Bytes of a reservation: 64 KB. */
export const RESERVED_BYTES = 0x1_0000;

/** Wrapper objects of a scope: two, where one may be copied. */
export const OBJECTS = 2;

/** Slots that a scope needs beyond its records, whatever the order in which they are taken. */
export function extraSlots(scope: Scope): number {
  const shares = has(scope, 'shared-memory') ? 2 : 0;
  const locks = has(scope, 'windriver') ? 2 : 0;
  // A constructor asks for room for two records before it knows whether it makes any.
  const objects = has(scope, 'wrapper-classes') ? 2 : 0;
  return (shares + locks) * scope.applications + objects;
}

/** True for a slot that holds, or held, a record of these systems. */
export function isEstate(world: World, slot: number): boolean {
  return world.field(slot, Slot.kind) > Kind.parameter;
}

/** The live record of a kind and process, −1 for none. */
export function estateOf(world: World, kind: Kind, process: number): number {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || !world.has(s, Slot.kind, kind)) continue;
    if (world.has(s, Slot.process, process)) return s;
  }
  return -1;
}

/** Records of the seven functions that live, are leaked, or are stood upon. */
export function recordsTaken(world: World): number {
  let taken = 0;
  for (let s = 0; s < world.slots; s += 1) {
    if (world.has(s, Slot.state, State.empty) || isEstate(world, s)) continue;
    if (!world.has(s, Slot.state, State.stale) || world.hasChild(s)) taken += 1;
  }
  return taken;
}

/** A bit each for the records at the addresses that an object keeps. */
export function namedByObject(world: World, object: number): number {
  let named = 0;
  const pointers = [Member.pointer, Member.opened].map((member) => world.member(object, member));
  for (let s = 0; s < world.slots; s += 1) {
    if (pointers.some((pointer) => pointer !== 0 && world.pointsTo(s, pointer))) named |= 1 << s;
  }
  return named;
}

/**
 * What stands for the address of each record until an object shows it, and for those that never
 * were shown, as words.
 */
export function standIns(domain: Domain): number[] {
  const world = new World(domain);
  return Array.from({ length: domain.slots + 1 }, (_, slot) => standIn(world, slot) | 0);
}

/** Words that no rule asks for in a live estate: who called for it, and with what. */
const UNASKED = [Slot.source, Slot.size, Slot.thread, Slot.callOver];

/** A structure that is not locked is nobody's, as far as a single client can tell. */
function tidyLocks(world: World): void {
  if (world.domain.applications > 1) return;
  for (let lock = 1; lock <= world.domain.locks; lock += 1) {
    if (lockWord(world, lock, Lock.live) !== 0) continue;
    setLockWord(world, lock, Lock.process, 0);
    setLockWord(world, lock, Lock.byLock, 0);
  }
}

/** Clears what no rule asks for, and estates that are released. */
export function tidyEstates(world: World): void {
  tidyLocks(world);
  for (let s = 0; s < world.slots; s += 1) {
    if (world.has(s, Slot.state, State.empty) || !isEstate(world, s)) continue;
    if (!world.isLive(s)) {
      for (let field = 0; field < Slot.words; field += 1) world.setField(s, field, 0);
      continue;
    }
    for (const field of UNASKED) world.setField(s, field, 0);
    if (!world.has(s, Slot.kind, Kind.shared)) world.setField(s, Slot.descriptor, 0);
  }
}
