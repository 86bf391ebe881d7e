/**
 * The calls that applications make, and the one API parameter that the kernel (or the reflector of
 * a user-mode driver) marshals for each: ASYNC-15, QUIET-34.
 */

import { CALL_THREADS, type Request, type Response } from '../../interface.js';
import { E_ACCESSDENIED, E_INVALIDARG, E_OUTOFMEMORY, KERNEL_BASE, S_OK } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { spaceOf } from '../machine/processes.js';
import { KERNEL_SPACE, NO_SPACE, READ, WRITE } from '../machine/tables.js';
import {
  characterBytes,
  checkSourceAndSize,
  isInRange,
  isUnmeasured,
  isValidDescriptor,
  writesBack,
} from './arguments.js';
import type { Thread } from './call.js';
import type { BoardContext } from './context.js';

/** `call`: refused where the process is gone or the thread is busy. */
export function beginCall(board: BoardContext, request: Request, response: Response): void {
  const { process, thread } = request;
  const free = thread >= 1 && thread <= CALL_THREADS && !board.threads[thread].inCall;
  if (!free || process < 1 || !board.machine.processes.lives(process)) {
    response.status = 'refused';
    return;
  }
  const carrier = board.threads[thread];
  carrier.reset();
  carrier.inCall = true;
  carrier.process = process;
  carrier.incarnation = board.machine.processes.incarnation[process];
  carrier.viaKernel = request.viaKernel;
  board.lastThread = thread;
  if (request.descriptor === 0) return;
  const result = marshalParameter(board, thread, request);
  response.value = result;
  if (result !== S_OK) {
    carrier.reset();
    return;
  }
  response.pointer =
    carrier.parameterAlias < 0
      ? carrier.parameterSource
      : board.machine.aliases.address[carrier.parameterAlias];
}

/** `return`: what the call held directly dies, the reflector's alias included. */
export function endCall(board: BoardContext, thread: number): boolean {
  const carrier = board.threads[thread];
  if (!carrier?.inCall) return false;
  if (carrier.parameterAlias >= 0 && board.fault !== FAULT.PARAMETER_ALIAS_KEPT) {
    board.machine.aliases.release(carrier.parameterAlias);
  }
  board.forgetThread(thread);
  board.lastCaller = carrier.process;
  if (carrier.viaKernel) carrier.wasViaKernel = true;
  carrier.reset();
  return true;
}

/** OPEN-1 and OPEN-4 for a parameter; in a user-mode server it becomes an alias for the call. */
function marshalParameter(board: BoardContext, thread: number, request: Request): number {
  const { source, size, descriptor } = request;
  const fault = board.fault;
  const carrier = board.threads[thread];
  const memory = board.machine.memory;
  if (!isValidDescriptor(descriptor, fault)) return E_INVALIDARG;
  const bad = checkSourceAndSize(source, size, descriptor, fault);
  if (bad !== S_OK) return bad;
  const writes = writesBack(descriptor);
  const unmeasured = isUnmeasured(descriptor, size);
  const known = unmeasured ? 1 : size;
  const checksRange = !carrier.viaKernel && fault !== FAULT.PARAMETER_NOT_CHECKED;
  if (checksRange && !isInRange(source, known, writes, board.reading.readLimit, fault)) {
    return E_ACCESSDENIED;
  }
  const space = source >= KERNEL_BASE ? KERNEL_SPACE : spaceOf(carrier.process);
  if (space === NO_SPACE) return E_ACCESSDENIED;
  let length = size;
  if (unmeasured) {
    length = memory.measure(space, source, characterBytes(descriptor, fault));
    if (length < 0) return E_ACCESSDENIED;
    if (checksRange && !isInRange(source, length, writes, board.reading.readLimit, fault)) {
      return E_ACCESSDENIED;
    }
  }
  const touches = board.reading.board === 'strict' || !board.kernelServer;
  const rights = writes && fault !== FAULT.PARAMETER_RIGHTS_UNCHECKED ? READ | WRITE : READ;
  const checked = touches && (fault !== FAULT.PARAMETER_NOT_CHECKED || !board.kernelServer);
  if (checked && !memory.permits(space, source, length, rights)) return E_ACCESSDENIED;
  return acceptParameter(board, carrier, space, source, length, writes);
}

function acceptParameter(
  board: BoardContext,
  carrier: Thread,
  space: number,
  source: number,
  length: number,
  writes: boolean,
): number {
  carrier.parameterSource = source;
  carrier.parameterLength = length;
  if (board.kernelServer) {
    if (board.fault === FAULT.NESTED_POINTER_TRANSLATED) translate(board, space, source, length);
    return S_OK;
  }
  const writable = writes || board.fault === FAULT.PARAMETER_ALIAS_WRITABLE;
  const granted = writable ? WRITE : READ;
  carrier.parameterAlias = board.machine.aliases.make(space, source, length, granted);
  if (carrier.parameterAlias < 0) return E_OUTOFMEMORY;
  board.noteParameter(carrier);
  return S_OK;
}

/** Fault: the first word of a structure is taken for a pointer, and marked as one of the caller. */
function translate(board: BoardContext, space: number, source: number, length: number): void {
  const { memory } = board.machine;
  if (length < 4 || !memory.permits(space, source, 4, READ | WRITE)) return;
  memory.fill(space, source, 4, 0x7f);
}
