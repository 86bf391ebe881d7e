/** The call that a board is working on, and the threads that carry calls. */

import {
  CALL_THREADS,
  type OperationName,
  type PausePoint,
  type Request,
} from '../../interface.js';

/** What a function gets when a method of a wrapper class calls it. */
export interface InnerCall {
  operation: FunctionName;
  thread: number;
  pointer: number;
  source: number;
  unmarshalled: number;
  size: number;
  descriptor: number;
  forceDuplicate: boolean;
  allocationFails: number;
}

/** The seven functions. */
export type FunctionName = Extract<OperationName, `Ce${string}`>;

/** How far a call has come; a held call goes on after the stage that it has reached. */
export const FRESH = 0;
/** A size-0 string has been measured. */
export const MEASURED = 1;
/** All checks have passed; a copy or a mapping is next. */
export const CHECKED = 2;
/** A duplicate has been written back; its release is next. */
export const WRITTEN_BACK = 3;

/** Parameters of one API call and what is known of it so far. One object, used again and again. */
export class Call {
  operation: FunctionName = 'CeOpenCallerBuffer';
  thread = 0;
  destination = false;
  pointer = 0;
  source = 0;
  unmarshalled = 0;
  size = 0;
  descriptor = 0;
  forceDuplicate = false;
  stage: number = FRESH;
  /** Bytes of the buffer: `size`, or what was measured. */
  length = 0;
  /** Space and address that the source's bytes are read at. */
  space = 0;
  address = 0;
  /** Process whose memory that is, for write-back. */
  process = 0;
  incarnation = 0;
  /** Where a duplicate goes back to when that is not the place it was read at; 0: it is. */
  writeBackAddress = 0;
  writeBackProcess = 0;
  writeBackIncarnation = 0;
  /** What the out-pointer is to hold; 0 for none. */
  result = 0;
  private allocationFails = 0;
  private allocations = 0;
  private pause: PausePoint = '';

  /** Takes over a request; nothing of it is kept by reference. */
  begin(request: Request, operation: FunctionName): void {
    this.destination = request.destination;
    this.pause = request.pause;
    this.take(request, operation);
  }

  /** Takes over what a method of a wrapper class passes. */
  beginInner(inner: InnerCall): void {
    this.destination = true;
    this.pause = '';
    this.take(inner, inner.operation);
  }

  private take(given: Omit<InnerCall, 'operation'>, operation: FunctionName): void {
    this.operation = operation;
    this.thread = given.thread;
    this.pointer = given.pointer;
    this.source = given.source;
    this.unmarshalled = given.unmarshalled;
    this.size = given.size;
    this.length = given.size;
    this.descriptor = given.descriptor;
    this.forceDuplicate = given.forceDuplicate;
    this.stage = FRESH;
    this.space = -1;
    this.address = given.source;
    this.process = 0;
    this.incarnation = 0;
    this.result = 0;
    this.writeBackAddress = 0;
    this.allocationFails = given.allocationFails;
    this.allocations = 0;
  }

  /** True for the three functions that hand out a pointer. */
  hasOutPointer(): boolean {
    return (
      this.operation === 'CeOpenCallerBuffer' ||
      this.operation === 'CeAllocAsynchronousBuffer' ||
      this.operation === 'CeAllocDuplicateBuffer'
    );
  }

  /** Allocations left until the planned failure, 0 when it is behind or was never planned. */
  get allocationsToFailure(): number {
    return Math.max(this.allocationFails - this.allocations, 0);
  }

  /** Counts one allocation; false when the plan says that this one fails. */
  mayAllocate(): boolean {
    this.allocations += 1;
    return this.allocations !== this.allocationFails;
  }

  /** Notes the stage; true when the call is to be held there. */
  reaches(stage: number, point: PausePoint): boolean {
    this.stage = stage;
    if (this.pause !== point) return false;
    this.pause = '';
    return true;
  }
}

/** A caller's thread inside the server. */
export class Thread {
  inCall = false;
  /** The application that called. */
  process = 0;
  incarnation = 0;
  /** A kernel-mode forwarder stands between: the direct caller is the kernel. */
  viaKernel = false;
  /** An earlier call on this thread came that way; only a fault looks at it. */
  wasViaKernel = false;
  /** API parameter as the caller passed it; length 0 where there is none. */
  parameterSource = 0;
  parameterLength = 0;
  /** Number of the reflector's alias of it, or −1. */
  parameterAlias = -1;

  /** Outside any call. */
  reset(): void {
    this.inCall = false;
    this.process = 0;
    this.incarnation = 0;
    this.viaKernel = false;
    this.parameterSource = 0;
    this.parameterLength = 0;
    this.parameterAlias = -1;
  }
}

/** One thread for the service thread (0, never in a call) and one for each call. */
export function makeThreads(): readonly Thread[] {
  return Array.from({ length: CALL_THREADS + 1 }, () => new Thread());
}
