/**
 * One run of a driver with its applications, an event at a time. Whoever holds it says which thread
 * acts next; everything else follows.
 */

import {
  AccessViolation,
  Environment,
  type Tracker,
  type VariableKind,
} from '../../drivers/index.js';
import type { Coroutine, DriverCode, Result, Step } from '../../drivers/interface.js';
import type { Target } from '../../targets/interface.js';
import { APPLICATION_THREAD } from '../../targets/interface.js';
import { carryOut } from './carry-out.js';
import type { Session } from './client.js';
import { canGoOn, endsOfClients, isDelayed, lastEvents } from './enabled.js';
import { type Event, eventOf, isOperation } from './event.js';
import { type Access, Space, thing } from './footprint.js';
import { Judge } from './judge.js';
import { type Actor, Port } from './port.js';
import { type Program, setupOf } from './program.js';
import { Races } from './races.js';
import type { Run } from './run.js';
import { startThreads } from './start.js';
import { type Role, Thread } from './threads.js';

/** Events after which a run is given up: a driver that never comes to an end. */
const MOST_EVENTS = 2000;
const NO_BYTES = new Uint8Array(0);
const NOTHING: Result = { value: 0, pointer: 0, bytes: NO_BYTES };

/** Carries out runs of one program, one after the other, on one target. */
export class Execution implements Tracker, Run {
  readonly program: Program;
  readonly judge: Judge = new Judge();
  readonly port: Port;
  threads: Thread[] = [];
  trace: Event[] = [];
  sessions: Session[] = [];
  code: DriverCode = {};
  isDisturbed = false;
  /** The last thread that took a place, −1 for none. */
  last = -1;
  preemptions = 0;
  operations = 0;
  private isLoaded = false;
  private accesses: Access[] = [];
  private running: Thread | null = null;
  private failsNext = false;
  private calls = 0;
  /** Milliseconds since the run began. */
  clock = 0;
  private readonly races = new Races();
  private readonly inCall = new Map<Thread, { call: number; failed: boolean }>();

  constructor(program: Program, target: Target) {
    this.program = program;
    this.port = new Port(target);
  }

  /** Back to the beginning. */
  begin(): void {
    const { driver, platform, workload } = this.program;
    this.port.reset(setupOf(this.program));
    this.judge.begin(platform, driver.server === 'user', driver.kernelMemory !== undefined);
    this.threads = [];
    this.trace = [];
    this.accesses = [];
    this.isLoaded = false;
    this.isDisturbed = workload.disturbed === true;
    this.last = -1;
    this.preemptions = 0;
    this.operations = 0;
    this.failsNext = false;
    this.calls = 0;
    this.clock = 0;
    this.races.begin();
    this.inCall.clear();
    this.code = driver.create(new Environment(this));
    startThreads(this);
  }

  addThread(name: string, role: Role, session: Session | null, carrier: number): Thread {
    const thread = new Thread(this.threads.length, name, role, session, carrier);
    this.threads.push(thread);
    return thread;
  }

  startDriverThread(name: string, role: Role, body: () => Coroutine): void {
    const thread = this.addThread(name, role, null, 0);
    thread.stack.push({ coroutine: body(), label: name, isDriver: true });
    thread.pending = { kind: 'start' };
    if (this.trace.length > 0) thread.after.push(this.trace.length - 1);
  }

  load(): void {
    this.isLoaded = true;
    if (this.trace.length === 0) return;
    for (const thread of this.threads) thread.after.push(this.trace.length - 1);
  }

  isEnabled(index: number): boolean {
    const thread = this.threads[index];
    if (thread.isDone || this.trace.length >= MOST_EVENTS) return false;
    if (!this.isLoaded && thread.role !== 'system' && thread.role !== 'driver') return false;
    return canGoOn(this, thread);
  }

  /** The threads that can go on: the last one first, then by role, chances last. */
  enabled(): number[] {
    const found: number[] = [];
    if (this.last >= 0 && this.isEnabled(this.last)) found.push(this.last);
    for (const role of ORDER) {
      for (const { index, role: own } of this.threads) {
        if (own === role && index !== this.last && this.isEnabled(index)) found.push(index);
      }
    }
    return found;
  }

  /** True for a thread that acts without taking the place of another one. */
  isAside(index: number): boolean {
    const { role } = this.threads[index];
    return role === 'hardware' || role === 'chance' || role === 'clock';
  }

  /** 1 when giving this thread the turn takes it from one that could go on. */
  costOf(index: number): number {
    if (this.last < 0 || index === this.last || this.isAside(index)) return 0;
    return this.isEnabled(this.last) ? 1 : 0;
  }

