/**
 * A synchronous channel to a target: the calling thread sleeps until the answer is there. The
 * waiting, reading and killing is done by a thread of its own (`thread.ts`), so that a target from
 * outside can be driven through the same synchronous interface as the built-in boards.
 */

import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import type { Address, Order, Outcome, ThreadData } from './messages.js';

/** The thread answers within its own time limits; beyond this it is broken, milliseconds. */
const BACKSTOP = 30_000;

/** Process groups to end with this process: a target that hangs does not notice that we left. */
const running = new Set<number>();

function endAll(): void {
  for (const pid of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}

/** One wire; used by one thread. */
export class Channel {
  private readonly flag = new Int32Array(new SharedArrayBuffer(4));
  private readonly port: MessagePort;
  private pid = 0;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const workerData: ThreadData = { flag: this.flag, port: port2 };
    const file = new URL('./thread.js', import.meta.url);
    // An idle target does not keep the program alive.
    new Worker(file, { workerData, transferList: [port2] }).unref();
    if (process.listenerCount('exit', endAll) === 0) process.on('exit', endAll);
  }

  /** Starts the target, or starts it again. */
  start(address: Address, wait: number): Outcome {
    this.forget();
    const outcome = this.order({ do: 'start', address, wait }, wait);
    if (outcome.is === 'started' && outcome.pid > 0) {
      this.pid = outcome.pid;
      running.add(outcome.pid);
    }
    return outcome;
  }

  /** Sends one line and waits for one. */
  send(line: string, wait: number, begins: boolean): Outcome {
    const outcome = this.order({ do: 'send', line, wait, begins }, wait);
    if (outcome.is === 'failed') this.forget();
    return outcome;
  }

  /** The end of what the target wrote on stderr since the last line that `begins`. */
  stderr(): string {
    return stderrOf(this.order({ do: 'stderr' }, 0));
  }

  /** Ends the target; what it had written on stderr. A start begins anew. */
  end(): string {
    const outcome = this.order({ do: 'end' }, 0);
    this.forget();
    return stderrOf(outcome);
  }

  /** Ends target and thread. */
  stop(): void {
    this.order({ do: 'stop' }, 0);
    this.forget();
  }

  private forget(): void {
    running.delete(this.pid);
    this.pid = 0;
  }

  private order(order: Order, wait: number): Outcome {
    const { flag, port } = this;
    Atomics.store(flag, 0, 0);
    port.postMessage(order);
    // A wake-up for the answer before may come late: only the flag says that this one is there.
    while (Atomics.load(flag, 0) === 0) {
      if (Atomics.wait(flag, 0, 0, wait + BACKSTOP) === 'timed-out') break;
    }
    const received = receiveMessageOnPort(port) as { message: Outcome } | undefined;
    if (received === undefined) throw new Error('the thread that talks to the target is stuck');
    return received.message;
  }
}

function stderrOf(outcome: Outcome): string {
  if (outcome.is === 'stderr') return outcome.text;
  return outcome.is === 'failed' ? outcome.stderr : '';
}
