/** Operations on the target: carried out, judged, and answered. */

import { AccessViolation, type ExpectStep, type PerformStep } from '../../drivers/index.js';
import type { ObligationId } from '../../model/clauses/index.js';
import { KERNEL_BASE, LOWEST_USER_ADDRESS } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import {
  APPLICATION_THREAD,
  KERNEL_PROCESS,
  type Request,
  type Response,
} from '../../targets/interface.js';
import { fillerOf } from './layout.js';
import { allocates, isSharing } from './port.js';
import type { Run } from './run.js';
import type { Thread } from './threads.js';

const NO_BYTES = new Uint8Array(0);
const NOTHING = { value: 0, pointer: 0, bytes: NO_BYTES };

/** A thread performs an operation and goes on with what came of it. */
export function perform(run: Run, thread: Thread, step: PerformStep): void {
  const { port } = run;
  const { operation } = step;
  const actor = run.actorOf(thread);
  const fails = allocates(operation) && run.isLow;
  run.access(...port.footprint(actor, step, fails));
  const response = port.perform(actor, step, { allocationFails: fails ? 1 : 0 });
  if (fails) run.takesFailure();
  const { status, value, pointer } = response;
  Object.assign(run.trace[run.trace.length - 1], { status, value, pointer });
  judge(run, thread, response, operation);
  if (status === 'hung' || status === 'refused') {
    thread.isDead = true;
    return;
  }
  if (status === 'faulted') {
    const isServer = actor.thread !== APPLICATION_THREAD;
    run.goOn(thread, isServer ? new AccessViolation(port.request.pointer) : NOTHING);
    return;
  }
  if (hasFailed(step, value, pointer)) run.noteFailure(thread);
  if (operation === 'VirtualCopyEx' && value === 0 && step.mode === KERNEL_PROCESS) {
    run.shareMemory(port.memoryBehind(KERNEL_PROCESS, step.source ?? 0, step.size ?? 0));
  }
  if (operation === 'WD_DMALock' && value === 0) {
    run.shareMemory(port.memoryBehind(actor.process, pointer, step.size ?? 0));
  }
  const isRead = operation === 'read';
  const bytes = isRead ? Uint8Array.from(response.bytes.subarray(0, step.size)) : NO_BYTES;
  run.goOn(thread, { value, pointer, bytes });
}

/** True where a function that makes or shares something has failed: the call has to say so. */
function hasFailed(
  { operation, source = 0 }: PerformStep,
  value: number,
  pointer: number,
): boolean {
  if (operation === 'construct') return source !== 0 && pointer === 0;
  return isFailed(value) && (allocates(operation) || isSharing(operation));
}

function judge(run: Run, thread: Thread, response: Response, operation: string): void {
  const { request } = run.port;
  const label = thread.frame?.label ?? thread.name;
  const instead = operation === 'write' ? unchecked(thread, request) : [];
  const broken = run.judge.observe(request, response, { label, operation }, instead);
  if (response.status !== 'faulted' || thread.frame?.isDriver !== true || broken > 0) return;
  // Where the caller has gone, its memory has gone too; that is not the driver's doing.
  if (thread.session?.hasExited === true && request.pointer < KERNEL_BASE) return;
  const address = `0x${request.pointer.toString(16).padStart(8, '0')}`;
  const text = `${label} has an access violation at ${address}`;
  run.judge.show(`access-violation:${label}/${operation}`, [], text);
}

/** Which check was left out where a write goes to an output parameter that cannot take it. */
function unchecked({ parameters, entry }: Thread, { pointer, size }: Request): ObligationId[] {
  if (parameters === null || entry === 'kpCall') return [];
  const { pBufOut, dwLenOut, pdwActualOut } = parameters;
  if (pointer < LOWEST_USER_ADDRESS) {
    if (pBufOut === 0) return ['DRV-4.pointer'];
    return pdwActualOut === 0 ? ['DRV-4.count-pointer'] : [];
  }
  const begins = pBufOut !== 0 && pointer >= pBufOut && pointer < pBufOut + Math.max(dwLenOut, 1);
  return begins && pointer + size > pBufOut + dwLenOut ? ['DRV-4.size', 'ASYNC-24'] : [];
}

/** An application looks at its memory. In a run that somebody disturbs nothing is expected. */
export function expect(run: Run, thread: Thread, step: ExpectStep): void {
  const { pointer, bytes, what } = step;
  const actor = run.actorOf(thread);
  const read = { kind: 'perform', operation: 'read', pointer, size: bytes.length } as const;
  run.access(...run.port.footprint(actor, read, false));
  const response = run.port.perform(actor, read);
  if (response.status !== 'returned' || run.isDisturbed) return;
  const at = bytes.findIndex((byte, index) => response.bytes[index] !== byte);
  if (at < 0) return;
  const owner = ownerOf(run, response.bytes[at], actor.process);
  const ids = owner > 0 ? ['INV-SECRET.process'] : [];
  const text =
    owner > 0
      ? `app${actor.process} finds bytes of app${owner} in ${what}`
      : `${what} of app${actor.process} does not hold what was asked for`;
  run.judge.show(`${ids[0] ?? 'wrong-bytes'}:${what}`, ids, text);
}

/** The other process whose filler a byte is; 0 for none. */
function ownerOf(run: Run, byte: number, process: number): number {
  const owner = run.sessions.find((each) => {
    const offset = byte - fillerOf(each.process, 0);
    return each.process !== process && offset >= 0 && offset < 0x20;
  });
  return owner?.process ?? 0;
}
