/** Which call a thread of the log is in. Calls nest: a driver may call another one. */

import type { Family } from './family.js';

/** Threads whose calls nobody saw return, before the oldest is forgotten. */
const MOST_THREADS = 4096;

/** A call in flight. */
export interface OpenCall {
  readonly family: Family;
  readonly process: number;
  /** Nobody logged its beginning. */
  readonly isSilent: boolean;
  /** Other families that its thread has touched. */
  readonly guests: Family[];
}

/** Calls in flight by thread. */
export class OpenCalls {
  private readonly stacks = new Map<number, OpenCall[]>();

  /** The innermost call of a thread. */
  on(thread: number): OpenCall | undefined {
    return this.stacks.get(thread)?.at(-1);
  }

  /** A call begins. */
  begin(thread: number, call: OpenCall): void {
    const stack = this.stacks.get(thread);
    if (stack !== undefined) {
      stack.push(call);
      return;
    }
    if (this.stacks.size >= MOST_THREADS) {
      for (const oldest of this.stacks.keys()) {
        this.stacks.delete(oldest);
        break;
      }
    }
    this.stacks.set(thread, [call]);
  }

  /** The innermost call of a thread is over. */
  end(thread: number): OpenCall | undefined {
    const stack = this.stacks.get(thread);
    const call = stack?.pop();
    if (stack?.length === 0) this.stacks.delete(thread);
    return call;
  }

  /** Forgets every call. */
  clear(): void {
    this.stacks.clear();
  }
}
