/**
 * WinDriver's calls: DMA buffers for a client in user mode and its Kernel PlugIn. WD-1 … WD-9,
 * QUIET-26. WinDriver lives in the kernel; with a user-mode driver under test it is not there.
 */

import {
  CALL_THREADS,
  type OperationName,
  type Request,
  type Response,
  type WinDriverOperation,
} from '../../interface.js';
import { FAULT } from '../faults/codes.js';
import { type DmaLock, LOCKS } from '../machine/dma.js';
import { spaceOf } from '../machine/processes.js';
import type { BoardContext } from './context.js';

const SUCCESS = 0;
const INVALID_WD_HANDLE = 0xffff_ffff;
const INVALID_HANDLE = 0x2000_0001;
const INVALID_PARAMETER = 0x2000_0011;
const INSUFFICIENT_RESOURCES = 0x2000_0005;
const KERNEL_BUFFER_ALLOC = 1;
const LARGEST_BYTES = 48 * 4096;
const PROCESSES = 9;

/** True for a call of WinDriver. */
export function isWinDriver(operation: OperationName): operation is WinDriverOperation {
  return operation.startsWith('WD_');
}

/** What WinDriver keeps of its clients. */
export class WinDriver {
  /** Version of each client's WinDriver; 0 while it has no handle. */
  private readonly version = new Int32Array(PROCESSES);
  private readonly plugIn = new Uint8Array(PROCESSES);
  private readonly board: BoardContext;

  constructor(board: BoardContext) {
    this.board = board;
  }

  /** No client. */
  reset(): void {
    this.version.fill(0);
    this.plugIn.fill(0);
  }

  /** A process has gone (QUIET-26). */
  exited(process: number): void {
    if (this.version[process] === 0) return;
    if (this.board.fault !== FAULT.EXIT_KEEPS_LOCKS) this.board.machine.dma.unlockAllOf(process);
    this.version[process] = 0;
    this.plugIn[process] = 0;
  }

  /** Performs one call. */
  perform(request: Request, operation: WinDriverOperation, response: Response): void {
    const { process } = request;
    const lives = process > 0 && process < PROCESSES && this.board.machine.processes.lives(process);
    if (!this.board.kernelServer || !lives) {
      response.status = 'refused';
      return;
    }
    switch (operation) {
      case 'WD_Open':
        response.value = this.open(request);
        return;
      case 'WD_KernelPlugInOpen':
        response.value = this.plugInOpen(request, response);
        return;
      case 'WD_KernelPlugInCall':
        this.plugInCall(request, response);
        return;
      case 'WD_DMA':
        this.member(request, response);
        return;
      case 'WD_Close':
      case 'WD_KernelPlugInClose':
      case 'WD_DMALock':
      case 'WD_CardRegister':
      case 'WD_DMAUnlock':
      case 'WD_DMASyncCpu':
      case 'WD_DMASyncIo':
        response.value = this.status(request, operation, response);
    }
  }

  private status(request: Request, operation: WinDriverOperation, response: Response): number {
    const { process } = request;
    if (operation === 'WD_KernelPlugInClose') {
      if (this.plugIn[process] === 0) return INVALID_HANDLE;
      this.plugIn[process] = 0;
      return SUCCESS;
    }
    if (this.isForeign(request)) return INVALID_WD_HANDLE;
    if (operation === 'WD_Close') return this.close(process);
    const lock = this.lockOf(request);
    if (lock === undefined) return INVALID_HANDLE;
    if (operation === 'WD_DMALock') return this.lock(lock, request, response);
    if (!lock.handle || lock.process !== process) return INVALID_HANDLE;
    if (operation === 'WD_DMAUnlock') {
      if (lock.live) this.board.machine.dma.unlock(lock);
    } else if (operation === 'WD_CardRegister') {
      const version = this.version[process];
      const isBetween = version > 522 && version < 600;
      const givesNone = this.board.fault === FAULT.BETWEEN_VERSIONS_GIVE_NONE && isBetween;
      response.pointer = givesNone ? 0 : lock.kernelAddress;
    } else if (this.board.fault === FAULT.SYNC_CLEARS_BUFFER) this.clear(lock);
    return SUCCESS;
  }

