/** CeFlushAsynchronousBuffer as shipped: every descriptor with the O bit, by size and flag. */

import { forcesAlias, readsIn, writesBack } from '../board/arguments.js';
import type { Call } from '../board/call.js';
import { MADE_BY_ALLOC, MADE_BY_DUPLICATE } from '../board/duplicates.js';
import {
  ARG_IO_PTR,
  ARG_O_PTR,
  E_ACCESSDENIED,
  E_HANDLE,
  E_INVALIDARG,
  FORCE_ALIAS,
  NOT_SUPPORTED,
  S_OK,
} from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { NO_ALIAS } from '../machine/aliases.js';
import { READ } from '../machine/tables.js';
import { decidesAlias } from './allocate.js';
import type { ShippedContext } from './context.js';
import { checkReleaseArguments, writeToSource } from './release.js';

/** Performs `call`; a Flush is never held. */
export function flush(board: ShippedContext, call: Call): number {
  const { machine, header, fault } = board;
  if (!isFlushed(call.descriptor, fault)) {
    return fault === FAULT.FLUSH_REFUSES_AS_INVALID ? E_INVALIDARG : NOT_SUPPORTED;
  }
  const bad = checkReleaseArguments(board, call);
  if (bad !== S_OK) return bad;
  const inBlock = header.readAround(machine, call.pointer);
  if (inBlock && header.isCopy()) return flushCopy(board, call);
  if (!board.kernelServer) {
    return machine.aliases.around(call.pointer) === NO_ALIAS ? E_ACCESSDENIED : S_OK;
  }
  if (fault === FAULT.FLAG_IGNORED_AT_FLUSH && forcesAlias(call.descriptor)) return E_INVALIDARG;
  if (decidesAlias(board, call.size, call.descriptor)) {
    return fault === FAULT.FLUSH_REFUSES_ALIAS ? NOT_SUPPORTED : S_OK;
  }
  if (!header.readAt(machine, call.pointer) || header.magic !== MADE_BY_ALLOC) {
    // An alias taken for a duplicate: a wild write-back that this board keeps to itself.
    return machine.aliases.around(call.pointer) === NO_ALIAS ? E_HANDLE : S_OK;
  }
  if (fault === FAULT.FLUSH_READS_SOURCE && readsIn(call.descriptor)) readAgain(board, call);
  const written = writeToSource(board, call, call.size, 0);
  if (fault === FAULT.FLUSH_RELEASES) board.releaseBlock();
  if (!written && fault === FAULT.FLUSH_FAILURE_RELEASES) board.releaseBlock();
  return written || fault === FAULT.FLUSH_FAILURE_HIDDEN ? S_OK : E_ACCESSDENIED;
}

/** All descriptors with the O bit pass as shipped. */
function isFlushed(descriptor: number, fault: number): boolean {
  const plain = descriptor & ~FORCE_ALIAS;
  if (fault === FAULT.FLUSH_TAKES_ANY) return plain !== 0;
  if (fault === FAULT.FLUSH_REFUSES_IN_OUT && plain === ARG_IO_PTR) return false;
  if (fault === FAULT.FLUSH_REFUSES_NUMBERS) return plain === ARG_O_PTR || plain === ARG_IO_PTR;
  return writesBack(descriptor);
}

/** A same-pointer buffer: through to the caller for Open's copy, nothing for a duplicate's. */
function flushCopy(board: ShippedContext, call: Call): number {
  const { header, fault } = board;
  if (header.magic === MADE_BY_DUPLICATE) return call.unmarshalled === 0 ? S_OK : E_INVALIDARG;
  const offset = call.pointer - header.address;
  if (fault !== FAULT.FLUSH_NULL_UNMARSHALLED && call.unmarshalled !== header.source + offset) {
    return E_INVALIDARG;
  }
  if (!writesBack(header.type)) return E_ACCESSDENIED;
  if (fault === FAULT.FLUSH_STOPS_AT_COPY) return S_OK;
  const target = fault === FAULT.FLUSH_PART_OFFSET_LOST ? 0 : offset;
  const written = writeToSource(board, call, call.size, target);
  return written || fault === FAULT.FLUSH_FAILURE_HIDDEN ? S_OK : E_ACCESSDENIED;
}

/** Fault: an IN/OUT flush fetches the source first, and what the server wrote is lost. */
function readAgain(board: ShippedContext, call: Call): void {
  const { memory, heap } = board.machine;
  const space = board.header.targetSpace(board.machine);
  if (memory.permits(space, board.header.source, call.size, READ)) {
    memory.move(space, board.header.source, heap.space, call.pointer, call.size);
  }
}
