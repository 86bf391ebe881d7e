/** Pointers that are over, or that belong to another thread. SPACE-4, ASYNC-17, ASYNC-25. */

import { DESCRIPTORS, typeOf } from '../../model/descriptors.js';
import { KERNEL_BASE } from '../../model/readings.js';
import { Ended, type Holding, Kind, Life } from './holdings.js';
import type { DriverView } from './view.js';

/**
 * Says which rule a thread breaks when it uses an address that lies in no buffer open to it; false
 * when the address never belonged to one.
 */
export function blameUnusable(view: DriverView, thread: number, address: number): boolean {
  const { all, count } = view.holdings;
  const latest = latestUnusable(view, thread, address);
  if (latest === undefined) return false;
  // A kernel caller's own buffer is kernel memory like any other.
  if (latest.isDirect && latest.pointer >= KERNEL_BASE) return true;
  for (let i = 0; i < count; i += 1) {
    const each = all[i];
    if (!each.contains(address) || !isMeant(view, each, thread)) continue;
    // Only what overlapped the latest one in time: an older one has nothing to do with it.
    if (each === latest || endOf(each) > latest.begun) blame(view, each, thread);
  }
  return true;
}

/** The last buffer that an address belonged to and that the thread may not use. */
export function latestUnusable(
  view: DriverView,
  thread: number,
  address: number,
): Holding | undefined {
  const { all, count } = view.holdings;
  let latest: Holding | undefined;
  for (let i = 0; i < count; i += 1) {
    const each = all[i];
    if (!each.contains(address) || !isMeant(view, each, thread)) continue;
    if (latest === undefined || endOf(each) > endOf(latest)) latest = each;
  }
  return latest;
}

function endOf(holding: Holding): number {
  return holding.life === Life.over ? holding.ended : Number.POSITIVE_INFINITY;
}

/**
 * True when a number can only mean this buffer, or did so last. Direct pointers are numbers of the
 * caller's space: in another call the same number may come from that call's own caller.
 */
function isMeant(view: DriverView, holding: Holding, thread: number): boolean {
  if (view.isUsable(holding, thread)) return false;
  if (!holding.isDirect || thread === 0) return true;
  if (view.isInCall(holding) && holding.thread === thread) return true;
  return holding.life === Life.live && holding.caller === view.calls.callerOf(thread);
}

function blame(view: DriverView, holding: Holding, thread: number): void {
  if (holding.isSynchronous) blameThread(view, holding, thread);
  blameRelease(view, holding);
}

/** The pointer of a buffer that was released is used (ASYNC-25). */
export function blameRelease(view: DriverView, holding: Holding): void {
  const { breaches } = view;
  const { pointer } = holding;
  if (holding.life !== Life.over) return;
  if (holding.endedBy === Ended.unmarshal) breaches.report('ASYNC-25.after-unmarshal', pointer);
  if (holding.endedBy === Ended.destruction) breaches.report('ASYNC-25.after-destruction', pointer);
  if (holding.endedBy !== Ended.release) return;
  if (holding.kind === Kind.opened) breaches.report('ASYNC-25.after-close', pointer);
  if (holding.kind === Kind.asynchronous) breaches.report('ASYNC-25.after-free', pointer);
  if (holding.kind === Kind.duplicate) breaches.report('ASYNC-25.after-free-duplicate', pointer);
}

/** Use of a synchronous pointer after return, or by another thread (SPACE-4). */
function blameThread(view: DriverView, holding: Holding, thread: number): void {
  const { breaches } = view;
  if (holding.call === 0) {
    if (holding.isDirect) breaches.report('SPACE-4.interrupt-thread', holding.pointer);
  } else if (!view.isInCall(holding)) {
    breaches.report('SPACE-4.after-return', holding.pointer);
    if (isReadWriteBuffer(view, holding)) breaches.report('ASYNC-17', holding.pointer);
  } else if (holding.thread !== thread) {
    breaches.report('SPACE-4.interrupt-thread', holding.pointer);
  }
}

/**
 * True for a buffer that may be one of ReadFile or WriteFile in a user-mode driver: those two are
 * declared as plain output and plain input.
 */
export function isReadWriteBuffer(view: DriverView, holding: Holding): boolean {
  if (!view.platform.userServer || holding.kind !== Kind.parameter) return false;
  const type = typeOf(holding.descriptor);
  return type === DESCRIPTORS.ARG_I_PTR || type === DESCRIPTORS.ARG_O_PTR;
}
