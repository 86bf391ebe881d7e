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
import { KERNEL_SPACE, READ } from '../machine/tables.js';
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
    response.value = E_HANDLE;
    return;
  }
  const isKnown = mode !== 0 && (mode & ~(MEM_RESERVE | MEM_COMMIT)) === 0;
  if (size === 0 || !isKnown || pageFlags(descriptor) < 0) return;
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
  if (!processes.lives(process) || !processes.lives(mode)) return E_HANDLE;
  const protection = descriptor & ~PAGE_PHYSICAL;
  const isPhysical = protection !== descriptor;
  const flags = flagsOf(protection);
  if (size === 0 || flags < 0 || protection === PAGE_NOACCESS) return E_INVALIDARG;
  const start = isPhysical ? physicalAddress(source, fault) : source;
  const aligned = pointer % PAGE_BYTES === start % PAGE_BYTES;
  if (!aligned && fault !== FAULT.COPY_EX_OFFSETS_UNCHECKED) return E_INVALIDARG;
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
  const refusesUnknown = !isPhysical || fault === FAULT.UNKNOWN_MEMORY_REFUSED;
  const seen = isPhysical ? kernelAddress(board, from) : from;
  if (refusesUnknown && !memory.permits(fromSpace, seen, length, READ)) return E_INVALIDARG;
  const pages = length / PAGE_BYTES;
  for (let page = 0; page < pages; page += 1) {
    if (memory.tables.at(toSpace, (to >>> 12) + page) === 0) continue;
    if (fault !== FAULT.COPY_EX_OVER_MAPPING || !inside) return E_INVALIDARG;
    memory.unmap(toSpace, (to >>> 12) + page);
  }
  reservations.map(toSpace, to, fromSpace, seen, pages, flags);
  return S_OK;
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
  if (!processes.lives(process)) return E_HANDLE;
  if (mode === MEM_DECOMMIT && fault !== FAULT.FREE_EX_TAKES_ANY_TYPE) {
    return decommit(board, request);
  }
  if (mode !== MEM_RELEASE && fault !== FAULT.FREE_EX_TAKES_ANY_TYPE) return E_INVALIDARG;
  if (size !== 0 && fault !== FAULT.FREE_EX_TAKES_ANY_SIZE) return E_INVALIDARG;
  const caller = board.threads[request.thread]?.process ?? 0;
  const astray = fault === FAULT.FREE_EX_IN_CALLER && caller !== 0;
  const space = spaceOf(astray ? caller : process);
  const index = reservations.at(space, pointer);
  if (index !== NO_RESERVATION) {
    reservations.release(index);
    return S_OK;
  }
  return processes.free(process, pointer) === 1 ? S_OK : E_INVALIDARG;
}
