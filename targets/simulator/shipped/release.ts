/**
 * CeFreeAsynchronousBuffer, CeCloseCallerBuffer, CeFreeDuplicateBuffer as shipped, with facts.md's
 * table of mismatches: what is freed, and how much goes back, follows the arguments of this call.
 */

import {
  characterBytes,
  checkSourceAndSize,
  isUnmeasured,
  isValidDescriptor,
  typeOf,
  writesBack,
} from '../board/arguments.js';
import { type Call, WRITTEN_BACK } from '../board/call.js';
import {
  MADE_BY_ALLOC,
  MADE_BY_DUPLICATE,
  MADE_BY_OPEN,
  writeBackTo,
} from '../board/duplicates.js';
import { ARG_IO_PTR, E_ACCESSDENIED, E_HANDLE, E_INVALIDARG, PAUSED, S_OK } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { NO_ALIAS } from '../machine/aliases.js';
import { NO_BLOCK } from '../machine/heap.js';
import { spaceOf } from '../machine/processes.js';
import { NO_SPACE, READ } from '../machine/tables.js';
import { decidesAlias } from './allocate.js';
import type { ShippedContext } from './context.js';

/** Frees by size and flag as given (QUIET-2, QUIET-32). */
export function freeAsynchronous(board: ShippedContext, call: Call): number {
  if (call.stage === WRITTEN_BACK) return finishRelease(board, call);
  const bad = checkReleaseArguments(board, call);
  if (bad !== S_OK) return bad;
  const { machine, header, fault } = board;
  const inBlock = header.readAround(machine, call.pointer);
  if (!board.kernelServer) return freeInHost(board, call, inBlock);
  if (inBlock && header.isCopy()) {
    if (fault === FAULT.SAME_POINTER_FREES_COPY) board.releaseBlock();
    return S_OK;
  }
  const length = lengthAtBuffer(board, call);
  if (length < 0) return E_ACCESSDENIED;
  if (decidesAlias(board, length, call.descriptor)) return freeAlias(board, call);
  if (!header.readAt(machine, call.pointer) || header.magic !== MADE_BY_ALLOC) {
    // Freed twice, or an alias taken for a heap block: nothing is told to the caller.
    return S_OK;
  }
  const skips =
    fault === FAULT.FREE_SKIPS_WRITE_BACK ||
    (fault === FAULT.IN_OUT_NOT_WRITTEN_BACK && typeOf(call.descriptor) === ARG_IO_PTR);
  const writes = writesBack(call.descriptor) && !skips;
  return writeAndFree(board, call, length, writes || fault === FAULT.FREE_WRITES_INPUT);
}

/** Close of a direct pointer has nothing to do; of a copy: write back, then free. */
export function closeBuffer(board: ShippedContext, call: Call): number {
  if (call.stage === WRITTEN_BACK) return finishRelease(board, call);
  const bad = checkReleaseArguments(board, call);
  if (bad !== S_OK) return bad;
  const { machine, header, fault } = board;
  if (board.kernelServer && call.pointer === call.source) return S_OK;
  if (!header.readAt(machine, call.pointer) || header.magic !== MADE_BY_OPEN) {
    return fault === FAULT.CLOSE_UNKNOWN_ACCEPTED ? S_OK : E_HANDLE;
  }
  if (header.source !== call.source) return E_INVALIDARG;
  const writes = writesBack(call.descriptor) && fault !== FAULT.CLOSE_SKIPS_WRITE_BACK;
  return writeAndFree(board, call, header.size, writes || fault === FAULT.CLOSE_WRITES_INPUT);
}

/** DUP-2 by the header. */
export function freeDuplicate(board: ShippedContext, call: Call): number {
  if (call.stage === WRITTEN_BACK) return finishRelease(board, call);
  const bad = checkReleaseArguments(board, call);
  if (bad !== S_OK) return bad;
  const { machine, header, fault } = board;
  if (!header.readAt(machine, call.pointer) || header.magic !== MADE_BY_DUPLICATE) {
    return fault === FAULT.FREE_DUPLICATE_UNKNOWN_ACCEPTED ? S_OK : E_HANDLE;
  }
  if (board.kernelServer && header.source !== call.source) return E_INVALIDARG;
  const writes = writesBack(call.descriptor) && fault !== FAULT.DUPLICATE_NOT_WRITTEN_BACK;
  return writeAndFree(board, call, header.size, writes || fault === FAULT.DUPLICATE_WRITES_INPUT);
}

