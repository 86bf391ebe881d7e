/**
 * AsynchronousBuffer_t, DuplicatedBuffer_t and MarshalledBuffer_t of marshal.hpp: methods over the
 * seven functions, with what the object keeps. CLASS-1 … CLASS-8, QUIET-27, QUIET-28.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { isOutput } from '../descriptors.js';
import { Answer, Pointer } from '../outcome.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { Member, WrapperClass } from '../world/objects.js';
import type { World } from '../world/world.js';
import { allocAsynchronousBuffer } from './allocate.js';
import { freeDuplicateBuffer } from './close.js';
import { allocDuplicateBuffer } from './duplicate.js';
import { flushAsynchronousBuffer } from './flush.js';
import { freeAsynchronousBuffer } from './free.js';
import { addressOf, closes, hasSucceeded, opens, repeats, runs } from './marshalled-buffer.js';

/** A constructor; without source, size and descriptor the default one. */
export function construct(step: Step): void {
  const { world, operation } = step;
  const { object, mode, source, size, descriptor } = operation;
  world.setMember(object, Member.class, mode);
  if (source !== 0 || size !== 0 || descriptor !== 0) fill(step, 'CLASS-2.constructor');
  else showsPointer(step);
  if (step.outcome.answer !== Answer.returned) return;
  if (!isFull(world, object)) step.also('CLASS-2.failed-constructor');
  step.outcome.gives(0, CITE['CLASS-2.constructor']);
}

/** Allocate of AsynchronousBuffer_t and DuplicatedBuffer_t. */
export function allocate(step: Step): void {
  const { world, operation } = step;
  const asynchronous = world.member(operation.object, Member.class) === WrapperClass.asynchronous;
  if (isFull(world, operation.object)) {
    if (operation.constant && isOutput(operation.descriptor)) step.also('CLASS-6.full-first');
    const because = asynchronous ? 'CLASS-4.allocate-full' : 'CLASS-7.duplicated-allocate-full';
    return refuses(step, RESULTS.E_ALREADY_EXISTS, because);
  }
  fill(step, asynchronous ? 'CLASS-2.allocate' : 'CLASS-7.duplicated');
}

/** MarshalledBuffer_t::Marshal. */
export function marshal(step: Step): void {
  if (isFull(step.world, step.operation.object)) {
    return refuses(step, RESULTS.E_ALREADY_EXISTS, 'CLASS-7.marshal-full');
  }
  fill(step, 'CLASS-7.marshal');
}

/** Free of AsynchronousBuffer_t and DuplicatedBuffer_t. */
export function free(step: Step): void {
  const { world, operation } = step;
  const asynchronous = world.member(operation.object, Member.class) === WrapperClass.asynchronous;
  if (!isFull(world, operation.object)) {
    const because = asynchronous ? 'CLASS-4.free-empty' : 'CLASS-7.duplicated-free-empty';
    return refuses(step, RESULTS.E_ALREADY_EXISTS, because);
  }
  empties(step, asynchronous ? 'CLASS-2.free' : 'CLASS-7.duplicated');
}

/** MarshalledBuffer_t::Unmarshal. */
export function unmarshal(step: Step): void {
  if (!isFull(step.world, step.operation.object)) {
    return refuses(step, RESULTS.E_ALREADY_EXISTS, 'CLASS-7.unmarshal-empty');
  }
  empties(step, 'CLASS-7.unmarshal');
}

/** The destructor: a full object releases its buffer, an empty one nothing (CLASS-2). */
export function destroy(step: Step): void {
  const { world, operation, outcome } = step;
  const full = isFull(world, operation.object);
  if (full) empties(step, 'CLASS-2.destructor');
  else refuses(step, RESULTS.S_OK, 'CLASS-2.once');
  if (outcome.answer !== Answer.returned) return;
  for (let m = 0; m < Member.words; m += 1) world.setMember(operation.object, m, 0);
  outcome.gives(0, CITE[full ? 'CLASS-2.destructor' : 'CLASS-2.once']);
  showsPointer(step);
}

/** The implicit copy constructor: two objects with one buffer (CLASS-8 is the driver's). */
export function copy(step: Step): void {
  const { world, operation } = step;
  for (let m = 0; m < Member.words; m += 1) {
    world.setMember(operation.object, m, world.member(operation.mode, m));
  }
  refuses(step, 0, 'CLASS-3.full');
}

/** ptr(), as TRUE or FALSE; the out-pointer is what it gives. */
export function ptr(step: Step): void {
  const full = isFull(step.world, step.operation.object);
  refuses(step, full ? 1 : 0, full ? 'CLASS-3.full' : 'CLASS-3.empty');
}

/** size(): as passed, 0 while empty. */
export function size(step: Step): void {
  const { world, operation } = step;
  const full = isFull(world, operation.object);
  const value = full ? world.member(operation.object, Member.size) : 0;
  refuses(step, value, full ? 'CLASS-3.size-as-passed' : 'CLASS-3.empty');
}

