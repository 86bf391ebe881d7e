/** What a client of WinDriver and its Kernel PlugIn owe: WD-5, WD-7, WD-9. */

import { KERNEL_BASE } from '../../model/readings.js';
import type { Operation, WinDriverOperation } from '../../model/step.js';
import type { Races } from './races.js';
import type { Answered, DriverView } from './view.js';
import type { View, Views } from './views.js';

const PROCESSES = 9;
const LOCKS = 5;
const THREADS = 5;
const KERNEL_ADDRESS = 3;
const LOWEST = 0x1_0000;

class Lock {
  process = 0;
  live = false;
  failed = false;
  size = 0;
  space = 0;
  passed = false;
}

class PlugInCall {
  client = 0;
  data = 0;
  structure = false;
  /** The first word that the plug-in read at pData. */
  fetched = 0;
}

/** Watches WinDriver's clients and the plug-in. */
export class PluginRules {
  private readonly view: DriverView;
  private readonly views: Views;
  private readonly races: Races;
  private readonly open = new Uint8Array(PROCESSES);
  private readonly plugIn = new Uint8Array(PROCESSES);
  private locks: Lock[] = [];
  private calls: PlugInCall[] = [];

  constructor(view: DriverView, views: Views, races: Races) {
    this.view = view;
    this.views = views;
    this.races = races;
    this.clear();
  }

  /** Begins a case. */
  clear(): void {
    this.open.fill(0);
    this.plugIn.fill(0);
    this.locks = Array.from({ length: LOCKS }, () => new Lock());
    this.calls = Array.from({ length: THREADS }, () => new PlugInCall());
  }

  /** One call of WinDriver. */
  judge(operation: Operation, name: WinDriverOperation, answer: Answered): void {
    const { process, object } = operation;
    const succeeded = answer.value === 0;
    switch (name) {
      case 'WD_Open':
        if (answer.value !== 0) this.open[process] = 1;
        return;
      case 'WD_Close':
        if (succeeded) this.close(process);
        return;
      case 'WD_DMALock':
        this.lock(operation, answer);
        return;
      case 'WD_DMA':
      case 'WD_CardRegister':
        if (name === 'WD_CardRegister') this.testsHandle(object);
        this.tell(operation, answer);
        return;
      case 'WD_DMAUnlock':
      case 'WD_DMASyncCpu':
      case 'WD_DMASyncIo':
        this.testsHandle(object);
        if (name === 'WD_DMAUnlock' && succeeded) this.unlock(object);
        return;
      case 'WD_KernelPlugInOpen':
        if (answer.value !== 0) this.plugIn[process] = 1;
        this.pass(operation);
        return;
      case 'WD_KernelPlugInCall':
        if (this.plugIn[process] === 0) this.report('WD-7.tests-handles', operation.source);
        else this.call(operation);
        return;
      case 'WD_KernelPlugInClose':
        this.plugIn[process] = 0;
    }
  }

  /** The call of a thread is over. */
  returned(thread: number): void {
    this.calls[thread] = new PlugInCall();
  }

  /** A client has gone; what it had is gone with it, and it should have seen to that. */
  exit(process: number): void {
    this.leftOpen(process);
    this.close(process);
  }

  /** The case is over. */
  end(): void {
    const { breaches } = this.view;
    for (const { live, space } of this.locks) if (live) breaches.reportEach('WD-7.unlocks', space);
    for (let process = 1; process < PROCESSES; process += 1) this.leftOpen(process);
  }

  /** An access by the plug-in, or by a client. */
  access(operation: Operation, answer: Answered): void {
    const { thread, process, pointer } = operation;
    if (thread < 0) {
      const failed = this.locks.some((lock) => lock.failed && lock.process === process);
      if (failed && pointer < LOWEST) this.report('WD-7.tests-handles', pointer);
      return;
    }
    if (thread > 0) this.judgeData(operation, answer);
    if (pointer >= KERNEL_BASE) this.judgeKernelAddress(thread, pointer);
    else if (this.views.all.some((each) => each.kind === 'buffer' && holds(each, pointer))) {
      this.report('WD-5.never-user-address', pointer);
    }
  }

