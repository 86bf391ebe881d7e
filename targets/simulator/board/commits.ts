/**
 * Committed pages of a reservation: MEM_COMMIT, MEM_DECOMMIT, PAGE_GUARD. QUIET-20, QUIET-25, VM-5.
 */

import { PAGE_BYTES, PAGE_READWRITE, type Request, type Response } from '../../interface.js';
import { E_INVALIDARG, E_NOT_ENOUGH_MEMORY, E_OUTOFMEMORY, S_OK } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { PAGE_SHIFT } from '../machine/physical.js';
import { spaceOf } from '../machine/processes.js';
import { flagsOf, pageFlags } from '../machine/protection.js';
import { NO_RESERVATION } from '../machine/reservations.js';
import { GUARD } from '../machine/tables.js';
import type { BoardContext } from './context.js';

/** Commits pages of a reservation that is there. */
export function commitThere(board: BoardContext, request: Request, response: Response): void {
  const { reservations, processes } = board.machine;
  const { process, pointer, size } = request;
  const space = spaceOf(process);
  const from = pointer - (pointer % PAGE_BYTES);
  const to = Math.ceil((pointer + size) / PAGE_BYTES) * PAGE_BYTES;
  response.value = E_INVALIDARG;
  if (processes.overlaps(process, from, to)) return;
  if (reservations.around(space, from, to) === NO_RESERVATION) {
    const adds = board.fault === FAULT.COMMIT_OUTSIDE_ACCEPTED;
    if (!adds || !reservations.add(space, from, to - from)) return;
  }
  for (let page = from; page < to; page += PAGE_BYTES) {
    if (board.machine.memory.tables.at(space, page >>> PAGE_SHIFT) !== 0) return;
  }
  response.value = commit(board, request, from, to);
  if (response.value === S_OK) response.pointer = from;
}

/** Gives pages of a reservation memory: an HRESULT. */
export function commit(board: BoardContext, request: Request, from: number, to: number): number {
  const { fault, machine } = board;
  const { process, descriptor, allocationFails } = request;
  if (allocationFails > 0) {
    return fault === FAULT.COMMIT_MEMORY_CODE ? E_OUTOFMEMORY : E_NOT_ENOUGH_MEMORY;
  }
  const writable = fault === FAULT.COMMIT_ALWAYS_WRITABLE;
  const flags = writable ? flagsOf(PAGE_READWRITE) : pageFlags(descriptor);
  const count = (to - from) / PAGE_BYTES - (fault === FAULT.COMMIT_ONE_PAGE_SHORT ? 1 : 0);
  const first = from >>> PAGE_SHIFT;
  const kept = fault === FAULT.GUARD_IGNORED ? flags & ~GUARD : flags;
  return machine.reservations.commit(spaceOf(process), first, count, kept)
    ? S_OK
    : E_NOT_ENOUGH_MEMORY;
}

/** VirtualFreeEx with MEM_DECOMMIT: an HRESULT. */
export function decommit(board: BoardContext, { process, pointer, size }: Request): number {
  const { fault, machine } = board;
  const { reservations, processes } = machine;
  if (size === 0 && fault !== FAULT.EMPTY_DECOMMIT_ACCEPTED) return E_INVALIDARG;
  const space = spaceOf(process);
  const from = pointer - (pointer % PAGE_BYTES);
  const to = Math.ceil((pointer + size) / PAGE_BYTES) * PAGE_BYTES;
  if (processes.overlaps(process, from, to)) return E_INVALIDARG;
  const index = reservations.around(space, from, Math.max(to, from + 1));
  if (index === NO_RESERVATION) return E_INVALIDARG;
  if (fault === FAULT.DECOMMIT_KEEPS_PAGES) return S_OK;
  if (fault === FAULT.DECOMMIT_RELEASES) reservations.release(index);
  else reservations.decommit(space, from >>> PAGE_SHIFT, (to - from) / PAGE_BYTES);
  return S_OK;
}

/**
 * An access that ends in a fault: where it comes upon a guarded page before any that it may not
 * touch, that page is guarded no more.
 */
export function touchGuard(
  board: BoardContext,
  space: number,
  address: number,
  size: number,
  rights: number,
): void {
  const { fault, machine } = board;
  const { tables } = machine.memory;
  const last = (address + size - 1) >>> PAGE_SHIFT;
  for (let page = address >>> PAGE_SHIFT; page <= last; page += 1) {
    const entry = tables.at(space, page);
    if ((entry & GUARD) !== 0) {
      if (fault !== FAULT.GUARD_NEVER_CLEARED) tables.set(space, page, entry & ~GUARD);
      if (fault === FAULT.GUARD_CLEARED_AROUND) clearAround(board, space, page);
      return;
    }
    if (entry === 0 || (entry & rights) !== rights) return;
  }
}

/** Fault: the guards beside a page that was touched go too. */
function clearAround({ machine }: BoardContext, space: number, touched: number): void {
  const { tables } = machine.memory;
  for (let page = touched + 1; (tables.at(space, page) & GUARD) !== 0; page += 1) {
    tables.set(space, page, tables.at(space, page) & ~GUARD);
  }
}
