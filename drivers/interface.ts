/**
 * What a driver under test is, and what passes between it and whoever runs it. A driver is a set of
 * coroutines (generator functions). Each thing that it asks of the system is a `yield`: there, and
 * only there, another thread may go on. So the order of yields is a schedule, which can be stored
 * and run again.
 *
 * Addresses, handles and sizes are unsigned 32-bit numbers, sizes in bytes.
 */

import type { OperationName } from '../model/step.js';
import type { Environment } from './environment.js';
import type { SyncObject } from './sync-object.js';

export type { SyncObject } from './sync-object.js';

/** What a step came to: `pointer` is the out-pointer, `bytes` what a read gave. */
export interface Result {
  readonly value: number;
  readonly pointer: number;
  readonly bytes: Uint8Array;
}

/** Code that can be suspended at each step; `T` is what it returns. */
export type Coroutine<T = void> = Generator<Step, T, Result>;

/** An operation on the target; what is left out is 0, '' or false. */
export interface PerformStep {
  readonly kind: 'perform';
  readonly operation: OperationName;
  readonly pointer?: number;
  readonly source?: number;
  readonly unmarshalled?: number;
  readonly size?: number;
  readonly descriptor?: number;
  readonly forceDuplicate?: boolean;
  /** What a write stores. */
  readonly bytes?: Uint8Array;
}

/** Blocks while the object is not signalled, not free, or the other way round. */
export interface SynchronizeStep {
  readonly kind: 'wait' | 'set' | 'reset' | 'enter' | 'leave';
  readonly object: SyncObject;
}

/** Starts a thread of the driver; it runs at any time from now on. */
export interface SpawnStep {
  readonly kind: 'spawn';
  readonly name: string;
  readonly body: () => Coroutine;
}

/** An application's thread enters the driver, and gets back what the entry point returns. */
export interface CallStep {
  readonly kind: 'call';
  readonly entry: EntryName;
  /** How reports name it: the IOCTL, or the entry point. */
  readonly label: string;
  readonly parameters: CallParameters;
}

/** An application looks at its memory, and knows what should be there. */
export interface ExpectStep {
  readonly kind: 'expect';
  readonly pointer: number;
  readonly bytes: Uint8Array;
  readonly what: string;
}

/** What only the runner's own coroutines ask for. */
export interface RunnerStep {
  /**
   * start: of a thread; return: to the application; exit: of the process; fail: the next
   * allocation; opened: until the handle was opened; idle: until no call has it; join: until every
   * application is done.
   */
  readonly kind: 'start' | 'return' | 'exit' | 'fail' | 'opened' | 'idle' | 'join';
}

/** One thing that a coroutine asks for. */
export type Step = PerformStep | SynchronizeStep | SpawnStep | CallStep | ExpectStep | RunnerStep;

/** Entry points of a stream driver. */
export type EntryName =
  | 'init'
  | 'deinit'
  | 'open'
  | 'preClose'
  | 'close'
  | 'ioControl'
  | 'read'
  | 'write';

/** What an entry point is called with; the names are those of the vendor's prototypes. */
export interface CallParameters {
  /** What the driver's `open` gave for this handle. */
  readonly hOpenContext: number;
  readonly dwCode: number;
  readonly pBufIn: number;
  readonly dwLenIn: number;
  readonly pBufOut: number;
  readonly dwLenOut: number;
  /** Where the number of bytes written goes; NULL is possible. */
  readonly pdwActualOut: number;
  /** ID of the calling process, as GetCallerVMProcessId gives it; 0 for the system itself. */
  readonly callerProcess: number;
}

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

/** One step of an application's thread. */
export type ClientStep =
  | { readonly do: 'open' | 'close' | 'exit' }
  | {
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
    }
  | { readonly do: 'free'; readonly buffer: string };

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
  /** Instead of those that its IOCTLs give. */
  readonly workloads?: readonly Workload[];
  /** The mistakes that it is known for; empty for a mended one. */
  readonly defects?: readonly DocumentedDefect[];
  /** Fresh code with fresh variables, for one run. */
  readonly create: (environment: Environment) => DriverCode;
}
