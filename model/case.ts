/**
 * A case: the platform, the memory it starts with, and a program of operations. The program is
 * one Int32Array, so that cases are cheap to make, to send to a worker and to compare.
 */

import {
  type BufferNeed,
  isMethod,
  isWinDriver,
  lockedPages,
  ordersIn,
  sizesOf,
} from './locked-buffers.js';
import { MEM_COMMIT } from './memory-types.js';
import { OPERATION_NAMES } from './operations/index.js';
import { findReading } from './readings.js';
import type { Operation } from './step.js';
import { codeOf, Flag, PAUSE_POINTS, Word } from './words.js';
import type { Rights } from './world/domain.js';
import {
  BACKING_BASE,
  bufferBase,
  type Domain,
  type DomainPlan,
  FIRST_BACKING,
  layOut,
  type RegionPlan,
} from './world/domain.js';
import { pageOf } from './world/shares.js';

export type { BufferNeed } from './locked-buffers.js';
export { MOST_LOCKS } from './locked-buffers.js';
export { emptyOperation } from './step.js';
export { codeOf, Flag, lengthOf, PAUSE_POINTS, Word } from './words.js';

/** A buffer of an application, or of the kernel (process 0), as scenarios name it. */
export interface NamedBuffer {
  readonly name: string;
  readonly process: number;
  readonly address: number;
  readonly size: number;
}

/** A reservation that the case starts with. */
export interface CaseRegion {
  readonly process: number;
  readonly base: number;
  readonly runs: readonly {
    readonly pages: number;
    readonly rights: Rights;
    readonly cached: boolean;
  }[];
  readonly zeroes: readonly { readonly offset: number; readonly size: number }[];
  /** Cuts beyond those that the program needs. */
  readonly cuts: readonly number[];
}

/** Where a case runs. */
export interface Platform {
  /** ID of a reading. */
  readonly reading: string;
  /** Bytes; one of the reading's copy limits where it decides by size. */
  readonly copyLimit: number;
  readonly server: 'kernel' | 'user';
  /** Bits of `Personality` (targets/interface.ts); only the built-in boards look at them. */
  readonly personality: number;
}

/** Everything that decides what a run does. */
export interface Case {
  readonly platform: Platform;
  readonly applications: number;
  readonly regions: readonly CaseRegion[];
  readonly buffers: readonly NamedBuffer[];
  readonly program: Int32Array;
}

/**
 * Decodes operation `index` into `into`, with pointers from `pointers` (by name). False when it
 * names a result that there is none of; such an operation is skipped.
 */
export function decode(
  program: Int32Array,
  index: number,
  pointers: Float64Array,
  into: Operation,
): boolean {
  const at = index * Word.width;
  const pointer = resolve(pointers, program[at + Word.pointerName], program[at + Word.pointer]);
  const source = resolve(pointers, program[at + Word.sourceName], program[at + Word.source]);
  const unmarshalled = resolve(
    pointers,
    program[at + Word.unmarshalledName],
    program[at + Word.unmarshalled],
  );
  if (pointer < 0 || source < 0 || unmarshalled < 0) return false;
  const flags = program[at + Word.flags];
  into.operation = OPERATION_NAMES[program[at + Word.operation]];
  into.thread = program[at + Word.thread];
  into.process = program[at + Word.process];
  into.destination = program[at + Word.destination] !== 0;
  into.pointer = pointer;
  into.source = source;
  into.unmarshalled = unmarshalled;
  into.size = program[at + Word.size] >>> 0;
  into.descriptor = program[at + Word.descriptor] >>> 0;
  into.forceDuplicate = (flags & Flag.forceDuplicate) !== 0;
  into.viaKernel = (flags & Flag.viaKernel) !== 0;
  into.constant = (flags & Flag.constant) !== 0;
  into.unforced = (flags & Flag.unforced) !== 0;
  into.asynchronous = (flags & Flag.asynchronous) !== 0;
  into.object = program[at + Word.object];
  into.mode = program[at + Word.mode];
  into.allocationFails = program[at + Word.allocationFails];
  into.pause = PAUSE_POINTS[program[at + Word.pause]];
  return true;
}

/** A number, or what a name holds plus an offset; −1 where the name holds nothing. */
function resolve(pointers: Float64Array, name: number, value: number): number {
  if (name === 0) return value >>> 0;
  const held = pointers[name];
  return held < 0 ? -1 : (held + value) % 0x1_0000_0000;
}

/** Wrapper objects are numbered 1 … MOST_OBJECTS. */
export const MOST_OBJECTS = 6;

/** Names are numbered 1 … NAMES − 1. */
export const NAMES = 128;

const COPY = codeOf('copy');
const RESERVES = codeOf('VirtualAllocEx');
const MAPS = codeOf('VirtualCopyEx');

/** True for an operation of a program that commits pages. */
function isCommit(program: Int32Array, at: number): boolean {
  const commits = (program[at + Word.mode] & MEM_COMMIT) !== 0;
  return commits && program[at + Word.operation] === RESERVES;
}

