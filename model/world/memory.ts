/**
 * Addresses: which bytes a number means to a thread, who may use them, and how bytes move.
 * SPACE-1 (an address means something in one address space only) is this file.
 */

import { Form, KERNEL_BASE, LOWEST_USER_ADDRESS } from '../readings.js';
import { type Domain, intervalAt, PAGE_BYTES, Rights } from './domain.js';
import { hidesRecord } from './objects.js';
import { Kind, Slot, State, type World } from './world.js';

/** What a range of addresses turned out to be. */
export const Place = {
  /** Nothing is there: an access faults. */
  nothing: 0,
  /** Memory of a process (or of the kernel), through its own mapping. */
  memory: 1,
  /** A heap copy. */
  copy: 2,
  /** Memory through an alias. */
  alias: 3,
  /** Reaches past the buffer that it begins in: the effect is open (ASYNC-24). */
  overrun: 4,
  /** A pointer that was released: the effect is open (ASYNC-25). */
  stale: 5,
  /** A record of which nothing is known. */
  opaque: 6,
  /** Memory through a mapping that VirtualCopyEx made. */
  shared: 7,
  /** Pages of a reservation, some of them committed. */
  committed: 8,
} as const;

/** Result of {@link locate}; one object is reused. */
export class Location {
  place: number = Place.nothing;
  /** Slot for copy, alias, overrun, stale. */
  slot = -1;
  region = -1;
  generation = 0;
  /** Offset in the root region, bytes. */
  offset = 0;
  size = 0;
  /** First interval and one past the last. */
  first = 0;
  end = 0;
}

const ESTATES = new Set<number>([Kind.reservation, Kind.dma]);

/** Highest address + 1 of the 32-bit space. */
const SPACE_END = 0x1_0000_0000;

/** Makes a location one of nothing, whatever it was before. */
export function nothing(location: Location): void {
  location.place = Place.nothing;
  location.slot = -1;
  location.region = -1;
}

/** Sets the interval range. Throws MissingCut. */
function range(domain: Domain, location: Location): void {
  location.first = intervalAt(domain, location.region, location.offset);
  location.end = intervalAt(domain, location.region, location.offset + location.size);
}

/**
 * Memory of a process at its own addresses. Only regions that are mapped now count; rights do
 * not. Throws MissingCut where the range is not cut.
 */
export function locateInProcess(
  world: World,
  process: number,
  address: number,
  size: number,
  location: Location,
): void {
  const { domain } = world;
  nothing(location);
  for (let r = 0; r < domain.regions; r += 1) {
    const base = domain.regionBase[r];
    if (domain.regionProcess[r] !== process || address < base) continue;
    const span = size === 0 ? 1 : size;
    if (address + span > base + domain.regionBytes[r] || world.generation(r) === 0) continue;
    location.place = Place.memory;
    location.region = r;
    location.generation = world.generation(r) - 1;
    location.offset = address - base;
    location.size = size;
    range(domain, location);
    return;
  }
  const foreign = domain.shares || domain.locks > 0;
  if (foreign && isReserved(world, process, address, size)) location.place = Place.opaque;
}

/** True in a reservation or a view of a buffer: the rules speak of loads and stores alone there. */
function isReserved(world: World, process: number, address: number, size: number): boolean {
  const end = address + Math.max(size, 1);
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || !ESTATES.has(world.field(s, Slot.kind))) continue;
    if (world.field(s, Slot.process) !== process) continue;
    const base = world.pointer(s);
    if (address < base + world.field(s, Slot.length) && end > base) return true;
  }
  return false;
}

/** Where the pages of an alias begin and end in the server's space. */
function inPages(pointer: number, length: number, address: number, size: number): boolean {
  const first = pointer - (pointer % PAGE_BYTES);
  const last = Math.ceil((pointer + length) / PAGE_BYTES) * PAGE_BYTES;
  return address >= first && address + size <= last;
}

/** True when a slot has an address of its own in the server's space. */
export function hasAddress(world: World, slot: number): boolean {
  const form = world.field(slot, Slot.form);
  return form === Form.copy || form === Form.alias || form === Form.opaque;
}

