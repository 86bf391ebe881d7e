/**
 * CeFreeAsynchronousBuffer, CeFlushAsynchronousBuffer and CeFreeDuplicateBuffer. ASYNC-3,
 * ASYNC-14, ASYNC-19, ASYNC-20, ASYNC-25, ALIAS-6.
 */

import { forcesAlias, isOutput, isOutputPointer } from '../../model/descriptors.js';
import { isFailed } from '../../model/results.js';
import type { Operation } from '../../model/step.js';
import { blameFailure } from './accesses.js';
import { Differs, differences, type Holding, Kind, Life, PLAIN_VALUES } from './holdings.js';
import type { Answered, DriverView } from './view.js';

const EVERY_VALUE = PLAIN_VALUES | Differs.flag;

/** A completed Free. */
export function judgeFree(view: DriverView, operation: Operation, answer: Answered): void {
  const { holdings, breaches, calls } = view;
  const { pointer } = operation;
  const call = calls.on(operation.thread);
  const holding = holdings.named(Kind.asynchronous, operation, EVERY_VALUE, call);
  const differing = holding === undefined ? EVERY_VALUE : differences(holding, operation);
  if (differing !== 0) {
    const values = holding === undefined ? 0 : EVERY_VALUE;
    if (holdings.released(Kind.asynchronous, operation, values) !== undefined) {
      breaches.report('ASYNC-3.once', pointer);
      return;
    }
  }
  if (holding === undefined) {
    blameFailure(view, view.failures.ofRelease(operation), pointer);
    return;
  }
  if (holding.life === Life.live) judgeFreeValues(view, holding, differing);
  holdings.handOver(holding, operation.thread);
  // A user-mode server ignores the flag (ALIAS-7), so a difference in it alone refuses nothing.
  const matches = differing === 0 || (differing === Differs.flag && view.platform.userServer);
  view.settle(holding, answer, matches, matches && holdings.isOrphan(holding));
  const refused = answer.status === 'returned' && isFailed(answer.value);
  if (refused && holding.life === Life.live) holding.wasRefused = true;
}

/** ASYNC-20, ALIAS-6: Free repeats what Alloc got. */
function judgeFreeValues(view: DriverView, holding: Holding, differing: number): void {
  const { breaches } = view;
  const { pointer } = holding;
  if ((differing & Differs.source) !== 0) breaches.report('ASYNC-20.source', pointer);
  if ((differing & Differs.size) !== 0) breaches.report('ASYNC-20.size', pointer);
  if ((differing & Differs.type) !== 0) breaches.report('ASYNC-20.descriptor', pointer);
  if ((differing & Differs.flag) === 0) return;
  const had = forcesAlias(holding.descriptor);
  breaches.report(had ? 'ALIAS-6.free-with' : 'ALIAS-6.free-without', pointer);
}

/** A completed Flush. */
export function judgeFlush(view: DriverView, operation: Operation): void {
  const { holdings, breaches, calls } = view;
  const { pointer, descriptor } = operation;
  const everyOutput = view.platform.reading.flushes === 'every-output';
  if (!(everyOutput ? isOutput(descriptor) : isOutputPointer(descriptor))) return;
  view.texts.clear();
  const call = calls.on(operation.thread);
  const holding = holdings.named(Kind.asynchronous, operation, Differs.flag, call);
  if (holding === undefined) {
    if (holdings.released(Kind.asynchronous, operation, 0) !== undefined) {
      breaches.report('ASYNC-25.after-free', pointer);
    } else blameFailure(view, view.failures.ofRelease(operation), pointer);
    return;
  }
  if (holding.life === Life.doubtful) return;
  if ((differences(holding, operation) & Differs.flag) === 0) return;
  const had = forcesAlias(holding.descriptor);
  breaches.report(had ? 'ALIAS-6.flush-with' : 'ALIAS-6.flush-without', pointer);
}

/** A completed CeFreeDuplicateBuffer. */
export function judgeFreeDuplicate(view: DriverView, operation: Operation, answer: Answered): void {
  const { holdings, breaches, calls } = view;
  const { pointer } = operation;
  const call = calls.on(operation.thread);
  const holding = holdings.named(Kind.duplicate, operation, PLAIN_VALUES, call);
  const matches = holding !== undefined && (differences(holding, operation) & PLAIN_VALUES) === 0;
  const values = holding === undefined ? 0 : PLAIN_VALUES;
  if (!matches && holdings.released(Kind.duplicate, operation, values) !== undefined) {
    breaches.report('ASYNC-25.after-free-duplicate', pointer);
    return;
  }
  if (holding === undefined) {
    blameFailure(view, view.failures.ofRelease(operation), pointer);
    return;
  }
  const early = holding.life === Life.live && holdings.isNeeded(holding);
  if (early) breaches.report('ASYNC-19', pointer);
  view.settle(holding, answer, matches, matches ? early : isOutput(holding.descriptor));
}
