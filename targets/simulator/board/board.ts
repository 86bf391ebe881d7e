/**
 * What both boards share: requests in, responses out, the server's and the applications' accesses,
 * calls and their API parameters, processes. How the seven functions work is a board's own matter.
 */

import {
  CALL_THREADS,
  type Costs,
  HOST_PROCESS,
  type Inspection,
  type PageState,
  POINTER_SENTINEL,
  type Request,
  type Response,
  type Setup,
  type Target,
} from '../../interface.js';
import { KERNEL_BASE, PAUSED } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { changedAt, peek } from '../machine/looking.js';
import { Machine } from '../machine/machine.js';
import { spaceOf } from '../machine/processes.js';
import { HOST_SPACE, KERNEL_SPACE, NO_SPACE } from '../machine/tables.js';
import { type Reading, readingNamed } from '../readings.js';
import { access, clearSource, firstCallerSpace } from './accesses.js';
import { Call, type FunctionName, type InnerCall, makeThreads, type Thread } from './call.js';
import type { BoardContext } from './context.js';
import { isOrdering, Ordering } from './ordering.js';
import { beginCall, endCall } from './parameters.js';
import { share } from './sharing.js';
import { isWinDriver, WinDriver } from './windriver.js';
import { type Functions, isWrapper, Wrappers } from './wrappers.js';

/** Base of `strict` and `shipped`. */
export abstract class Board implements Target, Inspection, BoardContext, Functions {
  abstract readonly name: string;
  readonly pauses = true;
  readonly machine: Machine;
  readonly threads: readonly Thread[] = makeThreads();
  readonly call: Call = new Call();
  /** Reading of the present setup. */
  reading: Reading = readingNamed('compact7-x86');
  /** True when the driver runs in the kernel, false when in a host process of its own. */
  kernelServer = true;
  /** Largest buffer, in bytes, that is duplicated where size decides. */
  copyLimitBytes = 0;
  personality = 0;
  /** Application whose call returned last; only a fault looks at it. */
  lastCaller = 0;
  /** Thread whose call began last; only a fault looks at it. */
  lastThread = 0;
  private held = false;
  private readonly wrappers = new Wrappers(this);
  private readonly winDriver = new WinDriver(this);
  private readonly ordering = new Ordering(this);

  constructor(fault: number) {
    this.machine = new Machine(fault);
  }

  /** A board can always be looked into. */
  get inspection(): Inspection {
    return this;
  }

  get costs(): Costs {
    return this.machine.memory.meter;
  }

  /** Code of the planted fault, 0 for none. */
  get fault(): number {
    return this.machine.active;
  }

  /** The state that `setup` describes; throws when the setup breaks a limit of the machine. */
  reset(setup: Setup): void {
    if (this.reading.name !== setup.reading) this.reading = readingNamed(setup.reading);
    this.kernelServer = setup.server === 'kernel';
    this.copyLimitBytes = this.reading.copyLimitBytes || setup.copyLimitBytes;
    this.personality = setup.personality;
    this.held = false;
    this.lastCaller = 0;
    for (const thread of this.threads) {
      thread.reset();
      thread.wasViaKernel = false;
    }
    this.wrappers.reset();
    this.winDriver.reset();
    this.ordering.reset();
    this.machine.reset(setup, this.reading.virtuallyTagged);
    this.resetRecords();
  }

  /** Performs one operation; never throws for anything that a request may hold. */
  perform(request: Request, response: Response): void {
    response.status = 'returned';
    response.value = 0;
    response.pointer = 0;
    const { operation } = request;
    if (isWinDriver(operation)) return this.winDriver.perform(request, operation, response);
    if (isOrdering(operation)) return this.ordering.perform(request, operation, response);
    if (isWrapper(operation)) {
      if (this.mayRun(request.thread)) this.wrappers.perform(request, operation, response);
      else response.status = 'refused';
      return;
    }
    switch (operation) {
      case 'read':
      case 'write':
        return access(this, request, response);
      case 'call':
        return beginCall(this, request, response);
      case 'return':
        if (!endCall(this, request.thread)) response.status = 'refused';
        return;
      case 'resume':
        this.resume(request, response);
        return;
      case 'exit':
        this.exit(request.process);
        return;
      case 'start':
        this.machine.processes.start(request.process);
        return;
      case 'VirtualProtect':
        response.value = this.machine.processes.protect(request);
        return;
      case 'VirtualFree':
        response.value = this.machine.free(request.process, request.pointer);
        return;
      case 'VirtualAlloc':
        response.value = this.machine.processes.allocate(request.process, request.pointer);
        return;
      case 'CeOpenCallerBuffer':
      case 'CeCloseCallerBuffer':
      case 'CeAllocAsynchronousBuffer':
      case 'CeFreeAsynchronousBuffer':
      case 'CeFlushAsynchronousBuffer':
      case 'CeAllocDuplicateBuffer':
      case 'CeFreeDuplicateBuffer':
        this.startFunction(request, operation, response);
        return;
      case 'VirtualAllocEx':
      case 'VirtualCopyEx':
      case 'VirtualFreeEx':
        if (this.mayRun(request.thread)) share(this, request, operation, response);
        else response.status = 'refused';
    }
  }

  /** One function for a wrapper class; nothing is held inside. */
  runInner(inner: InnerCall): number {
    this.call.beginInner(inner);
    return this.runFunction();
  }

