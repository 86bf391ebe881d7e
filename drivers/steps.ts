/**
 * What passes between a coroutine and whoever runs it: the steps that it asks for, and what came of
 * each.
 */

import type { OperationName } from '../model/step.js';
import type { SyncObject } from './sync-object.js';

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
  /** The process that VirtualAllocEx, VirtualCopyEx and VirtualFreeEx act on. */
  readonly process?: number;
  /** As `Request.mode` (targets/interface.ts). */
  readonly mode?: number;
  /** A wrapper object, and what only its methods take. */
  readonly object?: number;
  readonly constant?: boolean;
  readonly unforced?: boolean;
  readonly asynchronous?: boolean;
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

/** Lets time pass, in milliseconds of the clock of the run. */
export interface DelayStep {
  readonly kind: 'delay';
  readonly milliseconds: number;
}

/** What the clock says; `at` is the moment by which this had to be asked. */
export interface ClockStep {
  readonly kind: 'clock';
  readonly at: number;
  /** What is late when it is later; '' where nothing is due. */
  readonly what: string;
}

/** What only the runner's own coroutines ask for. */
export interface RunnerStep {
  /**
   * start: of a thread; return: to the application; exit: of the process; fail: the next
   * allocation; opened: until the handle was opened; idle: until no call has it; join: until every
   * application is done; tick: of the clock.
   */
  readonly kind: 'start' | 'return' | 'exit' | 'fail' | 'opened' | 'idle' | 'join' | 'tick';
}

/** One thing that a coroutine asks for. */
export type Step =
  | PerformStep
  | SynchronizeStep
  | SpawnStep
  | CallStep
  | ExpectStep
  | DelayStep
  | ClockStep
  | RunnerStep;

/** Entry points of a stream driver. */
export type EntryName =
  | 'init'
  | 'deinit'
  | 'open'
  | 'preClose'
  | 'close'
  | 'ioControl'
  | 'read'
  | 'write'
  | 'kpCall';

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
