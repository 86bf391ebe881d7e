/**
 * WinDriver's buffers: what each WD_DMA structure says, and whose WinDriver is open. A buffer is a
 * region that belongs to no process; its two views are records of the process that locked it and
 * of the kernel. An address that the client was not told yet is 0.
 */

import { CITE } from '../clauses/index.js';
import { Form, KERNEL_BASE } from '../readings.js';
import { intervalAt, TAG_ZERO } from './domain.js';
import { CLIENT_WORDS, LOCK_WORDS } from './layout.js';
import { Location, nothing, Place } from './memory.js';
import { create, release } from './records.js';
import { Kind, Slot, type World } from './world.js';

/** Words of a WD_DMA structure. */
export const Lock = {
  /** Process whose structure it is; 0 before its first lock. */
  process: 0,
  /** 1 while hDma is valid. */
  live: 1,
  /** 1 where WD_DMALock itself gives the kernel-mode address (WD-6). */
  byLock: 2,
  /** 1 + slot of each view; 0 for none. */
  user: 3,
  kernel: 4,
} as const;

/** Words of a client. */
export const Client = {
  /** Version of its WinDriver, as 522 or 600; 0 while it has no handle. */
  version: 0,
  /** 1 while it has a handle to the plug-in. */
  plugIn: 1,
} as const;

/** A word of a WD_DMA structure. */
export function lockWord(world: World, lock: number, word: number): number {
  return world.read(world.at.locks + (lock - 1) * LOCK_WORDS + word);
}
/** Sets a word of a WD_DMA structure. */
export function setLockWord(world: World, lock: number, word: number, value: number): void {
  world.write(world.at.locks + (lock - 1) * LOCK_WORDS + word, value);
}
/** A word of a process as a client of WinDriver. */
export function clientWord(world: World, process: number, word: number): number {
  return world.read(world.at.clients + process * CLIENT_WORDS + word);
}
/** Sets a word of a client. */
export function setClientWord(world: World, process: number, word: number, value: number): void {
  world.write(world.at.clients + process * CLIENT_WORDS + word, value);
}

/** Region of a structure's buffer. */
export function bufferOf(world: World, lock: number): number {
  const { regions, locks, backings } = world.domain;
  return regions - backings - locks + lock - 1;
}

/** Bytes that the domain keeps apart of a structure's buffer. */
export function capacityOf(world: World, lock: number): number {
  return world.domain.regionBytes[bufferOf(world, lock)];
}

/** Makes the buffer and its views, all bytes zero (INV-SECRET). */
export function lockBuffer(
  world: World,
  lock: number,
  process: number,
  size: number,
  kernelOnly: boolean,
): void {
  const { domain } = world;
  const region = bufferOf(world, lock);
  world.setGeneration(region, 1);
  for (let i = domain.regionInterval[region]; i < domain.regionInterval[region + 1]; i += 1) {
    world.setTag(i, 0, TAG_ZERO, CITE['INV-SECRET.kernel']);
  }
  setLockWord(world, lock, Lock.process, process);
  setLockWord(world, lock, Lock.live, 1);
  setLockWord(world, lock, Lock.user, kernelOnly ? 0 : 1 + view(world, region, process, size));
  setLockWord(world, lock, Lock.kernel, 1 + view(world, region, 0, size));
}

const SCRATCH = new Location();

function view(world: World, region: number, process: number, size: number): number {
  const slot = world.freeSlot();
  nothing(SCRATCH);
  SCRATCH.region = region;
  SCRATCH.first = intervalAt(world.domain, region, 0);
  SCRATCH.end = intervalAt(world.domain, region, size);
  const [kind, form, length, writable] = [Kind.dma, Form.none, size, true];
  const rest = { thread: 0, source: 0, size, descriptor: 1, length, writable };
  create(world, slot, { kind, form, ...rest }, SCRATCH);
  world.setField(slot, Slot.process, process);
  return slot;
}

/** WD_DMAUnlock: both views go, and the buffer (WD-1). */
export function unlockBuffer(world: World, lock: number): void {
  for (const word of [Lock.user, Lock.kernel]) {
    const slot = lockWord(world, lock, word) - 1;
    if (slot >= 0) release(world, slot);
    setLockWord(world, lock, word, 0);
  }
  setLockWord(world, lock, Lock.live, 0);
  world.setGeneration(bufferOf(world, lock), 0);
}

/** Ends what a client had: on WD_Close and on its exit (QUIET-26). True where locks were live. */
export function endClient(world: World, process: number): boolean {
  let found = false;
  for (let lock = 1; lock <= world.domain.locks; lock += 1) {
    if (lockWord(world, lock, Lock.process) !== process) continue;
    if (lockWord(world, lock, Lock.live) !== 0) {
      unlockBuffer(world, lock);
      found = true;
    }
  }
  return found;
}

/** The live view that holds a byte of a range in a space, or −1; space 0 is the kernel. */
export function viewAt(world: World, space: number, address: number, size: number): number {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.dma) continue;
    const first = world.pointer(s);
    if (first === 0 || world.field(s, Slot.process) !== space) continue;
    const length = Math.ceil(world.field(s, Slot.length) / 0x1000) * 0x1000;
    if (address < first + length && address + Math.max(size, 1) > first) return s;
  }
  return -1;
}

/**
 * Finds what an access reaches through a view; false where no view of the space is near. What lies
 * on a buffer's last page behind it is open.
 */
export function locateView(
  world: World,
  space: number,
  address: number,
  size: number,
  location: Location,
): boolean {
  const slot = viewAt(world, space, address, size);
  if (slot < 0) return false;
  nothing(location);
  location.slot = slot;
  location.place = Place.opaque;
  const offset = address - world.pointer(slot);
  if (offset < 0 || offset + size > world.field(slot, Slot.length)) return true;
  location.place = Place.shared;
  location.region = world.field(slot, Slot.region) - 1;
  location.generation = 0;
  location.offset = offset;
  location.size = size;
  location.first = intervalAt(world.domain, location.region, offset);
  location.end = intervalAt(world.domain, location.region, offset + size);
  return true;
}

/** True for an address of user mode at which a released view of the process was. */
export function wasView(world: World, process: number, address: number): boolean {
  if (world.domain.locks === 0 || address >= KERNEL_BASE) return false;
  for (let s = 0; s < world.slots; s += 1) {
    if (world.isLive(s) || world.field(s, Slot.kind) !== Kind.dma) continue;
    if (world.field(s, Slot.process) !== process) continue;
    const first = world.pointer(s);
    if (address >= first && address < first + world.field(s, Slot.length)) return true;
  }
  return false;
}
