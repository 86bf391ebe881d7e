// A board with hands: one method an operation, every answer written down as a line of text.

import {
  type Inspection,
  type OperationName,
  POINTER_SENTINEL,
  type Region,
  type Request,
  type Response,
  type Setup,
  type Target,
} from '#dist/targets/interface.js';
import { createBoard } from '#dist/targets/simulator/index.js';

export const I_PTR = 4;
export const I_WSTR = 5;
export const I_ASTR = 6;
export const O_PTR = 8;
export const IO_PTR = 0xc;
export const FORCE = 0x8000_0000;
export const SENTINEL: number = POINTER_SENTINEL;

/** Process 1: eight pages to read and write. */
export const MINE = 0x4_0000;
/** Process 1: one page to read and write, then one to read only. */
export const MIXED = 0x7_0000;
/** Process 1: two pages that its owner wants uncached. */
export const UNCACHED = 0x8_0000;
/** "hello" as a narrow string, in MINE. */
export const HELLO = 0x4_2000;
/** "hi" as a wide string, in MINE. */
export const WIDE = 0x4_2100;
/** Memory of the kernel. */
export const SECRET = 0x9000_0000;

const PAGE = 4096;

function pattern(pages: number, seed: number): Uint8Array {
  return new Uint8Array(pages * PAGE).map((_, index) => ((index * 7 + seed) & 0xff) | 1);
}

function region(process: number, base: number, protections: number[], seed: number): Region {
  const runs = protections.map((protection) => ({ pages: 1, protection }));
  const contents = pattern(protections.length, seed);
  if (base === MINE && process === 1) {
    contents.set([104, 101, 108, 108, 111, 0], HELLO - MINE);
    contents.set([104, 0, 105, 0, 0, 0], WIDE - MINE);
  }
  return { process, base, runs, contents };
}

const REGIONS: readonly Region[] = [
  region(1, MINE, [4, 4, 4, 4, 4, 4, 4, 4], 1),
  region(1, MIXED, [4, 2], 3),
  region(1, UNCACHED, [0x204, 0x204], 5),
  region(2, MINE, [4, 4, 4, 4, 4, 4, 4, 4], 9),
  region(0, SECRET, [4, 4], 11),
];

/** What most scripts start from. */
export const SETUP: Setup = {
  reading: 'compact7-x86',
  copyLimitBytes: 4096,
  server: 'kernel',
  applications: 2,
  regions: REGIONS,
  personality: 0,
};

const IDLE: Omit<Request, 'bytes'> = {
  operation: 'return',
  thread: 1,
  process: 1,
  destination: true,
  pointer: 0,
  source: 0,
  unmarshalled: 0,
  size: 0,
  descriptor: 0,
  forceDuplicate: false,
  viaKernel: false,
  allocationFails: 0,
  pause: '',
  object: 0,
  mode: 0,
  constant: false,
  unforced: false,
  asynchronous: false,
};

export type More = Partial<Request>;

export class Rig {
  readonly board: Target;
  readonly inspection: Inspection;
  /** What every operation answered; what a harness without inspection sees. */
  readonly answers: string[] = [];
  /** What inspection showed after every operation. */
  readonly insides: string[] = [];
  operations = 0;
  readonly response: Response;

  constructor(kind: 'strict' | 'shipped', fault?: string, setup: Partial<Setup> = {}) {
    this.board = createBoard(kind, fault);
    if (this.board.inspection === null) throw new Error('the board cannot be looked into');
    this.inspection = this.board.inspection;
    this.response = { status: 'returned', value: 0, pointer: 0, bytes: new Uint8Array(1 << 20) };
    const reading = kind === 'strict' ? 'compact7-x86' : 'shipped-compact7-armv5';
    this.board.reset({ ...SETUP, reading, ...setup });
  }

  do(operation: OperationName, more: More): Response {
    const bytes = more.bytes ?? new Uint8Array(0);
    this.board.perform({ ...IDLE, ...more, operation, bytes }, this.response);
    const { status, value, pointer } = this.response;
    this.operations += 1;
    this.answers.push(`${operation} ${status} ${value.toString(16)} ${pointer.toString(16)}`);
    this.look();
    return this.response;
  }

