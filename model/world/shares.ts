/**
 * Reservations by VirtualAllocEx and the mappings that VirtualCopyEx makes in them: records like
 * any other, of the process that they were made in.
 */

import { CITE } from '../clauses/index.js';
import { dropBacking, hasCommitted, locateCommitted } from './committed.js';
import { PAGE_BYTES, TAG_UNKNOWN } from './domain.js';
import { type Location, Place } from './memory.js';
import { release } from './records.js';
import { Kind, Slot, type World } from './world.js';

/** Rounds down to a page. */
export function pageOf(address: number): number {
  return address - (address % PAGE_BYTES);
}

/** Rounds up to a page. */
export function pageEnd(address: number): number {
  return Math.ceil(address / PAGE_BYTES) * PAGE_BYTES;
}

/** Virtual addresses of the kernel that name physical memory past the cache: from here … */
const UNCACHED_WINDOW = 0xa000_0000;
/** … up to here. Below the window the kernel maps physical memory one to one (QUIET-29). */
const WINDOW_END = 0xc000_0000;
const WINDOW_OFFSET = 0x2000_0000;
/** Bit of a protection: the source is a physical address, shifted right by 8. */
export const PAGE_PHYSICAL = 0x400;

/** Address that VirtualCopyEx begins at: with PAGE_PHYSICAL the source shifted back (VM-9). */
export function sourceAddress(source: number, protection: number): number {
  return (protection & PAGE_PHYSICAL) === 0 ? source : (source * 0x100) % 0x1_0000_0000;
}

/** Where the kernel sees a range of physical memory; −1 for memory that it does not know. */
export function kernelAddress(world: World, physical: number, size: number): number {
  const { domain } = world;
  for (let r = 0; r < domain.regions; r += 1) {
    if (domain.regionProcess[r] !== 0) continue;
    const base = domain.regionBase[r];
    const offset = base >= UNCACHED_WINDOW && base < WINDOW_END ? WINDOW_OFFSET : 0;
    const end = base - offset + domain.regionBytes[r];
    if (physical < end && physical + size > base - offset) return physical + offset;
  }
  return -1;
}

/** The live reservation (or mapping) of a process that overlaps a range, or −1. */
export function overlapping(
  world: World,
  kind: Kind,
  process: number,
  from: number,
  to: number,
): number {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== kind) continue;
    if (world.field(s, Slot.process) !== process) continue;
    const first = pageOf(world.pointer(s));
    const end = pageEnd(world.pointer(s) + world.field(s, Slot.length));
    if (from < end && to > first) return s;
  }
  return -1;
}

/** True where a process has its own region over some byte of a range, committed or not. */
export function overlapsRegion(world: World, process: number, from: number, to: number): boolean {
  const { domain } = world;
  for (let r = 0; r < domain.regions; r += 1) {
    if (domain.regionProcess[r] !== process) continue;
    const base = domain.regionBase[r];
    if (from < base + domain.regionBytes[r] && to > base) return true;
  }
  return false;
}

/** Finds what a process sees through a mapping; false where the address is in no reservation. */
export function locateShared(
  world: World,
  process: number,
  address: number,
  size: number,
  cut: (region: number, offset: number) => number,
  location: Location,
): boolean {
  const end = address + Math.max(size, 1);
  const around = overlapping(world, Kind.reservation, process, address, end);
  if (around < 0) return false;
  location.place = Place.nothing;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.shared) continue;
    if (world.field(s, Slot.process) !== process) continue;
    const first = world.pointer(s);
    if (address < first || end > first + world.field(s, Slot.length)) continue;
    location.slot = s;
    location.region = world.field(s, Slot.region) - 1;
    // Memory that the kernel does not know: nothing is said of its bytes (VM-10).
    location.place = location.region < 0 ? Place.opaque : Place.shared;
    if (location.region < 0) return true;
    location.generation = world.field(s, Slot.generation);
    location.offset = world.field(s, Slot.offset) + address - first;
    location.size = size;
    location.first = cut(location.region, location.offset);
    location.end = cut(location.region, location.offset + size);
    return true;
  }
  if (overlapping(world, Kind.shared, process, address, end) >= 0) return true;
  locateCommitted(world, around, address - world.pointer(around), size, location);
  return true;
}

