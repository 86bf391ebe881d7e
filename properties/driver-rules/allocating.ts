/**
 * CeAllocAsynchronousBuffer and CeAllocDuplicateBuffer. ASYNC-2, ASYNC-5, ASYNC-16, ASYNC-17,
 * ASYNC-23, ALIAS-5, DUP-3.
 */

import { characterBytes, forcesAlias, typeOf } from '../../model/descriptors.js';
import { KERNEL_BASE } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import type { Operation } from '../../model/step.js';
import { isNoRange, isOutOfRange, isRefusable, judgeText } from './arguments.js';
import { type Holding, Kind, Life, MEASURED_REACH } from './holdings.js';
import { findSource, Merit, meritOf } from './sources.js';
import { blameRelease, blameUnusable, isReadWriteBuffer, latestUnusable } from './unusable.js';
import type { Answered, DriverView } from './view.js';

/** MARSHAL_FORCE_ALIAS is for buffers of more bytes than this (ALIAS-5). */
const FORCE_ALIAS_ADVICE_BYTES = 16_384;

/** A completed Alloc. */
export function judgeAlloc(view: DriverView, operation: Operation, answer: Answered): void {
  if (operation.thread === 0) view.breaches.report('ASYNC-2.caller-thread', operation.source);
  const holding = findSource(view, operation);
  if (!isRefusable(operation)) {
    if (holding === undefined) judgeUnmarshalled(view, operation);
    else judgeSource(view, operation, holding, answer);
    const call = holding?.call ?? view.calls.on(operation.thread);
    judgeText(view, operation, call);
    if (forcesAlias(operation.descriptor)) judgeFlag(view, operation, holding, call);
  }
  if (answer.status !== 'returned') return;
  if (isFailed(answer.value)) view.failures.note(operation, answer.pointer);
  else if (answer.pointer !== 0) receiveAsynchronous(view, operation, answer, holding);
}

/** Where the source lies (ASYNC-2, ASYNC-16, ASYNC-23). */
function judgeSource(
  view: DriverView,
  operation: Operation,
  holding: Holding,
  answer: Answered,
): void {
  const { breaches } = view;
  const merit = meritOf(view, holding, operation);
  if (merit === Merit.asynchronous) {
    // QUIET-19 refuses it in the call of a user; the kernel's own calls may get through.
    if (view.calls.isViaKernel(operation.thread)) breaches.report('ASYNC-23', operation.source);
    return;
  }
  const inPart = merit === Merit.inPart || merit === Merit.elsewhereInPart;
  const succeeded = answer.status === 'returned' && !isFailed(answer.value);
  if (inPart && !holding.isCopy && (holding.isDirect || succeeded)) {
    breaches.report('ASYNC-23', operation.source);
  }
  if (holding.life === Life.doubtful) return;
  if (merit < Merit.inPart && holding.call !== 0) {
    const over = !view.isInCall(holding);
    breaches.report(over ? 'ASYNC-2.before-return' : 'ASYNC-2.caller-thread', operation.source);
  }
  if (view.platform.userServer) judgeUserMode(view, operation, holding);
}

/** ASYNC-16, ASYNC-17: what a user-mode driver may make asynchronous, and with what descriptor. */
function judgeUserMode(view: DriverView, operation: Operation, holding: Holding): void {
  const { breaches } = view;
  if (holding.kind === Kind.parameter) {
    breaches.report('ASYNC-16.not-on-parameter', operation.source);
    if (isReadWriteBuffer(view, holding)) breaches.report('ASYNC-17', operation.source);
    return;
  }
  if (holding.kind !== Kind.opened || !view.isInCall(holding)) return;
  if (!view.calls.passedAsValue(holding.thread, holding.source)) return;
  const whole = operation.source === holding.pointer && operation.size === holding.size;
  if (whole && typeOf(operation.descriptor) !== typeOf(holding.descriptor)) {
    breaches.report('ASYNC-16.open-first', operation.source);
  }
}

/** The source lies in no live buffer. */
function judgeUnmarshalled(view: DriverView, operation: Operation): void {
  const { breaches } = view;
  const { thread, source } = operation;
  const before = latestUnusable(view, thread, source);
  if (before !== undefined) {
    judgeReleased(view, operation, before);
    return;
  }
  if (isNoRange(operation) || isRefusedAddress(view, operation)) return;
  breaches.report('ASYNC-23', source);
  if (view.platform.userServer && view.calls.passedAsValue(thread, source)) {
    breaches.report('ASYNC-16.open-first', source);
  }
}

