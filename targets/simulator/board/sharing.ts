/** VirtualAllocEx, VirtualCopyEx and VirtualFreeEx: VM-1 … VM-5, VM-13, QUIET-20 … QUIET-23. */

import {
  PAGE_BYTES,
  PAGE_NOACCESS,
  PAGE_PHYSICAL,
  type Request,
  type Response,
  type SharingOperation,
} from '../../interface.js';
import {
  E_ACCESSDENIED,
  E_HANDLE,
  E_INVALIDARG,
  E_NOT_ENOUGH_MEMORY,
  S_OK,
  USER_FIRST,
} from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { PAGE_SHIFT } from '../machine/physical.js';
import { spaceOf } from '../machine/processes.js';
import { flagsOf, pageFlags } from '../machine/protection.js';
import { NO_RESERVATION } from '../machine/reservations.js';
import { KERNEL_SPACE, READ, WRITE } from '../machine/tables.js';
import { commit, commitThere, decommit } from './commits.js';
import type { BoardContext } from './context.js';

const MEM_COMMIT = 0x1000;
const MEM_RESERVE = 0x2000;
const MEM_DECOMMIT = 0x4000;
const MEM_RELEASE = 0x8000;
const BLOCK = 0x1_0000;
const USER_LIMIT = 0x4000_0000;
const TOP = 0x1_0000_0000;
/** From an address in the cached window of the kernel to the same memory past the cache. */
const WINDOW_OFFSET = 0x2000_0000;

/** Performs one of the three. */
export function share(
  board: BoardContext,
  request: Request,
  operation: SharingOperation,
  response: Response,
): void {
  if (!board.kernelServer) {
    if (board.fault === FAULT.USER_MODE_COPY_INVALID && operation === 'VirtualCopyEx') {
      response.value = E_INVALIDARG;
      return;
    }
    const lets = board.fault === FAULT.USER_MODE_MAY_SHARE && operation !== 'VirtualCopyEx';
    if (!lets) {
      response.value = E_ACCESSDENIED;
      return;
    }
  }
  if (operation === 'VirtualAllocEx') allocate(board, request, response);
  else if (operation === 'VirtualCopyEx') response.value = copy(board, request);
  else response.value = free(board, request);
}

function allocate(board: BoardContext, request: Request, response: Response): void {
  const { reservations, processes } = board.machine;
  const { process, pointer, size, mode, descriptor } = request;
  const { fault } = board;
  const space = spaceOf(fault === FAULT.ALLOC_EX_IN_FIRST_PROCESS ? 1 : process);
  response.value = E_INVALIDARG;
  if (!processes.lives(process)) {
    response.value = noProcess(board, process);
    return;
  }
  if (fault === FAULT.PROCESS_ID_REFUSED && process !== callerOf(board, request)) {
    response.value = E_HANDLE;
    return;
  }
  const isKnown = mode !== 0 && (mode & ~(MEM_RESERVE | MEM_COMMIT)) === 0;
  const isEmpty = size === 0 && fault !== FAULT.ALLOC_EX_OF_NOTHING;
  if (isEmpty || !isKnown || pageFlags(descriptor) < 0) return;
  if (mode === MEM_COMMIT && pointer !== 0) return commitThere(board, request, response);
  let base = pointer - (pointer % BLOCK);
  const end = Math.ceil((pointer + size) / PAGE_BYTES) * PAGE_BYTES;
  const length = end - base;
  if (pointer !== 0) {
    const limit = fault === FAULT.ALLOC_EX_PAST_LIMIT ? 0x8000_0000 : USER_LIMIT;
    if (base < USER_FIRST || base + length > limit) return;
    const checks = fault !== FAULT.ALLOC_EX_MAY_OVERLAP;
    if (checks && reservations.overlaps(space, base, base + length)) return;
    if (processes.overlaps(process, base, base + length)) return;
  } else {
    base = reservations.findRoom(space, length);
    if (base === 0) {
      response.value = fault === FAULT.NO_ROOM_IS_INVALID ? E_INVALIDARG : E_NOT_ENOUGH_MEMORY;
      return;
    }
  }
  if (fault === FAULT.RESERVATION_TAKES_MEMORY) board.machine.heap.take(length);
  if (!reservations.add(space, base, length)) {
    response.value = E_NOT_ENOUGH_MEMORY;
    return;
  }
  response.value = S_OK;
  const commits = (mode & MEM_COMMIT) !== 0;
  const forgets = fault === FAULT.COMMIT_AT_NULL_RESERVES_ONLY && pointer === 0;
  if (commits && !forgets) response.value = commit(board, request, base, base + length);
  if (response.value === S_OK) response.pointer = base;
  else if (fault !== FAULT.FAILED_COMMIT_KEEPS_RESERVATION) {
    reservations.release(reservations.at(space, base));
  }
}