  private judgeKernelAddress(thread: number, pointer: number): void {
    const view = this.views.at(0, pointer);
    if (view?.kind !== 'buffer') {
      const dead = this.views.at(0, pointer, false);
      if (dead?.kind === 'buffer') this.report('WD-5.until-unlock', pointer);
      return;
    }
    const lock = this.locks[view.lock];
    const { client } = this.calls[thread];
    if (!lock.passed) this.report('WD-5.learns', pointer);
    if (client !== 0 && client !== lock.process) this.report('WD-5.per-client', pointer);
  }

  /** WD-9: a structure taken for the buffer, or the buffer for a structure. */
  private judgeData(operation: Operation, answer: Answered): void {
    const { pointer, size } = operation;
    const call = this.calls[operation.thread];
    if (call.client === 0 || call.data === 0) return;
    const isRead = operation.operation === 'read';
    const atData = pointer >= call.data && pointer < call.data + 4;
    if (call.structure) {
      if (atData && (!isRead || size > 4)) this.report('WD-9', pointer);
      return;
    }
    if (call.fetched !== 0 && pointer === call.fetched) this.report('WD-9', pointer);
    const { bytes } = answer;
    const fetches = isRead && pointer === call.data && size >= 4 && bytes !== undefined;
    if (!fetches || bytes.length < 4) return;
    const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
    call.fetched = (first | (second << 8) | (third << 16) | (fourth << 24)) >>> 0;
  }

  private lock(operation: Operation, answer: Answered): void {
    const { object, process, size, descriptor } = operation;
    const lock = this.locks[object];
    if (lock === undefined || lock.live) return;
    Object.assign(lock, new Lock());
    lock.process = process;
    lock.failed = answer.value !== 0;
    if (lock.failed) return;
    lock.live = true;
    lock.size = size;
    lock.space = this.views.newBuffer();
    if ((descriptor & 0x10) === 0) this.add(object, process, answer.pointer);
  }

  private add(object: number, process: number, at: number): void {
    const { size, space } = this.locks[object];
    const home = { space, address: 0 };
    this.views.all.push({ kind: 'buffer', process, at, size, home, lock: object, live: true });
  }

  private tell({ object, mode, operation }: Operation, { value, pointer }: Answered): void {
    const lock = this.locks[object];
    const tells = operation === 'WD_CardRegister' || mode === KERNEL_ADDRESS;
    if (lock === undefined || !lock.live || !tells || value !== 0 || pointer < KERNEL_BASE) return;
    if (this.views.at(0, pointer)?.lock !== object) this.add(object, 0, pointer);
  }

  private testsHandle(object: number): void {
    const lock = this.locks[object];
    if (lock !== undefined && !lock.live) this.report('WD-7.tests-handles', object);
  }

  private unlock(object: number): void {
    const lock = this.locks[object];
    lock.live = false;
    this.races.forget(lock.space);
    for (const view of this.views.all) {
      if (view.kind === 'buffer' && view.lock === object) view.live = false;
    }
  }

  private pass({ process, source, descriptor }: Operation): void {
    for (const lock of this.locks) {
      if (!lock.live || lock.process !== process) continue;
      const told = this.views.at(0, source);
      const passes = descriptor !== 0 || (told !== undefined && this.locks[told.lock] === lock);
      if (passes) lock.passed = true;
    }
  }

  private call(operation: Operation): void {
    const { thread, process, source, descriptor } = operation;
    this.pass(operation);
    const call = this.calls[thread];
    Object.assign(call, new PlugInCall());
    call.client = process;
    call.data = source;
    call.structure = descriptor !== 0;
  }

  private close(process: number): void {
    for (const [object, lock] of this.locks.entries()) {
      if (!lock.live || lock.process !== process) continue;
      this.report('WD-7.unlocks', lock.space);
      this.unlock(object);
    }
    this.open[process] = 0;
    this.plugIn[process] = 0;
  }

  private leftOpen(process: number): void {
    const left = this.open[process] !== 0 || this.plugIn[process] !== 0;
    if (left) this.report('WD-7.closes', process);
  }

  private report(id: Parameters<typeof this.view.breaches.report>[0], address: number): void {
    this.view.breaches.report(id, address);
  }
}

function holds({ live, process, at, size }: View, pointer: number): boolean {
  return live && process !== 0 && pointer >= at && pointer < at + size;
}
