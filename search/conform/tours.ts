/** The tours of a conformance run: each by itself, on any thread, with a target of its own. */

import { createTarget, TargetStartError } from '../../targets/index.js';
import type { ToldTour } from '../tour/report.js';
import { Tour } from '../tour/tour.js';
import { beat } from '../workers/beat.js';
import { startClock } from '../workers/clock.js';
import { createPool } from '../workers/pool.js';
import type { ConformOptions } from './options.js';

/** Words of the memory that threads share: whether to stop, and each tour's operations so far. */
const STOP = 0;
const FIRST_TOUR = 1;
const NANOSECONDS = 1e9;

/** What a tour is told: plain data. */
export interface TourRequest
  extends Pick<ConformOptions, 'fault' | 'inspection' | 'watchdog' | 'identify' | 'doubtful'>,
    Pick<ConformOptions, 'mostOperations' | 'mostDepartures'> {
  readonly scope: ConformOptions['scopes'][number];
  readonly reading: string;
  /** Name of the target, as `--target` has it. */
  readonly target: string;
  readonly shared: SharedArrayBuffer;
  readonly index: number;
}

/** What it gives. */
export interface TourResult {
  /** Null where the target could not start, or not go on. */
  readonly told: ToldTour | null;
  /** Why not, '' where it could. */
  readonly lost: string;
  readonly restarts: number;
}

/** Goes one tour on this thread. Throws RangeError for an unknown reading or fault. */
export async function runTour(request: TourRequest): Promise<TourResult> {
  const { target: name, reading, fault, watchdog, shared, index, ...how } = request;
  const words = new Int32Array(shared);
  const clock = startClock();
  try {
    const target = createTarget(name, reading, fault, watchdog);
    const restarts = target.restarts ?? 0;
    const tour = new Tour({
      ...{ ...how, reading, target, name, fault },
      now: () => Number(startClock() - clock) / NANOSECONDS,
      isStopped: () => Atomics.load(words, STOP) !== 0,
      onProgress: (operations) => {
        Atomics.store(words, FIRST_TOUR + index, operations);
      },
    });
    const told = await tour.run();
    return { told, lost: '', restarts: (target.restarts ?? 0) - restarts };
  } catch (error) {
    if (!(error instanceof TargetStartError)) throw error;
    return { told: null, lost: error.message, restarts: 0 };
  }
}

/** How the tours are gone. */
export interface TourCrew {
  readonly workers: number;
  readonly signal: AbortSignal | undefined;
  /** Now and then: operations of all tours so far. */
  readonly onProgress: (operations: number) => void;
  /** What came of each, in the order of the requests; false ends them. */
  readonly take: (result: TourResult) => boolean;
}

/** Goes every tour; what comes of them does not depend on the number of workers. */
export async function runTours(
  plans: readonly Omit<TourRequest, 'shared' | 'index'>[],
  { workers, signal, onProgress, take }: TourCrew,
): Promise<void> {
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (FIRST_TOUR + plans.length));
  const words = new Int32Array(shared);
  const stop = (): void => {
    Atomics.store(words, STOP, 1);
  };
  if (signal?.aborted === true) return;
  signal?.addEventListener('abort', stop);
  const workerFile = new URL('../workers/tour.js', import.meta.url);
  const threads = Math.min(workers, plans.length);
  const pool = createPool<TourRequest, TourResult>(threads, workerFile, runTour);
  const rest = beat(() => {
    onProgress(words.subarray(FIRST_TOUR).reduce((sum, each) => sum + each, 0));
  });
  try {
    const request = (index: number): TourRequest => ({ ...plans[index], shared, index });
    await pool.run(plans.length, request, take, signal);
  } finally {
    rest();
    signal?.removeEventListener('abort', stop);
    await pool.close();
  }
}
