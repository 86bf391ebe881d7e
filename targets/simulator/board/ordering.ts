/** Events and critical sections: QUIET-35. */

import {
  APPLICATION_THREAD,
  type OperationName,
  type OrderingOperation,
  type Request,
  type Response,
} from '../../interface.js';
import { FAULT } from '../faults/codes.js';
import type { BoardContext } from './context.js';

const OBJECTS = 5;
const WAIT_TIMEOUT = 0x102;
const NAMES: ReadonlySet<string> = new Set<OrderingOperation>([
  'SetEvent',
  'WaitForSingleObject',
  'EnterCriticalSection',
  'LeaveCriticalSection',
]);

/** True for an operation on an event or a critical section. */
export function isOrdering(operation: OperationName): operation is OrderingOperation {
  return NAMES.has(operation);
}

/** All events and critical sections. */
export class Ordering {
  private readonly set = new Uint8Array(OBJECTS);
  private readonly inside = new Int32Array(OBJECTS);
  private readonly board: BoardContext;

  constructor(board: BoardContext) {
    this.board = board;
  }

  /** No event is set, nobody is inside. */
  reset(): void {
    this.set.fill(0);
    this.inside.fill(0);
  }

  /** Performs one operation. */
  perform(request: Request, operation: OrderingOperation, response: Response): void {
    const { object } = request;
    const lives = this.mayAct(request);
    if (!lives || object < 1 || object >= OBJECTS) {
      response.status = 'refused';
      return;
    }
    const { fault } = this.board;
    response.value = 1;
    if (operation === 'SetEvent') this.set[object] = 1;
    else if (operation === 'WaitForSingleObject') {
      response.value = this.set[object] === 1 ? 0 : WAIT_TIMEOUT;
      if (fault !== FAULT.EVENT_STAYS_SET) this.set[object] = 0;
    } else if (operation === 'LeaveCriticalSection') this.inside[object] = 0;
    else if (this.inside[object] !== 0 && fault !== FAULT.SECTION_LETS_TWO_IN) response.value = 0;
    else this.inside[object] = actorOf(request);
  }

  private mayAct({ thread, process }: Request): boolean {
    if (thread === APPLICATION_THREAD) return this.board.machine.processes.lives(process);
    return thread === 0 || (this.board.threads[thread]?.inCall ?? false);
  }
}

function actorOf({ thread, process }: Request): number {
  return thread === APPLICATION_THREAD ? 16 + process : 1 + thread;
}