  private lockOf({ object }: Request): DmaLock | undefined {
    return object > 0 && object < LOCKS ? this.board.machine.dma.all[object] : undefined;
  }

  /** No handle, or one that another process opened. */
  private isForeign({ process, mode, operation }: Request): boolean {
    const passes = operation === 'WD_DMALock' || operation === 'WD_DMAUnlock';
    const whose = mode === 0 || !passes ? process : mode;
    if (this.board.fault === FAULT.FOREIGN_HANDLE_ACCEPTED) return (this.version[whose] ?? 0) === 0;
    return whose !== process || this.version[process] === 0;
  }

  private open({ process, mode, allocationFails }: Request): number {
    if (allocationFails > 0 || mode <= 0) return 0;
    const isSecond = this.version.some((version, other) => other !== process && version !== 0);
    if (this.board.fault === FAULT.SECOND_CLIENT_REFUSED && isSecond) return 0;
    this.version[process] = mode;
    return 1;
  }

  private close(process: number): number {
    if (this.board.fault !== FAULT.CLOSE_KEEPS_LOCKS) this.board.machine.dma.unlockAllOf(process);
    this.version[process] = 0;
    this.plugIn[process] = 0;
    return SUCCESS;
  }

  private lock(lock: DmaLock, request: Request, response: Response): number {
    const { process, size, descriptor, allocationFails } = request;
    const { dma } = this.board.machine;
    const { fault } = this.board;
    if (lock.live) return INVALID_PARAMETER;
    if (allocationFails > 0 || size > LARGEST_BYTES) {
      dma.fail(lock, process);
      return INSUFFICIENT_RESOURCES;
    }
    if (size === 0 && fault === FAULT.EMPTY_LOCK_ACCEPTED) return SUCCESS;
    if (size === 0 || (descriptor & KERNEL_BUFFER_ALLOC) === 0) return INVALID_PARAMETER;
    if (!dma.lock(lock, process, spaceOf(process), size, descriptor)) {
      return INSUFFICIENT_RESOURCES;
    }
    response.pointer = lock.userAddress;
    const byLock =
      fault === FAULT.OLD_LOCK_GIVES_KERNEL_ADDRESS ? true : this.version[process] > 550;
    const late = fault === FAULT.NEW_LOCK_NEEDS_CARD_REGISTER;
    lock.toldAddress = byLock && !late ? lock.kernelAddress : 0;
    return SUCCESS;
  }

  private member(request: Request, response: Response): void {
    const lock = this.lockOf(request);
    if (lock === undefined || (lock.process !== request.process && lock.process !== 0)) {
      response.status = 'refused';
      return;
    }
    if (request.mode === 1) response.value = lock.handle ? 1 : 0;
    else if (request.mode === 2) response.pointer = lock.userAddress;
    else response.pointer = lock.toldAddress;
  }

  private clear(lock: DmaLock): void {
    if (lock.live) this.board.machine.memory.fill(0, lock.kernelAddress, lock.pages * 4096, 0);
  }

  private plugInOpen(request: Request, response: Response): number {
    const { process, mode, source, allocationFails } = request;
    const opened = this.version[process] !== 0 && (mode === 0 || mode === process);
    if (!opened || allocationFails > 0) {
      return this.board.fault === FAULT.FAILED_PLUG_IN_OPEN_GIVES_HANDLE ? 1 : 0;
    }
    this.plugIn[process] = 1;
    response.pointer = source;
    return 1;
  }

  /** KP_Call runs on the client's thread: a call that `return` ends. */
  private plugInCall(request: Request, response: Response): void {
    const { process, thread, source } = request;
    const free = thread >= 1 && thread <= CALL_THREADS && !this.board.threads[thread].inCall;
    if (!free) {
      response.status = 'refused';
      return;
    }
    if (this.plugIn[process] === 0 && this.board.fault !== FAULT.CALL_NEEDS_NO_PLUG_IN) {
      response.value = INVALID_HANDLE;
      return;
    }
    const carrier = this.board.threads[thread];
    carrier.reset();
    carrier.inCall = true;
    carrier.process = process;
    carrier.incarnation = this.board.machine.processes.incarnation[process];
    this.board.lastThread = thread;
    response.pointer = this.board.fault === FAULT.PLUG_IN_DATA_DROPPED ? 0 : source;
  }
}