/** Flush: through the function where the class has it, else refused. */
export function flush(step: Step): void {
  const { world, operation } = step;
  const { object } = operation;
  const kind = world.member(object, Member.class);
  if (kind === WrapperClass.duplicated) return refuses(step, RESULTS.E_NOT_SUPPORTED, 'QUIET-27');
  const asynchronous = kind === WrapperClass.asynchronous;
  const able = asynchronous || world.member(object, Member.asynchronous) !== 0;
  if (!isFull(world, object) || !able) {
    const because = asynchronous ? 'CLASS-5.flush-empty' : 'CLASS-7.flush-refused';
    return refuses(step, RESULTS.E_INVALIDARG, because);
  }
  const through = asynchronous ? Member.source : Member.opened;
  const { inner } = step;
  repeats(step, Member.pointer, through);
  inner.operation = 'CeFlushAsynchronousBuffer';
  inner.unmarshalled = asynchronous ? 0 : world.member(object, Member.source);
  runs(step, flushAsynchronousBuffer);
  step.also(asynchronous ? 'CLASS-5.flush' : 'CLASS-7.flush');
  step.also('CLASS-5.repeats-values');
  showsPointer(step);
}

function isFull(world: World, object: number): boolean {
  return world.member(object, Member.pointer) !== 0;
}

/** The object stays as it is; the call gives this value. */
function refuses(step: Step, value: number, because: ObligationId): void {
  step.gives(value, because);
  step.outcome.accountCite = CITE[because];
  step.outcome.keepCite = CITE[because];
  showsPointer(step);
}

/** ptr() afterwards, which every answer carries (CLASS-3). */
function showsPointer(step: Step): void {
  const { world, operation, outcome } = step;
  const pointer = world.member(operation.object, Member.pointer);
  outcome.pointerKind = pointer === 0 ? Pointer.isNull : Pointer.exact;
  outcome.pointerValue = pointer;
  outcome.pointerSlot = -1;
  outcome.pointerCite = CITE[pointer === 0 ? 'CLASS-3.empty' : 'CLASS-3.full'];
}

/** An empty object allocates; it stays empty where that fails (CLASS-2, CLASS-3, CLASS-6). */
function fill(step: Step, because: ObligationId): void {
  const { world, operation, outcome, inner } = step;
  const { object } = operation;
  const kind = world.member(object, Member.class);
  if (operation.constant && isOutput(operation.descriptor) && kind !== WrapperClass.marshalled) {
    return refuses(step, RESULTS.E_ACCESSDENIED, 'CLASS-6.refuses');
  }
  Object.assign(inner, operation);
  inner.destination = true;
  if (kind === WrapperClass.marshalled) opens(step);
  else {
    const asynchronous = kind === WrapperClass.asynchronous;
    inner.operation = asynchronous ? 'CeAllocAsynchronousBuffer' : 'CeAllocDuplicateBuffer';
    if (asynchronous) step.also('CLASS-1.wraps');
    runs(step, asynchronous ? allocAsynchronousBuffer : allocDuplicateBuffer);
  }
  if (outcome.answer !== Answer.returned) return;
  if (!hasSucceeded(step)) return showsPointer(step);
  step.outcome.also(outcome.valueCite);
  outcome.valueCite = CITE[because];
  outcome.pointerCite = CITE['CLASS-3.full'];
  world.setMember(object, Member.pointer, addressOf(step, outcome.pointerSlot));
  world.setMember(object, Member.source, operation.source);
  world.setMember(object, Member.size, operation.size);
  world.setMember(object, Member.descriptor, operation.descriptor);
}

/** A full object releases what it holds, with the values that it kept, and is empty then. */
function empties(step: Step, because: ObligationId): void {
  const { world, operation, outcome, inner } = step;
  const { object } = operation;
  const kind = world.member(object, Member.class);
  step.also('CLASS-5.repeats-values');
  repeats(step, Member.pointer, Member.source);
  if (kind === WrapperClass.marshalled) closes(step);
  else {
    const asynchronous = kind === WrapperClass.asynchronous;
    inner.operation = asynchronous ? 'CeFreeAsynchronousBuffer' : 'CeFreeDuplicateBuffer';
    runs(step, asynchronous ? freeAsynchronousBuffer : freeDuplicateBuffer);
    if (asynchronous) step.also('CLASS-1.wraps');
  }
  if (outcome.answer !== Answer.returned) return;
  if (hasSucceeded(step)) {
    outcome.also(outcome.valueCite);
    outcome.valueCite = CITE[because];
    outcome.accountCite = CITE[because];
  }
  for (let m = Member.pointer; m < Member.words; m += 1) world.setMember(object, m, 0);
  showsPointer(step);
}
