/** Events and critical sections: what orders the accesses of threads (QUIET-35, VM-12, WD-4). */

import { CITE } from '../clauses/index.js';
import type { Operation, Step } from '../step.js';
import { eventOf, sectionOf, setEventOf, setSectionOf } from '../world/ordering.js';

const WAIT_OBJECT_0 = 0;
const WAIT_TIMEOUT = 0x102;

/** Number of whoever acts: never 0. */
export function actorOf({ thread, process }: Operation): number {
  return thread < 0 ? 16 + process : 1 + thread;
}

/** SetEvent: one wait will come through. */
export function setEvent(step: Step): void {
  setEventOf(step.world, step.operation.object, 1);
  step.outcome.gives(1, CITE['QUIET-35.event']);
}

/** WaitForSingleObject without a time-out, on an auto-reset event. */
export function waitForEvent(step: Step): void {
  const { world, operation, outcome } = step;
  const isSet = eventOf(world, operation.object) !== 0;
  setEventOf(world, operation.object, 0);
  outcome.gives(isSet ? WAIT_OBJECT_0 : WAIT_TIMEOUT, CITE['QUIET-35.event']);
}

/** TryEnterCriticalSection: false while another is inside. */
export function enterSection(step: Step): void {
  const { world, operation, outcome } = step;
  const isFree = sectionOf(world, operation.object) === 0;
  if (isFree) setSectionOf(world, operation.object, actorOf(operation));
  outcome.gives(isFree ? 1 : 0, CITE['QUIET-35.section']);
}

/** LeaveCriticalSection, by who is inside. */
export function leaveSection(step: Step): void {
  setSectionOf(step.world, step.operation.object, 0);
  step.outcome.gives(1, CITE['QUIET-35.section']);
}
