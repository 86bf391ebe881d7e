/** Loads and stores of the server's code and of applications. SPACE-1 … SPACE-4. */

import {
  APPLICATION_THREAD,
  CALL_THREADS,
  KERNEL_PROCESS,
  type Request,
  type Response,
} from '../../interface.js';
import { KERNEL_BASE } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { spaceOf } from '../machine/processes.js';
import { NO_RESERVATION } from '../machine/reservations.js';
import { KERNEL_SPACE, NO_SPACE, READ, WRITE } from '../machine/tables.js';
import { touchGuard } from './commits.js';
import type { BoardContext } from './context.js';

/** Performs a read or write: bytes, or a violation. */
export function access(board: BoardContext, request: Request, response: Response): void {
  const { thread, pointer, size } = request;
  const { memory } = board.machine;
  const isRead = request.operation === 'read';
  const space =
    thread === APPLICATION_THREAD
      ? applicationSpace(board, request.process, pointer)
      : board.serverSpace(thread, pointer);
  const rights = isRead ? READ : WRITE;
  if (isHidden(board, request)) {
    response.status = 'faulted';
    return;
  }
  if (board.fault === FAULT.RESERVATION_READS_AS_ZERO && isRead) {
    const isReserved = space > 0 && machineReserves(board, space, pointer, size);
    if (isReserved) return void response.bytes.fill(0, 0, size);
  }
  if (!memory.permits(space, pointer, size, rights)) {
    if (space !== NO_SPACE) touchGuard(board, space, pointer, size, rights);
    response.status = 'faulted';
    return;
  }
  if (isRead) memory.read(space, pointer, size, response.bytes, 0);
  else memory.write(space, pointer, size, request.bytes, 0);
}

/** Faults: what a thread of the server should reach and does not. */
function isHidden(board: BoardContext, { thread, pointer, size }: Request): boolean {
  const { fault, threads, kernelServer, machine } = board;
  if (thread === APPLICATION_THREAD || !kernelServer) return false;
  if (pointer < KERNEL_BASE) {
    if (fault !== FAULT.RAW_POINTER_UNREACHABLE || thread === 0) return false;
    const { parameterSource, parameterLength } = threads[thread];
    const end = parameterSource + parameterLength;
    return parameterLength > 0 && (pointer < parameterSource || pointer + size > end);
  }
  if (!machine.heap.covers(pointer) && !machine.aliases.covers(pointer)) return false;
  if (fault === FAULT.BUFFERS_HIDDEN_FROM_SERVICE_THREAD) {
    return thread === 0 && threads.some(({ inCall }) => inCall);
  }
  const isHiddenLater = fault === FAULT.BUFFERS_HIDDEN_AFTER_RETURN;
  return isHiddenLater && !threads.some(({ inCall }) => inCall);
}

/** True for a range of a reservation where nothing is mapped. */
function machineReserves(
  { machine }: BoardContext,
  space: number,
  pointer: number,
  size: number,
): boolean {
  const { reservations, memory } = machine;
  const isIn = reservations.around(space, pointer, pointer + size) !== NO_RESERVATION;
  return isIn && memory.permittedPrefix(space, pointer, size, 0) === 0;
}

/** Fault: an interrupt thread finds the space of whoever is in a call. */
export function firstCallerSpace(board: BoardContext): number {
  for (let thread = 1; thread <= CALL_THREADS; thread += 1) {
    const space = board.callerSpace(thread);
    if (space !== NO_SPACE) return space;
  }
  return NO_SPACE;
}

function applicationSpace(board: BoardContext, process: number, address: number): number {
  if (process === KERNEL_PROCESS || !board.machine.processes.lives(process)) return NO_SPACE;
  if (address < KERNEL_BASE) return spaceOf(process);
  const { fault, machine } = board;
  if (fault === FAULT.DMA_KERNEL_VIEW_OPEN_TO_USER && machine.dma.isKernelView(address)) {
    return KERNEL_SPACE;
  }
  return board.fault === FAULT.USER_READS_KERNEL ? KERNEL_SPACE : NO_SPACE;
}

/** Fault: the NULL for the out-pointer of a call that failed lands in the source. */
export function clearSource(board: BoardContext): void {
  if (board.fault !== FAULT.FAILED_CALL_CLEARS_SOURCE) return;
  const { memory } = board.machine;
  const { source, thread } = board.call;
  const space = board.callerSpace(thread);
  const isUsers = source < KERNEL_BASE && memory.permits(space, source, 4, READ | WRITE);
  if (isUsers) memory.fill(space, source, 4, 0);
}
