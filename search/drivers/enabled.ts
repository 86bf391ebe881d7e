/** Which threads can go on, and what those want that cannot. */

import type { Step, SynchronizeStep } from '../../drivers/interface.js';
import type { Session } from './client.js';
import { type Event, eventOf } from './event.js';
import { type Access, Space, thing } from './footprint.js';
import { allocates } from './port.js';
import type { Run } from './run.js';
import { isFree } from './synchronize.js';
import type { Thread } from './threads.js';

/** True when nothing stands in the way of a thread's next step. */
export function canGoOn(run: Run, { index, pending, session, role, wakes }: Thread): boolean {
  if (pending === null) return false;
  switch (pending.kind) {
    case 'wait':
    case 'enter':
      return isFree(pending.object, index);
    case 'opened':
      return session === null || session.tried;
    case 'idle':
      return session === null || session.inFlight === 0;
    case 'join':
      return run.threads.every((each) => each.isDone || !isJoined(each));
    case 'fail':
      return run.threads.some((each) => isAllocation(each) && run.isEnabled(each.index));
    case 'exit':
      return role !== 'chance' || runs(run, session);
    case 'delay':
      return wakes <= run.clock;
    case 'tick':
      return run.threads.some(isDelayed) && !run.threads.some((each) => canActNow(run, each));
    case 'perform':
    case 'set':
    case 'reset':
    case 'leave':
    case 'spawn':
    case 'call':
    case 'expect':
    case 'clock':
    case 'start':
    case 'return':
      return true;
  }
}

/** True for a thread that waits for the clock. */
export function isDelayed({ pending, isDone }: Thread): boolean {
  return pending?.kind === 'delay' && !isDone;
}

/** Time passes only when nobody can do anything without it. */
function canActNow(run: Run, { index, role }: Thread): boolean {
  return role !== 'chance' && role !== 'clock' && run.isEnabled(index);
}

function runs(run: Run, session: Session | null): boolean {
  return run.threads.some(
    (each) => each.role === 'client' && each.session === session && !each.isDone,
  );
}

function isAllocation({ pending }: Thread): boolean {
  return pending?.kind === 'perform' && allocates(pending.operation);
}

/** The system waits for applications, and for the end of processes, before it unloads. */
function isJoined({ role, session }: Thread): boolean {
  return role === 'client' || (role === 'system' && session !== null);
}

/** The last event of each thread that the system waits for. */
export function endsOfClients(run: Run): number[] {
  return lastEvents(run).filter((index) => isJoined(run.threads[run.trace[index].thread]));
}

/** The last event of each thread. */
export function lastEvents({ trace }: Run): number[] {
  const last = new Map<number, number>();
  trace.forEach(({ thread }, index) => {
    last.set(thread, index);
  });
  return [...last.values()].sort((a, b) => a - b);
}

/** Steps that threads still want to take, as events, where it is known what they touch. */
export function undone({ threads }: Run): Event[] {
  return threads.flatMap((thread) => {
    const { pending, session } = thread;
    if (pending === null) return [];
    const accesses = thread.isDead ? killedBy(thread) : wanted(pending, session);
    return accesses.length === 0 ? [] : [eventOf(thread, pending, accesses, thread.after)];
  });
}

function isSynchronization(step: Step): step is SynchronizeStep {
  return 'object' in step && typeof step.object === 'object';
}

function wanted(step: Step, session: Session | null): Access[] {
  if (step.kind === 'fail') return [thing(Space.memory, 0, true)];
  if (isSynchronization(step)) return [thing(Space.object, step.object.number, true)];
  if (session === null) return [];
  if (step.kind === 'exit') return [thing(Space.process, session.process, true)];
  const isOfHandle = step.kind === 'idle' || step.kind === 'opened';
  return isOfHandle ? [thing(Space.handle, session.process, true)] : [];
}

/** What a thread that was stopped would have touched for certain: its process. */
function killedBy({ role, session }: Thread): Access[] {
  if (role !== 'client' || session === null) return [];
  return [thing(Space.process, session.process, false)];
}
