/**
 * Pages that VirtualAllocEx committed in reservations. Behind a reservation with such pages stands
 * a region of the domain that is no process's; its first byte is the reservation's base. The
 * rights word of its runs says what is committed there, and how.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { intervalAt, missingCut, PAGE_BYTES, Rights, TAG_ZERO } from './domain.js';
import { type Location, Place } from './memory.js';
import { Slot, type World } from './world.js';

/** Rights word of pages that are not committed; else 1 + rights, with bits. */
const ABSENT = 0;
/** PAGE_GUARD, not touched yet … */
const GUARD = 4;
/** … and touched: an ordinary page since. */
const TOUCHED = 8;
const RIGHTS_MASK = 3;

/** Rights, guard and cache of pages, by their PAGE_*. */
export interface PageRights {
  readonly rights: Rights;
  readonly guarded: boolean;
  readonly nocache: boolean;
}

const PAGE_GUARD = 0x100;
const PAGE_NOCACHE = 0x200;
const RIGHTS = new Map<number, Rights>([
  [1, Rights.none],
  [2, Rights.read],
  [4, Rights.readWrite],
]);

/** PAGE_* of a commit; undefined for one that is none. PAGE_NOACCESS takes no modifier. */
export function pageRights(protection: number): PageRights | undefined {
  const plain = protection & ~(PAGE_GUARD | PAGE_NOCACHE);
  const rights = RIGHTS.get(plain);
  if (rights === undefined || (rights === Rights.none && plain !== protection)) return undefined;
  const guarded = (protection & PAGE_GUARD) !== 0;
  return { rights, guarded, nocache: (protection & PAGE_NOCACHE) !== 0 };
}

/** Region behind a reservation; −1 where nothing of it is committed. */
export function backingOf(world: World, slot: number): number {
  return world.field(slot, Slot.region) - 1;
}

/** True where the pages of a run are committed. */
export function isCommitted(world: World, run: number): boolean {
  return world.rights(run) !== ABSENT;
}

/** Rights of a committed run, guard or not. */
export function committedRights(world: World, run: number): Rights {
  return ((world.rights(run) & RIGHTS_MASK) - 1) as Rights;
}

/** True for pages whose next access faults (QUIET-25). */
export function isGuarded(world: World, run: number): boolean {
  return (world.rights(run) & GUARD) !== 0;
}

/** The run of a backing that holds an offset; −1 past its end. */
function runOf(world: World, region: number, offset: number): number {
  const { regionRun, runOffset, runBytes } = world.domain;
  for (let run = regionRun[region]; run < regionRun[region + 1]; run += 1) {
    if (offset < runOffset[run] + runBytes[run]) return run;
  }
  return -1;
}

/** Runs of a range of pages of a backing. Throws MissingCut where the range parts one. */
function runsWithin(world: World, region: number, from: number, to: number): [number, number] {
  const { domain } = world;
  const { regionRun, runOffset, runBytes } = domain;
  let [first, end] = [-1, -1];
  for (let run = regionRun[region]; run < regionRun[region + 1]; run += 1) {
    const [start, stop] = [runOffset[run], runOffset[run] + runBytes[run]];
    if (stop <= from || start >= to) continue;
    if (start < from) throw missingCut(domain, region, from);
    if (stop > to) throw missingCut(domain, region, to);
    if (first < 0) first = run;
    end = run + 1;
  }
  return [first, end];
}

/** True where some page of a range, by offsets from the base, is committed. */
export function hasCommitted(world: World, slot: number, from: number, to: number): boolean {
  const region = backingOf(world, slot);
  if (region < 0) return false;
  for (let page = from; page < to; page += PAGE_BYTES) {
    const run = runOf(world, region, page);
    if (run >= 0 && isCommitted(world, run)) return true;
  }
  return false;
}

/** A backing that no reservation has; −1 for none. */
function freeBacking(world: World): number {
  const { regions, backings } = world.domain;
  for (let r = regions - backings; r < regions; r += 1) if (world.generation(r) === 0) return r;
  return -1;
}

/** True where the pages up to an offset from the base of a reservation can be kept apart. */
export function canBack(world: World, slot: number, end: number): boolean {
  const own = slot < 0 ? -1 : backingOf(world, slot);
  const region = own < 0 ? freeBacking(world) : own;
  return region >= 0 && end <= world.domain.regionBytes[region];
}

/** Commits pages of a reservation, by offsets from its base: all bytes zero. */
export function commitPages(
  world: World,
  slot: number,
  from: number,
  to: number,
  given: PageRights,
): void {
  if (backingOf(world, slot) < 0) {
    const fresh = freeBacking(world);
    world.setField(slot, Slot.region, fresh + 1);
    world.setGeneration(fresh, 1);
  }
  const region = backingOf(world, slot);
  setPages(world, region, from, to, given);
  clear(world, region, from, to, 'INV-SECRET.other-process');
}

function setPages(world: World, region: number, from: number, to: number, given: PageRights): void {
  const [first, end] = runsWithin(world, region, from, to);
  for (let run = first; run < end; run += 1) {
    world.setRights(run, (1 + given.rights) | (given.guarded ? GUARD : 0));
    world.setNocache(run, given.nocache);
    world.setUncached(run, 0, given.nocache);
  }
}

