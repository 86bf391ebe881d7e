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

/** CreateThread: the body runs from now on, whenever the scheduler lets it. */
export function* createThread(name: string, body: () => Coroutine): Coroutine {
  yield { kind: 'spawn', name, body };
}
