/** Threads, events and critical sections, as a driver uses them. */

import type { Coroutine, SyncObject } from '../interface.js';

/** WaitForSingleObject(event, INFINITE). */
export function* waitForEvent(event: SyncObject): Coroutine {
  yield { kind: 'wait', object: event };
}

/** SetEvent. */
export function* setEvent(event: SyncObject): Coroutine {
  yield { kind: 'set', object: event };
}

/** ResetEvent. */
export function* resetEvent(event: SyncObject): Coroutine {
  yield { kind: 'reset', object: event };
}

/** EnterCriticalSection. */
export function* enterCriticalSection(section: SyncObject): Coroutine {
  yield { kind: 'enter', object: section };
}

/** LeaveCriticalSection. */
export function* leaveCriticalSection(section: SyncObject): Coroutine {
  yield { kind: 'leave', object: section };
}

/** Sleep, or work that takes as long, in milliseconds of the clock of the run. */
export function* delay(milliseconds: number): Coroutine {
  yield { kind: 'delay', milliseconds };
}

/** GetTickCount: milliseconds since the run began. */
export function* tickCount(): Coroutine<number> {
  const { value } = yield { kind: 'clock', at: Number.MAX_SAFE_INTEGER, what: '' };
  return value;
}

/** Reports that something is late when the clock is past a moment. */
export function* due(at: number, what: string): Coroutine {
  yield { kind: 'clock', at, what };
}

/** CreateThread: the body runs from now on, whenever the scheduler lets it. */
export function* createThread(name: string, body: () => Coroutine): Coroutine {
  yield { kind: 'spawn', name, body };
}
