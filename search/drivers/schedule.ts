/** A schedule: which thread took each step. Threads are named, so that a person can read it. */

import type { Execution } from './execution.js';
import type { Shown } from './judge.js';

/** Names of threads, one for each event. */
export type Schedule = readonly string[];

/** Something found, with what shows it again. */
export interface Witness extends Shown {
  readonly schedule: Schedule;
}

/** The schedule of a run, up to a number of events. */
export function scheduleOf(run: Execution, events: number): Schedule {
  return run.trace.slice(0, events).map(({ name }) => name);
}

/**
 * Runs a schedule: a thread that cannot go on where its turn comes is passed over, and after the
 * end of the schedule each thread goes on as far as it can. So a schedule of another version of a
 * driver still means something.
 */
export function follow(run: Execution, schedule: Schedule): void {
  run.begin();
  for (const name of schedule) {
    const thread = run.threads.find((each) => each.name === name && run.isEnabled(each.index));
    if (thread !== undefined) run.step(thread.index);
  }
  complete(run);
}

/** Goes on without interruption until nothing can. */
export function complete(run: Execution): void {
  for (;;) {
    const next = run.enabled().find((index) => run.threads[index].role !== 'chance');
    if (next === undefined) break;
    run.step(next);
  }
  run.finish();
}

/** True when the first is shorter, or as short with fewer preemptions. */
export function isShorter(a: Shown, b: Shown): boolean {
  if (a.length !== b.length) return a.length < b.length;
  return a.preemptions < b.preemptions;
}
