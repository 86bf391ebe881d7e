/**
 * Write-back: a duplicate's bytes return to where they came from. CLOSE-1, CLOSE-3, CLOSE-5,
 * FLUSH-1, FLUSH-5, FREE-1, FREE-2, DUP-2, QUIET-12.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { Form } from '../readings.js';
import type { Step } from '../step.js';
import { Rights, TAG_UNKNOWN } from '../world/domain.js';
import { type Location, Place } from '../world/memory.js';
import { liveParent } from '../world/records.js';
import { Slot, type World } from '../world/world.js';

/** The bytes of a record at its root, at whatever place and generation that is. */
function atRoot(world: World, slot: number, region: number, location: Location): void {
  location.region = region;
  location.offset = world.field(slot, Slot.offset);
  location.first = world.field(slot, Slot.first);
  location.end = location.first + world.field(slot, Slot.count);
}

/**
 * Process memory that a record was made from, as it is mapped now; false when the process or its
 * mapping is gone.
 */
export function rootMemory(world: World, slot: number, location: Location): boolean {
  const region = world.field(slot, Slot.region) - 1;
  const process = world.field(slot, Slot.process);
  if (region < 0 || world.field(slot, Slot.processGone) !== 0) return false;
  if (!world.isAlive(process) || world.generation(region) === 0) return false;
  location.place = Place.memory;
  location.slot = -1;
  location.generation = world.generation(region) - 1;
  atRoot(world, slot, region, location);
  return true;
}

/** The same bytes through the alias that a record was made from; false when there is none. */
function throughAlias(world: World, slot: number, location: Location): boolean {
  const parent = liveParent(world, slot);
  if (parent < 0 || !world.has(parent, Slot.form, Form.alias)) return false;
  location.place = Place.alias;
  location.slot = parent;
  location.generation = world.field(parent, Slot.generation);
  atRoot(world, slot, world.field(slot, Slot.region) - 1, location);
  return true;
}

/**
 * Where a write-back goes: to the recorded process, or through the alias that was the source.
 * The sources do not say which; where the two differ both are permitted.
 */
function destination(step: Step, slot: number): boolean {
  const { world, other } = step;
  if (throughAlias(world, slot, other) && step.choices.either()) return true;
  return rootMemory(world, slot, other);
}

/** One past the last interval before the first that the process may not write. */
function writablePrefix(world: World, location: Location): number {
  const { intervalRun } = world.domain;
  if (location.place === Place.alias) {
    return world.field(location.slot, Slot.writable) === 0 ? location.first : location.end;
  }
  for (let i = location.first; i < location.end; i += 1) {
    if (world.rights(intervalRun[i]) !== Rights.readWrite) return i;
  }
  return location.end;
}

/**
 * Writes what a record covers to the memory at its root, from the copy `holds`. False when that
 * fails: the process or the memory is gone, or a page may not be written; a prefix may have been
 * written then.
 */
export function writeToMemory(
  step: Step,
  slot: number,
  because: ObligationId,
  holds: number = slot,
): boolean {
  const { world, other, outcome } = step;
  outcome.writtenCite = CITE[because];
  outcome.aroundCite = CITE['QUIET-12.prefix'];
  if (!destination(step, slot)) return false;
  if (lostItsAlias(world, slot) && step.choices.either()) return false;
  const end = writablePrefix(world, other);
  const whole = end === other.end;
  if (!whole && (end === other.first || step.choices.either())) return false;
  if (whole) outcome.aroundCite = CITE['QUIET-12.nothing-behind'];
  const cite = CITE[whole ? because : 'QUIET-12.prefix'];
  for (let i = other.first; i < end; i += 1) {
    world.setTag(i, other.generation, world.content(holds, i), cite);
  }
  return whole;
}

/** True when a copy was made from an alias that is closed by now. */
function lostItsAlias(world: World, slot: number): boolean {
  const parent = world.parent(slot);
  if (parent < 0 || !world.has(parent, Slot.form, Form.alias)) return false;
  return !world.isLive(parent);
}

/** Writes the bytes of a copy to the copy that it was made from. False when that is gone. */
export function writeToParent(world: World, slot: number, because: ObligationId): boolean {
  const parent = liveParent(world, slot);
  if (parent < 0) return false;
  const first = world.field(slot, Slot.first);
  const end = first + world.field(slot, Slot.count);
  for (let i = first; i < end; i += 1) {
    world.setContent(parent, i, world.content(slot, i), CITE[because]);
  }
  return true;
}

/** True when a record was made from a buffer that Open or CeAllocDuplicateBuffer copied. */
export function standsOnCopy(world: World, slot: number): boolean {
  const parent = world.parent(slot);
  return parent >= 0 && world.has(parent, Slot.form, Form.copy);
}

/** Says that the memory a record came from stays as it is, and why. */
export function keepsSource(step: Step, slot: number, because: ObligationId): void {
  const { world, other } = step;
  step.outcome.keepCite = CITE[because];
  if (!rootMemory(world, slot, other)) return;
  for (let i = other.first; i < other.end; i += 1) {
    world.keepTag(i, other.generation, CITE[because]);
  }
}

/** The memory at a record's root may hold anything now (a hazard's footprint). */
export function opensSource(step: Step, slot: number, because: ObligationId): void {
  const { world, other } = step;
  if (!rootMemory(world, slot, other)) return;
  const { regionInterval } = world.domain;
  const end = regionInterval[other.region + 1];
  for (let i = regionInterval[other.region]; i < end; i += 1) {
    world.setTag(i, other.generation, TAG_UNKNOWN, CITE[because]);
  }
}