function copy(board: BoardContext, request: Request): number {
  const { memory, processes, reservations } = board.machine;
  const { process, pointer, mode, source, size, descriptor } = request;
  const { fault } = board;
  if (!processes.lives(process)) return noProcess(board, process);
  if (!processes.lives(mode)) return noProcess(board, mode);
  const protection = descriptor & ~PAGE_PHYSICAL;
  const isPhysical = protection !== descriptor;
  const flags = flagsOf(protection);
  if (size === 0 && fault === FAULT.COPY_EX_OF_NOTHING) return S_OK;
  if (size === 0 || flags < 0 || protection === PAGE_NOACCESS) return E_INVALIDARG;
  const taken = fault === FAULT.KERNEL_SOURCE_TAKEN_AS_PHYSICAL && mode === KERNEL_SPACE;
  const start = isPhysical || taken ? physicalAddress(source, fault) : source;
  const aligned = pointer % PAGE_BYTES === start % PAGE_BYTES;
  const skips = fault === FAULT.PHYSICAL_OFFSET_UNCHECKED && isPhysical;
  if (!aligned && !skips && fault !== FAULT.COPY_EX_OFFSETS_UNCHECKED) return E_INVALIDARG;
  const to = pointer - (pointer % PAGE_BYTES);
  const from = start - (start % PAGE_BYTES);
  const length = Math.ceil((start + size) / PAGE_BYTES) * PAGE_BYTES - from;
  if (isPhysical && from + length > TOP && fault !== FAULT.PHYSICAL_RANGE_WRAPS) {
    return E_INVALIDARG;
  }
  const toSpace = spaceOf(process);
  const sourceProcess = fault === FAULT.COPY_EX_READS_DESTINATION_PROCESS ? process : mode;
  const fromSpace = isPhysical ? KERNEL_SPACE : spaceOf(sourceProcess);
  const inside = reservations.around(toSpace, to, to + length) !== NO_RESERVATION;
  if (!inside && fault !== FAULT.COPY_EX_NEEDS_NO_RESERVATION) return E_INVALIDARG;
  const isTrusted = isPhysical || fault === FAULT.UNMAPPED_SOURCE_MAPPED;
  const refusesUnknown = !isTrusted || fault === FAULT.UNKNOWN_MEMORY_REFUSED;
  const seen = isPhysical ? kernelAddress(board, from) : from;
  if (refusesUnknown && !memory.permits(fromSpace, seen, length, READ)) return E_INVALIDARG;
  const pages = length / PAGE_BYTES;
  for (let page = 0; page < pages; page += 1) {
    if (memory.tables.at(toSpace, (to >>> 12) + page) === 0) continue;
    if (fault !== FAULT.COPY_EX_OVER_MAPPING || !inside) return E_INVALIDARG;
    memory.unmap(toSpace, (to >>> 12) + page);
  }
  reservations.map(toSpace, to, fromSpace, seen, pages, flags);
  if (fault === FAULT.MAPPING_SEEN_BY_ALL) showToAll(board, toSpace, to, pages);
  return S_OK;
}

/** Fault: what is mapped for one application is mapped for every other one. */
function showToAll({ machine }: BoardContext, space: number, to: number, pages: number): void {
  const { memory, processes, reservations } = machine;
  for (let other = 1; other <= 4; other += 1) {
    const isFree = memory.tables.at(other, to >>> PAGE_SHIFT) === 0;
    if (other === space || !processes.lives(other) || !isFree) continue;
    reservations.map(other, to, space, to, pages, READ | WRITE);
  }
}

/** A process that there is not, or not any more. */
function noProcess({ fault, machine }: BoardContext, process: number): number {
  const isKnown = machine.processes.wasStarted(process);
  if (fault === FAULT.NO_SUCH_PROCESS_INVALID && !isKnown) return E_INVALIDARG;
  return fault === FAULT.EXITED_PROCESS_DENIED && isKnown ? E_ACCESSDENIED : E_HANDLE;
}

function callerOf(board: BoardContext, { thread }: Request): number {
  return board.threads[thread]?.process ?? 0;
}

/** Where the kernel sees a page of physical memory: one to one, or in the uncached window. */
function kernelAddress({ machine }: BoardContext, physical: number): number {
  const isCached = machine.memory.tables.at(KERNEL_SPACE, physical >>> PAGE_SHIFT) !== 0;
  return isCached || physical >= TOP - WINDOW_OFFSET ? physical : physical + WINDOW_OFFSET;
}

/** VM-9: the source shifted back, modulo 2^32. */
function physicalAddress(source: number, fault: number): number {
  if (fault === FAULT.PHYSICAL_NOT_SHIFTED) return source;
  return fault === FAULT.PHYSICAL_SHIFTED_BY_A_PAGE
    ? (source * PAGE_BYTES) % TOP
    : (source * 0x100) % TOP;
}

function free(board: BoardContext, request: Request): number {
  const { processes, reservations } = board.machine;
  const { process, pointer, size, mode } = request;
  const { fault } = board;
  if (!processes.lives(process)) return noProcess(board, process);
  if (mode === MEM_DECOMMIT && fault !== FAULT.FREE_EX_TAKES_ANY_TYPE) {
    return decommit(board, request);
  }
  if (mode !== MEM_RELEASE && fault !== FAULT.FREE_EX_TAKES_ANY_TYPE) return E_INVALIDARG;
  if (size !== 0 && fault !== FAULT.FREE_EX_TAKES_ANY_SIZE) return E_INVALIDARG;
  const caller = callerOf(board, request);
  const astray = fault === FAULT.FREE_EX_IN_CALLER && caller !== 0;
  const space = spaceOf(astray ? caller : process);
  const index = reservations.at(space, pointer);
  if (index !== NO_RESERVATION) {
    reservations.release(index);
    return S_OK;
  }
  const frees = processes.free(process, pointer) === 1;
  return frees || fault === FAULT.FREE_EX_OF_NOTHING_SUCCEEDS ? S_OK : E_INVALIDARG;
}
