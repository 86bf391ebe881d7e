/**
 * VirtualAllocEx, VirtualCopyEx and VirtualFreeEx as a driver in the kernel calls them. A process
 * is given by its ID, the kernel by {@link KERNEL}.
 */

import type { Coroutine, PerformStep } from '../interface.js';

/** The process of every driver in the kernel, as GetCurrentProcess gives it. */
export const KERNEL = 0;
/** MEM_*: what VirtualAllocEx and VirtualFreeEx do. */
export const MEM_RESERVE = 0x2000;
/** Gives pages memory: of a reservation that is there, or (at address 0) of a new one. */
export const MEM_COMMIT = 0x1000;
/** Takes the memory of pages back; the reservation stays. */
export const MEM_DECOMMIT = 0x4000;
/** Gives a whole reservation back. */
export const MEM_RELEASE = 0x8000;
/** PAGE_*: what may be done with a page. */
export const PAGE_NOACCESS = 1;
/** Reading only. */
export const PAGE_READONLY = 2;
/** Reading and writing. */
export const PAGE_READWRITE = 4;
/** Past the cache; goes with the two above. */
export const PAGE_NOCACHE = 0x200;
/** The first access to a committed page faults; goes with the two above. */
export const PAGE_GUARD = 0x100;
/** The source is a physical address, shifted right by 8. */
export const PAGE_PHYSICAL = 0x400;

/** VirtualAllocEx: the base of what was reserved, or 0. */
export function* VirtualAllocEx(
  process: number,
  address: number,
  size: number,
  type: number,
  protection: number,
): Coroutine<number> {
  const { value, pointer } = yield {
    ...share('VirtualAllocEx', process, address, size),
    mode: type,
    descriptor: protection,
  };
  return value === 0 ? pointer : 0;
}

/** VirtualCopyEx: maps memory of one process into a reservation of another; TRUE or FALSE. */
export function* VirtualCopyEx(
  destinationProcess: number,
  destination: number,
  sourceProcess: number,
  source: number,
  size: number,
  protection: number,
): Coroutine<boolean> {
  const { value } = yield {
    ...share('VirtualCopyEx', destinationProcess, destination, size),
    mode: sourceProcess,
    source,
    descriptor: protection,
  };
  return value === 0;
}

/** VirtualFreeEx: TRUE or FALSE. */
export function* VirtualFreeEx(
  process: number,
  address: number,
  size: number,
  type: number,
): Coroutine<boolean> {
  const { value } = yield { ...share('VirtualFreeEx', process, address, size), mode: type };
  return value === 0;
}

/** VirtualFree: acts on the process that the driver's code belongs to, which is the kernel. */
export function VirtualFree(address: number, size: number, type: number): Coroutine<boolean> {
  return VirtualFreeEx(KERNEL, address, size, type);
}

function share(
  operation: 'VirtualAllocEx' | 'VirtualCopyEx' | 'VirtualFreeEx',
  process: number,
  pointer: number,
  size: number,
): PerformStep {
  return { kind: 'perform', operation, process, pointer, size };
}
