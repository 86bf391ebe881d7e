/**
 * AsynchronousBuffer_t, DuplicatedBuffer_t and MarshalledBuffer_t, as a header over the seven
 * functions: what an object keeps, and which function each method calls with that. CLASS-1 …
 * CLASS-8, QUIET-27, QUIET-28.
 */

import {
  type OperationName,
  type Request,
  type Response,
  WrapperClass,
  type WrapperOperation,
} from '../../interface.js';
import {
  E_ACCESSDENIED,
  E_ALREADY_EXISTS,
  E_INVALIDARG,
  KERNEL_BASE,
  NOT_SUPPORTED,
  S_OK,
} from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { writesBack } from './arguments.js';
import type { Call, InnerCall } from './call.js';
import { Members } from './members.js';

/** Objects that a server may have. */
const OBJECTS = 16;

const METHODS: ReadonlySet<string> = new Set<WrapperOperation>([
  'construct',
  'Allocate',
  'Free',
  'Marshal',
  'Unmarshal',
  'Flush',
  'ptr',
  'size',
  'copy',
  'destroy',
]);

/** True for a method of a wrapper class. */
export function isWrapper(operation: OperationName): operation is WrapperOperation {
  return METHODS.has(operation);
}

/** What the classes need of a board. */
export interface Functions {
  readonly fault: number;
  /** Runs a function; `call` holds afterwards what it handed out. */
  runInner(call: InnerCall): number;
  readonly call: Call;
}

/** All wrapper objects of one server. */
export class Wrappers {
  private readonly objects = Array.from({ length: OBJECTS + 1 }, () => new Members());
  private readonly inner: InnerCall = {
    operation: 'CeOpenCallerBuffer',
    thread: 0,
    pointer: 0,
    source: 0,
    unmarshalled: 0,
    size: 0,
    descriptor: 0,
    forceDuplicate: false,
    allocationFails: 0,
  };
  private readonly board: Functions;
  private touched = false;

  constructor(board: Functions) {
    this.board = board;
  }

  /** No objects. */
  reset(): void {
    if (!this.touched) return;
    for (const each of this.objects) {
      each.clear();
      each.kind = 0;
    }
    this.touched = false;
  }

  /** Performs one method. */
  perform(request: Request, operation: WrapperOperation, response: Response): void {
    const { object, mode } = request;
    const it = object >= 1 && object <= OBJECTS ? this.objects[object] : undefined;
    const creates = operation === 'construct' || operation === 'copy';
    if (it === undefined || (it.kind === 0) !== creates) {
      response.status = 'refused';
      return;
    }
    if (operation === 'copy') {
      const from = mode >= 1 && mode <= OBJECTS ? this.objects[mode] : undefined;
      if (from === undefined || from.kind === 0) {
        response.status = 'refused';
        return;
      }
      it.take(from);
      if (this.board.fault === FAULT.COPIED_OBJECT_EMPTIES_ORIGINAL) from.clear();
    } else response.value = this.method(it, request, operation);
    this.touched = true;
    response.pointer = this.pointerOf(it);
  }

  private pointerOf(it: Members): number {
    const { fault } = this.board;
    if (fault === FAULT.PTR_GIVES_OPENED && it.opened !== 0) return it.opened;
    return it.pointer;
  }

  private method(
    it: Members,
    request: Request,
    operation: Exclude<WrapperOperation, 'copy'>,
  ): number {
    const { fault } = this.board;
    switch (operation) {
      case 'construct':
        it.kind = request.mode;
        if (request.source === 0 && request.size === 0 && request.descriptor === 0) return 0;
        this.fill(it, request);
        return 0;
      case 'Allocate':
      case 'Marshal':
        return this.allocate(it, request);
      case 'Free':
      case 'Unmarshal':
        if (it.pointer === 0) return this.alreadyExists();
        return this.empty(it, request.thread);
      case 'Flush':
        return this.flush(it, request.thread);
      case 'size':
        return this.sizeOf(it);
      case 'ptr':
        return this.pointerOf(it) === 0 ? 0 : 1;
      case 'destroy':
        if (it.pointer !== 0 && fault !== FAULT.DESTRUCTOR_RELEASES_NOTHING) {
          this.empty(it, request.thread);
        }
        it.clear();
        it.kind = 0;
        return 0;
    }
  }

  private alreadyExists(): number {
    return this.board.fault === FAULT.RAW_WIN32_RESULT ? 183 : E_ALREADY_EXISTS;
  }

  private sizeOf(it: Members): number {
    const kept = this.board.fault === FAULT.FAILED_OBJECT_KEEPS_SIZE;
    return it.pointer === 0 && !kept ? 0 : it.size;
  }

  /** Allocate and Marshal: refused while the object is full. */
  private allocate(it: Members, request: Request): number {
    const { fault } = this.board;
    const constFirst = fault === FAULT.CONST_TESTED_BEFORE_FULL && isRefusedConst(it, request);
    if (it.pointer !== 0 && constFirst) return E_ACCESSDENIED;
    if (it.pointer !== 0 && fault !== FAULT.FULL_OBJECT_ALLOCATES) {
      if (fault === FAULT.FULL_OBJECT_DROPS_BUFFER) this.empty(it, request.thread);
      return this.alreadyExists();
    }
    const result = this.fill(it, request);
    return fault === FAULT.ALLOCATE_GIVES_TRUE && result === S_OK ? 1 : result;
  }

