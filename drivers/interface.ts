/**
 * What a driver under test is, and what passes between it and whoever runs it. A driver is a set of
 * coroutines (generator functions). Each thing that it asks of the system is a `yield`: there, and
 * only there, another thread may go on. So the order of yields is a schedule, which can be stored
 * and run again.
 *
 * Addresses, handles and sizes are unsigned 32-bit numbers, sizes in bytes.
 */

import type { Environment, List } from './environment.js';
import type { CallParameters, Coroutine } from './steps.js';

export type * from './steps.js';
export type { SyncObject } from './sync-object.js';
export type { List };

/** The driver's code. Only what it needs has to be there; every number that is not 0 is success. */
export interface DriverCode {
  readonly init?: () => Coroutine<number>;
  readonly deinit?: () => Coroutine;
  /** Gives the open context, 0 to refuse. Without it every handle has the context 1. */
  readonly open?: (call: CallParameters) => Coroutine<number>;
  readonly preClose?: (call: CallParameters) => Coroutine;
  readonly close?: (call: CallParameters) => Coroutine;
  readonly ioControl?: (call: CallParameters) => Coroutine<number>;
  /** Bytes read into pBufOut, or a failure. */
  readonly read?: (call: CallParameters) => Coroutine<number>;
  /** Bytes taken from pBufIn, or a failure. */
  readonly write?: (call: CallParameters) => Coroutine<number>;
  /**
   * KP_Call of a Kernel PlugIn, on the client's thread: `dwCode` is dwMessage, `pBufIn` pData as it
   * arrives.
   */
  readonly kpCall?: (call: CallParameters) => Coroutine<number>;
  /** Interrupt service threads and workers that run from the start. */
  readonly threads?: Readonly<Record<string, () => Coroutine>>;
  /** The device: it sets events at any time, as interrupts do, and takes no thread's place. */
  readonly hardware?: Readonly<Record<string, () => Coroutine>>;
}

/** One value of a buffer: bytes, a 32-bit number, or the address of another buffer. */
export type Content =
  | number
  | Uint8Array
  | { readonly pointerTo: string; readonly offset?: number };

/** A buffer in an application. */
export interface BufferPlan {
  readonly size: number;
  /** What it holds at the start, from its first byte on: dwords, bytes, addresses. */
  readonly contents?: readonly Content[];
}

/** An IOCTL that the driver declares: from these, applications are made up. */
export interface Ioctl {
  readonly name: string;
  readonly code: number;
  /** What applications pass for pBufIn and pBufOut; the names are buffers of `buffers`. */
  readonly input?: string;
  readonly output?: string;
  /** Passes pdwActualOut. */
  readonly counts?: boolean;
  /** In an undisturbed run it succeeds; left out: true. */
  readonly succeeds?: boolean;
  /** What `output`, or the buffer named, has to hold afterwards in an undisturbed run. */
  readonly gives?: { readonly buffer: string; readonly bytes: Uint8Array };
}

/** A call of an application, by its handle. */
export interface CallClientStep {
  readonly do: 'ioControl' | 'read' | 'write';
  readonly code?: number;
  readonly name: string;
  readonly input?: string;
  readonly inputBytes?: number;
  readonly output?: string;
  readonly outputBytes?: number;
  readonly counts?: boolean;
  readonly succeeds?: boolean;
}

/** One step of an application's thread. */
export type ClientStep =
  | { readonly do: 'open' | 'close' | 'exit' }
  | CallClientStep
  | {
      readonly do: 'store';
      readonly buffer: string;
      readonly offset: number;
      readonly bytes: Uint8Array;
    }
  | {
      readonly do: 'expect';
      readonly buffer: string;
      readonly offset: number;
      readonly bytes: Uint8Array;
      /** The buffer holds an address: what is looked at lies `offset` behind that. */
      readonly through?: boolean;
    }
  | { readonly do: 'free'; readonly buffer: string }
  /** One of the driver's `programs`. */
  | { readonly do: 'run'; readonly program: string };

/** What a program of an application can do, besides reading and writing its own memory. */
export interface Client {
  /** ID of its process. */
  readonly process: number;
  /** Address of a buffer of the application. */
  address(buffer: string): number;
  /** DeviceIoControl; as a step of a thread, and gives what the driver returned. */
  ioControl(step: CallClientStep): Coroutine<number>;
  /**
   * WD_KernelPlugInCall. `structure`: pData points to a structure that holds the address. Gives
   * what KP_Call returned, 0 where it was not reached.
   */
  plugInCall(name: string, message: number, data: number, structure?: boolean): Coroutine<number>;
  /** Looks at its memory, and knows what should be there. */
  expect(pointer: number, bytes: Uint8Array, what: string): Coroutine;
}

/** One process. Its threads share its handle: the first `open` makes it. */
export interface Application {
  readonly buffers: Readonly<Record<string, BufferPlan>>;
  readonly threads: Readonly<Record<string, readonly ClientStep[]>>;
  /** It may be ended from outside at any moment. */
  readonly mayExit?: boolean;
}

/** What the applications of one run do. */
export interface Workload {
  readonly name: string;
  readonly applications: readonly Application[];
  /** An allocation may fail, one a run. */
  readonly lowMemory?: boolean;
  /** Nothing is promised about results: somebody disturbs. */
  readonly disturbed?: boolean;
  /** The device does not have the memory of `kernelMemory`. */
  readonly lacksMemory?: boolean;
}

/** Memory that the kernel has mapped before the driver is loaded. */
export interface KernelMemory {
  /** Multiple of 64 KB, from 0x80000000 on; from 0xA0000000 to 0xBFFFFFFF it is uncached. */
  readonly base: number;
  readonly size: number;
}

/** Where a driver runs. */
export interface DriverPlatform {
  readonly reading: string;
  readonly copyLimit: number;
  /** Bits of `Personality` (targets/interface.ts). */
  readonly personality?: number;
}

/** A mistake that the driver is known to make. */
export interface DocumentedDefect {
  readonly id: string;
  /** What the mistake is, in a sentence. */
  readonly text: string;
  /** Beginnings of signatures that it shows as: the first is the defect, the others follow. */
  readonly shows: readonly string[];
}

/** A driver under test. */
export interface Driver {
  readonly name: string;
  /** What it does and where it comes from, a sentence or two. */
  readonly about: string;
  readonly server: 'kernel' | 'user';
  readonly ioctls: readonly Ioctl[];
  /** Buffers of each application. */
  readonly buffers: Readonly<Record<string, BufferPlan>>;
  /** Platforms that it is tried on; left out: the three of `DEFAULT_PLATFORMS`. */
  readonly platforms?: readonly DriverPlatform[];
  /** Memory that it shares with applications. */
  readonly kernelMemory?: readonly KernelMemory[];
  /** What applications of `workloads` run, where steps are not enough. */
  readonly programs?: Readonly<Record<string, (client: Client) => Coroutine>>;
  /** Where runs are long: most schedules of one workload, and a third as many drawn after them. */
  readonly mostSchedules?: number;
  /** Instead of those that its IOCTLs give. */
  readonly workloads?: readonly Workload[];
  /** The mistakes that it is known for; empty for a mended one. */
  readonly defects?: readonly DocumentedDefect[];
  /** Fresh code with fresh variables, for one run. */
  readonly create: (environment: Environment) => DriverCode;
}
