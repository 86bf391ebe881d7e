/**
 * What the source of an Alloc or of a CeAllocDuplicateBuffer is: a copy, memory that Open or the
 * reflector aliased, the caller's own memory, or something that the server may not pass.
 */

import { HOST_PROCESS } from '../../interface.js';
import { firstCallerSpace } from '../board/accesses.js';
import type { Call } from '../board/call.js';
import { E_ACCESSDENIED, KERNEL_BASE, S_OK } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { spaceOf } from '../machine/processes.js';
import { HOST_SPACE, KERNEL_SPACE, NO_SPACE } from '../machine/tables.js';
import type { StrictContext } from './context.js';
import type { BufferRecord } from './records.js';

/** The record that `address` stands on: Open's copy or alias, a duplicate, or a parameter. */
export function recordUnder(board: StrictContext, address: number): BufferRecord | null {
  return (
    board.table.around('open', address) ??
    board.table.around('duplicate', address) ??
    board.table.around('parameter', address)
  );
}

/**
 * Ties a record to the one whose memory its source is. What Open aliased counts as the caller's own
 * pages (QUIET-19), so such a record stands on nothing.
 */
export function standOn(record: BufferRecord, base: BufferRecord): void {
  if (base.kind === 'open' && base.form === 'alias') return;
  record.base = base;
  record.baseSerial = base.serial;
}

/** True when `record` is a copy on the server's heap. */
export function isCopy(record: BufferRecord | null): boolean {
  return record !== null && record.form === 'copy';
}

/** Where the bytes that the caller means are, at this moment. */
export function locateCaller(board: StrictContext, call: Call): void {
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
  if (board.fault === FAULT.ALLOC_FROM_SERVICE_THREAD && call.thread === 0) {
    call.space = firstCallerSpace(board);
  }
  call.process = call.space === HOST_SPACE ? HOST_PROCESS : (carrier?.process ?? 0);
  call.incarnation = carrier?.incarnation ?? 0;
}

/**
 * Finds where the bytes of `call.source` are and fills in the call's place; S_OK, or E_ACCESSDENIED
 * for what no server may pass (QUIET-17, QUIET-19, QUIET-30).
 */
export function locateSource(board: StrictContext, call: Call, base: BufferRecord | null): number {
  call.address = call.source;
  if (base !== null) return locateInRecord(board, call, base);
  const inServer = board.kernelServer ? call.source >= KERNEL_BASE : call.source < KERNEL_BASE;
  if (!inServer) {
    // Kernel server: the caller's own memory. User server: an address that is not the host's.
    locateCaller(board, call);
    return board.kernelServer && call.space !== NO_SPACE ? S_OK : E_ACCESSDENIED;
  }
  const mine = board.table.around('asynchronous', call.source);
  const isAlloc = call.operation === 'CeAllocAsynchronousBuffer';
  if (!board.kernelServer)
    return mine !== null && !isAlloc ? locateInHost(board, call) : E_ACCESSDENIED;
  locateCaller(board, call);
  if (board.fault === FAULT.ALLOC_TAKES_KERNEL_MEMORY) call.space = KERNEL_SPACE;
  if (mine !== null && isAlloc) call.space = KERNEL_SPACE;
  return call.space === NO_SPACE ? E_ACCESSDENIED : S_OK;
}

/** A host's own asynchronous buffer, of which CeAllocDuplicateBuffer may make a copy. */
function locateInHost(board: StrictContext, call: Call): number {
  call.space = board.machine.heap.space;
  call.process = HOST_PROCESS;
  call.incarnation = board.machine.processes.incarnation[HOST_PROCESS];
  return S_OK;
}

/** A part of a marshalled buffer (QUIET-6). */
function locateInRecord(board: StrictContext, call: Call, base: BufferRecord): number {
  const offset = call.source - base.pointer;
  const { processes } = board.machine;
  call.process = base.process;
  call.incarnation = base.incarnation;
  if (base.form === 'copy' || base.kind === 'parameter') {
    call.space = board.machine.heap.space;
    if (base.form === 'copy') call.process = board.kernelServer ? 0 : HOST_PROCESS;
    return S_OK;
  }
  const alive = processes.livesAs(base.process, base.incarnation);
  // QUIET-19: what Open aliased counts as the caller's own pages; QUIET-17: after exit as before.
  call.space = alive ? spaceOf(base.process) : board.machine.aliases.space;
  call.address = alive ? base.target + offset : call.source;
  return S_OK;
}

/** True when the bytes lie outside the buffer of the record that they begin in. */
export function leavesBase(board: StrictContext, call: Call, base: BufferRecord | null): boolean {
  if (base === null || base.covers(call.source, call.length)) return false;
  return board.fault !== FAULT.PART_BEYOND_COPY;
}

/** ASYNC-23: opened in this call, or the API parameter that the kernel marshalled. */
export function isMarshalled(board: StrictContext, call: Call, base: BufferRecord | null): boolean {
  if (base !== null) return base.kind !== 'parameter';
  const { fault } = board;
  const takesAny = fault === FAULT.ALIAS_AS_SOURCE || fault === FAULT.ALLOC_TAKES_KERNEL_MEMORY;
  if (takesAny && call.source >= KERNEL_BASE) return true;
  const carrier = board.threads[call.thread];
  const end = call.source + call.length;
  const forgets = fault === FAULT.PARAMETER_NOT_MARSHALLED;
  if (carrier !== undefined && carrier.parameterLength > 0 && !forgets) {
    const first = carrier.parameterSource;
    if (call.source >= first && end <= first + carrier.parameterLength) return true;
  }
  for (let index = 0; index < board.table.slots; index += 1) {
    const record = board.table.at(index);
    if (!record.live || record.kind !== 'open' || record.form !== 'direct') continue;
    // QUIET-5: equal pointers of one caller are not told apart, whichever of its calls opened them.
    const sameCaller = record.process === call.process && record.incarnation === call.incarnation;
    if (sameCaller && record.covers(call.source, call.length)) return true;
  }
  return false;
}