/** True where a process has committed pages of a reservation in a range. */
export function overlapsCommitted(
  world: World,
  process: number,
  from: number,
  to: number,
): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.reservation) continue;
    if (world.field(s, Slot.process) !== process) continue;
    const base = world.pointer(s);
    const first = Math.max(pageOf(from) - base, 0);
    if (hasCommitted(world, s, first, Math.min(to - base, world.field(s, Slot.length))))
      return true;
  }
  return false;
}

/** True where another process has memory of the kernel mapped at an address. */
export function isMappedElsewhere(world: World, process: number, address: number): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.shared) continue;
    const region = world.field(s, Slot.region) - 1;
    if (region < 0 || world.domain.regionProcess[region] !== 0) continue;
    const first = world.pointer(s);
    const inside = address >= first && address < first + world.field(s, Slot.length);
    if (inside && world.field(s, Slot.process) !== process) return true;
  }
  return false;
}

/** True for an address at which a process had a reservation that was released. */
export function wasReserved(world: World, process: number, address: number): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (world.isLive(s) || world.field(s, Slot.kind) !== Kind.reservation) continue;
    if (world.field(s, Slot.process) !== process) continue;
    const base = world.pointer(s);
    if (address >= base && address < base + world.field(s, Slot.length)) return true;
  }
  return false;
}

/** True where every page of a range is mapped, by more than one mapping. */
export function spansMappings(world: World, process: number, from: number, size: number): boolean {
  if (overlapping(world, Kind.shared, process, from, from + 1) < 0) return false;
  for (let page = pageOf(from); page < from + size; page += PAGE_BYTES) {
    if (overlapping(world, Kind.shared, process, page, page + 1) < 0) return false;
  }
  return true;
}

/** Mappings of a run's pages of a generation, over all processes. */
export function sharesOf(world: World, run: number, generation: number): number {
  const { domain } = world;
  if (!domain.shares) return 0;
  const from = domain.runOffset[run];
  let count = 0;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.shared) continue;
    if (world.field(s, Slot.region) - 1 !== domain.runRegion[run]) continue;
    if (world.field(s, Slot.generation) !== generation) continue;
    const first = world.field(s, Slot.offset);
    if (from >= first && from < first + world.field(s, Slot.length)) count += 1;
  }
  return count;
}

/** Where two views of a region's pages may disagree VM-4 leaves its bytes open. */
export function openMixedViews(world: World): void {
  const { domain } = world;
  if (!domain.reading.virtuallyTagged) return;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.shared) continue;
    const region = world.field(s, Slot.region) - 1;
    if (region < 0 || !isMixed(world, s, region)) continue;
    const generation = world.field(s, Slot.generation);
    for (let i = domain.regionInterval[region]; i < domain.regionInterval[region + 1]; i += 1) {
      world.setTag(i, generation, TAG_UNKNOWN, CITE['VM-4.uncached']);
    }
  }
}

/** True for a cached mapping, or an uncached one of pages that are cached elsewhere. */
function isMixed(world: World, slot: number, region: number): boolean {
  if (world.field(slot, Slot.descriptor) !== 0) return true;
  const { regionRun } = world.domain;
  for (let run = regionRun[region]; run < regionRun[region + 1]; run += 1) {
    if (!world.isNocache(run)) return true;
  }
  return false;
}

/** Releases the reservation of a process at a base, with its mappings; false for none. */
export function releaseReservation(world: World, process: number, base: number): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.reservation) continue;
    if (world.field(s, Slot.process) !== process || world.pointer(s) !== base) continue;
    const end = base + world.field(s, Slot.length);
    release(world, s);
    dropBacking(world, s);
    for (;;) {
      const mapping = overlapping(world, Kind.shared, process, base, end);
      if (mapping < 0) return true;
      release(world, mapping);
    }
  }
  return false;
}

/** A process has gone, and its reservations with it (SPACE-6). */
export function releaseReservations(world: World, process: number): void {
  if (!world.domain.shares) return;
  for (let s = 0; s < world.slots; s += 1) {
    const kind = world.field(s, Slot.kind);
    const its = world.isLive(s) && world.field(s, Slot.process) === process;
    if (!its || (kind !== Kind.reservation && kind !== Kind.shared)) continue;
    release(world, s);
    if (kind === Kind.reservation) dropBacking(world, s);
  }
}

/** True where another process has a reservation that begins at a base. */
export function isReservedElsewhere(world: World, process: number, base: number): boolean {
  if (!world.domain.shares) return false;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.reservation) continue;
    if (world.field(s, Slot.process) !== process && world.pointer(s) === base) return true;
  }
  return false;
}
