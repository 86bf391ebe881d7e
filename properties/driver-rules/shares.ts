/**
 * Sharing by VirtualAllocEx, VirtualCopyEx and VirtualFreeEx, as the driver sees it: what it
 * reserved in whose process, and what it does with the addresses. VM-3, VM-4, VM-6, VM-7, VM-9,
 * VM-11. Accesses that race (VM-12) take more than one thread to see.
 */

import { MEM_COMMIT, MEM_DECOMMIT } from '../../model/memory-types.js';
import { KERNEL_BASE, LOWEST_USER_ADDRESS } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import type { Operation } from '../../model/step.js';
import { PAGE_PHYSICAL, sourceAddress } from '../../model/world/shares.js';
import { KERNEL_PROCESS, PAGE_BYTES, PAGE_NOCACHE } from '../../targets/interface.js';
import type { Answered, DriverView } from './view.js';

/** Physical addresses shifted right by 8 are below this; virtual ones of the kernel are not. */
const SHIFTED_LIMIT = 0x0100_0000;
/** The kernel's static mappings: cached below, uncached from here on … */
const UNCACHED_WINDOW = 0xa000_0000;
/** … up to here. */
const WINDOW_END = 0xc000_0000;
/** Reservations that are remembered. */
const REMEMBERED = 256;

/** What the driver knows of one reservation. */
interface Reservation {
  readonly process: number;
  readonly base: number;
  readonly size: number;
  /** What is mapped there; sourceSize 0 while nothing is. */
  source: number;
  sourceSize: number;
  /** Pages of it were committed. */
  isCommitted: boolean;
  isLive: boolean;
  hasFailedCopy: boolean;
}

/** Everything that a driver shares. */
export class Shares {
  private readonly view: DriverView;
  private all: Reservation[] = [];

  constructor(view: DriverView) {
    this.view = view;
  }

  /** Forgets everything. */
  clear(): void {
    this.all = [];
  }

  /** One of the three functions came back. */
  judge(operation: Operation, answer: Answered): void {
    if (answer.status !== 'returned') return;
    const succeeded = !isFailed(answer.value);
    if (operation.operation === 'VirtualAllocEx') {
      if (succeeded) this.allocate(operation, answer.pointer);
    } else if (operation.operation === 'VirtualCopyEx') this.copy(operation, succeeded);
    else if (operation.mode !== MEM_DECOMMIT) this.free(operation, succeeded);
  }

  /** A thread of the driver uses an address; true where that is a matter of these rules. */
  judgeAccess(operation: Operation, answer: Answered): boolean {
    const { view } = this;
    const { thread, pointer } = operation;
    if (pointer >= KERNEL_BASE) return false;
    const here = this.all.filter((each) => contains(each, pointer));
    if (here.length === 0) return this.isMadeUp(operation, answer);
    const caller = thread === 0 ? KERNEL_PROCESS : view.calls.processOn(thread);
    // Where the caller has gone, its memory has gone too; that is not the driver's doing.
    if (thread > 0 && !view.calls.isRunning(view.calls.callerOf(thread))) return true;
    const live = here.filter(({ isLive }) => isLive);
    const own = live.find(({ process }) => process === caller);
    if (thread === 0) view.breaches.report('VM-11.interrupt-thread', pointer);
    else if (own !== undefined && (own.sourceSize > 0 || own.isCommitted)) return true;
    else if (own !== undefined || live.length === 0) {
      view.breaches.report('VM-11.while-mapped', pointer);
    } else {
      view.breaches.report('VM-11.own-process', pointer);
      if (operation.operation === 'write') view.breaches.report('VM-7.overwritten', pointer);
    }
    return true;
  }

  /** Bytes of the newest reservation with this base, released or not; 0 where none was made. */
  sizeAt(process: number, base: number): number {
    return this.all.findLast((each) => each.process === process && each.base === base)?.size ?? 0;
  }

  /** A process has ended: the system took its reservations back. */
  exit(process: number): void {
    for (const each of this.all) if (each.process === process) each.isLive = false;
  }

  /** The case is over: what was never released. */
  end(): void {
    for (const { isLive, hasFailedCopy, base } of this.all) {
      if (!isLive) continue;
      const id = hasFailedCopy ? 'VM-6.after-failed-copy' : 'VM-6.releases';
      this.view.breaches.reportEach(id, base);
    }
  }

