/** What a rule of the checker works with: the world, the operation that it fills in, the thread. */

import { emptyOperation } from '../../../model/case.js';
import type { Operation, OperationName } from '../../../model/step.js';
import { Kind, Slot, State, type World } from '../../../model/world/world.js';
import type { Ground } from './ground.js';

/** Who drives: what its driver may do. Applications are free in all three. */
export const CLIENTS = ['application-only', 'lawful', 'misusing'] as const;
/** One of {@link CLIENTS}. */
export type Client = (typeof CLIENTS)[number];

/** One rule: an operation with its arguments, some of them looked up in the world. */
export interface Template {
  /** Operation and how its arguments are chosen, without records and threads. */
  readonly group: string;
  /** With them. */
  readonly name: string;
  /** Fills in `act.operation`; false where this client would not issue it here. */
  readonly fill: (act: Act) => boolean;
}

/** One object is reused for every rule. */
export class Act {
  readonly ground: Ground;
  readonly client: Client;
  readonly operation: Operation = emptyOperation();
  world!: World;
  /** Tag that a store brings. */
  tag = 0;
  /** Record whose pointer the operation's `pointer` is, −1 for none. */
  slot = -1;

  constructor(ground: Ground, client: Client) {
    this.ground = ground;
    this.client = client;
  }

  /** Starts over with an operation that has nothing in it. */
  begin(operation: OperationName, thread: number): Operation {
    Object.assign(this.operation, EMPTY);
    this.slot = -1;
    this.operation.operation = operation;
    this.operation.thread = thread;
    return this.operation;
  }

  get isLawful(): boolean {
    return this.client === 'lawful';
  }

  /** True for a thread that can run the server's code: the service thread, or one in a call. */
  canRun(thread: number): boolean {
    return thread === 0 || this.world.isInCall(thread);
  }

  /** A record's word as the unsigned number that it was passed as. */
  passed(slot: number, field: number): number {
    return this.world.field(slot, field) >>> 0;
  }

  isKind(slot: number, kind: Kind): boolean {
    return this.world.has(slot, Slot.kind, kind);
  }

  isHeldPointer(slot: number): boolean {
    return !this.world.has(slot, Slot.state, State.empty);
  }

  /** True while the call in which a record was made lasts. */
  isInCallOf(slot: number): boolean {
    const thread = this.world.field(slot, Slot.thread);
    return this.world.field(slot, Slot.callOver) === 0 && this.world.isInCall(thread);
  }

  /** True for what an asynchronous buffer may be made from (ASYNC-1, ASYNC-15, ASYNC-18). */
  isSource(slot: number): boolean {
    if (!this.world.isLive(slot)) return false;
    return !this.isKind(slot, Kind.asynchronous);
  }
}

const EMPTY: Readonly<Operation> = emptyOperation();
