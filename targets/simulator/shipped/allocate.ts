/** CeAllocAsynchronousBuffer and CeAllocDuplicateBuffer as shipped: nothing is noted down. */

import { HOST_PROCESS } from '../../interface.js';
import { forcesAlias, isUnmeasured, writesBack } from '../board/arguments.js';
import { type Call, CHECKED, FRESH, MEASURED } from '../board/call.js';
import { MADE_BY_ALLOC, MADE_BY_DUPLICATE, makeDuplicate } from '../board/duplicates.js';
import { E_ACCESSDENIED, E_OUTOFMEMORY, KERNEL_BASE, PAUSED, S_OK } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { NO_ALIAS } from '../machine/aliases.js';
import { NO_BLOCK } from '../machine/heap.js';
import { HOST_SPACE, KERNEL_SPACE, NO_SPACE, READ, WRITE } from '../machine/tables.js';
import type { ShippedContext } from './context.js';
import {
  checkArguments,
  isRangeAccepted,
  isReadable,
  isStillReadable,
  locateCaller,
  measureSource,
  remeasure,
} from './open.js';

/** Performs a CeAllocAsynchronousBuffer from its stage on. */
export function allocate(board: ShippedContext, call: Call): number {
  const begun = beginOn(board, call, false);
  if (begun !== S_OK) return begun;
  const staysPut = keepsPointer(board, call);
  if (call.stage <= MEASURED) {
    if (board.fault === FAULT.REMEASURED_AFTER_CHECK) remeasure(board, call);
    if (!mayAllocate(board, call)) return E_ACCESSDENIED;
    if (staysPut) {
      const lost = board.fault === FAULT.PART_OFFSET_LOST && board.header.block >= 0;
      call.result = lost ? board.header.address : call.source;
      return S_OK;
    }
    if (call.reaches(CHECKED, 'checked')) return PAUSED;
  }
  if (!isStillReadable(board, call)) return E_ACCESSDENIED;
  return decidesAlias(board, call.length, call.descriptor)
    ? makeAlias(board, call)
    : makeCopy(board, call, MADE_BY_ALLOC);
}

/** Performs a CeAllocDuplicateBuffer from its stage on; it does not check access (DUP-3). */
export function duplicate(board: ShippedContext, call: Call): number {
  const begun = beginOn(board, call, true);
  if (begun !== S_OK) return begun;
  if (call.stage <= MEASURED) {
    if (board.fault === FAULT.REMEASURED_AFTER_CHECK) remeasure(board, call);
    if (leavesCopy(board, call) || !isReadable(board, call)) return E_ACCESSDENIED;
    if (call.reaches(CHECKED, 'checked')) return PAUSED;
  }
  if (!isStillReadable(board, call)) return E_ACCESSDENIED;
  return makeCopy(board, call, MADE_BY_DUPLICATE);
}

/**
 * Alias or duplicate, from the size and the flag of this very call: what Alloc, Flush and Free each
 * ask anew, because nothing remembers the first answer.
 */
export function decidesAlias(board: ShippedContext, length: number, descriptor: number): boolean {
  const { fault } = board;
  if (!board.kernelServer) return false;
  const isAlloc = board.call.operation === 'CeAllocAsynchronousBuffer';
  if (forcesAlias(descriptor) && !ignoresFlag(board)) return true;
  const offByOne = fault === FAULT.COPY_LIMIT_OFF_BY_ONE && isAlloc;
  return length > (offByOne ? board.copyLimitBytes - 1 : board.copyLimitBytes);
}

/** Faults: one of the three forgets to look at MARSHAL_FORCE_ALIAS. */
function ignoresFlag(board: ShippedContext): boolean {
  const { fault, call } = board;
  if (fault === FAULT.FLAG_IGNORED_AT_ALLOC) return call.operation === 'CeAllocAsynchronousBuffer';
  if (fault === FAULT.FLAG_IGNORED_AT_FREE) return call.operation === 'CeFreeAsynchronousBuffer';
  return false;
}

