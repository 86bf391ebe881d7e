/**
 * Records: made by Open, Alloc, CeAllocDuplicateBuffer and by a call's API parameter; released
 * once. Heap blocks, aliases, reference counts and cache attributes follow from here alone.
 */

import { Form } from '../readings.js';
import { type Domain, PAGE_BYTES } from './domain.js';
import type { Location } from './memory.js';
import { Place } from './memory.js';
import { Call, type Kind, Slot, State, type World } from './world.js';

/** What a new record is made from. */
export interface Making {
  readonly kind: Kind;
  readonly form: Form;
  readonly thread: number;
  readonly source: number;
  readonly size: number;
  readonly length: number;
  readonly descriptor: number;
  readonly writable: boolean;
}

/**
 * Makes a record in `slot` over a location; for `Form.opaque` the location does not matter. Its
 * address is set by whoever learns it.
 */
export function create(world: World, slot: number, making: Making, location: Location): void {
  world.occupy(slot);
  for (let f = 0; f < Slot.words; f += 1) world.setField(slot, f, 0);
  const { thread } = making;
  const rooted = making.form !== Form.opaque && location.region >= 0;
  world.setField(slot, Slot.kind, making.kind);
  world.setField(slot, Slot.state, State.live);
  world.setField(slot, Slot.form, making.form);
  world.setField(slot, Slot.source, making.source | 0);
  world.setField(slot, Slot.size, making.size | 0);
  world.setField(slot, Slot.length, making.length);
  world.setField(slot, Slot.descriptor, making.descriptor | 0);
  world.setField(slot, Slot.thread, thread);
  world.setField(slot, Slot.writable, making.writable ? 1 : 0);
  if (rooted) {
    const fromRecord = location.place === Place.copy || location.place === Place.alias;
    world.setField(slot, Slot.parent, fromRecord ? location.slot + 1 : 0);
    world.setField(slot, Slot.region, location.region + 1);
    world.setField(slot, Slot.generation, location.generation);
    world.setField(slot, Slot.first, location.first);
    world.setField(slot, Slot.count, location.end - location.first);
    world.setField(slot, Slot.offset, location.offset);
    inheritOwner(world, slot, location, fromRecord);
  }
  if (making.form === Form.copy) world.addHeapBlock(making.length, 1);
  if (making.form === Form.alias && rooted) mapAlias(world, slot, 1);
}

function inheritOwner(world: World, slot: number, location: Location, fromRecord: boolean): void {
  if (fromRecord) {
    world.setField(slot, Slot.process, world.field(location.slot, Slot.process));
    world.setField(slot, Slot.processGone, world.field(location.slot, Slot.processGone));
    return;
  }
  world.setField(slot, Slot.process, world.domain.regionProcess[location.region]);
}

/** First run of the pages that hold the first byte of a record, and one past the last. */
function firstRun(domain: Domain, region: number, offset: number): number {
  const page = offset - (offset % PAGE_BYTES);
  let run = domain.regionRun[region];
  while (domain.runOffset[run] < page) run += 1;
  return run;
}

/** Uncached where the process asked for it, or on a virtually tagged cache while aliased. */
export function setCacheAttribute(world: World, run: number, generation: number): void {
  const aliased = world.domain.reading.virtuallyTagged && world.aliasesOf(run, generation) > 0;
  world.setUncached(run, generation, aliased || world.isNocache(run));
}

/**
 * Counts an alias in (+1) or out (−1) on every page that it maps. On a virtually tagged cache the
 * pages are uncached while one lives (ALIAS-2) and get back what they had with the last
 * (ALIAS-3, QUIET-8).
 */
function mapAlias(world: World, slot: number, sign: 1 | -1): void {
  const { domain } = world;
  const region = world.field(slot, Slot.region) - 1;
  const generation = world.field(slot, Slot.generation);
  const offset = world.field(slot, Slot.offset);
  const end = offset + world.field(slot, Slot.length);
  world.addAlias(sign);
  const last = domain.regionRun[region + 1];
  for (let run = firstRun(domain, region, offset); run < last; run += 1) {
    if (domain.runOffset[run] >= end) break;
    world.addAliasOf(run, generation, sign);
    setCacheAttribute(world, run, generation);
  }
}

/** Ends a record's life and gives back what it held. */
export function release(world: World, slot: number): void {
  const form = world.field(slot, Slot.form);
  if (form === Form.copy) world.addHeapBlock(world.field(slot, Slot.length), -1);
  if (form === Form.alias && world.field(slot, Slot.region) > 0) mapAlias(world, slot, -1);
  world.setField(slot, Slot.state, State.stale);
}

/** A shipped reading's mismatch: the record is gone, what it held stays for good. */
export function leak(world: World, slot: number): void {
  world.setField(slot, Slot.state, State.leaked);
}

/** The source slot of a copy whose bytes are still there, or −1. */
export function liveParent(world: World, slot: number): number {
  const parent = world.parent(slot);
  return parent >= 0 && world.isLive(parent) ? parent : -1;
}

/** True when the call in which a record was made is still the one in flight on its thread. */
export function inItsCall(world: World, slot: number): boolean {
  const thread = world.field(slot, Slot.thread);
  if (thread === 0) return false;
  return world.field(slot, Slot.callOver) === 0 && world.callField(thread, Call.active) !== 0;
}
