/**
 * One run of a driver with its applications, an event at a time. Whoever holds it says which thread
 * acts next; everything else follows.
 */

import { AccessViolation, Environment, type Tracker } from '../../drivers/index.js';
import type {
  Coroutine,
  DriverCode,
  ExpectStep,
  PerformStep,
  Result,
  Step,
} from '../../drivers/interface.js';
import { KERNEL_BASE } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import { APPLICATION_THREAD, type Response, type Target } from '../../targets/interface.js';
import { beginCall, endCall, exitProcess } from './calls.js';
import type { ClientEvents, Session } from './client.js';
import { type Event, isOperation } from './event.js';
import { type Access, Space, thing } from './footprint.js';
import { Judge } from './judge.js';
import { fillerOf } from './layout.js';
import { type Actor, allocates, Port } from './port.js';
import { type Program, setupOf } from './program.js';
import { startThreads } from './start.js';
import { isFree, synchronize } from './synchronize.js';
import { type Role, Thread } from './threads.js';

/** Events after which a run is given up: a driver that never comes to an end. */
const MOST_EVENTS = 2000;
const NO_BYTES = new Uint8Array(0);
const NOTHING: Result = { value: 0, pointer: 0, bytes: NO_BYTES };

/** Carries out runs of one program, one after the other, on one target. */
export class Execution implements Tracker, ClientEvents {
  readonly program: Program;
  readonly judge: Judge = new Judge();
  readonly port: Port;
  threads: Thread[] = [];
  trace: Event[] = [];
  sessions: Session[] = [];
  code: DriverCode = {};
  /** Something happened after which nothing is promised about results. */
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
  private readonly inCall = new Map<Thread, { call: number; failed: boolean }>();

  constructor(program: Program, target: Target) {
    this.program = program;
    this.port = new Port(target);
  }

  /** Back to the beginning. */
  begin(): void {
    const { driver, platform, workload } = this.program;
    this.port.reset(setupOf(this.program));
    this.judge.begin(platform.reading, driver.server === 'user', platform.copyLimit);
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
    this.inCall.clear();
    this.code = driver.create(new Environment(this));
    startThreads(this);
  }

  /** A new thread; whoever makes it gives it a coroutine. */
  addThread(name: string, role: Role, session: Session | null, carrier: number): Thread {
    const thread = new Thread(this.threads.length, name, role, session, carrier);
    this.threads.push(thread);
    return thread;
  }

  /** A thread of the driver, or the device; its first step is to start. */
  startDriverThread(name: string, role: Role, body: () => Coroutine): void {
    const thread = this.addThread(name, role, null, 0);
    thread.stack.push({ coroutine: body(), label: name, isDriver: true });
    thread.pending = { kind: 'start' };
    if (this.trace.length > 0) thread.after.push(this.trace.length - 1);
  }

  /** The driver is loaded: applications may begin. */
  load(): void {
    this.isLoaded = true;
    if (this.trace.length === 0) return;
    for (const thread of this.threads) thread.after.push(this.trace.length - 1);
  }

