/**
 * Loads and stores of the driver. SPACE-4, SPACE-5, ASYNC-14, ASYNC-17, ASYNC-24, ASYNC-25,
 * ALIAS-9, ALIAS-11, DUP-5, DRV-2.
 */

import { isOutput } from '../../model/descriptors.js';
import type { Operation } from '../../model/step.js';
import { PAGE_BYTES } from '../../targets/interface.js';
import { Misuse } from './failures.js';
import { Fetch } from './fetches.js';
import { type Holding, Kind, Life } from './holdings.js';
import { blameUnusable } from './unusable.js';
import type { Answered, DriverView } from './view.js';

/** Bytes beside a heap copy that are surely not the driver's: its block header, or the next. */
const HEADER_BYTES = 8;

/** One access by a thread of the server. */
export function judgeAccess(view: DriverView, operation: Operation, answer: Answered): void {
  const { thread, pointer, size } = operation;
  if (size === 0 || (answer.status !== 'returned' && answer.status !== 'faulted')) return;
  const writes = operation.operation === 'write';
  const first = usableAt(view, thread, pointer, writes);
  if (first === undefined) {
    blameStart(view, operation);
    return;
  }
  if (writes) view.texts.clear();
  const end = pointer + size;
  let at = pointer;
  let holding: Holding | undefined = first;
  while (holding !== undefined && at < end) {
    judgeUse(view, holding, writes);
    at = holding.end;
    if (at < end) holding = usableAt(view, thread, at, writes);
  }
  if (at < end) {
    view.breaches.report('ASYNC-24', pointer);
    return;
  }
  if (!writes) noteRead(view, first, operation, answer);
}

/** The buffer through which a thread may use an address best; undefined where there is none. */
function usableAt(
  view: DriverView,
  thread: number,
  address: number,
  writes: boolean,
): Holding | undefined {
  const { all, count } = view.holdings;
  let best: Holding | undefined;
  let most = -1;
  for (let i = 0; i < count; i += 1) {
    const each = all[i];
    if (!each.contains(address) || !view.isUsable(each, thread)) continue;
    let merit = each.isMeasured ? 0 : 1;
    if (each.kind !== Kind.duplicate || view.isInCall(each)) merit += 2;
    if (writes && isOutput(each.descriptor)) merit += 4;
    if (merit < most || (merit === most && best !== undefined && each.end <= best.end)) continue;
    most = merit;
    best = each;
  }
  return best;
}

/** A use through a buffer that the thread may use. */
function judgeUse(view: DriverView, holding: Holding, writes: boolean): void {
  if (holding.life === Life.doubtful) return;
  if (writes && !isOutput(holding.descriptor)) {
    view.breaches.report('ALIAS-11.server-writes', holding.pointer);
  }
  if (holding.kind === Kind.duplicate && holding.call !== 0 && !view.isInCall(holding)) {
    view.breaches.report('DUP-5', holding.pointer);
  }
}

function noteRead(
  view: DriverView,
  holding: Holding,
  operation: Operation,
  answer: Answered,
): void {
  const { pointer, size } = operation;
  if (answer.status === 'returned' && answer.bytes !== undefined) {
    view.texts.note(pointer, holding.call, size, answer.bytes);
  }
  if (holding.isCopy || holding.caller < 0) return;
  const root = holding.root + (pointer - holding.pointer);
  const how = Fetch.marshalled | (holding.isDirect ? Fetch.atCaller : 0);
  fetch(view, holding.caller, holding.call, root, size, how);
}

/** Two reads with a write by the caller between them: ALIAS-9, DRV-2. */
function fetch(
  view: DriverView,
  owner: number,
  call: number,
  address: number,
  size: number,
  how: number,
): void {
  const found = view.fetches.noteRead(owner, call, address, size, how);
  if ((found & Fetch.marshalled) !== 0) view.breaches.report('ALIAS-9', address);
  if ((found & Fetch.atCaller) !== 0) view.breaches.report('DRV-2.once', address);
}

/** The first byte lies in no buffer that this thread may use: why not? */
function blameStart(view: DriverView, operation: Operation): void {
  const { thread, pointer } = operation;
  if (blameUnusable(view, thread, pointer)) return;
  if (blameFailure(view, view.failures.ofAccess(pointer), pointer)) return;
  if (isBesideBuffer(view, operation)) {
    view.breaches.report('ASYNC-24', pointer);
    return;
  }
  if (view.isCallers(pointer)) judgeRawUse(view, operation);
}

/** What a FAILED call left behind is used; true when that was so. */
export function blameFailure(view: DriverView, misuse: Misuse, address: number): boolean {
  if (misuse === Misuse.none) return false;
  if (misuse === Misuse.ofRefusedDescriptor) view.breaches.report('ASYNC-6.names-type', address);
  if (misuse === Misuse.ofObject) view.breaches.report('CLASS-2.tests-pointer', address);
  view.breaches.report('ASYNC-14', address);
  return true;
}

/** True for addresses that a buffer exposes and that are not its own (ASYNC-24). */
function isBesideBuffer(view: DriverView, operation: Operation): boolean {
  const { thread, pointer, size } = operation;
  const { all, count } = view.holdings;
  for (let i = 0; i < count; i += 1) {
    const each = all[i];
    if (each.life !== Life.live || !view.isUsable(each, thread)) continue;
    if (pointer < each.pointer && pointer + size > each.pointer) return true;
    if (each.isDirect || (each.isMeasured && pointer > each.pointer)) continue;
    const unit = each.isCopy ? HEADER_BYTES : PAGE_BYTES;
    const from = each.isCopy ? each.pointer - unit : each.pointer - (each.pointer % unit);
    const to = each.isCopy ? each.end + unit : Math.ceil(each.end / unit) * unit;
    if (pointer >= from && pointer < to) return true;
  }
  return false;
}

/** A caller's pointer that was not marshalled for this thread (SPACE-5). */
function judgeRawUse(view: DriverView, operation: Operation): void {
  const { thread, pointer, size } = operation;
  if (!isOpened(view, thread, pointer, size)) {
    view.breaches.report('SPACE-5.marshals', pointer);
  }
  const call = view.calls.on(thread);
  if (operation.operation === 'write' || call === 0) return;
  fetch(view, view.calls.callerOf(thread), call, pointer, size, Fetch.atCaller);
}

/** True when an Open of this call stands over these bytes of the caller, and gave a copy. */
function isOpened(view: DriverView, thread: number, address: number, size: number): boolean {
  const { all, count } = view.holdings;
  const call = view.calls.on(thread);
  for (let i = 0; i < count; i += 1) {
    const each = all[i];
    if (each.kind !== Kind.opened || each.life === Life.over) continue;
    if (each.call !== call || call === 0) continue;
    if (address >= each.source && address + size <= each.source + each.length) return true;
  }
  return false;
}
