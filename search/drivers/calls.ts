/** Calls of applications into the driver, and the end of processes. */

import type { CallParameters, CallStep, Result } from '../../drivers/interface.js';
import { DESCRIPTORS } from '../../model/descriptors.js';
import { isFailed } from '../../model/results.js';
import { APPLICATION_THREAD } from '../../targets/interface.js';
import { closeHandle, type Session } from './client.js';
import { Space, thing } from './footprint.js';
import type { Run } from './run.js';
import type { Thread } from './threads.js';

const NOTHING: Result = { value: 0, pointer: 0, bytes: new Uint8Array(0) };

/** Entry points whose value says whether they succeeded. */
const RESULTS: ReadonlySet<string> = new Set(['open', 'ioControl', 'read', 'write']);

/** An application enters the driver; the system's own calls carry no call of the target. */
export function beginCall(run: Run, thread: Thread, step: CallStep): void {
  const { session } = thread;
  const entry = run.code[step.entry];
  if (entry === undefined) {
    run.goOn(thread, { ...NOTHING, value: 1 });
    return;
  }
  let { parameters } = step;
  if (thread.carrier > 0 && session !== null) {
    const arrived = arrive(run, thread, session, step);
    if (arrived === null) {
      run.goOn(thread, NOTHING);
      return;
    }
    parameters = arrived;
    run.touchHandle(session, false);
    session.inFlight += 1;
    run.countCall(thread);
    thread.parameters = parameters;
    thread.entry = step.entry;
  }
  thread.stack.push({ coroutine: entry(parameters), label: step.label, isDriver: true });
  run.goOn(thread, NOTHING);
}

/** WD_KernelPlugInCall; null where WinDriver refuses it. */
function arriveInPlugIn(
  run: Run,
  { carrier }: Thread,
  { process }: Session,
  { parameters: given, label }: CallStep,
): CallParameters | null {
  const operation = 'WD_KernelPlugInCall';
  run.access(thing(Space.call, carrier, true), thing(Space.dma, process, false));
  const response = run.port.perform(
    { thread: carrier, process },
    { kind: 'perform', operation, source: given.pBufIn, descriptor: given.dwLenIn > 0 ? 1 : 0 },
  );
  run.judge.observe(run.port.request, response, { label, operation });
  if (response.status !== 'returned' || response.value !== 0) return null;
  return { ...given, pBufIn: response.pointer };
}

/** Tells target and judge of the call and its parameters; null where they are refused. */
function arrive(run: Run, thread: Thread, session: Session, step: CallStep): CallParameters | null {
  if (step.entry === 'kpCall') return arriveInPlugIn(run, thread, session, step);
  const { carrier } = thread;
  const { process } = session;
  const { parameters: given, label } = step;
  const buffers = [
    { key: 'pBufIn', size: given.dwLenIn, descriptor: DESCRIPTORS.ARG_I_PTR },
    { key: 'pBufOut', size: given.dwLenOut, descriptor: DESCRIPTORS.ARG_O_PTR },
    { key: 'pdwActualOut', size: 4, descriptor: DESCRIPTORS.ARG_O_PDW },
  ] as const;
  const [first, ...others] = buffers.filter(({ key, size }) => given[key] !== 0 && size > 0);
  run.access(thing(Space.call, carrier, true));
  const call = { kind: 'perform', operation: 'call' } as const;
  const { size, descriptor } = first ?? { size: 0, descriptor: 0 };
  const source = first === undefined ? 0 : given[first.key];
  const response = run.port.perform(
    { thread: carrier, process },
    { ...call, source, size, descriptor },
  );
  run.judge.observe(run.port.request, response, { label, operation: 'call' });
  if (response.status !== 'returned' || isFailed(response.value)) return null;
  for (const each of others) {
    run.judge.parameter(carrier, given[each.key], each.size, each.descriptor);
  }
  return first === undefined ? given : { ...given, [first.key]: response.pointer };
}

/** The driver's code has come back: the call returns. */
export function endCall(run: Run, thread: Thread): void {
  const { session, returning } = thread;
  const label = thread.frame?.label ?? thread.name;
  run.access(thing(Space.call, thread.carrier, true));
  const step = { kind: 'perform', operation: 'return' } as const;
  const response = run.port.perform(run.actorOf(thread), step);
  run.judge.observe(run.port.request, response, { label, operation: 'return' });
  if (run.endOfCall(thread) && returning !== 0 && RESULTS.has(thread.entry)) {
    const text = `${label} reports success although a function in it FAILED`;
    run.judge.show(`DRV-3.reports:${label}`, ['DRV-3.reports'], text);
  }
  thread.stack.pop();
  if (session !== null) {
    run.touchHandle(session, false);
    session.inFlight -= 1;
  }
  // The thread of a process that has ended does not come back to it.
  if (session?.hasExited === true) thread.isDead = true;
  run.goOn(thread, { ...NOTHING, value: returning });
}

/** A process ends: its threads stop, but for calls; the system closes its handle. */
export function exitProcess(run: Run, session: Session): void {
  const { process } = session;
  run.access(thing(Space.process, process, true));
  if (run.port.hasLocked) run.access(thing(Space.buffers, process, true));
  const actor = { thread: APPLICATION_THREAD, process };
  const response = run.port.perform(actor, { kind: 'perform', operation: 'exit' });
  run.judge.observe(run.port.request, response, { label: 'exit', operation: 'exit' });
  run.isDisturbed = true;
  session.hasExited = true;
  for (const each of run.threads) {
    if (each.session !== session || each.role !== 'client') continue;
    if (!each.isInCall) each.isDead = true;
  }
  const cleaner = run.addThread(`cleanup of app${process}`, 'system', session, 0);
  const coroutine = closeHandle(session, run.code, run, 0);
  cleaner.stack.push({ coroutine, label: cleaner.name, isDriver: false });
  cleaner.after.push(run.trace.length - 1);
  cleaner.advance(NOTHING);
}