  /** An empty object takes hold of a buffer; it stays empty where that fails. */
  private fill(it: Members, request: Request): number {
    const { fault } = this.board;
    if (isRefusedConst(it, request) && fault !== FAULT.CONST_OUTPUT_ACCEPTED) {
      return E_ACCESSDENIED;
    }
    const { inner } = this;
    inner.thread = request.thread;
    inner.source = request.source;
    inner.size = request.size;
    inner.descriptor = request.descriptor;
    inner.allocationFails = request.allocationFails;
    const marshalled = it.kind === WrapperClass.marshalled;
    const result = marshalled ? this.marshal(it, request) : this.wrap(it);
    if (result >= KERNEL_BASE) {
      if (fault === FAULT.FAILED_OBJECT_KEEPS_SIZE) it.size = request.size;
      return result;
    }
    it.pointer = this.board.call.result;
    it.source = request.source;
    it.size = request.size;
    it.descriptor =
      fault === FAULT.OBJECT_DROPS_FLAG ? request.descriptor & 0x7fff_ffff : request.descriptor;
    return result;
  }

  private wrap(it: Members): number {
    const asynchronous = it.kind === WrapperClass.asynchronous;
    this.inner.operation = asynchronous ? 'CeAllocAsynchronousBuffer' : 'CeAllocDuplicateBuffer';
    return this.board.runInner(this.inner);
  }

  private marshal(it: Members, request: Request): number {
    const { board, inner } = this;
    inner.operation = 'CeOpenCallerBuffer';
    inner.forceDuplicate = !request.unforced && board.fault !== FAULT.MARSHAL_DOES_NOT_FORCE;
    const opened = board.runInner(inner);
    if (opened >= KERNEL_BASE) return opened;
    it.opened = board.call.result;
    it.asynchronous = request.asynchronous;
    if (!request.asynchronous || board.fault === FAULT.MARSHAL_IGNORES_ASYNCHRONOUS) return S_OK;
    inner.operation = 'CeAllocAsynchronousBuffer';
    inner.source = it.opened;
    inner.allocationFails = board.call.allocationsToFailure;
    const allocated = board.runInner(inner);
    if (allocated < KERNEL_BASE) return allocated;
    const leaks = board.fault === FAULT.FAILED_MARSHAL_LEAKS_OPEN;
    const closed = leaks ? S_OK : this.close(it, request.thread, request);
    it.clear();
    return board.fault === FAULT.FAILED_MARSHAL_GIVES_CLOSE_RESULT ? closed : allocated;
  }

  private close(it: Members, thread: number, values: Members | Request): number {
    const { inner } = this;
    inner.operation = 'CeCloseCallerBuffer';
    inner.thread = thread;
    inner.pointer = it.opened;
    inner.source = values.source;
    inner.size = values.size;
    inner.descriptor = values.descriptor;
    inner.allocationFails = 0;
    return this.board.runInner(inner);
  }

  /** Members as the arguments of Free, Flush and CeFreeDuplicateBuffer. */
  private repeat(it: Members, thread: number, source: number): void {
    const { inner } = this;
    inner.thread = thread;
    inner.pointer = it.pointer;
    inner.source = source;
    inner.size = this.board.fault === FAULT.OBJECT_FREES_ONE_LESS ? it.size - 1 : it.size;
    inner.descriptor = it.descriptor;
    inner.allocationFails = 0;
  }

  /** A full object releases what it holds and is empty then. */
  private empty(it: Members, thread: number): number {
    const { board, inner } = this;
    let result: number;
    if (it.kind === WrapperClass.marshalled) result = this.unmarshal(it, thread);
    else {
      this.repeat(it, thread, it.source);
      const asynchronous = it.kind === WrapperClass.asynchronous;
      inner.operation = asynchronous ? 'CeFreeAsynchronousBuffer' : 'CeFreeDuplicateBuffer';
      result = board.runInner(inner);
    }
    if (board.fault !== FAULT.OBJECT_STAYS_FULL) it.clear();
    return result;
  }

  private unmarshal(it: Members, thread: number): number {
    const { board, inner } = this;
    const early =
      board.fault === FAULT.UNMARSHAL_CLOSES_FIRST ? this.close(it, thread, it) : undefined;
    let freed = S_OK;
    if (it.asynchronous && board.fault !== FAULT.UNMARSHAL_FORGETS_FREE) {
      this.repeat(it, thread, it.opened);
      inner.operation = 'CeFreeAsynchronousBuffer';
      freed = board.runInner(inner);
    }
    const closed = early ?? this.close(it, thread, it);
    const given = board.fault === FAULT.UNMARSHAL_GIVES_FREE_RESULT && freed !== S_OK;
    return given ? freed : closed;
  }

  private flush(it: Members, thread: number): number {
    const { board, inner } = this;
    const { fault } = board;
    if (it.kind === WrapperClass.duplicated) {
      return fault === FAULT.DUPLICATED_FLUSH_SUCCEEDS ? S_OK : NOT_SUPPORTED;
    }
    const marshalled = it.kind === WrapperClass.marshalled;
    if (it.pointer === 0 || (marshalled && !it.asynchronous)) {
      return fault === FAULT.EMPTY_FLUSH_SUCCEEDS ? S_OK : E_INVALIDARG;
    }
    this.repeat(it, thread, marshalled ? it.opened : it.source);
    inner.operation = 'CeFlushAsynchronousBuffer';
    const names = marshalled && fault !== FAULT.OBJECT_FLUSHES_WITHOUT_SOURCE;
    inner.unmarshalled = names ? it.source : 0;
    return board.runInner(inner);
  }
}

/** CLASS-6: a PCVOID source of one of the two classes that take one, to be written. */
function isRefusedConst(it: Members, request: Request): boolean {
  const takes = it.kind !== WrapperClass.marshalled;
  return takes && request.constant && writesBack(request.descriptor);
}