  /** VirtualAllocEx has reserved, or has committed pages of what was reserved before. */
  private allocate(operation: Operation, base: number): void {
    const { process, pointer, size, mode } = operation;
    const isCommitted = (mode & MEM_COMMIT) !== 0;
    if (mode === MEM_COMMIT && pointer !== 0) {
      const around = this.all.find((each) => each.isLive && isIn(each, process, pointer));
      if (around !== undefined) around.isCommitted = true;
      return;
    }
    if (this.all.length === REMEMBERED) this.all = this.all.filter(({ isLive }) => isLive);
    if (this.all.length === REMEMBERED) return;
    const fresh = { source: 0, sourceSize: 0, isCommitted, isLive: true, hasFailedCopy: false };
    this.all.push({ process, base, size: roundUp(base + size) - base, ...fresh });
  }

  private copy(operation: Operation, succeeded: boolean): void {
    const { breaches } = this.view;
    const { process, pointer, size, descriptor, mode: from } = operation;
    if (
      pointer % PAGE_BYTES !== operation.source % PAGE_BYTES &&
      (descriptor & PAGE_PHYSICAL) === 0
    ) {
      breaches.report('VM-3.whole-pages', pointer);
    }
    const isShifted =
      operation.source < SHIFTED_LIMIT && (from === KERNEL_PROCESS || operation.source < 0x1_0000);
    const source = sourceAddress(operation.source, descriptor);
    const isPhysical = (descriptor & PAGE_PHYSICAL) !== 0;
    if (isShifted !== isPhysical) breaches.report('VM-9.both-or-neither', pointer);
    const it = this.all.find((each) => each.isLive && isIn(each, process, pointer));
    if (it !== undefined && !succeeded) it.hasFailedCopy = true;
    if (!succeeded) return;
    const isOthers = this.all.some(
      (each) => each.isLive && each.process !== process && overlaps(each, source, size),
    );
    if (isOthers) breaches.report('VM-7.handed-out', pointer);
    if (!isPhysical) this.judgeViews(source, pointer, (descriptor & PAGE_NOCACHE) !== 0);
    if (it === undefined) return;
    it.source = source - (source % PAGE_BYTES);
    it.sourceSize = roundUp(source + size) - it.source;
  }

  /** Two views of memory of the kernel: its own, in one of the two windows, and the new one. */
  private judgeViews(source: number, pointer: number, isUncached: boolean): void {
    const { breaches, platform } = this.view;
    if (source < KERNEL_BASE || source >= WINDOW_END) return;
    const isOwnUncached = source >= UNCACHED_WINDOW;
    if (isOwnUncached !== isUncached) breaches.report('VM-4.mixed-views', pointer);
    else if (!isUncached && platform.reading.virtuallyTagged) {
      breaches.report('VM-4.cached-views', pointer);
    }
  }

  private free({ thread, process, pointer }: Operation, succeeded: boolean): void {
    const { breaches, calls } = this.view;
    const caller = thread === 0 ? KERNEL_PROCESS : calls.processOn(thread);
    const isHere = (each: Reservation): boolean => each.isLive && each.base === pointer;
    const named = this.all.find((each) => isHere(each) && each.process === process);
    const meant = named ?? this.all.find(isHere);
    if (meant === undefined) return;
    if (named === undefined && process === KERNEL_PROCESS) {
      breaches.report('VM-6.by-virtual-free-ex', pointer);
    } else if (caller !== KERNEL_PROCESS && meant.process !== caller) {
      breaches.report('VM-7.freed', pointer);
    }
    if (succeeded && named !== undefined) named.isLive = false;
  }

  /** NULL and an offset: no mapping is there, and nothing that the driver was given either. */
  private isMadeUp({ pointer }: Operation, { status }: Answered): boolean {
    const { platform, breaches, holdings } = this.view;
    if (platform.shares !== true || status !== 'faulted') return false;
    if (pointer < LOWEST_USER_ADDRESS) return false;
    const { all, count } = holdings;
    if (all.some((each, index) => index < count && each.contains(pointer))) return false;
    breaches.report('VM-11.null-offset', pointer);
    return true;
  }
}

function contains({ base, size }: Reservation, address: number): boolean {
  return address >= base && address < base + size;
}

function isIn(reservation: Reservation, process: number, address: number): boolean {
  return reservation.process === process && contains(reservation, address);
}

function overlaps({ source, sourceSize }: Reservation, from: number, size: number): boolean {
  return from < source + sourceSize && source < from + size;
}

function roundUp(address: number): number {
  return Math.ceil(address / PAGE_BYTES) * PAGE_BYTES;
}
