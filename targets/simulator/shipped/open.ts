/**
 * CeOpenCallerBuffer as shipped: the range check and the caller's own pointer, or a heap copy for
 * ForceDuplicate and for user-mode servers. The access check proper is left to the first use.
 */

import { HOST_PROCESS } from '../../interface.js';
import {
  characterBytes,
  checkSourceAndSize,
  isInRange,
  isUnmeasured,
  isValidDescriptor,
  writesBack,
} from '../board/arguments.js';
import { type Call, CHECKED, FRESH, MEASURED } from '../board/call.js';
import { MADE_BY_OPEN, makeDuplicate } from '../board/duplicates.js';
import {
  E_ACCESSDENIED,
  E_INVALIDARG,
  E_OUTOFMEMORY,
  KERNEL_BASE,
  PAUSED,
  S_OK,
} from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { NO_BLOCK } from '../machine/heap.js';
import { HOST_SPACE, KERNEL_SPACE, NO_SPACE, READ } from '../machine/tables.js';
import type { ShippedContext } from './context.js';

/** Performs `call` from its stage on. */
export function open(board: ShippedContext, call: Call): number {
  const copies =
    !board.kernelServer || (call.forceDuplicate && board.fault !== FAULT.FORCE_DUPLICATE_IGNORED);
  if (call.stage === FRESH) {
    const bad = checkArguments(board, call);
    if (bad !== S_OK) return bad;
    locateCaller(board, call);
    if (!isRangeAccepted(board, call, isUnmeasured(call.descriptor, call.size) ? 1 : call.length)) {
      return E_ACCESSDENIED;
    }
    if (isUnmeasured(call.descriptor, call.size)) {
      if (!measureSource(board, call)) return E_ACCESSDENIED;
      if (call.reaches(MEASURED, 'measured')) return PAUSED;
    }
  }
  if (call.stage <= MEASURED) {
    if (board.fault === FAULT.REMEASURED_AFTER_CHECK) remeasure(board, call);
    locateCaller(board, call);
    if (!isRangeAccepted(board, call, call.length)) return E_ACCESSDENIED;
    if (!copies) return openDirect(board, call);
    if (!isReadable(board, call)) return E_ACCESSDENIED;
    if (call.reaches(CHECKED, 'checked')) return PAUSED;
  }
  locateCaller(board, call);
  if (!isStillReadable(board, call)) return E_ACCESSDENIED;
  const block = makeDuplicate(board, call, MADE_BY_OPEN);
  if (block === NO_BLOCK) {
    return board.fault === FAULT.OPEN_MEMORY_CODE ? E_ACCESSDENIED : E_OUTOFMEMORY;
  }
  call.result = board.machine.heap.addressOf(block);
  return S_OK;
}

/** ASYNC-22's order: out-pointer, descriptor, NULL source, zero length. */
export function checkArguments(board: ShippedContext, call: Call): number {
  const { fault } = board;
  if (!call.destination && fault !== FAULT.OUT_POINTER_UNCHECKED) return E_INVALIDARG;
  if (!isValidDescriptor(call.descriptor, fault)) return E_INVALIDARG;
  return checkSourceAndSize(call.source, call.size, call.descriptor, fault);
}

/** Where the bytes that the caller means are, at this moment. */
export function locateCaller(board: ShippedContext, call: Call): void {
  const carrier = board.threads[call.thread];
  call.address = call.source;
  if (call.source >= KERNEL_BASE) {
    const accepted =
      board.isKernelCaller(call.thread) ||
      board.fault === FAULT.KERNEL_POINTER_ACCEPTED ||
      board.fault === FAULT.RANGE_CHECK_MISSING;
    call.space = accepted ? KERNEL_SPACE : NO_SPACE;
    call.process = 0;
    call.incarnation = 0;
    return;
  }
  call.space = board.callerSpace(call.thread);
  call.process = call.space === HOST_SPACE ? HOST_PROCESS : (carrier?.process ?? 0);
  call.incarnation = carrier?.incarnation ?? 0;
}

/** The kernel as direct caller is trusted; all others must keep to user addresses. */
export function isRangeAccepted(board: ShippedContext, call: Call, length: number): boolean {
  if (board.isKernelCaller(call.thread)) return true;
  const writes = writesBack(call.descriptor);
  return isInRange(call.source, length, writes, board.reading.readLimit, board.fault);
}

/** QUIET-15: finds the length of a size-0 string; false when it runs into a bad byte. */
export function measureSource(board: ShippedContext, call: Call): boolean {
  if (call.space === NO_SPACE) return false;
  const width = characterBytes(call.descriptor, board.fault);
  const length = board.machine.memory.measure(call.space, call.address, width);
  if (length < 0) return false;
  call.length = board.fault === FAULT.TERMINATOR_NOT_COUNTED ? Math.max(1, length - width) : length;
  return true;
}

/** Fault: the length is found out anew after the call was held, instead of kept. */
export function remeasure(board: ShippedContext, call: Call): void {
  if (isUnmeasured(call.descriptor, call.size)) measureSource(board, call);
}

/** True when every byte of the source may be read now. */
export function isReadable(board: ShippedContext, call: Call): boolean {
  return board.machine.offers(call.space, call.address, call.length, READ);
}

/** The last look before a copy or a mapping: the call may have been held since its checks. */
export function isStillReadable(board: ShippedContext, call: Call): boolean {
  if (board.fault === FAULT.REMEASURED_BEFORE_COPY) remeasure(board, call);
  const rights = board.fault === FAULT.ACCESS_NOT_RECHECKED ? 0 : READ;
  return board.machine.offers(call.space, call.address, call.length, rights);
}

/** The caller's own pointer; memory is not touched. QUIET-17: not for a caller that has gone. */
function openDirect(board: ShippedContext, call: Call): number {
  if (call.thread !== 0 && call.source < KERNEL_BASE && call.space === NO_SPACE) {
    return E_ACCESSDENIED;
  }
  if (board.fault === FAULT.DIRECT_OPEN_TOUCHES && !isReadable(board, call)) return E_ACCESSDENIED;
  call.result = call.source;
  return S_OK;
}