/** The source was marshalled once, and is so no more. */
function judgeReleased(view: DriverView, operation: Operation, before: Holding): void {
  const { breaches } = view;
  if (before.call !== 0 && !view.isInCall(before)) {
    breaches.report('ASYNC-2.before-return', operation.source);
  }
  if (before.kind !== Kind.parameter) breaches.report('ASYNC-23', operation.source);
  else if (view.platform.userServer) judgeUserMode(view, operation, before);
  blameRelease(view, before);
}

/** True for an address that Alloc has to refuse in this driver, so that passing it is lawful. */
function isRefusedAddress(view: DriverView, operation: Operation): boolean {
  const { thread, source } = operation;
  if (view.platform.userServer && source >= KERNEL_BASE) return true;
  if (view.calls.isViaKernel(thread)) return false;
  return isOutOfRange(view, operation);
}

/** ALIAS-5: the flag is for more than 16 KB, by measured length where the driver knows it. */
function judgeFlag(
  view: DriverView,
  operation: Operation,
  holding: Holding | undefined,
  call: number,
): void {
  const { source, size, descriptor } = operation;
  const unit = characterBytes(descriptor);
  if (size !== 0 || unit === 0) {
    if (size <= FORCE_ALIAS_ADVICE_BYTES) view.breaches.report('ALIAS-5.size', source);
    return;
  }
  let length = view.texts.lengthAt(source, call, unit);
  if (length < 0 && holding !== undefined && !holding.isMeasured) length = holding.end - source;
  if (length >= 0 && length <= FORCE_ALIAS_ADVICE_BYTES) {
    view.breaches.report('ALIAS-5.measured-length', source);
  }
}

function receiveAsynchronous(
  view: DriverView,
  operation: Operation,
  answer: Answered,
  source: Holding | undefined,
): void {
  const made = view.receive(Kind.asynchronous, operation, answer.pointer);
  measure(made, operation, source);
  if (source === undefined) {
    // Accepted against the rules (ASYNC-21): nothing is known of what it is.
    made.isCopy = true;
    return;
  }
  made.thread = source.thread;
  made.call = source.call;
  made.caller = source.caller;
  made.root = source.root + (operation.source - source.pointer);
  const same = answer.pointer === operation.source;
  made.isBorrowed = same && source.kind === Kind.parameter;
  // In a kernel server only a copied source gives its own pointer back.
  if (same && !view.platform.userServer && !source.isDirect) source.isCopy = true;
  made.isCopy = source.isCopy || (!same && isSurelyCopied(view, made));
}

function measure(made: Holding, operation: Operation, source: Holding | undefined): void {
  if (operation.size !== 0) return;
  made.isMeasured = true;
  made.length = source === undefined ? MEASURED_REACH : source.end - operation.source;
}

/** True where Alloc copies, whatever became of its source (ASYNC-7, ASYNC-8, ALIAS-1). */
function isSurelyCopied(view: DriverView, made: Holding): boolean {
  const { reading, userServer, copyLimit } = view.platform;
  if (userServer) return true;
  if (forcesAlias(made.descriptor) || reading.alloc === 'alias') return false;
  return reading.alloc === 'duplicate' || made.length <= copyLimit;
}

/** A completed CeAllocDuplicateBuffer. */
export function judgeAllocDuplicate(
  view: DriverView,
  operation: Operation,
  answer: Answered,
): void {
  if (!isRefusable(operation)) {
    judgeDuplicateSource(view, operation);
    judgeText(view, operation, view.calls.on(operation.thread));
  }
  if (answer.status !== 'returned') return;
  if (isFailed(answer.value)) {
    view.failures.note(operation, answer.pointer);
    return;
  }
  if (answer.pointer === 0) return;
  const made = view.receive(Kind.duplicate, operation, answer.pointer);
  made.isCopy = true;
  if (operation.size !== 0) return;
  made.isMeasured = true;
  made.length = MEASURED_REACH;
}

/** The source of a duplicate is a parameter, or was opened (DUP-3). */
function judgeDuplicateSource(view: DriverView, operation: Operation): void {
  const { all, count } = view.holdings;
  const { thread, source, size } = operation;
  for (let i = 0; i < count; i += 1) {
    const each = all[i];
    if (!each.contains(source) || !view.isUsable(each, thread)) continue;
    if (each.isCopy || each.isMeasured || each.covers(source, size)) return;
  }
  if (blameUnusable(view, thread, source) || isNoRange(operation)) return;
  if (view.platform.userServer && source >= KERNEL_BASE) return;
  view.breaches.report('DUP-3', source);
}
