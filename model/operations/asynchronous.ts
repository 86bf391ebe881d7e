/**
 * Asynchronous buffers: finding the record that a call means, and releasing it by the values that
 * Alloc got. FREE-1, FREE-2, ALIAS-3, QUIET-16; a shipped kernel's guess: QUIET-1, QUIET-32.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { characterBytes, forcesAlias, isInput, isOutput, typeOf } from '../descriptors.js';
import { Answer, Value } from '../outcome.js';
import { Form } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { locate, locateInServer, Place } from '../world/memory.js';
import { liveParent, release } from '../world/records.js';
import { measure } from '../world/strings.js';
import { Kind, Slot } from '../world/world.js';
import { aliases } from './allocate.js';
import { pausesAt } from './open.js';
import { keepsSource, standsOnCopy, writeToMemory, writeToParent } from './write-back.js';

/** True when source, size and type are those of the record; the flag aside. */
export function matchesButFlag(step: Step, slot: number): boolean {
  const { world, operation } = step;
  return (
    world.field(slot, Slot.source) >>> 0 === operation.source &&
    world.field(slot, Slot.size) >>> 0 === operation.size &&
    typeOf(world.field(slot, Slot.descriptor)) === typeOf(operation.descriptor)
  );
}

/** True when every value is the one that Alloc got; a user-mode server ignores the flag. */
export function matchesExactly(step: Step, slot: number): boolean {
  const { world, operation } = step;
  const recorded = world.field(slot, Slot.descriptor);
  const flag = forcesAlias(recorded) === forcesAlias(operation.descriptor);
  return (flag || world.domain.userServer) && matchesButFlag(step, slot);
}

function isNamed(step: Step, slot: number): boolean {
  const { world, operation } = step;
  if (!world.isLive(slot) || !world.has(slot, Slot.kind, Kind.asynchronous)) return false;
  return world.pointsTo(slot, operation.pointer);
}

/**
 * The live asynchronous buffer at the pointer; a matching one where there is one, any of them where
 * several share the pointer and none matches; −1 for none. Matching ones that were made from
 * different sources are not told apart.
 */
export function asynchronousAt(step: Step): number {
  const { world } = step;
  let first = -1;
  let named = 0;
  let others = 0;
  for (let s = 0; s < world.slots; s += 1) {
    if (!isNamed(step, s)) continue;
    named += 1;
    if (!matchesExactly(step, s)) continue;
    if (first < 0) first = s;
    else if (world.parent(s) !== world.parent(first)) others += 1;
  }
  if (first >= 0) return others === 0 ? first : oneOf(step, first, 1 + others);
  return named === 0 ? -1 : oneOf(step, -1, named);
}

/** One of the buffers at the pointer; of those that match and differ from `like` where given. */
function oneOf(step: Step, like: number, count: number): number {
  const { world } = step;
  let left = step.choices.choose(count);
  for (let s = 0; s < world.slots; s += 1) {
    if (!isNamed(step, s)) continue;
    const other = s !== like && world.parent(s) === world.parent(like);
    if (like >= 0 && (other || !matchesExactly(step, s))) continue;
    if (left === 0) return s;
    left -= 1;
  }
  return like;
}

/** A shipped kernel's guess, from the size and the flag that this call is given (QUIET-1, -32). */
export function seemsAlias(step: Step, slot: number): boolean {
  const { world, operation, place } = step;
  const { reading, copyLimit, userServer } = world.domain;
  if (userServer) return false;
  if (forcesAlias(operation.descriptor)) return true;
  const unit = characterBytes(operation.descriptor);
  if (operation.size !== 0 || unit === 0) return aliases(reading, operation.size, copyLimit);
  if (slot < 0) return step.choices.either();
  locate(world, operation.thread, operation.pointer, 0, place);
  if (place.region < 0) return step.choices.either();
  const length = measure(world, place, unit);
  return length < 0 ? step.choices.either() : aliases(reading, length, copyLimit);
}

/** By the values that Alloc got. */
export function freeRecord(step: Step, slot: number): void {
  const { world, outcome } = step;
  const form = world.field(slot, Slot.form);
  const output = isOutput(world.field(slot, Slot.descriptor));
  if (form === Form.opaque) {
    outcome.answer = Answer.open;
    return;
  }
  if (form === Form.same) return freeSame(step, slot, output);
  if (form === Form.alias || !output) {
    if (form === Form.copy) keepsSource(step, slot, 'FREE-1.input-unchanged');
    release(world, slot);
    if (form === Form.alias) alsoAboutCache(step, slot);
    return outcome.gives(RESULTS.S_OK, CITE['FREE-1.frees']);
  }
  if (!isInput(world.field(slot, Slot.descriptor))) step.also('DUP-4.unwritten-part');
  const intoCopy = standsOnCopy(world, slot);
  const because = intoCopy ? 'FREE-1.into-copy' : 'FREE-1.writes-back';
  const written = intoCopy
    ? writeToParent(world, slot, because)
    : writeToMemory(step, slot, because);
  if (written && pausesAt(step, 'written-back', -1, slot)) return;
  finish(step, slot, written, because);
}

/** After an alias has gone: pages that others still alias, and pages that were never cached. */
export function alsoAboutCache(step: Step, slot: number): void {
  const { world } = step;
  const { domain } = world;
  if (!domain.reading.virtuallyTagged) return;
  const generation = world.field(slot, Slot.generation);
  const first = world.field(slot, Slot.first);
  const end = first + world.field(slot, Slot.count);
  for (let i = first; i < end; i += 1) {
    const run = domain.intervalRun[i];
    if (world.aliasesOf(run, generation) > 0) return step.also('ALIAS-3.not-before-last');
    if (world.isNocache(run)) return step.also('ALIAS-3.never-initially-uncached');
  }
}

/** Ends a release after its write-back, whatever came of that. */
export function finish(step: Step, slot: number, written: boolean, because: ObligationId): void {
  const { world, outcome } = step;
  outcome.keepCite = CITE[because];
  release(world, slot);
  if (written) return outcome.gives(RESULTS.S_OK, CITE[because]);
  step.also('INV-FAILSAFE.releases');
  step.also('QUIET-12.nothing-behind');
  step.failsWriteBack('FREE-2.reports');
  outcome.accountCite = CITE['FREE-2.releases'];
}

/** True when another buffer, or the 64 KB block of an alias, lies at a record's address now. */
export function isTaken(step: Step, slot: number): boolean {
  const { world, place } = step;
  const block = world.pointer(slot) >>> 16;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || !world.has(s, Slot.form, Form.alias)) continue;
    if (world.pointer(s) >>> 16 === block) return true;
  }
  locateInServer(world, world.pointer(slot), 0, place);
  return place.place === Place.copy || place.place === Place.overrun;
}

/** The pointer was its source's own: nothing to write, nothing to release but the record. */
export function freeSame(step: Step, slot: number, output: boolean): void {
  const { world, outcome } = step;
  const alive = liveParent(world, slot) >= 0;
  const parent = world.parent(slot);
  const ofParameter = parent >= 0 && world.has(parent, Slot.kind, Kind.parameter);
  release(world, slot);
  outcome.keepCite = CITE['FREE-1.frees'];
  if (alive) return outcome.gives(RESULTS.S_OK, CITE['FREE-1.frees']);
  if (!ofParameter || isTaken(step, slot)) return outcome.givesKind(Value.any, CITE['FREE-4.free']);
  if (output) return step.failsWriteBack('QUIET-16.output-gone');
  outcome.gives(RESULTS.S_OK, CITE['QUIET-16.input-gone']);
}
