/**
 * Data races on shared blocks and DMA buffers (VM-12, WD-4): two accesses of different threads to
 * the same bytes, one of them a write, that no call, return, event or critical section orders.
 * Vector clocks over the threads of a case; each access is compared with those before it.
 */

import type { Operation, OrderingOperation } from '../../model/step.js';

/** Applications by themselves, and the threads of the server. */
const APPLICATIONS = 9;
const ACTORS = APPLICATIONS + 5;
const OBJECTS = 5;

/** Where bytes really are: a space and an address in it, whichever view they were reached by. */
export interface Home {
  readonly space: number;
  readonly address: number;
}

interface Access {
  readonly actor: number;
  /** The actor's own clock at the time. */
  readonly time: number;
  readonly home: Home;
  readonly size: number;
  readonly writes: boolean;
  readonly step: number;
}

/** A pair of accesses that nothing orders; steps count the operations observed, from 1. */
export interface Race {
  readonly first: number;
  readonly second: number;
}

/** Number of whoever carries out an operation. */
function actorOf({ thread, process }: Operation): number {
  return thread < 0 ? process : APPLICATIONS + thread;
}

/** Happens-before of one case, and the races that it leaves. */
export class Races {
  /** Races found so far. */
  readonly found: Race[] = [];
  private readonly clocks = Array.from({ length: ACTORS }, () => new Int32Array(ACTORS));
  private readonly events = Array.from({ length: OBJECTS }, () => new Int32Array(ACTORS));
  private readonly sections = Array.from({ length: OBJECTS }, () => new Int32Array(ACTORS));
  private accesses: Access[] = [];

  /** Begins a case. */
  clear(): void {
    this.found.length = 0;
    this.accesses = [];
    for (const clock of [...this.events, ...this.sections]) clock.fill(0);
    this.clocks.forEach((clock, actor) => {
      clock.fill(0);
      clock[actor] = 1;
    });
  }

  /** A call has begun: what its caller did is before it. */
  called({ thread, process }: Operation): void {
    this.pass(process, this.clocks[APPLICATIONS + thread]);
  }

  /** An event or a critical section. */
  order(operation: Operation, name: OrderingOperation, value: number): void {
    const actor = actorOf(operation);
    const { object } = operation;
    if (name === 'SetEvent') this.pass(actor, this.events[object]);
    else if (name === 'LeaveCriticalSection') this.pass(actor, this.sections[object]);
    else if (name === 'EnterCriticalSection') {
      if (value !== 0) join(this.clocks[actor], this.sections[object]);
    } else if (value === 0) join(this.clocks[actor], this.events[object]);
  }

  /** The call on a thread has returned to the process that made it. */
  returned(thread: number, process: number): void {
    this.pass(APPLICATIONS + thread, this.clocks[process]);
  }

  /** An access to shared memory; true when it races with one before it. */
  access(operation: Operation, home: Home, step: number): boolean {
    const actor = actorOf(operation);
    const { size } = operation;
    const writes = operation.operation === 'write';
    const clock = this.clocks[actor];
    const before = this.accesses.find(
      (each) =>
        each.actor !== actor &&
        (each.writes || writes) &&
        each.time > clock[each.actor] &&
        overlap(each, home, size),
    );
    this.accesses.push({ actor, time: clock[actor], home, size, writes, step });
    if (before === undefined) return false;
    this.found.push({ first: before.step, second: step });
    return true;
  }

  /** Memory that was given back: what comes there later is other memory. */
  forget(space: number): void {
    this.accesses = this.accesses.filter((each) => each.home.space !== space);
  }

  /** What an actor has done so far is before whatever takes this clock in. */
  private pass(actor: number, into: Int32Array): void {
    const clock = this.clocks[actor];
    join(into, clock);
    clock[actor] += 1;
  }
}

function join(clock: Int32Array, other: Int32Array): void {
  for (let i = 0; i < clock.length; i += 1) clock[i] = Math.max(clock[i], other[i]);
}

function overlap({ home, size }: Access, other: Home, otherSize: number): boolean {
  if (home.space !== other.space) return false;
  return home.address < other.address + otherSize && other.address < home.address + size;
}
