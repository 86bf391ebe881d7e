/** A driver for the tests: performs operations, with the answers that a system gave it. */

import { emptyOperation } from '#dist/model/case.js';
import { OBLIGATIONS } from '#dist/model/clauses/index.js';
import { DESCRIPTORS } from '#dist/model/descriptors.js';
import { findReading } from '#dist/model/readings.js';
import type { Operation } from '#dist/model/step.js';
import { DriverMonitor } from '#dist/properties/driver-rules/monitor.js';
import type { Answered } from '#dist/properties/driver-rules/view.js';

export const S_OK = 0;
export const E_FAIL = 0x80004005;
export const E_ACCESSDENIED = 0x80070005;
export const E_INVALIDARG = 0x80070057;
export const FLAG = 0x80000000;
export const { ARG_I_PTR, ARG_O_PTR, ARG_IO_PTR, ARG_I_ASTR, ARG_I_WSTR } = DESCRIPTORS;
export const { ARG_DW, ARG_IO_PDW } = DESCRIPTORS;

/** The caller's buffer, and where the system puts what it makes. */
export const SOURCE = 0x20000;
export const OTHER = 0x50000;
export const GIVEN = 0x90010000;
export const ASYNC = 0xa0020000;
export const DUPLICATE = 0xb0030000;
export const SIZE = 100;

export interface World {
  readonly reading?: string;
  readonly server?: 'kernel' | 'user';
  readonly copyLimit?: number;
  readonly shares?: boolean;
}

/** Fields of an operation that matter, and of its answer. */
export interface Act extends Partial<Operation> {
  readonly answer?: Partial<Answered>;
}

/** Everything that one driver did, judged as it goes. */
export class Driver {
  static readonly reading = findReading('compact7-x86')!;
  readonly monitor = new DriverMonitor();
  /** IDs that the last operation broke. */
  last: string[] = [];
  /** IDs in order, of every operation. */
  readonly all: string[] = [];
  private held: Operation = emptyOperation();

  constructor(world: World = {}) {
    const { reading = 'compact2013-x86', server = 'kernel', copyLimit = 16_384 } = world;
    const { shares = false } = world;
    this.monitor.begin({
      reading: findReading(reading)!,
      userServer: server === 'user',
      copyLimit,
      shares,
    });
  }

  do(operation: Operation['operation'], act: Act = {}): this {
    const { answer, ...fields } = act;
    const request = { ...emptyOperation(), operation, thread: 1, ...fields };
    const response = { status: 'returned', value: S_OK, pointer: 0xdeadb0de, ...answer } as const;
    const count = this.monitor.observe(request, this.held, response);
    this.keep(count);
    if (response.status === 'paused') this.held = request;
    return this;
  }

  private keep(count: number): void {
    const cites = [...this.monitor.breached.subarray(0, count)];
    this.last = cites.map((cite) => OBLIGATIONS[cite - 1].id);
    this.all.push(...this.last);
  }

  end(): this {
    this.keep(this.monitor.end());
    return this;
  }

  /** Process 1 calls on thread 1, with no parameter that the kernel marshals. */
  call(act: Act = {}): this {
    return this.do('call', { process: 1, ...act });
  }

  /** As {@link call}, with an API parameter. */
  parameter(descriptor: number = ARG_IO_PTR, pointer = SOURCE, act: Act = {}): this {
    const answer = { pointer };
    return this.call({ source: SOURCE, size: SIZE, descriptor, answer, ...act });
  }

  return(thread = 1): this {
    return this.do('return', { thread });
  }

  /** An Open that gives {@link GIVEN}: an alias or a copy, the driver cannot tell. */
  open(act: Act = {}): this {
    const answer = { pointer: GIVEN };
    const descriptor = ARG_IO_PTR;
    return this.do('CeOpenCallerBuffer', {
      source: SOURCE,
      size: SIZE,
      descriptor,
      answer,
      ...act,
    });
  }

  /** An Open that gives the caller's own pointer. */
  direct(act: Act = {}): this {
    return this.open({ answer: { pointer: act.source ?? SOURCE }, ...act });
  }

  /** An Open that surely copies. */
  copy(act: Act = {}): this {
    return this.open({ forceDuplicate: true, ...act });
  }

  close(act: Act = {}): this {
    const values = { pointer: GIVEN, source: SOURCE, size: SIZE, descriptor: ARG_IO_PTR };
    return this.do('CeCloseCallerBuffer', { ...values, ...act });
  }

  alloc(act: Act = {}): this {
    const values = { source: GIVEN, size: SIZE, descriptor: ARG_IO_PTR };
    return this.do('CeAllocAsynchronousBuffer', { ...values, answer: { pointer: ASYNC }, ...act });
  }

  free(act: Act = {}): this {
    const values = { pointer: ASYNC, source: GIVEN, size: SIZE, descriptor: ARG_IO_PTR };
    return this.do('CeFreeAsynchronousBuffer', { ...values, ...act });
  }

  flush(act: Act = {}): this {
    const values = { pointer: ASYNC, source: GIVEN, size: SIZE, descriptor: ARG_IO_PTR };
    return this.do('CeFlushAsynchronousBuffer', { ...values, ...act });
  }

  duplicate(act: Act = {}): this {
    const values = { source: SOURCE, size: SIZE, descriptor: ARG_IO_PTR };
    return this.do('CeAllocDuplicateBuffer', { ...values, answer: { pointer: DUPLICATE }, ...act });
  }

  freeDuplicate(act: Act = {}): this {
    const values = { pointer: DUPLICATE, source: SOURCE, size: SIZE, descriptor: ARG_IO_PTR };
    return this.do('CeFreeDuplicateBuffer', { ...values, ...act });
  }

  read(pointer: number, act: Act = {}): this {
    return this.do('read', { pointer, size: 4, ...act });
  }

  write(pointer: number, act: Act = {}): this {
    return this.do('write', { pointer, size: 4, ...act });
  }

  /** The application writes to its own memory. */
  edit(pointer: number, size = 4, process = 1): this {
    return this.do('write', { thread: -1, process, pointer, size });
  }

  exit(process = 1): this {
    return this.do('exit', { thread: -1, process });
  }
}

/** One row of a table: a driver, what it does and what has to be found in all. */
export interface Row {
  readonly name: string;
  readonly world?: World;
  readonly act: (driver: Driver) => Driver;
  readonly breaks?: readonly string[];
}

/** What a row's driver broke, in order. */
export function found(row: Row): string[] {
  return row.act(new Driver(row.world)).all;
}