/** Root address of what each name stands for: copies and aliases keep the offsets of it. */
function rootAddresses(program: Int32Array): Float64Array {
  const roots = new Float64Array(NAMES).fill(-1);
  const objects = new Float64Array(MOST_OBJECTS + 1).fill(-1);
  for (let at = 0; at < program.length; at += Word.width) {
    const result = program[at + Word.result];
    const object = program[at + Word.object];
    let root = resolve(roots, program[at + Word.sourceName], program[at + Word.source]);
    if (isWinDriver(program, at)) root = object > 0 ? bufferBase(object) : -1;
    else if (object > 0 && isMethod(program, at)) {
      const copied = program[at + Word.operation] === COPY;
      if (copied) root = objects[program[at + Word.mode]] ?? -1;
      if (root > 0) objects[object] = root;
      root = objects[object] ?? -1;
    }
    const reserved = program[at + Word.pointerName];
    const maps = program[at + Word.operation] === MAPS && reserved !== 0 && root > 0;
    if (maps) roots[reserved] = root - program[at + Word.pointer];
    if (result !== 0) roots[result] = root;
    if (!isCommit(program, at)) continue;
    // A name of a part: where the part begins; else of all.
    const whole = reserved !== 0 && roots[reserved] > 0 ? roots[reserved] : BACKING_BASE;
    if (reserved !== 0) roots[reserved] = whole;
    const part = reserved !== 0 ? pageOf(program[at + Word.pointer]) : 0;
    if (result !== 0) roots[result] = whole + part;
  }
  return roots;
}

/** Root addresses at which operations begin and end. */
function programCuts(program: Int32Array): number[] {
  const roots = rootAddresses(program);
  const cuts: number[] = [];
  for (let at = 0; at < program.length; at += Word.width) {
    const size = program[at + Word.size] >>> 0;
    for (const field of [Word.pointerName, Word.sourceName, Word.unmarshalledName]) {
      const root = resolve(roots, program[at + field], program[at + field + 1]);
      if (root > 0) cuts.push(root, root + size);
    }
  }
  return cuts;
}

/** The highest number of a wrapper object that a program names. */
function objectsOf(program: Int32Array): number {
  let highest = 0;
  for (let at = 0; at < program.length; at += Word.width) {
    if (isMethod(program, at)) highest = Math.max(highest, program[at + Word.object]);
  }
  return Math.min(highest, MOST_OBJECTS);
}

/** What a case may still come to do. */
export interface Needs {
  /** Wrapper objects that it may name. */
  readonly objects?: number;
  /** WD_DMA structures that it may name. */
  readonly locks?: readonly BufferNeed[];
  /** True where it may use events and critical sections. */
  readonly orders?: boolean;
  /** True where it may call VirtualAllocEx, VirtualCopyEx or VirtualFreeEx. */
  readonly shares?: boolean;
  /** Offsets from the base of a reservation between which it may commit and use pages. */
  readonly commits?: readonly number[] | undefined;
}

const SHARING = new Set([RESERVES, MAPS, codeOf('VirtualFreeEx')]);

/** Calls that come to nothing count too: what is refused has to be refused. */
function sharesIn(program: Int32Array): boolean {
  for (let at = 0; at < program.length; at += Word.width) {
    if (SHARING.has(program[at + Word.operation])) return true;
  }
  return false;
}

/** Where committed pages are cut; undefined for a case that commits none. */
function commitCuts(
  program: Int32Array,
  cuts: readonly number[],
  extra: readonly { readonly region: number; readonly offset: number }[],
  needed: readonly number[] | undefined,
): number[] | undefined {
  let commits = needed !== undefined;
  for (let at = 0; at < program.length; at += Word.width) commits ||= isCommit(program, at);
  if (!commits) return undefined;
  return [
    ...(needed ?? []),
    ...cuts.map((address) => address - BACKING_BASE),
    ...extra.filter((cut) => cut.region >= FIRST_BACKING).map((cut) => cut.offset),
  ];
}

/** The domain that a case needs; `extra` are cuts found missing, by region. */
export function domainOf(
  given: Case,
  extra: readonly { readonly region: number; readonly offset: number }[] = [],
  needs: Needs = {},
): Domain {
  const reading = findReading(given.platform.reading);
  if (reading === undefined) throw new RangeError(`unknown reading ${given.platform.reading}`);
  const cuts = programCuts(given.program);
  const regions: RegionPlan[] = given.regions.map((region, index) => ({
    ...region,
    cuts: [
      ...region.cuts,
      ...cuts.map((address) => address - region.base),
      ...extra.filter((cut) => cut.region === index).map((cut) => cut.offset),
    ],
  }));
  const { copyLimit, server } = given.platform;
  const plan: DomainPlan = {
    reading,
    copyLimit,
    server,
    applications: given.applications,
    regions,
    objects: Math.max(objectsOf(given.program), needs.objects ?? 0),
    locks: lockedPages(given.program, needs.locks ?? []).map((pages, index) => ({
      pages,
      cuts: [
        ...(needs.locks?.[index]?.cuts ?? []),
        ...sizesOf(given.program, index + 1),
        ...cuts.map((address) => address - bufferBase(index + 1)),
        ...extra
          .filter((cut) => cut.region === given.regions.length + index)
          .map((cut) => cut.offset),
      ],
    })),
    orders: needs.orders === true || ordersIn(given.program),
    shares: needs.shares === true || sharesIn(given.program),
    commits: commitCuts(given.program, cuts, extra, needs.commits),
  };
  return layOut(plan);
}
