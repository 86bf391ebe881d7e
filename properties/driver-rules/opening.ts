/** CeOpenCallerBuffer and CeCloseCallerBuffer. CLOSE-2, CLOSE-4, ASYNC-5, ASYNC-14, ASYNC-20. */

import { characterBytes, isOutput } from '../../model/descriptors.js';
import { isFailed } from '../../model/results.js';
import type { Operation } from '../../model/step.js';
import { blameFailure } from './accesses.js';
import { isRefusable, judgeText } from './arguments.js';
import { differences, type Holding, Kind, Life, MEASURED_REACH, PLAIN_VALUES } from './holdings.js';
import type { Answered, DriverView } from './view.js';

/** A completed Open. */
export function judgeOpen(view: DriverView, operation: Operation, answer: Answered): void {
  const { thread, source, size, descriptor } = operation;
  const { userServer } = view.platform;
  if (!userServer && !isRefusable(operation)) {
    judgeText(view, operation, view.calls.on(thread));
  }
  if (answer.status !== 'returned') return;
  if (isFailed(answer.value)) {
    view.failures.note(operation, answer.pointer);
    return;
  }
  if (answer.pointer === 0) return;
  const holding = view.receive(Kind.opened, operation, answer.pointer);
  holding.isDirect = !userServer && answer.pointer === source;
  holding.isCopy = !holding.isDirect && (userServer || operation.forceDuplicate);
  if (size !== 0 || characterBytes(descriptor) === 0) return;
  holding.isMeasured = true;
  holding.length = MEASURED_REACH;
}

/** A completed Close. */
export function judgeClose(view: DriverView, operation: Operation, answer: Answered): void {
  const { holdings, breaches, calls } = view;
  const { pointer } = operation;
  const call = calls.on(operation.thread);
  const holding = holdings.named(Kind.opened, operation, PLAIN_VALUES, call);
  const matches = holding !== undefined && (differences(holding, operation) & PLAIN_VALUES) === 0;
  const again = holdings.released(Kind.opened, operation, holding === undefined ? 0 : PLAIN_VALUES);
  if (again !== undefined && !matches) {
    breaches.report('CLOSE-4.once', pointer);
    return;
  }
  if (holding === undefined) {
    if (blameFailure(view, view.failures.ofRelease(operation), pointer)) return;
    if (namesAnotherPointer(view, operation)) breaches.report('CLOSE-2', pointer);
    return;
  }
  if (!matches && holding.life === Life.live) breaches.report('CLOSE-2', pointer);
  const early = holding.life === Life.live && holdings.isNeeded(holding);
  if (early) {
    breaches.report('CLOSE-4.after-free', pointer);
    breaches.report('ASYNC-20.before-close', pointer);
  }
  const refusable = matches ? early && !holding.isDirect : isOutput(holding.descriptor);
  view.settle(holding, answer, matches, refusable);
}

/**
 * True when Close clearly means a live Open and gets another pointer: the values are that Open's,
 * or the pointer leads into its buffer. Any other pointer has to be refused (FREE-3), no more.
 */
function namesAnotherPointer(view: DriverView, operation: Operation): boolean {
  const { all, count } = view.holdings;
  for (let i = 0; i < count; i += 1) {
    const each = all[i];
    if (each.life !== Life.live || each.kind !== Kind.opened) continue;
    if (each.contains(operation.pointer)) return true;
    if ((differences(each, operation) & PLAIN_VALUES) === 0) return true;
  }
  return false;
}

/** At `return`: what was opened is closed, unless an asynchronous buffer stands on it (CLOSE-4). */
export function judgeLeftOpen(view: DriverView, call: number): void {
  const { holdings, breaches } = view;
  for (let i = 0; i < holdings.count; i += 1) {
    const each = holdings.all[i];
    if (each.kind !== Kind.opened || each.life !== Life.live || each.call !== call) continue;
    if (mayStayOpen(view, each)) continue;
    each.wasReported = true;
    breaches.reportEach('CLOSE-4.before-return', each.pointer);
  }
}

/**
 * True where an asynchronous buffer stands on it, or on a duplicate that was made from it, or did
 * so until another thread freed it, which may be about to close it.
 */
function mayStayOpen(view: DriverView, opened: Holding): boolean {
  const { holdings } = view;
  if (opened.wasHandedOver || holdings.carriesAsynchronous(opened)) return true;
  for (let i = 0; i < holdings.count; i += 1) {
    const each = holdings.all[i];
    if (each.kind !== Kind.duplicate || each.life !== Life.live) continue;
    if (each.call !== opened.call || !opened.covers(each.source, each.size)) continue;
    if (each.wasHandedOver || holdings.carriesAsynchronous(each)) return true;
  }
  return false;
}
