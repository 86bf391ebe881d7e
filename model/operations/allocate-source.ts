/**
 * The source of CeAllocAsynchronousBuffer: whether it is marshalled already, and which clauses
 * promise that it is taken. ASYNC-1, ASYNC-15, ASYNC-18, ASYNC-21, ASYNC-23, QUIET-17, QUIET-19.
 */

import type { ObligationId } from '../clauses/index.js';
import {
  DESCRIPTORS,
  forcesAlias,
  isMarshallable,
  isOutput,
  MARSHAL_FORCE_ALIAS,
} from '../descriptors.js';
import { Form, KERNEL_BASE } from '../readings.js';
import type { Step } from '../step.js';
import { Place } from '../world/memory.js';
import { inItsCall } from '../world/records.js';
import { Kind, Slot, type World } from '../world/world.js';

/** Whether the rules promise that Alloc accepts a source. */
export const Claim = { must: 0, may: 1, never: 2 } as const;

/** Whether [source, source + length) is marshalled already, for this thread (ASYNC-21, -23). */
export function claimOn(step: Step, length: number): number {
  const { world, operation, place } = step;
  const { thread, source } = operation;
  if (place.place === Place.copy && world.heapOpen) return Claim.may;
  if (place.place === Place.copy) {
    const asynchronous = world.field(place.slot, Slot.kind) === Kind.asynchronous;
    if (asynchronous) return world.isKernelCaller(thread) ? Claim.may : Claim.never;
    return inCallOf(world, thread, place.slot) ? Claim.must : Claim.may;
  }
  if (place.place === Place.alias) {
    if (world.field(place.slot, Slot.kind) === Kind.asynchronous) return Claim.never;
    if (world.field(place.slot, Slot.kind) === Kind.parameter) return Claim.may;
    return inCallOf(world, thread, place.slot) ? Claim.must : Claim.may;
  }
  if (source >= KERNEL_BASE) {
    if (!world.isKernelCaller(thread)) return Claim.never;
    return Claim.may;
  }
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.form) !== Form.direct) continue;
    if (!inCallOf(world, thread, s)) continue;
    const pointer = world.pointer(s);
    if (source >= pointer && source + length <= pointer + world.field(s, Slot.length)) {
      return Claim.must;
    }
  }
  return Claim.may;
}

/** True when a record was made in the call that a thread carries now. */
export function inCallOf(world: World, thread: number, slot: number): boolean {
  return thread !== 0 && world.field(slot, Slot.thread) === thread && inItsCall(world, slot);
}

/** The other clauses that an argument error puts to the test. */
export function alsoAboutArguments(step: Step): void {
  const { world, operation } = step;
  const { descriptor, source, size, thread } = operation;
  if (thread === 0) step.also('ASYNC-21.checks-hold');
  if (!operation.destination) return;
  if (descriptor === MARSHAL_FORCE_ALIAS) step.also('ASYNC-6.flag-alone');
  else if (descriptor === DESCRIPTORS.ARG_DW) step.also('ASYNC-6.arg-dw');
  else if (!isMarshallable(descriptor)) step.also('ASYNC-6.undefined');
  else if (source === 0) {
    step.also('ASYNC-10.null-source');
    step.also('ASYNC-12.null-source');
  } else if (size === 0) step.also('ASYNC-10.zero-length');
  if (forcesAlias(descriptor) && world.domain.userServer) step.also('ASYNC-8.flag-ignored');
}

/** What says how long a string is. */
export function stringCite(step: Step): ObligationId {
  return step.operation.size === 0 ? 'ASYNC-5.measured' : 'ASYNC-5.as-given';
}

/** What promises that Alloc takes this source. */
export function acceptedCite(step: Step): ObligationId {
  const { world, operation, place } = step;
  const { thread, source } = operation;
  const gone = world.isInCall(thread) && world.callerOf(thread) < 0;
  if (gone) return 'QUIET-17.alloc-held';
  if (thread === 0) return 'QUIET-30.owned';
  if (place.place === Place.copy) {
    if (world.field(place.slot, Slot.length) !== place.size) return 'QUIET-6.part';
    const duplicate = world.field(place.slot, Slot.kind) === Kind.duplicate;
    return duplicate ? 'ASYNC-18' : 'ASYNC-1';
  }
  if (place.place === Place.alias) return 'QUIET-19.open-alias';
  if (source >= KERNEL_BASE) return 'QUIET-19.kernel-caller';
  for (let s = 0; s < world.slots; s += 1) {
    const parameter = world.isLive(s) && world.field(s, Slot.kind) === Kind.parameter;
    if (parameter && inCallOf(world, thread, s)) return 'ASYNC-15';
  }
  return 'ASYNC-1';
}

/** The other clauses about the source of a successful Alloc. */
export function alsoAboutSource(step: Step): void {
  const { world, operation, place } = step;
  const forced = forcesAlias(operation.descriptor);
  if (forced && world.domain.userServer) step.also('ASYNC-8.flag-ignored');
  if (forced && place.place === Place.copy) step.also('ALIAS-1.copied-source');
  if (place.place !== Place.copy) return;
  const { slot } = place;
  const opened = world.field(slot, Slot.descriptor);
  if (isOutput(operation.descriptor) && !isOutput(opened)) step.also('QUIET-6.output-alloc');
}
