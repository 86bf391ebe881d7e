/** One event of a run. */

import type { Step } from '../../drivers/interface.js';
import type { Access } from './footprint.js';
import type { Thread } from './threads.js';

/** What happened, on which thread, and what it touched. */
export interface Event {
  readonly thread: number;
  /** Name of the thread, and the entry point or coroutine that it was in. */
  readonly name: string;
  readonly label: string;
  readonly step: Step;
  readonly accesses: Access[];
  /** Events that come before it in every schedule, beside those of its own thread. */
  after: readonly number[];
  /** What the target answered, where it was asked. */
  status: string;
  value: number;
  pointer: number;
}

/** An event of a thread, of which nothing has come yet. */
export function eventOf(
  thread: Thread,
  step: Step,
  accesses: Access[],
  after: readonly number[],
): Event {
  const { index, name } = thread;
  const label = thread.frame?.label ?? name;
  return { thread: index, name, label, step, accesses, after, status: '', value: 0, pointer: 0 };
}

const BOOKKEEPING: ReadonlySet<string> = new Set([
  'start',
  'opened',
  'idle',
  'join',
  'tick',
  'delay',
  'clock',
]);

/** True for an event that counts as an operation. */
export function isOperation({ step }: Event): boolean {
  return !BOOKKEEPING.has(step.kind);
}