/** Argument errors come before everything else, as for Alloc. */
export function checkReleaseArguments(board: ShippedContext, call: Call): number {
  if (call.pointer === 0 || !isValidDescriptor(call.descriptor, board.fault)) return E_INVALIDARG;
  return checkSourceAndSize(call.source, call.size, call.descriptor, board.fault);
}

/**
 * Writes `length` bytes from `call.pointer` on to where `board.header` says the block came from,
 * `offset` bytes into it. Heap beyond the block is included when `length` says so.
 */
export function writeToSource(
  board: ShippedContext,
  call: Call,
  length: number,
  offset: number,
): boolean {
  const { machine, header, fault } = board;
  const { heap, memory } = machine;
  let space = header.targetSpace(machine);
  if (fault === FAULT.RESTARTED_PROCESS_TAKEN && machine.processes.lives(header.process)) {
    space = spaceOf(header.process);
  }
  if (fault === FAULT.WRITTEN_TO_CURRENT_PROCESS) {
    const current = board.callerSpace(call.thread);
    if (current !== NO_SPACE) space = current;
  }
  if (!memory.permits(heap.space, call.pointer, length, READ)) return false;
  const target = header.source + offset;
  if (space === heap.space && heap.covers(target)) {
    // The source is a copy: once that is freed there is nothing left to write to.
    if (heap.blockAround(target) === NO_BLOCK) return false;
  }
  return writeBackTo(board, call.pointer, space, target, length);
}

/** QUIET-32: a size-0 string is measured at the asynchronous buffer; −1 on a bad byte. */
function lengthAtBuffer(board: ShippedContext, call: Call): number {
  if (!isUnmeasured(call.descriptor, call.size)) return call.size;
  const space = board.serverSpace(call.thread, call.pointer);
  if (space === NO_SPACE) return -1;
  const width = characterBytes(call.descriptor, board.fault);
  return board.machine.memory.measure(space, call.pointer, width);
}

/** VirtualFree of the 64 KB block: fails for a heap address, takes a stranger's alias as well. */
function freeAlias(board: ShippedContext, call: Call): number {
  const { aliases } = board.machine;
  const fault = board.fault;
  const alias = aliases.beginningAt(call.pointer);
  if (alias === NO_ALIAS) {
    const isHeap = board.machine.heap.covers(call.pointer);
    if (fault === FAULT.DUPLICATE_FREED_WITH_FLAG && isHeap) return S_OK;
    return fault === FAULT.STALE_ALIAS_FREE_SUCCEEDS ? S_OK : E_INVALIDARG;
  }
  if (fault === FAULT.ALIAS_LEAKED_AT_RELEASE) return S_OK;
  // A reservation is released by its base: the low 16 bits have to go first.
  if (fault === FAULT.ALIAS_FREED_AT_PAGE && (call.pointer & 0xf000) !== 0) return E_INVALIDARG;
  aliases.release(alias);
  return S_OK;
}

/** A user-mode server only ever has same-pointer buffers (QUIET-16 where their memory has gone). */
function freeInHost(board: ShippedContext, call: Call, inBlock: boolean): number {
  const { header, machine, fault } = board;
  if (inBlock && header.isCopy()) {
    if (fault === FAULT.SAME_POINTER_FREES_COPY) board.releaseBlock();
    return S_OK;
  }
  if (machine.aliases.around(call.pointer) !== NO_ALIAS) return S_OK;
  return writesBack(call.descriptor) ? E_ACCESSDENIED : S_OK;
}

/** Released whatever comes of the write-back (FREE-2, CLOSE-3). */
function writeAndFree(board: ShippedContext, call: Call, length: number, writes: boolean): number {
  const { fault } = board;
  if (!writes) {
    board.releaseBlock();
    return S_OK;
  }
  call.length = length;
  if (!writeToSource(board, call, length, 0)) {
    if (fault !== FAULT.KEPT_WHEN_WRITE_BACK_FAILS) board.releaseBlock();
    return fault === FAULT.WRITE_BACK_FAILURE_HIDDEN ? S_OK : E_ACCESSDENIED;
  }
  if (call.reaches(WRITTEN_BACK, 'written-back')) return PAUSED;
  return finishRelease(board, call);
}

function finishRelease(board: ShippedContext, call: Call): number {
  if (!board.header.readAt(board.machine, call.pointer)) return S_OK;
  if (board.fault === FAULT.WRITTEN_BACK_TWICE) writeToSource(board, call, call.length, 0);
  board.releaseBlock();
  return S_OK;
}
