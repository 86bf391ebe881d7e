/** Coroutines of the applications, and of the system that loads and unloads the driver. */

import type {
  Application,
  CallParameters,
  ClientStep,
  Coroutine,
  DriverCode,
  EntryName,
} from '../../drivers/interface.js';
import { addressesOf, COUNT_BUFFER } from './layout.js';

/** One process and its handle. */
export interface Session {
  readonly process: number;
  readonly application: Application;
  /** What `open` gave; 0 while there is none. */
  context: number;
  /** Its process has ended. */
  hasExited: boolean;
  /** Somebody tried to open it. */
  tried: boolean;
  /** The system has begun to close the handle. */
  closing: boolean;
  /** Calls that have the handle now. */
  inFlight: number;
}

const NOTHING: CallParameters = {
  hOpenContext: 0,
  dwCode: 0,
  pBufIn: 0,
  dwLenIn: 0,
  pBufOut: 0,
  dwLenOut: 0,
  pdwActualOut: 0,
  callerProcess: 0,
};

/** What the steps of a client came to: told to the judge. */
export interface ClientEvents {
  /** A step that should have succeeded did not. */
  failed(session: Session, name: string): void;
  /** The handle of a session is looked at, or changes. */
  touchHandle(session: Session, writes: boolean): void;
}

/** A call into an entry point. */
export function* enter(
  code: DriverCode,
  entry: EntryName,
  label: string,
  parameters: Partial<CallParameters>,
): Coroutine<number> {
  if (code[entry] === undefined) return 1;
  const { value } = yield { kind: 'call', entry, label, parameters: { ...NOTHING, ...parameters } };
  return value;
}

/** One thread of an application. */
export function* clientThread(
  session: Session,
  code: DriverCode,
  steps: readonly ClientStep[],
  events: ClientEvents,
): Coroutine {
  const addresses = addressesOf(session.application.buffers);
  const { process } = session;
  for (const step of steps) {
    switch (step.do) {
      case 'open':
        session.context = yield* enter(code, 'open', 'Open', { callerProcess: process });
        session.tried = true;
        if (session.context === 0) events.failed(session, 'Open');
        break;
      case 'close':
        yield* closeHandle(session, code, events, process);
        break;
      case 'exit':
        yield { kind: 'exit' };
        break;
      case 'free': {
        const buffer = addresses.get(step.buffer);
        yield { kind: 'perform', operation: 'VirtualFree', pointer: buffer?.address ?? 0 };
        break;
      }
      case 'store': {
        const pointer = (addresses.get(step.buffer)?.address ?? 0) + step.offset;
        const { bytes } = step;
        yield { kind: 'perform', operation: 'write', pointer, size: bytes.length, bytes };
        break;
      }
      case 'expect': {
        const pointer = (addresses.get(step.buffer)?.address ?? 0) + step.offset;
        yield { kind: 'expect', pointer, bytes: step.bytes, what: step.buffer };
        break;
      }
      case 'ioControl':
      case 'read':
      case 'write': {
        if (!session.tried) yield { kind: 'opened' };
        events.touchHandle(session, false);
        if (session.context === 0 || session.closing) break;
        const buffer = (name: string | undefined): { address: number; size: number } =>
          (name === undefined ? undefined : addresses.get(name)) ?? { address: 0, size: 0 };
        const input = buffer(step.input);
        const output = buffer(step.output);
        const value = yield* enter(code, step.do, step.name, {
          hOpenContext: session.context,
          dwCode: step.code ?? 0,
          pBufIn: input.address,
          dwLenIn: step.inputBytes ?? input.size,
          pBufOut: output.address,
          dwLenOut: step.outputBytes ?? output.size,
          pdwActualOut: step.counts === true ? buffer(COUNT_BUFFER).address : 0,
          callerProcess: process,
        });
        const isMissing = value === 0;
        if (isMissing && step.succeeds !== false) events.failed(session, step.name);
      }
    }
  }
}

/** CloseHandle: PreClose at once, Close when no call has the handle any more. */
export function* closeHandle(
  session: Session,
  code: DriverCode,
  events: ClientEvents,
  callerProcess: number,
): Coroutine {
  events.touchHandle(session, true);
  if (session.context === 0 || session.closing) return;
  session.closing = true;
  const hOpenContext = session.context;
  yield* enter(code, 'preClose', 'PreClose', { hOpenContext, callerProcess });
  if (code.close !== undefined && session.inFlight > 0) yield { kind: 'idle' };
  yield* enter(code, 'close', 'Close', { hOpenContext, callerProcess });
  session.context = 0;
}