/** Checks and measuring; S_OK to go on, else the answer or PAUSED. */
function beginOn(board: ShippedContext, call: Call, anySource: boolean): number {
  if (call.stage !== FRESH) {
    return locateSource(board, call, anySource) ? S_OK : E_ACCESSDENIED;
  }
  const bad = checkArguments(board, call);
  if (bad !== S_OK) return bad;
  if (!locateSource(board, call, anySource)) return E_ACCESSDENIED;
  if (isUnmeasured(call.descriptor, call.size)) {
    const known = anySource || isServersOwn(board, call) || isRangeAccepted(board, call, 1);
    if (!known || !measureSource(board, call)) return E_ACCESSDENIED;
    if (call.reaches(MEASURED, 'measured')) return PAUSED;
  }
  return S_OK;
}

/** Finds where the source's bytes are; leaves the header around it in `board.header`. */
function locateSource(board: ShippedContext, call: Call, anySource: boolean): boolean {
  const { machine, header } = board;
  const inServer = board.kernelServer ? call.source >= KERNEL_BASE : call.source < KERNEL_BASE;
  const found = header.readAround(machine, call.source);
  locateCaller(board, call);
  if (!inServer) return board.kernelServer && call.space !== NO_SPACE;
  call.process = board.kernelServer ? 0 : HOST_PROCESS;
  call.incarnation = machine.processes.incarnation[call.process];
  call.space = board.kernelServer ? KERNEL_SPACE : HOST_SPACE;
  if (!board.kernelServer && !machine.processes.lives(HOST_PROCESS)) return false;
  if (!board.kernelServer && anySource) locateParameter(board, call);
  if (anySource || (found && header.isCopy())) return true;
  if (machine.aliases.around(call.source) !== NO_ALIAS) {
    return !board.kernelServer || board.fault === FAULT.ALIAS_AS_SOURCE;
  }
  if (found || !board.kernelServer) return false;
  if (board.fault === FAULT.ALLOC_TAKES_KERNEL_MEMORY) return true;
  return board.isKernelCaller(call.thread) && call.thread !== 0;
}

/** A duplicate of a reflector's alias goes back to the caller: the alias dies first. */
function locateParameter(board: ShippedContext, call: Call): void {
  const carrier = board.threads[call.thread];
  const alias = board.machine.aliases.around(call.source);
  if (carrier === undefined || alias === NO_ALIAS || alias !== carrier.parameterAlias) return;
  call.writeBackProcess = carrier.process;
  call.writeBackIncarnation = carrier.incarnation;
  const first = board.machine.aliases.address[alias];
  call.writeBackAddress = carrier.parameterSource + (call.source - first);
}

/** True when the source lies on the server's heap or in an alias, where no range check is due. */
function isServersOwn(board: ShippedContext, call: Call): boolean {
  return call.space === board.machine.heap.space && call.source !== 0;
}

/** QUIET-6: bytes outside the copy in which the source begins. */
function leavesCopy(board: ShippedContext, call: Call): boolean {
  const { header } = board;
  if (!header.readAround(board.machine, call.source)) return false;
  const end = header.address + header.size;
  return call.source + call.length > end && board.fault !== FAULT.PART_BEYOND_COPY;
}

/** A copy, or anything at all in a user-mode server, is given back as it is. */
function keepsPointer(board: ShippedContext, call: Call): boolean {
  if (!board.kernelServer) return true;
  const isCopy = board.header.readAround(board.machine, call.source) && board.header.isCopy();
  if (isCopy && board.fault === FAULT.ALIAS_OF_COPY && forcesAlias(call.descriptor)) return false;
  return isCopy;
}

function mayAllocate(board: ShippedContext, call: Call): boolean {
  if (leavesCopy(board, call) || !isReadable(board, call)) return false;
  return isServersOwn(board, call) || isRangeAccepted(board, call, call.length);
}

function makeAlias(board: ShippedContext, call: Call): number {
  if (!call.mayAllocate()) return memoryFailure(board);
  const granted = writesBack(call.descriptor) ? WRITE : READ;
  const { aliases } = board.machine;
  const alias = aliases.make(call.space, call.address, call.length, granted);
  if (alias === NO_ALIAS) return memoryFailure(board);
  call.result = aliases.address[alias];
  return S_OK;
}

function makeCopy(board: ShippedContext, call: Call, magic: number): number {
  const block = makeDuplicate(board, call, magic);
  if (block === NO_BLOCK) return memoryFailure(board);
  call.result = board.machine.heap.addressOf(block);
  return S_OK;
}

function memoryFailure(board: ShippedContext): number {
  return board.fault === FAULT.ALLOC_MEMORY_CODE ? 0x8007_0008 : E_OUTOFMEMORY;
}
