/**
 * What every implementation under test offers to marshalcheck: plain numbers in, plain numbers
 * out. A target never sees a symbolic name, a model type or an expectation.
 *
 * It imports its own folder alone, and `targets/simulator/` imports nothing else from the project,
 * so that the built-in boards cannot share a mistake with the model that judges them.
 *
 * Addresses and sizes are unsigned 32-bit numbers (0 … 0xFFFFFFFF), sizes in bytes.
 */

import type { OperationName, Request } from './interface/request.js';

/** Process 0 is the kernel; applications are 1, 2, …; the host of a user-mode driver is 8. */
export const KERNEL_PROCESS = 0;
/** The process that hosts a user-mode driver (udevice); exists when `Setup.server` is `user`. */
export const HOST_PROCESS = 8;

/** `Request.thread`: the application itself acts, through a thread that is not in a call. */
export const APPLICATION_THREAD = -1;
/** `Request.thread`: the server's own interrupt service thread; it carries no call. */
export const SERVICE_THREAD = 0;
/** `Request.thread` 1 … 4: the caller's thread, executing the server's code inside that call. */
export const CALL_THREADS = 4;

/** What the harness leaves in an out-pointer before a call; `untouched` means it is still there. */
export const POINTER_SENTINEL = 0xdeadb0de;

/** PAGE_* protections that a run of pages may have; PAGE_NOCACHE may be added to the last two. */
export const PAGE_NOACCESS = 0x01;
/** Readable, not writable. */
export const PAGE_READONLY = 0x02;
/** Readable and writable. */
export const PAGE_READWRITE = 0x04;
/** Modifier: accessed past the cache. */
export const PAGE_NOCACHE = 0x200;
/** Added to a protection that permits access: the first access faults and takes it away. */
export const PAGE_GUARD = 0x100;
/** With VirtualCopyEx alone: the source is a physical address, shifted right by 8. */
export const PAGE_PHYSICAL = 0x400;
/** Bytes in a page. */
export const PAGE_BYTES = 4096;
/** Bytes in an allocation block: bases of reservations are multiples of it. */
export const BLOCK_BYTES = 65_536;

/** A run of committed pages with one protection. */
export interface PageRun {
  readonly pages: number;
  readonly protection: number;
}

/** One reservation of a process, committed from its base on. */
export interface Region {
  /** Owner: an application, or KERNEL_PROCESS for memory that holds the kernel's secrets. */
  readonly process: number;
  /** Multiple of 64 KB. Two processes may have regions at the same base. */
  readonly base: number;
  readonly runs: readonly PageRun[];
  /** Initial bytes from `base` on, as many as the runs hold; protection does not apply to them. */
  readonly contents: Uint8Array;
}

/** What a case starts from. `reset` leaves the target as this describes and nothing else. */
export interface Setup {
  /** Reading whose rules the target should follow, for example `compact7-armv5`. */
  readonly reading: string;
  /** Largest buffer, in bytes, that is still duplicated where the reading decides by size. */
  readonly copyLimitBytes: number;
  /** Where the server (the driver) lives. */
  readonly server: 'kernel' | 'user';
  /** Number of applications, all running at the start: processes 1 … applications. */
  readonly applications: number;
  readonly regions: readonly Region[];
  /**
   * Which of the permitted behaviours a built-in board shows where its reading leaves a choice;
   * bits of `Personality`. Other targets ignore it.
   */
  readonly personality: number;
}

/**
 * Bits of `Setup.personality`. Where a reading permits one behaviour only the bit has no effect.
 * Open without ForceDuplicate in a kernel server: bits 0–1 (0 direct, 1 alias, 2 copy, 3 direct).
 */
export const Personality = {
  openMask: 3,
  openAlias: 1,
  openCopy: 2,
  /** Alloc on a copied source makes a new copy (else the same pointer comes back). */
  newCopyOfCopy: 4,
  /** An OUT duplicate starts as a copy of its source (else as zeroes). */
  outStartsAsSource: 8,
  /** A Free, Close or Flush with wrong values acts by the recorded values (else refuses). */
  wrongCallsUseRecord: 16,
  /** CeCloseCallerBuffer of a copy with an asynchronous buffer on it releases (else refuses). */
  closesUnderAsynchronous: 32,
  /** Freed addresses are handed out again at once (else as late as possible). */
  reusesAddresses: 64,
  /** Alloc where it is hazardous (ASYNC-21, QUIET-30) gives S_OK (else E_ACCESSDENIED). */
  allocatesOnHazard: 128,
  /** A failing write-back writes the writable prefix first (else nothing). */
  writesPrefix: 256,
} as const;

export {
  type OperationName,
  type OrderingOperation,
  type PausePoint,
  type Request,
  type SharingOperation,
  type WinDriverOperation,
  WrapperClass,
  type WrapperOperation,
} from './interface/request.js';

