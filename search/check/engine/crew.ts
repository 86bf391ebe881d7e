/** The worker threads of a search, as seen by the coordinator. */

import { Worker } from 'node:worker_threads';
import type { Replies, Task, WorkerSetup } from './tasks.js';

/** What a worker thread posts. */
export type Reply =
  | { readonly kind: 'beat' }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: Error };

const ENTRY = new URL('../../workers/check.js', import.meta.url);

interface Member {
  readonly thread: Worker;
  settle: ((value: unknown) => void) | undefined;
  fail: ((error: Error) => void) | undefined;
}

/** Workers 0 … n − 1, each with one task at a time. */
export class Crew {
  private readonly members: readonly Member[];
  private broken: Error | undefined;

  /** Starts a thread for each setup; `beat` is called now and then while they are at work. */
  constructor(setups: readonly WorkerSetup[], beat: () => void) {
    this.members = setups.map((setup) => {
      const thread = new Worker(ENTRY, { workerData: setup });
      const member: Member = { thread, settle: undefined, fail: undefined };
      thread.on('message', (reply: Reply) => {
        if (reply.kind === 'beat') beat();
        else if (reply.kind === 'done') member.settle?.(reply.value);
        else this.fail(reply.error);
      });
      thread.on('error', (error) => this.fail(asError(error)));
      return member;
    });
  }

  /** Gives one worker a task. */
  ask<T extends Task>(worker: number, task: T): Promise<Replies[T['kind']]> {
    const member = this.members[worker];
    return new Promise((resolve, reject) => {
      if (this.broken !== undefined) {
        reject(this.broken);
        return;
      }
      member.settle = (value) => resolve(value as Replies[T['kind']]);
      member.fail = reject;
      member.thread.postMessage(task);
    });
  }

  /** Gives every worker the same task; their answers in the order of workers. */
  askAll<T extends Task>(task: T): Promise<Replies[T['kind']][]> {
    return Promise.all(this.members.map((_, worker) => this.ask(worker, task)));
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    await Promise.all(this.members.map(({ thread }) => thread.terminate()));
  }

  private fail(error: Error): void {
    this.broken = error;
    for (const { fail } of this.members) fail?.(error);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
