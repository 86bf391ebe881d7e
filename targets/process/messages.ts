/** What goes between a channel and its thread: one answer for every order. */

import type { MessagePort } from 'node:worker_threads';

/** How a target is reached. */
export type Address =
  | { readonly kind: 'command'; readonly words: readonly string[] }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** What the thread is told to do. */
export type Order =
  /** Start the program, or connect. */
  | { readonly do: 'start'; readonly address: Address; readonly wait: number }
  /** Send a line and wait for one, at most `wait` milliseconds; `begins`: stderr starts anew. */
  | {
      readonly do: 'send';
      readonly line: string;
      readonly wait: number;
      readonly begins: boolean;
    }
  /** Give what came on stderr. */
  | { readonly do: 'stderr' }
  /** End the program or the connection, and give what came on stderr. */
  | { readonly do: 'end' }
  /** End the program or the connection, and the thread. */
  | { readonly do: 'stop' };

/** What came of it. */
export type Outcome =
  | { readonly is: 'started'; readonly pid: number }
  /** `extra`: there was more behind the line. */
  | { readonly is: 'line'; readonly line: string; readonly extra: boolean }
  /** The target is gone: it ended by itself, or was ended for what it did. */
  | {
      readonly is: 'failed';
      readonly how: Failing;
      readonly detail: string;
      readonly stderr: string;
    }
  | { readonly is: 'stderr'; readonly text: string }
  | { readonly is: 'stopped' };

/** `start`: never began. `ended`: died or hung up. `silent`: no answer in time. `flood`: no end. */
export type Failing = 'start' | 'ended' | 'silent' | 'flood';

/** What the thread is made with. */
export interface ThreadData {
  /** Orders come in here, answers go out. */
  readonly port: MessagePort;
  /** One number, 1 once an answer is in the port. */
  readonly flag: Int32Array;
}