/** What came of it. The harness owns one object and the target fills it in. */
export interface Response {
  /**
   * `returned` · `faulted` (access violation) · `paused` (held at the point asked for) ·
   * `hung` (never comes back; ends the case) · `refused` (the target does not offer it) ·
   * `crashed` (the target itself died) · `garbled` (what it answered makes no sense).
   */
  status: 'returned' | 'faulted' | 'paused' | 'hung' | 'refused' | 'crashed' | 'garbled';
  /** HRESULT, BOOL or address as an unsigned 32-bit number. */
  value: number;
  /** Out-pointer afterwards; POINTER_SENTINEL when left as it was. */
  pointer: number;
  /** The first `size` bytes are what `read` saw; at least 1 MB long, reused. */
  readonly bytes: Uint8Array;
}

/** State of one page of one address space. */
export interface PageState {
  present: boolean;
  /** PAGE_NOACCESS, PAGE_READONLY or PAGE_READWRITE, without modifiers. */
  protection: number;
  cached: boolean;
  /** Number of the physical page. */
  frame: number;
  /** Live mappings of that physical page, this one included. */
  references: number;
}

/**
 * What there is to look at: bytes (`peek`); pages with their protection, whether they are cached,
 * how many mappings they have (`page`); blocks and bytes of the heap; aliases; records.
 */
export type InspectionName = PageLook | 'memory' | 'heap' | 'aliases' | 'records';
/** Those that a look at a page gives. */
export type PageLook = 'pages' | 'cache' | 'references' | 'frames';

/**
 * What can be looked at from outside, without changing anything. May throw {@link TargetFailure}.
 */
export interface Inspection {
  /** What may be asked for; everything when absent. */
  readonly offers?: ReadonlySet<InspectionName>;
  /**
   * Bytes that `process` would read at `address`, through its own mapping and cache, disregarding
   * protection. Copies `size` bytes to `into`; false where a page is not mapped.
   */
  peek(process: number, address: number, size: number, into: Uint8Array): boolean;
  /**
   * A number that is never again what it was once any of these bytes, as `peek` gives them, may
   * have changed, not even after a reset; −1 where a page is not mapped. While it stays, bytes that
   * agreed are not fetched again. Absent where a target cannot know.
   */
  changedAt?(process: number, address: number, size: number): number;
  /** State of the page that holds `address`; `out.present` false where there is none. */
  page(process: number, address: number, out: PageState): void;
  /** Duplicates that live on the heap of the server (kernel or host). */
  heapBlocks(): number;
  /** Their bytes, as requested, headers not counted. */
  heapBytes(): number;
  /** Alias mappings made by Open, by the reflector or by Alloc that are live. */
  aliases(): number;
  /** Bookkeeping records that are live, whatever kinds the target keeps; 0 when all is released. */
  records(): number;
}

/** A target that broke while it was looked into: `status` as in {@link Response}. */
export class TargetFailure extends Error {
  readonly status: 'hung' | 'crashed' | 'garbled';
  constructor(status: 'hung' | 'crashed' | 'garbled', message: string) {
    super(message);
    this.name = 'TargetFailure';
    this.status = status;
  }
}

/** What a target from outside says of itself; the built-in boards can do everything. */
export interface Offer {
  /** Readings and server modes that it can follow. */
  readonly readings: readonly string[];
  readonly servers: readonly ('kernel' | 'user')[];
  readonly operations: readonly OperationName[];
  readonly inspections: readonly InspectionName[];
  /** Calls can be held at pause points; the n-th allocation of a call can be made to fail. */
  readonly pauses: boolean;
  readonly allocationFailures: boolean;
}

/** What a run has cost since the reset (ALIAS-10). */
export interface Costs {
  /** Bytes that the system copied between buffers, in both directions. */
  readonly bytesCopied: number;
  /** Loads and stores of 32 bits, by anyone, that went past the cache. */
  readonly uncachedAccesses: number;
}

/** An implementation under test. */
export interface Target {
  readonly name: string;
  /** What it can do; everything when absent. */
  readonly offer?: Offer;
  /** Null when the target cannot be looked into (now: it may change when a target breaks). */
  readonly inspection: Inspection | null;
  /** True when calls can be held at pause points; else no operation with one is asked for. */
  readonly pauses: boolean;
  /** Returns to a fresh state; throws only when the target cannot start. */
  reset(setup: Setup): void;
  perform(request: Request, response: Response): void;
  /** Counted while it runs; absent where it counts nothing. */
  readonly costs?: Costs;
  /** Times that it had to be started again; absent for never. */
  readonly restarts?: number;
  /** What it said since the reset and how it broke, for a finding; '' for nothing. */
  evidence?(): string;
}
