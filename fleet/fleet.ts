/** The queue of a fleet and its results: what submitting, looking and collecting have in common. */

import type { Job, Queue } from 'bullmq';
import { type Connection, connect, PREFIX } from './connection.js';
import { FleetError } from './error.js';
import { type FleetJob, jobKey, jobText, readJob } from './jobs.js';
import { OPENED } from './opened.js';
import { signaturesOf } from './results.js';
import { ResultStore } from './store.js';

/** Deliveries to workers that died on a job, after which it is given up. */
export const MOST_STALLS = 3;

/** Jobs that are added in one message. */
const BATCH = 500;
const MOST_FAILED = 1000;

/** What there is to do, and who does it. */
export interface QueueCounts {
  readonly waiting: number;
  readonly running: number;
  readonly failed: number;
  readonly workers: number;
}

/** A job that cannot be done, and why. */
export interface FailedJob {
  readonly key: string;
  readonly what: string;
  readonly reason: string;
}

/** Name of the queue of a build. */
export function queueName(build: string): string {
  return `jobs-${build}`;
}

/** See the file comment. */
export class Fleet {
  readonly connection: Connection;
  readonly store: ResultStore;
  private readonly queue: Queue;

  private constructor(connection: Connection) {
    const { redis, build, packages } = connection;
    this.connection = connection;
    this.store = new ResultStore(redis, build);
    this.queue = new packages.Queue(queueName(build), { connection: redis, prefix: PREFIX });
    this.queue.on('error', () => undefined);
  }

  /** Throws FleetError where there is no Redis, or the packages are not there. */
  static async open(): Promise<Fleet> {
    const fleet = new Fleet(await connect());
    OPENED.add(fleet);
    return fleet;
  }

  /** Once is enough; see `closeFleets`. */
  async close(): Promise<void> {
    OPENED.delete(this);
    await this.queue.close();
    await this.connection.close();
  }

  /** Puts those jobs into the queue that have no result yet; how many they are. */
  async submit(jobs: readonly FleetJob[]): Promise<number> {
    const keys = jobs.map(jobKey);
    const isDone = await this.store.has(keys);
    const open = jobs.flatMap((job, index) => (isDone[index] ? [] : [{ job, key: keys[index] }]));
    // A job that failed before is tried again.
    for (const { key } of await this.failed()) {
      if (open.some((each) => each.key === key)) await this.queue.remove(key);
    }
    for (let at = 0; at < open.length; at += BATCH) {
      await this.queue.addBulk(
        open.slice(at, at + BATCH).map(({ job, key }) => ({
          name: job.kind,
          data: readJob(job),
          opts: { jobId: key, removeOnComplete: true },
        })),
      );
    }
    return open.length;
  }

  async counts(): Promise<QueueCounts> {
    const counts = await this.queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
    const workers = await this.queue.getWorkersCount();
    const { waiting = 0, active = 0, delayed = 0, failed = 0 } = counts;
    return { waiting: waiting + delayed, running: active, failed, workers };
  }

  /** How many of these jobs are done, and the signatures of what they found. */
  async done(jobs: readonly FleetJob[]): Promise<{ jobs: number; signatures: string[] }> {
    const results = await this.store.get(jobs.map(jobKey));
    const found = results.flatMap((text, index) =>
      text === null ? [] : signaturesOf(jobs[index].kind, text),
    );
    const count = results.filter((text) => text !== null).length;
    return { jobs: count, signatures: [...new Set(found)].sort() };
  }

  /** Jobs that cannot be done. */
  async failed(): Promise<FailedJob[]> {
    const jobs: Job[] = await this.queue.getFailed(0, MOST_FAILED);
    return jobs.map((job) => ({
      key: job.id ?? '',
      what: textOf(job.data),
      reason: job.failedReason,
    }));
  }

  /** Throws FleetError for a job that will never have a result. */
  async requireAlive(job: FleetJob): Promise<void> {
    const key = jobKey(job);
    const queued: Job | undefined = await this.queue.getJob(key);
    if (queued === undefined) {
      // It may have ended between the two questions.
      const [isDone] = await this.store.has([key]);
      if (isDone) return;
      throw new FleetError(
        'usage',
        `${jobText(job)} was never submitted`,
        'other flags than those of fleet submit, another build, or results of weeks ago',
        'marshalcheck fleet submit with the same flags',
      );
    }
    if (!(await queued.isFailed())) return;
    throw new FleetError(
      'broken',
      `${jobText(job)} cannot be done: ${queued.failedReason}`,
      'see the reason; a job that its workers die on is given up too',
      'marshalcheck fleet submit with the same flags tries it again',
    );
  }
}

function textOf(data: unknown): string {
  try {
    return jobText(readJob(data));
  } catch (error) {
    return (error as Error).message;
  }
}
