/**
 * The sample of S3: a program in user mode and a Kernel PlugIn that share a DMA buffer of
 * WinDriver. As printed the program ends after it has told the plug-in the address; what the
 * plug-in does with it the source says in words: it stores the address in a global variable, and
 * both sides use the buffer. Its thread answers an interrupt, which is where such a buffer is
 * used.
 */

import { dword, readBytes, writeDword } from '../api/memory.js';
import {
  enterCriticalSection,
  leaveCriticalSection,
  setEvent,
  waitForEvent,
} from '../api/synchronization.js';
import {
  DMA_KERNEL_BUFFER_ALLOC,
  hDma,
  pKernelAddr,
  WD_CardRegister,
  WD_Close,
  WD_DMALock,
  WD_DMAUnlock,
  WD_KernelPlugInClose,
  WD_KernelPlugInOpen,
  WD_Open,
  WINDRIVER_5_2_2,
  WINDRIVER_6,
} from '../api/windriver.js';
import { defineDriver } from '../define.js';
import type { Environment } from '../environment.js';
import type { Client, Coroutine, Driver, DriverCode } from '../interface.js';
import { KERNEL_PLUG_IN_DEFECTS, KERNEL_PLUG_IN_WORKLOADS } from './kernel-plug-in-defects.js';

/** YOUR_MESSAGE of the listing: pData is the kernel-mode address of the buffer. */
const SET_ADDRESS = 1;
/** The plug-in puts what it counted into the buffer. */
const FILL = 2;
/** The address must not be used any more. */
const FORGET = 3;

/** dwBytes of the listing, whose comment says 16K. */
const BYTES = 0x1_0000;
/** What the plug-in writes. */
const VALUE = 0x5744_4d41;

/** As the text of S3 has it: one global, used wherever the plug-in runs. */
function asPrinted(environment: Environment): DriverCode {
  const g = environment.globals({ pKernelAddr: 0 });
  const interrupt = environment.event('interrupt');
  return {
    *kpCall({ dwCode: dwMessage, pBufIn: pData }) {
      if (dwMessage === SET_ADDRESS) g.pKernelAddr = pData;
      else if (dwMessage === FILL) yield* writeDword(g.pKernelAddr, VALUE);
      return 1;
    },
    threads: {
      *interruptThread() {
        yield* waitForEvent(interrupt);
        if (g.pKernelAddr !== 0) yield* writeDword(g.pKernelAddr + 4, VALUE);
      },
    },
    hardware: { device: () => device(interrupt) },
  };
}

function* device(interrupt: ReturnType<Environment['event']>): Coroutine {
  yield* setEvent(interrupt);
}

/** The listing, and a look at the buffer; what a test of a handle guards is a comment there. */
function* printedProgram(client: Client, version: number): Coroutine {
  const dma = client.process;
  yield* WD_Open(version);
  const pUserAddr = yield* WD_DMALock(dma, BYTES, DMA_KERNEL_BUFFER_ALLOC);
  yield* hDma(dma);
  yield* WD_KernelPlugInOpen();
  yield* client.plugInCall('SET_ADDRESS', SET_ADDRESS, yield* pKernelAddr(dma));
  yield* client.plugInCall('FILL', FILL, 0);
  yield* readBytes(pUserAddr, 8);
}

/** The same up to the address: what it takes to get into another's way. */
function* tellingProgram(client: Client): Coroutine {
  const dma = client.process;
  yield* WD_Open(WINDRIVER_6);
  yield* WD_DMALock(dma, BYTES, DMA_KERNEL_BUFFER_ALLOC);
  yield* WD_KernelPlugInOpen();
  yield* client.plugInCall('SET_ADDRESS', SET_ADDRESS, yield* pKernelAddr(dma));
}

function* fillingProgram(client: Client): Coroutine {
  yield* tellingProgram(client);
  yield* client.plugInCall('FILL', FILL, 0);
}

/** An address for each client, used on the client's own calls alone. */
function asMended(environment: Environment): DriverCode {
  const clients = environment.list<{ readonly process: number; readonly address: number }>(
    'clients',
  );
  const counted = environment.shared({ interrupts: 0 });
  const section = environment.criticalSection('counter');
  const interrupt = environment.event('interrupt');
  return {
    *kpCall({ dwCode: dwMessage, pBufIn: pData, callerProcess: process }) {
      const client = clients.find((each) => each.process === process);
      if (dwMessage === SET_ADDRESS) {
        if (client !== undefined || pData === 0) return 0;
        clients.push({ process, address: pData });
        return 1;
      }
      if (client === undefined) return 0;
      if (dwMessage === FORGET) return clients.remove(client) ? 1 : 0;
      yield* writeDword(client.address, VALUE);
      return 1;
    },
    threads: {
      *interruptThread() {
        yield* waitForEvent(interrupt);
        yield* enterCriticalSection(section);
        counted.interrupts += 1;
        yield* leaveCriticalSection(section);
      },
    },
    hardware: { device: () => device(interrupt) },
  };
}

/** Every result is looked at, and what was taken is given back, the last first. */
function* mendedProgram(client: Client, version: number): Coroutine {
  const dma = client.process;
  if (!(yield* WD_Open(version))) return;
  const pUserAddr = yield* WD_DMALock(dma, BYTES, DMA_KERNEL_BUFFER_ALLOC);
  if (pUserAddr !== 0) {
    const told = version >= WINDRIVER_6 ? pKernelAddr(dma) : WD_CardRegister(dma);
    yield* withPlugIn(client, pUserAddr, yield* told);
    yield* WD_DMAUnlock(dma);
  }
  yield* WD_Close();
}

function* withPlugIn(client: Client, pUserAddr: number, address: number): Coroutine {
  if (!(yield* WD_KernelPlugInOpen())) return;
  if ((yield* client.plugInCall('SET_ADDRESS', SET_ADDRESS, address)) !== 0) {
    yield* client.plugInCall('FILL', FILL, 0);
    yield* client.expect(pUserAddr, dword(VALUE), 'the buffer');
    yield* client.plugInCall('FORGET', FORGET, 0);
  }
  yield* WD_KernelPlugInClose();
}

const shape = {
  server: 'kernel',
  platforms: [{ reading: 'compact7-x86', copyLimit: 16_384 }],
  ioctls: [],
  buffers: {},
  workloads: KERNEL_PLUG_IN_WORKLOADS,
} as const;

/** Both. */
export const KERNEL_PLUG_IN: readonly Driver[] = [
  defineDriver({
    ...shape,
    name: 'kernel-plug-in',
    about: 'The sample of S3, a buffer shared by a program and its Kernel PlugIn, as printed.',
    programs: {
      shares: (client) => printedProgram(client, WINDRIVER_6),
      sharesBefore6: (client) => printedProgram(client, WINDRIVER_5_2_2),
      tells: tellingProgram,
      fills: fillingProgram,
    },
    defects: KERNEL_PLUG_IN_DEFECTS,
    create: asPrinted,
  }),
  defineDriver({
    ...shape,
    name: 'kernel-plug-in-mended',
    about: 'The same, mended: handles are tested, an address a client, everything given back.',
    programs: {
      shares: (client) => mendedProgram(client, WINDRIVER_6),
      sharesBefore6: (client) => mendedProgram(client, WINDRIVER_5_2_2),
      tells: (client) => mendedProgram(client, WINDRIVER_6),
      fills: (client) => mendedProgram(client, WINDRIVER_6),
    },
    defects: [],
    create: asMended,
  }),
];
