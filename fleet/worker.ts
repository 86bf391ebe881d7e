/**
 * A worker of a fleet: takes jobs, carries each out on a thread, stores the result, and only then
 * says that the job is done. Should it die anywhere on the way, another one gets the job.
 */

import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { Piscina } from 'piscina';
import { SIMULATOR } from '../targets/index.js';
import { PREFIX } from './connection.js';
import { type Fleet, MOST_STALLS, queueName } from './fleet.js';
import { type FleetJob, jobKey, jobText, readJob } from './jobs.js';
import { signaturesOf } from './results.js';

const LOOK_MILLISECONDS = 500;
/** How long a worker listens to an empty queue at a time, and so how long it takes to end. */
const DRAIN_SECONDS = 1;

/** How a worker works. */
export interface WorkOptions {
  /** Jobs at a time, each on a thread. */
  readonly workers: number;
  /** A worker that gives no sign of life for so long loses its jobs. */
  readonly lockSeconds: number;
  /** Targets from outside that this machine is willing to start. */
  readonly targets: readonly string[];
  /** Ends when nothing is waiting and nothing runs. */
  readonly untilIdle: boolean;
  readonly signal: AbortSignal;
  /** After each job. */
  readonly onJob: (told: JobTold) => void;
  /** Trouble that the worker goes on after. */
  readonly onTrouble: (what: string) => void;
}

/** What became of a job. */
export interface JobTold {
  readonly what: string;
  readonly signatures: readonly string[];
  /** Another worker came to another result. */
  readonly differs: boolean;
}

/** Works until it is told to stop; jobs that run are finished. */
export async function work(fleet: Fleet, options: WorkOptions): Promise<void> {
  const { redis, packages, build } = fleet.connection;
  const threads = new Piscina<FleetJob, string>({
    filename: new URL('./thread.js', import.meta.url).href,
    minThreads: options.workers,
    maxThreads: options.workers,
  });
  const lockDuration = Math.round(options.lockSeconds * 1000);
  const worker = new packages.Worker(
    queueName(build),
    async (job) => takeOne(fleet, threads, job, options),
    {
      connection: redis,
      prefix: PREFIX,
      concurrency: options.workers,
      lockDuration,
      stalledInterval: lockDuration,
      maxStalledCount: MOST_STALLS,
      drainDelay: DRAIN_SECONDS,
    },
  );
  worker.on('error', (error) => {
    options.onTrouble(error.message);
  });
  worker.on('failed', (job, error) => {
    options.onTrouble(`${job === undefined ? 'a job' : nameOf(job)}: ${error.message}`);
  });
  try {
    await untilStopped(fleet, options);
  } finally {
    await worker.close();
    await threads.destroy();
  }
}

async function untilStopped(fleet: Fleet, { signal, untilIdle }: WorkOptions): Promise<void> {
  while (!signal.aborted) {
    await pause(LOOK_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    if (!untilIdle) continue;
    const { waiting, running } = await fleet.counts();
    if (waiting + running === 0) return;
  }
}

async function takeOne(
  fleet: Fleet,
  threads: Piscina<FleetJob, string>,
  given: Job,
  options: WorkOptions,
): Promise<void> {
  const job = checked(given, options.targets);
  const text = await threads.run(job);
  const signatures = signaturesOf(job.kind, text);
  const differs = await fleet.store.put(jobKey(job), text);
  options.onJob({ what: jobText(job), signatures, differs });
}

/** What is in the queue may come from anybody. Throws RangeError. */
function checked(given: Job, targets: readonly string[]): FleetJob {
  const job = readJob(given.data);
  if (given.id !== jobKey(job)) throw new RangeError('its name does not fit its content');
  const { target } = job.kind === 'cases' ? job : { target: SIMULATOR };
  if (target === SIMULATOR || targets.includes(target)) return job;
  throw new RangeError(
    `this worker starts no target but those of its own command line: --target "${target}"`,
  );
}

function nameOf(job: Job): string {
  try {
    return jobText(readJob(job.data));
  } catch {
    return `job ${job.id ?? ''}`;
  }
}
