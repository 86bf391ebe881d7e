/**
 * Runs jobs on worker threads and hands their results over in the order of the jobs, whatever
 * order they end in. With one worker the jobs run on this thread.
 */

import type { Piscina } from 'piscina';
import { breathe } from './breathe.js';

/** Runs `count` jobs; `take` gets each result in order and says whether to go on. */
export interface Pool<Request, Result> {
  readonly run: (
    count: number,
    request: (index: number) => Request,
    take: (result: Result, index: number) => boolean,
    signal?: AbortSignal,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A pool of `workers` threads over a worker file, or of none with `here` on this thread. */
export function createPool<Request, Result>(
  workers: number,
  workerFile: URL,
  here: (request: Request) => Result | Promise<Result>,
): Pool<Request, Result> {
  if (workers <= 1) return { run: sequentially(here), close: async () => Promise.resolve() };
  let threads: Promise<Piscina<Request, Result>> | null = null;
  return {
    run: async (count, request, take, signal) => {
      threads ??= startThreads<Request, Result>(workers, workerFile);
      await inParallel(await threads, workers, { count, request, take }, signal);
    },
    close: async () => {
      await (await threads)?.destroy();
    },
  };
}

async function startThreads<Request, Result>(
  workers: number,
  workerFile: URL,
): Promise<Piscina<Request, Result>> {
  const { Piscina } = await import('piscina');
  return new Piscina({ filename: workerFile.href, minThreads: workers, maxThreads: workers });
}

function sequentially<Request, Result>(
  here: (request: Request) => Result | Promise<Result>,
): Pool<Request, Result>['run'] {
  return async (count, request, take, signal) => {
    for (let index = 0; index < count && signal?.aborted !== true; index += 1) {
      if (!take(await here(request(index)), index)) return;
      await breathe();
    }
  };
}

interface Batch<Request, Result> {
  readonly count: number;
  readonly request: (index: number) => Request;
  readonly take: (result: Result, index: number) => boolean;
}

async function inParallel<Request, Result>(
  piscina: Piscina<Request, Result>,
  workers: number,
  batch: Batch<Request, Result>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pending = new Map<number, Promise<Result>>();
  let sent = 0;
  const send = (): void => {
    if (sent >= batch.count || signal?.aborted === true) return;
    const job = piscina.run(batch.request(sent));
    job.catch(() => undefined);
    pending.set(sent, job);
    sent += 1;
  };
  for (let i = 0; i < workers * 2; i += 1) send();
  for (let index = 0; pending.has(index); index += 1) {
    const result = await (pending.get(index) as Promise<Result>);
    pending.delete(index);
    if (!batch.take(result, index)) break;
    send();
  }
  await Promise.allSettled(pending.values());
}
