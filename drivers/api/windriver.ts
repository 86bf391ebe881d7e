/**
 * WinDriver as a client in user mode calls it: what the programs of applications run. `lock` is
 * the number of a WD_DMA structure, 1 … 4, each of one client. A call of the plug-in is
 * `Client.plugInCall`.
 */

import type { Coroutine, PerformStep } from '../interface.js';

/** dwOptions of WD_DMALock: a contiguous buffer of the kernel. */
export const DMA_KERNEL_BUFFER_ALLOC = 1;
/** The first version whose WD_DMALock maps the buffer into the kernel as well. */
export const WINDRIVER_6 = 600;
/** The last version that needs WD_CardRegister for that. */
export const WINDRIVER_5_2_2 = 522;

/** Members of WD_DMA. */
const HDMA = 1;
const KERNEL_ADDRESS = 3;

/** WD_Open: TRUE with a handle. */
export function* WD_Open(version: number): Coroutine<boolean> {
  const { value } = yield call('WD_Open', { mode: version });
  return value !== 0;
}

/** WD_DMALock: pUserAddr, or 0. */
export function* WD_DMALock(lock: number, size: number, options: number): Coroutine<number> {
  const { value, pointer } = yield call('WD_DMALock', { object: lock, size, descriptor: options });
  return value === 0 ? pointer : 0;
}

/** dma.hDma: 0 where the lock failed. */
export function* hDma(lock: number): Coroutine<number> {
  const { value } = yield call('WD_DMA', { object: lock, mode: HDMA });
  return value;
}

/** dma.pKernelAddr: 0 before version 6.0. */
export function* pKernelAddr(lock: number): Coroutine<number> {
  const { pointer } = yield call('WD_DMA', { object: lock, mode: KERNEL_ADDRESS });
  return pointer;
}

/** WD_CardRegister with the buffer as an item: its kernel-mode address, or 0. */
export function* WD_CardRegister(lock: number): Coroutine<number> {
  const { value, pointer } = yield call('WD_CardRegister', { object: lock });
  return value === 0 ? pointer : 0;
}

/** WD_DMAUnlock: TRUE where the buffer is gone. */
export function* WD_DMAUnlock(lock: number): Coroutine<boolean> {
  const { value } = yield call('WD_DMAUnlock', { object: lock });
  return value === 0;
}

/** WD_KernelPlugInOpen: TRUE with a handle. */
export function* WD_KernelPlugInOpen(): Coroutine<boolean> {
  const { value } = yield call('WD_KernelPlugInOpen', {});
  return value !== 0;
}

/** WD_KernelPlugInClose. */
export function* WD_KernelPlugInClose(): Coroutine {
  yield call('WD_KernelPlugInClose', {});
}

/** WD_Close. */
export function* WD_Close(): Coroutine {
  yield call('WD_Close', {});
}

function call(
  operation: PerformStep['operation'],
  more: Omit<PerformStep, 'kind' | 'operation'>,
): PerformStep {
  return { kind: 'perform', operation, ...more };
}
