/**
 * The shared-memory driver of S4, as printed and as mended. As printed it maps a block of the
 * kernel into whichever application asks, and keeps the address in one global. All is as in the
 * listing but two numbers: block and offset are divided by 256 (128 KB for 32 MB, 0x1F000 for
 * 0x1F00000), so that a run takes microseconds; nothing in the listing depends on them.
 */

import { AccessViolation, writeBytes, writeDword } from '../api/memory.js';
import {
  KERNEL,
  MEM_RELEASE,
  MEM_RESERVE,
  PAGE_NOACCESS,
  PAGE_NOCACHE,
  PAGE_READWRITE,
  VirtualAllocEx,
  VirtualCopyEx,
  VirtualFreeEx,
} from '../api/sharing.js';
import { enterCriticalSection, leaveCriticalSection } from '../api/synchronization.js';
import { defineDriver } from '../define.js';
import type { Environment } from '../environment.js';
import type { CallParameters, Coroutine, Driver, DriverCode } from '../interface.js';
import { SMD1_DEFECTS } from './smd1-defects.js';
import { ALLOC, FILL, FREE, HELLO, OFFSET, SMD1_SHAPE } from './smd1-workloads.js';

const PAGE_SIZE = 4096;
const BLOCK_BYTES = 0x2_0000;
/** What the listing calls sDevPhysAddr, and uses as a virtual address of the kernel. */
const CACHED_BLOCK = 0x81f0_0000;
/** The same memory through the uncached window. */
const UNCACHED_BLOCK = 0xa1f0_0000;

/** As printed. */
function asPrinted(environment: Environment): DriverCode {
  const g = environment.globals({ gUserAddr: 0 });
  function* getVirtualAddress(pvProcess: number): Coroutine<number> {
    const sourcePhys = CACHED_BLOCK - (CACHED_BLOCK % PAGE_SIZE);
    const sourceSize = BLOCK_BYTES + (CACHED_BLOCK % PAGE_SIZE);
    let lpUserAddr = yield* VirtualAllocEx(pvProcess, 0, sourceSize, MEM_RESERVE, PAGE_NOACCESS);
    if (lpUserAddr === 0) return 0;
    const rights = PAGE_READWRITE | PAGE_NOCACHE;
    if (!(yield* VirtualCopyEx(pvProcess, lpUserAddr, KERNEL, sourcePhys, sourceSize, rights))) {
      return 0;
    }
    lpUserAddr += CACHED_BLOCK % PAGE_SIZE;
    g.gUserAddr = lpUserAddr;
    return lpUserAddr;
  }
  return {
    *ioControl({ dwCode, pBufOut: pOut, pdwActualOut: pdwBytesWritten, callerProcess }) {
      switch (dwCode) {
        case ALLOC: {
          yield* writeDword(pOut, yield* getVirtualAddress(callerProcess));
          yield* writeDword(pdwBytesWritten, 4);
          break;
        }
        case FREE: {
          const base = g.gUserAddr - (g.gUserAddr % PAGE_SIZE);
          yield* VirtualFreeEx(callerProcess, base, 0, MEM_RELEASE);
          g.gUserAddr = 0;
          break;
        }
        case FILL:
          yield* writeBytes(g.gUserAddr + OFFSET, HELLO);
          break;
        default:
          return 0;
      }
      return 1;
    },
  };
}

/**
 * As mended: one owner at a time, a lock around the record of the mapping, every argument and every
 * result looked at, one uncached view on both sides, and what is left released with the handle.
 */
function asMended(environment: Environment): DriverCode {
  const shared = environment.shared({ owner: 0, base: 0 });
  const section = environment.criticalSection('mapping');
  function* map(process: number): Coroutine<number> {
    const base = yield* VirtualAllocEx(process, 0, BLOCK_BYTES, MEM_RESERVE, PAGE_NOACCESS);
    if (base === 0) return 0;
    const rights = PAGE_READWRITE | PAGE_NOCACHE;
    if (yield* VirtualCopyEx(process, base, KERNEL, UNCACHED_BLOCK, BLOCK_BYTES, rights)) {
      return base;
    }
    yield* VirtualFreeEx(process, base, 0, MEM_RELEASE);
    return 0;
  }
  function* allocate(call: CallParameters): Coroutine<number> {
    const { pBufOut, dwLenOut, pdwActualOut, callerProcess } = call;
    if (pBufOut === 0 || dwLenOut < 4 || pdwActualOut === 0 || shared.owner !== 0) return 0;
    const base = yield* map(callerProcess);
    if (base === 0) return 0;
    shared.owner = callerProcess;
    shared.base = base;
    yield* writeDword(pBufOut, base);
    yield* writeDword(pdwActualOut, 4);
    return 1;
  }
  function* free(process: number): Coroutine<number> {
    if (process === 0 || shared.owner !== process) return 0;
    const { base } = shared;
    shared.owner = 0;
    return (yield* VirtualFreeEx(process, base, 0, MEM_RELEASE)) ? 1 : 0;
  }
  function* fill(process: number): Coroutine<number> {
    if (process === 0 || shared.owner !== process) return 0;
    yield* writeBytes(shared.base + OFFSET, HELLO);
    return 1;
  }
  /** A fault inside must not leave the section taken. */
  function* guarded(body: () => Coroutine<number>): Coroutine<number> {
    yield* enterCriticalSection(section);
    try {
      return yield* body();
    } catch (error) {
      if (!(error instanceof AccessViolation)) throw error;
      return 0;
    } finally {
      yield* leaveCriticalSection(section);
    }
  }
  return {
    *open({ callerProcess }) {
      yield* [];
      return callerProcess;
    },
    *ioControl(call) {
      const { dwCode, callerProcess } = call;
      if (dwCode === ALLOC) return yield* guarded(() => allocate(call));
      if (dwCode === FREE) return yield* guarded(() => free(callerProcess));
      if (dwCode === FILL) return yield* guarded(() => fill(callerProcess));
      return 0;
    },
    *close({ hOpenContext: process }) {
      yield* guarded(() => free(process));
    },
  };
}

/** Both. */
export const SMD1: readonly Driver[] = [
  defineDriver({
    ...SMD1_SHAPE,
    name: 'smd1',
    about: 'The shared-memory driver of S4, as printed (sizes divided by 256).',
    kernelMemory: [{ base: CACHED_BLOCK, size: BLOCK_BYTES }],
    defects: SMD1_DEFECTS,
    create: asPrinted,
  }),
  defineDriver({
    ...SMD1_SHAPE,
    name: 'smd1-mended',
    about: 'The same, mended: one owner, a lock, results looked at, released with the handle.',
    kernelMemory: [{ base: UNCACHED_BLOCK, size: BLOCK_BYTES }],
    defects: [],
    create: asMended,
  }),
];