/** Decommits pages of a reservation, by offsets from its base; those that are not stay so. */
export function decommitPages(world: World, slot: number, from: number, to: number): void {
  const region = backingOf(world, slot);
  if (region < 0) return;
  const end = Math.min(to, world.domain.regionBytes[region]);
  if (from >= end) return;
  dropRuns(world, ...runsWithin(world, region, from, end));
  clear(world, region, from, end, 'VM-5.decommits');
}

function dropRuns(world: World, first: number, end: number): void {
  for (let run = first; run < end; run += 1) {
    world.setRights(run, ABSENT);
    world.setNocache(run, false);
    world.setUncached(run, 0, false);
  }
}

function clear(
  world: World,
  region: number,
  from: number,
  to: number,
  because: ObligationId,
): void {
  const first = intervalAt(world.domain, region, from);
  const end = intervalAt(world.domain, region, to);
  for (let i = first; i < end; i += 1) world.setTag(i, 0, TAG_ZERO, CITE[because]);
}

/** New rights for pages, by offsets from the base; false where one of them is not committed. */
export function protectPages(
  world: World,
  slot: number,
  from: number,
  to: number,
  given: PageRights,
): boolean {
  const region = backingOf(world, slot);
  if (region < 0) return false;
  for (let page = from; page < to; page += PAGE_BYTES) {
    const run = runOf(world, region, page);
    if (run < 0 || !isCommitted(world, run)) return false;
  }
  setPages(world, region, from, to, given);
  return true;
}

/** A reservation goes, and with it what is committed there. */
export function dropBacking(world: World, slot: number): void {
  const region = backingOf(world, slot);
  if (region < 0) return;
  const { regionRun, regionBytes } = world.domain;
  dropRuns(world, regionRun[region], regionRun[region + 1]);
  clear(world, region, 0, regionBytes[region], 'VM-5.releases');
  world.setGeneration(region, 0);
  world.setField(slot, Slot.region, 0);
}

/**
 * Finds what lies behind a range inside a reservation; false where no page of it is committed. The
 * range may run on over pages that are not: {@link stopOf} says where an access ends.
 */
export function locateCommitted(
  world: World,
  slot: number,
  offset: number,
  size: number,
  location: Location,
): boolean {
  const end = offset + Math.max(size, 1);
  const first = offset - (offset % PAGE_BYTES);
  const inside = offset >= 0 && end <= world.field(slot, Slot.length);
  if (!inside || !hasCommitted(world, slot, first, end)) return false;
  location.place = Place.committed;
  location.slot = slot;
  location.region = backingOf(world, slot);
  location.generation = 0;
  location.offset = offset;
  location.size = size;
  const last = Math.min(offset + size, world.domain.regionBytes[location.region]);
  location.first = intervalAt(world.domain, location.region, offset);
  location.end = intervalAt(world.domain, location.region, last);
  return true;
}

/** Where an access may end before its time. */
export interface Stop {
  /** Offset of the page in the backing. */
  readonly page: number;
  /** The page is guarded: touching it clears that. */
  readonly guarded: boolean;
}

/** Pages of a location that do not let an access through, from the lowest on. */
export function stopsOf(world: World, location: Location, writes: boolean): Stop[] {
  const stops: Stop[] = [];
  const { region, offset, size } = location;
  const need = writes ? Rights.readWrite : Rights.read;
  for (let page = offset - (offset % PAGE_BYTES); page < offset + size; page += PAGE_BYTES) {
    const run = runOf(world, region, page);
    const guarded = run >= 0 && isGuarded(world, run);
    if (!guarded && run >= 0 && committedRights(world, run) >= need) continue;
    stops.push({ page, guarded });
  }
  return stops;
}

/** A guarded page was touched: it is an ordinary one from now on (QUIET-25). */
export function clearGuard(world: World, region: number, page: number): void {
  const [run] = runsWithin(world, region, page, page + PAGE_BYTES);
  world.setRights(run, (world.rights(run) & ~GUARD) | TOUCHED);
}

/** True where a page of a location was guarded, and has been touched. */
export function wasGuarded(world: World, { region, offset, size }: Location): boolean {
  for (let page = offset - (offset % PAGE_BYTES); page < offset + size; page += PAGE_BYTES) {
    const run = runOf(world, region, page);
    if (run >= 0 && (world.rights(run) & TOUCHED) !== 0) return true;
  }
  return false;
}

/** Why a page is not there: what its bytes remember, else that it was never committed. */
export function absenceOf(world: World, location: Location, page: number): number {
  const run = runOf(world, location.region, page);
  if (run < 0) return CITE['VM-1.faults'];
  return isCommitted(world, run) ? 0 : absentCite(world, run);
}

/** Why the pages of a run are not there. */
export function absentCite(world: World, run: number): number {
  const { runRegion, runOffset } = world.domain;
  const cite = world.tagCite(intervalAt(world.domain, runRegion[run], runOffset[run]), 0);
  return cite === CITE['VM-5.decommits'] ? cite : CITE['VM-1.faults'];
}