  /** True where a personality bit is set. */
  chooses(bit: number): boolean {
    return (this.personality & bit) !== 0;
  }

  /** OPEN-4: the direct caller is the kernel, so that no range check is made. */
  isKernelCaller(thread: number): boolean {
    if (thread === 0) return this.kernelServer;
    const { viaKernel, wasViaKernel } = this.threads[thread];
    if (this.fault === FAULT.FORWARDER_REMEMBERED && wasViaKernel) return true;
    return this.fault === FAULT.FORWARDER_IGNORED ? false : viaKernel;
  }

  /** The space of the process that called, or NO_SPACE once it has gone; thread 0 has none. */
  callerSpace(thread: number): number {
    if (thread === 0) return this.kernelServer ? NO_SPACE : HOST_SPACE;
    const carrier = this.threads[thread];
    if (!carrier.inCall) return NO_SPACE;
    const { processes } = this.machine;
    const lives =
      this.fault === FAULT.CALL_GOES_ON_IN_RESTARTED
        ? processes.lives(carrier.process)
        : processes.livesAs(carrier.process, carrier.incarnation);
    if (!lives) return NO_SPACE;
    return spaceOf(carrier.process);
  }

  /** The space in which the server's code on `thread` finds `address` (SPACE-1 … SPACE-4). */
  serverSpace(thread: number, address: number): number {
    if (!this.kernelServer) {
      const lives = this.machine.processes.lives(HOST_PROCESS);
      return lives && address < KERNEL_BASE ? HOST_SPACE : NO_SPACE;
    }
    if (address >= KERNEL_BASE) return KERNEL_SPACE;
    if (thread === 0) {
      if (this.fault === FAULT.SERVICE_THREAD_SEES_CALLER) return firstCallerSpace(this);
      return this.fault === FAULT.SPACE_KEPT_AFTER_RETURN ? spaceOf(this.lastCaller) : NO_SPACE;
    }
    const astray = this.fault === FAULT.SPACE_NOT_SWITCHED_BACK && this.lastCaller !== 0;
    return astray ? spaceOf(this.lastCaller) : this.callerSpace(thread);
  }

  peek(process: number, address: number, size: number, into: Uint8Array): boolean {
    return peek(this.machine.memory, spaceOf(process), address, size, into);
  }

  changedAt(process: number, address: number, size: number): number {
    return changedAt(this.machine.memory, spaceOf(process), address, size);
  }

  page(process: number, address: number, out: PageState): void {
    this.machine.page(process, address, out);
  }

  heapBlocks(): number {
    return this.machine.heap.liveBlocks;
  }

  heapBytes(): number {
    return this.machine.heap.liveBytes;
  }

  aliases(): number {
    return this.machine.aliases.live;
  }

  abstract records(): number;

  /** Forgets all records. */
  protected abstract resetRecords(): void;

  /** What the out-pointer holds after a failure (NULL by the documents, untouched as shipped). */
  protected abstract pointerAfterFailure(result: number): number;

  /** Performs `this.call` from its stage on; an HRESULT or PAUSED. */
  protected abstract runFunction(): number;

  /** The reflector has made an alias of a thread's parameter; true when the board notes it. */
  abstract noteParameter(carrier: Thread): boolean;

  /** The call on `thread` has returned: what it held directly goes. Gives how many records. */
  abstract forgetThread(thread: number): number;

  /** A process has gone. Gives how many records went with it: by the rules none. */
  protected abstract processExited(process: number): number;

  /** QUIET-17: the host exits, its records go without write-back. */
  protected abstract releaseAll(): number;

  private startFunction(request: Request, name: FunctionName, response: Response): void {
    if (!this.mayRun(request.thread)) {
      response.status = 'refused';
      return;
    }
    this.call.begin(request, name);
    this.finishFunction(response);
  }

  /** Nothing is held, and the thread is the service thread or in a call. */
  private mayRun(thread: number): boolean {
    if (this.held || thread < 0 || thread > CALL_THREADS) return false;
    return thread === 0 || this.threads[thread].inCall;
  }

  private resume(request: Request, response: Response): void {
    if (!this.held || request.thread !== this.call.thread) {
      response.status = 'refused';
      return;
    }
    this.held = false;
    const astray = this.threads[this.lastThread].inCall;
    if (this.fault === FAULT.RESUMED_FOR_LAST_CALLER && astray) this.call.thread = this.lastThread;
    this.finishFunction(response);
  }

  private finishFunction(response: Response): void {
    const call = this.call;
    response.pointer = POINTER_SENTINEL;
    const result = this.runFunction();
    if (result === PAUSED) {
      this.held = true;
      response.status = 'paused';
      return;
    }
    response.value = result;
    if (result >= KERNEL_BASE) clearSource(this);
    if (!call.destination || !call.hasOutPointer()) return;
    response.pointer = result < KERNEL_BASE ? call.result : this.pointerAfterFailure(result);
  }

  private exit(process: number): void {
    if (!this.machine.exit(process)) return;
    this.processExited(process);
    this.winDriver.exited(process);
    if (process !== HOST_PROCESS) return;
    const { fault, machine } = this;
    for (let thread = 1; thread <= CALL_THREADS; thread += 1) endCall(this, thread);
    if (fault !== FAULT.HOST_EXIT_KEEPS_RECORDS) this.releaseAll();
    machine.aliases.clear();
    if (fault !== FAULT.HOST_EXIT_KEEPS_HEAP) machine.heap.clear();
    this.held = false;
  }
}