  call(more: More = {}): number {
    return this.do('call', more).pointer;
  }

  ret(thread = 1): void {
    this.do('return', { thread });
  }

  open(source: number, size: number, descriptor: number, more: More = {}): number {
    return this.do('CeOpenCallerBuffer', { source, size, descriptor, ...more }).pointer;
  }

  /** Open with ForceDuplicate. */
  copy(source: number, size: number, descriptor: number, more: More = {}): number {
    return this.open(source, size, descriptor, { forceDuplicate: true, ...more });
  }

  close(
    pointer: number,
    source: number,
    size: number,
    descriptor: number,
    more: More = {},
  ): number {
    return this.do('CeCloseCallerBuffer', { pointer, source, size, descriptor, ...more }).value;
  }

  alloc(source: number, size: number, descriptor: number, more: More = {}): number {
    return this.do('CeAllocAsynchronousBuffer', { source, size, descriptor, ...more }).pointer;
  }

  free(pointer: number, source: number, size: number, descriptor: number, more: More = {}): number {
    const parameters = { pointer, source, size, descriptor, ...more };
    return this.do('CeFreeAsynchronousBuffer', parameters).value;
  }

  flush(
    pointer: number,
    source: number,
    size: number,
    descriptor: number,
    more: More = {},
  ): number {
    const parameters = { pointer, source, size, descriptor, ...more };
    return this.do('CeFlushAsynchronousBuffer', parameters).value;
  }

  duplicate(source: number, size: number, descriptor: number, more: More = {}): number {
    return this.do('CeAllocDuplicateBuffer', { source, size, descriptor, ...more }).pointer;
  }

  freeDuplicate(
    pointer: number,
    source: number,
    size: number,
    descriptor: number,
    more: More = {},
  ): number {
    const parameters = { pointer, source, size, descriptor, ...more };
    return this.do('CeFreeDuplicateBuffer', parameters).value;
  }

  /** The server reads on the thread of the call, an application with thread −1. */
  read(pointer: number, size: number, more: More = {}): readonly number[] {
    const { status, bytes } = this.do('read', { pointer, size, ...more });
    const seen = status === 'returned' ? [...bytes.subarray(0, size)] : [];
    this.answers.push(seen.join(' '));
    return seen;
  }

  write(pointer: number, size: number, value: number, more: More = {}): void {
    this.do('write', { pointer, size, bytes: new Uint8Array(size).fill(value), ...more });
  }

  /** The application of `process` reads. */
  sees(pointer: number, size: number, process = 1): readonly number[] {
    return this.read(pointer, size, { thread: -1, process });
  }

  /** The application of `process` writes. */
  puts(pointer: number, size: number, value: number, process = 1): void {
    this.write(pointer, size, value, { thread: -1, process });
  }

  exit(process = 1): void {
    this.do('exit', { process });
  }

  start(process = 1): void {
    this.do('start', { process });
  }

  protect(pointer: number, size: number, descriptor: number, process = 1): void {
    this.do('VirtualProtect', { pointer, size, descriptor, process });
  }

  virtualFree(pointer: number, process = 1): void {
    this.do('VirtualFree', { pointer, process });
  }

  virtualAlloc(pointer: number, process = 1): void {
    this.do('VirtualAlloc', { pointer, process });
  }

  /** A method of a wrapper object; what its ptr() gives afterwards. */
  object(operation: OperationName, object: number, more: More = {}): number {
    return this.do(operation, { object, ...more }).pointer;
  }

  resume(thread = 1): Response {
    return this.do('resume', { thread });
  }

  isCached(address: number, process = 1): boolean {
    return this.page(address, process).cached;
  }

  page(address: number, process = 1): Parameters<Inspection['page']>[2] {
    const state = { present: false, protection: 0, cached: false, frame: 0, references: 0 };
    this.inspection.page(process, address, state);
    return state;
  }

  private look(): void {
    const { inspection } = this;
    const pages = [MINE, MINE + PAGE, UNCACHED].map((address) =>
      JSON.stringify(this.page(address)),
    );
    const counts = [inspection.heapBlocks(), inspection.heapBytes(), inspection.aliases()];
    this.insides.push([...counts, inspection.records(), ...pages].join(' '));
  }
}
