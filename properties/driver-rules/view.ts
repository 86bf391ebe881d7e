/** What a driver can see, and what its rules ask of it. */

import { KERNEL_BASE, READINGS, type Reading } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import type { Operation } from '../../model/step.js';
import type { Response } from '../../targets/interface.js';
import { Breaches } from './breaches.js';
import { Calls } from './calls.js';
import { Failures } from './failures.js';
import { Fetches } from './fetches.js';
import { type Holding, Holdings, type Kind, Life } from './holdings.js';
import { Texts } from './texts.js';

/** What the driver knows of the system that it runs on. */
export interface DriverPlatform {
  readonly reading: Reading;
  /** The driver lives in a user-mode host. */
  readonly userServer: boolean;
  /** Bytes up to which Alloc duplicates where the reading decides by size. */
  readonly copyLimit: number;
  /** The driver shares memory by VirtualCopyEx: a number that it makes up is a mapping it lacks. */
  readonly shares?: boolean;
  /** Somebody who sees more of the order of accesses judges races: VM-12 and WD-4 stay silent. */
  readonly racesElsewhere?: boolean;
}

/** What came back to the driver; `bytes` is what a read gave, where it is known. */
export interface Answered extends Pick<Response, 'status' | 'value' | 'pointer'> {
  readonly bytes?: Uint8Array;
}

/** The driver's own view of a case. */
export class DriverView {
  platform: DriverPlatform = { reading: READINGS[0], userServer: false, copyLimit: 0 };
  readonly calls: Calls = new Calls();
  readonly holdings: Holdings = new Holdings();
  readonly failures: Failures = new Failures();
  readonly fetches: Fetches = new Fetches();
  readonly texts: Texts = new Texts();
  readonly breaches: Breaches = new Breaches();

  /** Begins a case. */
  begin(platform: DriverPlatform): void {
    this.platform = platform;
    this.calls.clear();
    this.holdings.clear();
    this.failures.clear();
    this.fetches.clear();
    this.texts.clear();
    this.breaches.clear();
  }

  /** True while the call that a buffer belongs to lasts. */
  isInCall(holding: Holding): boolean {
    return this.calls.lasts(holding.thread, holding.call);
  }

  /**
   * True when a thread may use a buffer's pointer: a synchronous one inside its call on its thread
   * (SPACE-3, SPACE-4), any other one until its release (ASYNC-4, DUP-1). A caller's pointer that
   * was opened outside every call is of no use to any thread.
   */
  isUsable(holding: Holding, thread: number): boolean {
    if (holding.life === Life.over) return false;
    if (holding.life === Life.doubtful) return true;
    if (holding.call === 0) return !holding.isDirect || holding.pointer >= KERNEL_BASE;
    if (!holding.isSynchronous && !holding.isBorrowed) return true;
    return holding.thread === thread && this.isInCall(holding);
  }

  /** True for addresses at which a kernel server finds the memory of the current caller. */
  isCallers(address: number): boolean {
    return !this.platform.userServer && address < KERNEL_BASE;
  }

  /** Makes a new holding from a call that gave a buffer, with what every kind has in common. */
  receive(kind: Kind, operation: Operation, pointer: number): Holding {
    const holding = this.holdings.add();
    const { thread } = operation;
    holding.kind = kind;
    holding.pointer = pointer;
    holding.source = operation.source;
    holding.size = operation.size;
    holding.descriptor = operation.descriptor;
    holding.length = operation.size;
    holding.thread = thread;
    holding.call = this.calls.on(thread);
    holding.caller = this.calls.callerOf(thread);
    holding.root = operation.source;
    return holding;
  }

  /**
   * A release came back. `matches`: it got the values that its buffer was made with; `isOpen`: if
   * it FAILED it may or may not have released. A FAILED write-back releases (CLOSE-3, FREE-2);
   * a refusal of other values does not (ASYNC-3).
   */
  settle(holding: Holding, answer: Answered, matches: boolean, isOpen: boolean): void {
    const { holdings } = this;
    this.texts.clear();
    if (answer.status !== 'returned') holdings.setLife(holding, Life.doubtful);
    else if (!isFailed(answer.value)) holdings.setLife(holding, Life.over);
    else if (holding.life === Life.doubtful) return;
    else if (isOpen) holdings.setLife(holding, Life.doubtful);
    else if (matches) holdings.setLife(holding, Life.over);
  }
}