/** Records at addresses of the server's space. */
export function locateInServer(
  world: World,
  address: number,
  size: number,
  location: Location,
): void {
  nothing(location);
  const span = size === 0 ? 1 : size;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.has(s, Slot.state, State.live) || !hasAddress(world, s)) continue;
    const pointer = world.pointer(s);
    const length = world.field(s, Slot.length);
    const form = world.field(s, Slot.form);
    const inside = address >= pointer && address + span <= pointer + length;
    if (inside) return inBuffer(world, s, address - pointer, size, location);
    const touches = address < pointer + length && address + span > pointer;
    if (touches || (form === Form.alias && inPages(pointer, length, address, span))) {
      location.place = Place.overrun;
      location.slot = s;
    }
  }
  if (location.place !== Place.nothing) return;
  locateReleased(world, address, span, location);
}

function inBuffer(
  world: World,
  slot: number,
  delta: number,
  size: number,
  location: Location,
): void {
  const form = world.field(slot, Slot.form);
  const region = world.field(slot, Slot.region) - 1;
  location.slot = slot;
  if (form === Form.opaque || region < 0) {
    location.place = Place.opaque;
    return;
  }
  location.place = form === Form.copy ? Place.copy : Place.alias;
  location.region = region;
  location.generation = world.field(slot, Slot.generation);
  location.offset = world.field(slot, Slot.offset) + delta;
  location.size = size;
  range(world.domain, location);
}

/** Addresses of released or leaked records: whatever is there is nobody's. */
function locateReleased(world: World, address: number, size: number, location: Location): void {
  for (let s = 0; s < world.slots; s += 1) {
    const state = world.field(s, Slot.state);
    if (state !== State.stale && state !== State.leaked) continue;
    if (!hasAddress(world, s)) continue;
    const pointer = world.pointer(s);
    const first = pointer - (pointer % PAGE_BYTES);
    const last = pointer + world.field(s, Slot.length) + PAGE_BYTES;
    if (address < last && address + size > first) {
      location.place = Place.stale;
      location.slot = s;
      return;
    }
  }
}

/** True for an address at which some application has memory: in another space it means nothing. */
function isCallers(world: World, address: number): boolean {
  const { domain } = world;
  if (address >= KERNEL_BASE) return true;
  for (let r = 0; r < domain.regions; r += 1) {
    const base = domain.regionBase[r];
    if (address >= base && address < base + domain.regionBytes[r]) return true;
  }
  return address < LOWEST_USER_ADDRESS;
}

/**
 * What [address, address + size) is to the server's code on a thread (SPACE-1 … SPACE-4). A size
 * of 0 is treated as one byte without a cut at its end. Throws MissingCut.
 */
export function locate(
  world: World,
  thread: number,
  address: number,
  size: number,
  location: Location,
): void {
  nothing(location);
  if (address + size > SPACE_END) return;
  const { userServer } = world.domain;
  if (userServer) {
    if (address < KERNEL_BASE) locateInServer(world, address, size, location);
  } else if (address >= KERNEL_BASE) {
    locateInServer(world, address, size, location);
    if (location.place === Place.nothing) locateInProcess(world, 0, address, size, location);
  } else {
    const caller = world.callerOf(thread);
    if (caller > 0) locateInProcess(world, caller, address, size, location);
    return;
  }
  if (location.place === Place.stale && hidesRecord(world)) location.place = Place.opaque;
  if (location.place !== Place.nothing) return;
  const own = userServer ? !isCallers(world, address) : address >= KERNEL_BASE;
  if (own) location.place = Place.stale;
}

/** Least rights over the intervals of a location that is memory. */
export function rightsOver(world: World, location: Location): Rights {
  const { domain } = world;
  let least: Rights = Rights.readWrite;
  let before = -1;
  for (let i = location.first; i < location.end; i += 1) {
    const run = domain.intervalRun[i];
    if (run === before) continue;
    before = run;
    const rights = world.rights(run) as Rights;
    if (rights < least) least = rights;
  }
  return least;
}

/** Tag of an interval at a location (memory, alias or copy). */
export function tagAt(world: World, location: Location, interval: number): number {
  if (location.place === Place.copy) return world.content(location.slot, interval);
  return world.tag(interval, location.generation);
}

/** Obligation that says why an interval holds what it holds. */
export function citeAt(world: World, location: Location, interval: number): number {
  if (location.place === Place.copy) return world.contentCite(location.slot, interval);
  return world.tagCite(interval, location.generation);
}

/** Fills the intervals of a location with one tag. */
export function fill(world: World, location: Location, tag: number, cite: number): void {
  for (let i = location.first; i < location.end; i += 1) {
    if (location.place === Place.copy) world.setContent(location.slot, i, tag, cite);
    else world.setTag(i, location.generation, tag, cite);
  }
}
