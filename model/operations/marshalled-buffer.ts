/**
 * What methods of wrapper objects call: one function with the values that the object keeps, and the
 * two that MarshalledBuffer_t joins. CLASS-5, CLASS-7, QUIET-28.
 */

import { CITE } from '../clauses/index.js';
import { Answer, Pointer, Value } from '../outcome.js';
import { isFailed } from '../results.js';
import type { Operation, Step } from '../step.js';
import { hide, isStandIn, Member, opensElsewhere } from '../world/objects.js';
import { Slot, type World } from '../world/world.js';
import { allocAsynchronousBuffer } from './allocate.js';
import { closeCallerBuffer } from './close.js';
import { freeAsynchronousBuffer } from './free.js';
import { openCallerBuffer } from './open.js';

/** The function that a method wraps, with the values of `step.inner`. */
export function runs(step: Step, rule: (step: Step) => void): void {
  const { request } = step;
  step.request = step.inner;
  rule(step);
  step.request = request;
}

/** `step.inner` for a function that gets what the object keeps. */
export function repeats(step: Step, pointer: number, source: number): void {
  const { world, operation, inner } = step;
  const { object } = operation;
  Object.assign(inner, operation);
  inner.pointer = world.member(object, pointer);
  inner.source = world.member(object, source);
  inner.size = world.member(object, Member.size);
  inner.descriptor = world.member(object, Member.descriptor);
  inner.allocationFails = 0;
}

/** True when the function that was wrapped succeeded. */
export function hasSucceeded(step: Step): boolean {
  const { answer, valueKind, value } = step.outcome;
  return answer === Answer.returned && valueKind === Value.exact && !isFailed(value);
}

/** The address of a new record, or what stands for it until ptr() is seen. */
export function addressOf(step: Step, slot: number): number {
  const { world, outcome } = step;
  if (outcome.pointerKind === Pointer.fresh) {
    hide(world, slot);
  } else world.setField(slot, Slot.pointer, outcome.pointerValue | 0);
  return world.pointer(slot);
}

/** Open, and Alloc on what that gave where asynchronous use was asked for (QUIET-28). */
export function opens(step: Step): void {
  const { world, operation, outcome, inner } = step;
  const { object } = operation;
  inner.operation = 'CeOpenCallerBuffer';
  inner.forceDuplicate = !operation.unforced;
  runs(step, openCallerBuffer);
  if (!hasSucceeded(step)) return;
  const slot = outcome.pointerSlot;
  const opened = addressOf(step, slot);
  world.setMember(object, Member.opened, opened);
  world.setMember(object, Member.asynchronous, operation.asynchronous ? 1 : 0);
  if (!operation.asynchronous) return;
  const { pointerKind } = outcome;
  inner.operation = 'CeAllocAsynchronousBuffer';
  inner.source = opened;
  // How many of the allocations Open has made is the target's affair.
  inner.allocationFails = operation.allocationFails === 0 ? 0 : 2;
  runs(step, allocAsynchronousBuffer);
  if (outcome.answer !== Answer.returned) return;
  if (!hasSucceeded(step)) return closesAgain(step, opened);
  step.also('CLASS-7.marshal-asynchronous');
  const same = outcome.pointerKind === Pointer.exact && outcome.pointerValue === opened;
  if (!same) return;
  world.setField(outcome.pointerSlot, Slot.pointer, opened | 0);
  outcome.pointerKind = pointerKind;
  outcome.pointerSlot = slot;
}

/** The Alloc failed: its code comes back, and what was opened is closed (QUIET-28). */
function closesAgain(step: Step, opened: number): void {
  const { world, operation, outcome, inner } = step;
  const { value, valueKind, valueCite } = outcome;
  inner.operation = 'CeCloseCallerBuffer';
  inner.pointer = opened;
  inner.source = operation.source;
  runs(step, closeCallerBuffer);
  if (outcome.answer !== Answer.returned) return;
  outcome.value = value;
  outcome.valueKind = valueKind;
  outcome.valueCite = CITE['QUIET-28.code'];
  outcome.also(valueCite);
  outcome.accountCite = CITE['QUIET-28.closes'];
  step.also('QUIET-28.empty');
  world.setMember(operation.object, Member.opened, 0);
  world.setMember(operation.object, Member.asynchronous, 0);
}

/** The asynchronous Free, whose result is dropped, then the Close (CLASS-7). */
export function closes(step: Step): void {
  const { world, operation, outcome, inner } = step;
  const { object } = operation;
  if (world.member(object, Member.asynchronous) !== 0) {
    repeats(step, Member.pointer, Member.opened);
    inner.operation = 'CeFreeAsynchronousBuffer';
    runs(step, freeAsynchronousBuffer);
    if (outcome.answer !== Answer.returned) return;
    if (!hasSucceeded(step)) step.also('CLASS-7.unmarshal-result');
  }
  repeats(step, Member.opened, Member.source);
  inner.operation = 'CeCloseCallerBuffer';
  if (isForgotten(world, inner)) {
    outcome.answer = Answer.open;
    return;
  }
  runs(step, closeCallerBuffer);
}

/** Closed before under an address that was never shown: another Open may have got that since. */
function isForgotten(world: World, inner: Operation): boolean {
  if (!isStandIn(world, inner.pointer)) return false;
  for (let s = 0; s < world.slots; s += 1) {
    if (world.isLive(s) && world.pointer(s) === inner.pointer) return false;
  }
  return opensElsewhere(world, inner.pointer);
}
