/** Coroutines of the applications, and of the system that loads and unloads the driver. */

import { readDword, writeBytes } from '../../drivers/index.js';
import type {
  Application,
  CallClientStep,
  CallParameters,
  Client,
  ClientStep,
  Coroutine,
  Driver,
  DriverCode,
  EntryName,
} from '../../drivers/interface.js';
import { type Addresses, addressesOf, COUNT_BUFFER } from './layout.js';

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

/** One thread of an application: what its steps and its programs are made of. */
class ApplicationThread implements Client {
  readonly process: number;
  private readonly session: Session;
  private readonly code: DriverCode;
  private readonly events: ClientEvents;
  private readonly addresses: Addresses;

  constructor(session: Session, code: DriverCode, events: ClientEvents) {
    this.session = session;
    this.process = session.process;
    this.code = code;
    this.events = events;
    this.addresses = addressesOf(session.application.buffers);
  }

  address(buffer: string): number {
    return this.buffer(buffer).address;
  }

  /** CreateFile. */
  *open(): Coroutine {
    const { session, code, process } = this;
    session.context = yield* enter(code, 'open', 'Open', { callerProcess: process });
    session.tried = true;
    if (session.context === 0) this.events.failed(session, 'Open');
  }

  *ioControl(step: CallClientStep): Coroutine<number> {
    const { session, code, events, process } = this;
    if (!session.tried) yield { kind: 'opened' };
    events.touchHandle(session, false);
    if (session.context === 0 || session.closing) return 0;
    const input = this.buffer(step.input);
    const output = this.buffer(step.output);
    const value = yield* enter(code, step.do, step.name, {
      hOpenContext: session.context,
      dwCode: step.code ?? 0,
      pBufIn: input.address,
      dwLenIn: step.inputBytes ?? input.size,
      pBufOut: output.address,
      dwLenOut: step.outputBytes ?? output.size,
      pdwActualOut: step.counts === true ? this.buffer(COUNT_BUFFER).address : 0,
      callerProcess: process,
    });
    if (value === 0 && step.succeeds !== false) events.failed(session, step.name);
    return value;
  }

  *plugInCall(name: string, message: number, data: number, structure = false): Coroutine<number> {
    const parameters = { dwCode: message, pBufIn: data, dwLenIn: structure ? 4 : 0 };
    const callerProcess = this.process;
    return yield* enter(this.code, 'kpCall', name, { ...parameters, callerProcess });
  }

  *expect(pointer: number, bytes: Uint8Array, what: string): Coroutine {
    yield { kind: 'expect', pointer, bytes, what };
  }

  /** An address that the driver gave, and what lies behind it. */
  *expectThrough(step: ExpectClientStep): Coroutine {
    const base = yield* readDword(this.address(step.buffer));
    if (base !== 0) yield* this.expect(base + step.offset, step.bytes, step.buffer);
  }

  private buffer(name: string | undefined): { readonly address: number; readonly size: number } {
    return (name === undefined ? undefined : this.addresses.get(name)) ?? NO_BUFFER;
  }
}

type ExpectClientStep = Extract<ClientStep, { readonly do: 'expect' }>;

const NO_BUFFER = { address: 0, size: 0 };

/** One thread of an application. */
export function* clientThread(
  session: Session,
  code: DriverCode,
  steps: readonly ClientStep[],
  events: ClientEvents,
  programs: Driver['programs'],
): Coroutine {
  const it = new ApplicationThread(session, code, events);
  for (const step of steps) {
    switch (step.do) {
      case 'open':
        yield* it.open();
        break;
      case 'close':
        yield* closeHandle(session, code, events, it.process);
        break;
      case 'exit':
        yield { kind: 'exit' };
        break;
      case 'free':
        yield { kind: 'perform', operation: 'VirtualFree', pointer: it.address(step.buffer) };
        break;
      case 'store':
        yield* writeBytes(it.address(step.buffer) + step.offset, step.bytes);
        break;
      case 'expect':
        if (step.through === true) yield* it.expectThrough(step);
        else yield* it.expect(it.address(step.buffer) + step.offset, step.bytes, step.buffer);
        break;
      case 'run': {
        const program = programs?.[step.program];
        if (program !== undefined) yield* program(it);
        break;
      }
      case 'ioControl':
      case 'read':
      case 'write':
        yield* it.ioControl(step);
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