  /** A thread takes its next step; it must be enabled. */
  step(index: number): void {
    const thread = this.threads[index];
    const { pending } = thread;
    if (pending === null) throw new Error(`thread ${thread.name} has no next step`);
    this.preemptions += this.costOf(index);
    if (!this.isAside(index)) this.last = index;
    this.accesses = [];
    const after = this.afterOf(thread, pending);
    const event = eventOf(thread, pending, this.accesses, after);
    thread.after = [];
    this.trace.push(event);
    if (isOperation(event)) this.operations += 1;
    this.judge.at(this.operations, this.trace.length, this.preemptions);
    // The end of its process ends whatever an application's thread does.
    const { role, session } = thread;
    if (role === 'client' && session) this.access(thing(Space.process, session.process, false));
    this.running = thread;
    carryOut(this, thread, pending);
    this.running = null;
    this.lookForRaces(event);
  }

  private afterOf({ after }: Thread, { kind }: Step): readonly number[] {
    if (kind === 'tick') return lastEvents(this);
    return kind === 'join' ? endsOfClients(this) : after;
  }

  private lookForRaces(event: Event): void {
    for (const race of this.races.note(event)) this.judge.race(race);
  }

  /** The memory of the block is now seen by an application too. */
  shareMemory(accesses: readonly Access[]): void {
    this.races.share(accesses);
  }

  /** Nothing can go on: what is left undone is a finding. */
  finish(): void {
    if (this.trace.length >= MOST_EVENTS) {
      const name = this.threads[this.last]?.name ?? 'it';
      this.judge.show('never-ends:run', [], `after ${MOST_EVENTS} events ${name} still goes on`);
      return;
    }
    let isStuck = false;
    for (const thread of this.threads) {
      if (thread.role !== 'client' || thread.isDone) continue;
      const label = thread.frame?.label ?? thread.name;
      isStuck = true;
      this.judge.show(`never-returns:${label}`, [], `${label} waits for ever in ${thread.name}`);
    }
    if (!isStuck) this.judge.end();
  }

  access(...accesses: Access[]): void {
    this.accesses.push(...accesses);
  }

  touch(number: number, name: string, writes: boolean, kind: VariableKind): void {
    this.access(thing(Space.variable, number, writes));
    if (kind !== 'list') this.races.name(number, name);
    const thread = this.running;
    if (kind !== 'global' || thread === null) return;
    const call = this.inCall.get(thread)?.call ?? 0;
    const label = thread.frame?.label ?? thread.name;
    this.judge.variable(number, name, writes, call, thread.session?.process ?? 0, label);
  }

  touchHandle(session: Session, writes: boolean): void {
    this.access(thing(Space.handle, session.process, writes));
  }

  failed(session: Session, name: string): void {
    if (this.isDisturbed) return;
    this.judge.show(`fails:${name}`, [], `${name} fails for app${session.process}, undisturbed`);
  }

  countCall(thread: Thread): void {
    this.calls += 1;
    this.inCall.set(thread, { call: this.calls, failed: false });
  }

  endOfCall(thread: Thread): boolean {
    const failed = this.inCall.get(thread)?.failed === true;
    this.inCall.delete(thread);
    return failed;
  }

  actorOf(thread: Thread): Actor {
    const process = thread.session?.process ?? 0;
    if (thread.isInCall) return { thread: thread.carrier, process };
    if (thread.role === 'client') return { thread: APPLICATION_THREAD, process };
    return { thread: 0, process: 0 };
  }

  lowMemory(): void {
    this.access(thing(Space.memory, 0, true));
    this.failsNext = true;
    this.isDisturbed = true;
  }

  /** On to the moment at which the next delay is over. */
  tick(): void {
    const delayed = this.threads.filter(isDelayed);
    this.clock = Math.min(...delayed.map(({ wakes }) => wakes));
    for (const thread of delayed) thread.after.push(this.trace.length - 1);
  }

  takesFailure(): void {
    this.failsNext = false;
  }

  get isLow(): boolean {
    return this.failsNext;
  }

  noteFailure(thread: Thread): void {
    const call = this.inCall.get(thread);
    if (call !== undefined) call.failed = true;
  }

  goOn(thread: Thread, result: Result | Error): void {
    let given = result;
    while (!thread.isDead) {
      const outcome = this.advance(thread, given);
      if (!outcome.ended || thread.stack.length === 1) return;
      thread.returning = Number(outcome.value ?? 1);
      if (thread.isInCall) {
        thread.pending = { kind: 'return' };
        return;
      }
      thread.stack.pop();
      given = { ...NOTHING, value: thread.returning };
    }
  }

  /** An access violation that the driver does not catch ends the entry point, or the thread. */
  private advance(thread: Thread, result: Result | Error): { ended: boolean; value: unknown } {
    try {
      const outcome = thread.advance(result);
      const { pending } = thread;
      if (pending?.kind === 'delay') thread.wakes = this.clock + pending.milliseconds;
      return outcome;
    } catch (error) {
      if (!(error instanceof AccessViolation)) throw error;
      thread.pending = null;
      return { ended: true, value: 0 };
    }
  }
}

const ORDER: readonly Role[] = ['client', 'driver', 'system', 'hardware', 'clock', 'chance'];
