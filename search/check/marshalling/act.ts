/** What a rule of the checker works with: the world, the operation that it fills in, the thread. */

import { emptyOperation } from '../../../model/case.js';
import type { Operation, OperationName } from '../../../model/step.js';
import { isStandIn, Member, WrapperClass } from '../../../model/world/objects.js';
import { Kind, Slot, State, type World } from '../../../model/world/world.js';
import type { Client } from './clients.js';
import { isEstate, recordsTaken } from './estates.js';
import type { Ground } from './ground.js';

export type { Client };

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

  /** True for a record of the seven functions with a pointer that the driver was given. */
  isHeldPointer(slot: number): boolean {
    const { world, ground } = this;
    if (world.has(slot, Slot.state, State.empty)) return false;
    if (!ground.hasEstates) return true;
    return !isEstate(world, slot) && !isStandIn(world, world.pointer(slot));
  }

  /** True where the driver knows what a record was made from: an object may have opened that. */
  knowsSource(slot: number): boolean {
    return !this.ground.hasEstates || !isStandIn(this.world, this.passed(slot, Slot.source));
  }

  /** True while the bound on records leaves room; without estates the slots themselves are it. */
  hasRoomFor(count: number): boolean {
    const { ground, world } = this;
    return !ground.hasEstates || recordsTaken(world) + count <= ground.scope.records;
  }

  /** True for a record that a wrapper object will release. */
  isHeldByObject(slot: number): boolean {
    const { world, ground } = this;
    for (let object = 1; object <= ground.domain.objects; object += 1) {
      const kind = world.member(object, Member.class);
      if (kind === 0 || world.member(object, Member.pointer) === 0) continue;
      if (this.holds(object, kind, slot)) return true;
    }
    return false;
  }

  private holds(object: number, kind: number, slot: number): boolean {
    const { world } = this;
    const at = (member: number): boolean => world.member(object, member) === world.pointer(slot);
    if (kind === WrapperClass.asynchronous) {
      return this.isKind(slot, Kind.asynchronous) && at(Member.pointer);
    }
    if (kind === WrapperClass.duplicated) {
      return this.isKind(slot, Kind.duplicate) && at(Member.pointer);
    }
    if (this.isKind(slot, Kind.opened)) return at(Member.opened);
    const asynchronous = world.member(object, Member.asynchronous) !== 0;
    return asynchronous && this.isKind(slot, Kind.asynchronous) && at(Member.pointer);
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
