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
  if (!memory.permits(space, pointer, size, rights)) {
    if (space !== NO_SPACE) touchGuard(board, space, pointer, size, rights);
    response.status = 'faulted';
    return;
  }
  if (isRead) memory.read(space, pointer, size, response.bytes, 0);
  else memory.write(space, pointer, size, request.bytes, 0);
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
