/** A run as the parts that carry it out see it; `Execution` is one. */

import type { Coroutine, DriverCode, Result } from '../../drivers/interface.js';
import type { ClientEvents, Session } from './client.js';
import type { Event } from './event.js';
import type { Access } from './footprint.js';
import type { Judge } from './judge.js';
import type { Actor, Port } from './port.js';
import type { Program } from './program.js';
import type { Role, Thread } from './threads.js';

/** See the file comment. */
export interface Run extends ClientEvents {
  readonly program: Program;
  readonly judge: Judge;
  readonly port: Port;
  readonly threads: readonly Thread[];
  readonly trace: readonly Event[];
  readonly code: DriverCode;
  sessions: readonly Session[];
  /** Something happened after which nothing is promised about results. */
  isDisturbed: boolean;
  /** The next allocation fails. */
  readonly isLow: boolean;
  /** A new thread; whoever makes it gives it a coroutine. */
  addThread(name: string, role: Role, session: Session | null, carrier: number): Thread;
  /** A thread of the driver, or the device; its first step is to start. */
  startDriverThread(name: string, role: Role, body: () => Coroutine): void;
  /** The driver is loaded: applications may begin. */
  load(): void;
  /** True when a thread can take its next step. */
  isEnabled(index: number): boolean;
  /** The next allocation fails. */
  lowMemory(): void;
  /** On to the moment at which the next delay is over. */
  tick(): void;
  /** Milliseconds since the run began. */
  readonly clock: number;
  /** Memory that an application sees from now on, too. */
  shareMemory(accesses: readonly Access[]): void;
  /** What the present event touches. */
  access(...accesses: Access[]): void;
  /** A call of an application begins on a thread. */
  countCall(thread: Thread): void;
  /** It ends; true when a function that makes something FAILED in it. */
  endOfCall(thread: Thread): boolean;
  /** Who acts when this thread does. */
  actorOf(thread: Thread): Actor;
  /** The allocation that had to fail has failed. */
  takesFailure(): void;
  /** A function that makes something FAILED on a thread. */
  noteFailure(thread: Thread): void;
  /** Resumes the code behind the step that was carried out. */
  goOn(thread: Thread, result: Result | Error): void;
}
