/** Events and critical sections. */

import type { SynchronizeStep, SyncObject } from '../../drivers/interface.js';

/** True when a wait or an entry goes through at once. */
export function isFree(object: SyncObject, thread: number): boolean {
  if (object.kind === 'event') return object.signalled;
  return object.owner < 0 || object.owner === thread;
}

/** Carries out a step that can be carried out. */
export function synchronize({ kind, object }: SynchronizeStep, thread: number): void {
  switch (kind) {
    case 'wait':
      if (!object.manual) object.signalled = false;
      break;
    case 'set':
      object.signalled = true;
      break;
    case 'reset':
      object.signalled = false;
      break;
    case 'enter':
      object.owner = thread;
      object.depth += 1;
      break;
    case 'leave':
      if (object.owner !== thread) break;
      object.depth -= 1;
      if (object.depth === 0) object.owner = -1;
  }
}
