/** The threads of one run: who they are, where they stand, what they want to do next. */

import type { CallParameters, Coroutine, Result, Step } from '../../drivers/interface.js';
import type { Session } from './client.js';

/** What kind of thread it is; `hardware`, `chance` and `clock` take no thread's place. */
export type Role = 'client' | 'driver' | 'system' | 'hardware' | 'chance' | 'clock';

/** A coroutine on a thread's stack, and the entry point or thread that it carries out. */
export interface Frame {
  readonly coroutine: Coroutine<unknown>;
  readonly label: string;
  /** Inside the driver. */
  readonly isDriver: boolean;
}

/** One thread. */
export class Thread {
  readonly index: number;
  readonly name: string;
  readonly role: Role;
  readonly session: Session | null;
  /** Thread of the target that carries its calls, 1 …; 0 for none. */
  readonly carrier: number;
  readonly stack: Frame[] = [];
  /** What it asks for; null when it is done. */
  pending: Step | null = null;
  /** What its present call was given. */
  parameters: CallParameters | null = null;
  /** The entry point that it entered last. */
  entry = '';
  /** Value that the entry point returned, until the `return` is carried out. */
  returning = 0;
  /** Events of the trace that come before its first one whatever the schedule. */
  after: number[] = [];
  /** When its delay is over, in milliseconds of the run. */
  wakes = 0;
  /** Never goes on. */
  isDead = false;

  constructor(index: number, name: string, role: Role, session: Session | null, carrier: number) {
    this.index = index;
    this.name = name;
    this.role = role;
    this.session = session;
    this.carrier = carrier;
  }

  /** What runs now. */
  get frame(): Frame | undefined {
    return this.stack.at(-1);
  }

  /** Inside a call that the target knows of. */
  get isInCall(): boolean {
    return this.carrier > 0 && this.stack.length > 1;
  }

  /** Nothing is left to do. */
  get isDone(): boolean {
    return this.pending === null || this.isDead;
  }

  /** Goes on to the next step; gives what the coroutine returned when it ended. */
  advance(result: Result | Error): { readonly ended: boolean; readonly value: unknown } {
    const { frame } = this;
    if (frame === undefined) throw new Error(`thread ${this.name} has nothing to run`);
    const next =
      result instanceof Error ? frame.coroutine.throw(result) : frame.coroutine.next(result);
    if (next.done === true) {
      this.pending = null;
      return { ended: true, value: next.value };
    }
    this.pending = next.value;
    return { ended: false, value: 0 };
  }
}