  /** True when a thread can take its next step. */
  isEnabled(index: number): boolean {
    const thread = this.threads[index];
    if (thread.isDone || this.trace.length >= MOST_EVENTS) return false;
    const { pending, session } = thread;
    if (!this.isLoaded && thread.role !== 'system' && thread.role !== 'driver') return false;
    switch (pending?.kind) {
      case 'wait':
      case 'enter':
        return isFree(pending.object, index);
      case 'opened':
        return session === null || session.tried;
      case 'idle':
        return session === null || session.inFlight === 0;
      case 'join':
        return this.areClientsDone();
      case 'fail':
        return this.threads.some((each) => isAllocation(each) && this.isEnabled(each.index));
      case 'exit':
        return thread.role !== 'chance' || this.runs(session);
      default:
        return pending !== null;
    }
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
    return role === 'hardware' || role === 'chance';
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
    const after = pending.kind === 'join' ? this.endsOfClients() : thread.after;
    const event = eventOf(thread, pending, this.accesses, after);
    thread.after = [];
    this.trace.push(event);
    if (isOperation(event)) this.operations += 1;
    this.judge.at(this.operations, this.trace.length, this.preemptions);
    // The end of its process ends whatever an application's thread does.
    const { role, session } = thread;
    if (role === 'client' && session) this.access(thing(Space.process, session.process, false));
    this.running = thread;
    this.carryOut(thread, pending);
    this.running = null;
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

  /** Steps that threads still want to take, as events, where it is known what they touch. */
  undone(): Event[] {
    return this.threads.flatMap((thread) => {
      const { pending, session } = thread;
      if (pending === null) return [];
      const accesses = thread.isDead ? killedBy(thread) : this.wanted(pending, session);
      return accesses.length === 0 ? [] : [eventOf(thread, pending, accesses, thread.after)];
    });
  }

  private wanted(step: Step, session: Session | null): Access[] {
    if (step.kind === 'fail') return [thing(Space.memory, 0, true)];
    if ('object' in step) return [thing(Space.object, step.object.number, true)];
    if (session === null) return [];
    if (step.kind === 'exit') return [thing(Space.process, session.process, true)];
    const isOfHandle = step.kind === 'idle' || step.kind === 'opened';
    return isOfHandle ? [thing(Space.handle, session.process, true)] : [];
  }

  /** What the present event touches. */
  access(...accesses: Access[]): void {
    this.accesses.push(...accesses);
  }

  touch(number: number, name: string, writes: boolean, isWatched: boolean): void {
    this.access(thing(Space.variable, number, writes));
    const thread = this.running;
    if (!isWatched || thread === null) return;
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

  /** A call of an application begins on a thread. */
  countCall(thread: Thread): void {
    this.calls += 1;
    this.inCall.set(thread, { call: this.calls, failed: false });
  }

  /** It ends; true when a function that makes something FAILED in it. */
  endOfCall(thread: Thread): boolean {
    const failed = this.inCall.get(thread)?.failed === true;
    this.inCall.delete(thread);
    return failed;
  }

  /** Who acts when this thread does. */
  actorOf(thread: Thread): Actor {
    const process = thread.session?.process ?? 0;
    if (thread.isInCall) return { thread: thread.carrier, process };
    if (thread.role === 'client') return { thread: APPLICATION_THREAD, process };
    return { thread: 0, process: 0 };
  }

  private runs(session: Session | null): boolean {
    return this.threads.some(
      (each) => each.role === 'client' && each.session === session && !each.isDone,
    );
  }

  private areClientsDone(): boolean {
    return this.threads.every((each) => each.isDone || !isJoined(each));
  }

  private endsOfClients(): number[] {
    const isLast = ({ thread }: Event, index: number): boolean =>
      isJoined(this.threads[thread]) &&
      !this.trace.some((other, later) => later > index && other.thread === thread);
    return [...this.trace.keys()].filter((index) => isLast(this.trace[index], index));
  }

  private carryOut(thread: Thread, step: Step): void {
    switch (step.kind) {
      case 'perform':
        this.perform(thread, step);
        return;
      case 'call':
        beginCall(this, thread, step);
        return;
      case 'return':
        endCall(this, thread);
        return;
      case 'expect':
        this.expect(thread, step);
        break;
      case 'exit':
        if (thread.session !== null) exitProcess(this, thread.session);
        break;
      case 'fail':
        this.access(thing(Space.memory, 0, true));
        this.failsNext = true;
        this.isDisturbed = true;
        break;
      case 'spawn':
        this.startDriverThread(step.name, 'driver', step.body);
        break;
      case 'opened':
      case 'idle':
        if (thread.session !== null) this.touchHandle(thread.session, true);
        break;
      case 'join':
      case 'start':
        break;
      default:
        this.access(thing(Space.object, step.object.number, true));
        synchronize(step, thread.index);
    }
    this.goOn(thread, NOTHING);
  }

  private perform(thread: Thread, step: PerformStep): void {
    const actor = this.actorOf(thread);
    const fails = this.failsNext && allocates(step.operation);
    this.access(...this.port.footprint(actor, step, fails));
    const response = this.port.perform(actor, step, { allocationFails: fails ? 1 : 0 });
    if (fails) this.failsNext = false;
    const { status, value, pointer } = response;
    Object.assign(this.trace[this.trace.length - 1], { status, value, pointer });
    this.judgeOperation(thread, response, step.operation);
    if (status === 'hung' || status === 'refused') {
      thread.isDead = true;
      return;
    }
    if (status === 'faulted') {
      const isServer = actor.thread !== APPLICATION_THREAD;
      this.goOn(thread, isServer ? new AccessViolation(this.port.request.pointer) : NOTHING);
      return;
    }
    const isRead = step.operation === 'read';
    const bytes = isRead ? Uint8Array.from(response.bytes.subarray(0, step.size)) : NO_BYTES;
    const call = this.inCall.get(thread);
    if (call !== undefined && isFailed(value) && allocates(step.operation)) call.failed = true;
    this.goOn(thread, { value, pointer, bytes });
  }

  private judgeOperation(thread: Thread, response: Response, operation: string): void {
    const { request } = this.port;
    const label = thread.frame?.label ?? thread.name;
    const broken = this.judge.observe(request, response, { label, operation });
    if (response.status !== 'faulted' || thread.frame?.isDriver !== true || broken > 0) return;
    // Where the caller has gone, its memory has gone too; that is not the driver's doing.
    if (thread.session?.hasExited === true && request.pointer < KERNEL_BASE) return;
    const address = `0x${request.pointer.toString(16).padStart(8, '0')}`;
    const isNull = request.pointer < 0x1_0000 && operation === 'write';
    const text = `${label} has an access violation at ${address}`;
    const ids = isNull ? ['DRV-4.pointer'] : [];
    this.judge.show(`${ids[0] ?? 'access-violation'}:${label}/${operation}`, ids, text);
  }

  private expect(thread: Thread, { pointer, bytes, what }: ExpectStep): void {
    const size = bytes.length;
    const actor = this.actorOf(thread);
    const read = { kind: 'perform', operation: 'read', pointer, size } as const;
    this.access(...this.port.footprint(actor, read, false));
    const response = this.port.perform(actor, read);
    if (response.status !== 'returned' || this.isDisturbed) return;
    const at = bytes.findIndex((byte, index) => response.bytes[index] !== byte);
    if (at < 0) return;
    const owner = this.ownerOf(response.bytes[at], actor.process);
    const isForeign = owner > 0;
    const ids = isForeign ? ['INV-SECRET.process'] : [];
    const text = isForeign
      ? `app${actor.process} finds bytes of app${owner} in ${what}`
      : `${what} of app${actor.process} does not hold what was asked for`;
    this.judge.show(`${ids[0] ?? 'wrong-bytes'}:${what}`, ids, text);
  }

  /** The other process whose filler a byte is; 0 for none. */
  private ownerOf(byte: number, process: number): number {
    const owner = this.sessions.find((each) => {
      const offset = byte - fillerOf(each.process, 0);
      return each.process !== process && offset >= 0 && offset < 0x20;
    });
    return owner?.process ?? 0;
  }

  /** Resumes the code behind the step that was carried out. */
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
      return thread.advance(result);
    } catch (error) {
      if (!(error instanceof AccessViolation)) throw error;
      thread.pending = null;
      return { ended: true, value: 0 };
    }
  }
}

/** The system waits for applications, and for the end of processes, before it unloads. */
function isJoined({ role, session }: Thread): boolean {
  return role === 'client' || (role === 'system' && session !== null);
}

/** What a thread that was stopped would have touched for certain: its process. */
function killedBy({ role, session }: Thread): Access[] {
  if (role !== 'client' || session === null) return [];
  return [thing(Space.process, session.process, false)];
}

function eventOf(thread: Thread, step: Step, accesses: Access[], after: readonly number[]): Event {
  const { index, name } = thread;
  const label = thread.frame?.label ?? name;
  return { thread: index, name, label, step, accesses, after, status: '', value: 0, pointer: 0 };
}

const ORDER: readonly Role[] = ['client', 'driver', 'system', 'hardware', 'chance'];

function isAllocation({ pending }: Thread): boolean {
  return pending?.kind === 'perform' && allocates(pending.operation);
}
