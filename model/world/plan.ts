/** What a domain is made of: memory of a case, and regions that belong to no process. */

import type { Reading } from '../readings.js';

/** Records that may exist at once, stale ones included, where a plan does not say. */
export const SLOTS = 12;
/** Bytes in a page. */
export const PAGE_BYTES = 4096;

/** Tag of bytes that are all zero. */
export const TAG_ZERO = 0;
/** Tag of bytes that a hazard left open: any value is permitted. */
export const TAG_UNKNOWN = -1;
/** Tag that the region with index r starts with: TAG_INITIAL + r. */
export const TAG_INITIAL = 1;
/** First tag that a write may use. */
export const TAG_FIRST_WRITTEN = 16;

/** Rights of a run in its process. */
export const Rights = { none: 0, read: 1, readWrite: 2 } as const;
/** One of {@link Rights}. */
export type Rights = (typeof Rights)[keyof typeof Rights];

/** One reservation, as the case describes it. Offsets and sizes in bytes from `base`. */
export interface RegionPlan {
  /** 0 the kernel, 1 … an application. */
  readonly process: number;
  readonly base: number;
  readonly runs: readonly {
    readonly pages: number;
    readonly rights: Rights;
    readonly cached: boolean;
  }[];
  /** Offsets at which operations of the case begin or end; order and repetition do not matter. */
  readonly cuts: readonly number[];
  /** Ranges that start as zero bytes, string terminators above all. */
  readonly zeroes: readonly { readonly offset: number; readonly size: number }[];
  /** True where nobody knows what the memory holds at first. */
  readonly isUnknown?: boolean;
}

/** What a domain is made of. */
export interface DomainPlan {
  readonly reading: Reading;
  readonly copyLimit: number;
  readonly server: 'kernel' | 'user';
  readonly applications: number;
  readonly regions: readonly RegionPlan[];
  /** Records that may exist at once, stale ones included; {@link SLOTS} when left out. */
  readonly slots?: number;
  /** Wrapper objects: numbers 1 … objects; none when left out. */
  readonly objects?: number;
  /** Bytes of the buffers behind WD_DMA structures 1, 2, …; none when left out. */
  readonly locks?: readonly { readonly pages: number; readonly cuts: readonly number[] }[];
  /** True where events and critical sections are used; false when left out. */
  readonly orders?: boolean;
  /** True where VirtualAllocEx and its kin may be called; false when left out. */
  readonly shares?: boolean;
  /** Where the pages are cut that VirtualAllocEx may commit; no commits when left out. */
  readonly commits?: readonly number[] | undefined;
}

/** Owner of WinDriver's buffers: no process. */
export const DMA_PROCESS = 9;
/** Stands for the address of the first buffer; no pointer has it. */
const DMA_BASE = 0xe000_0000;
const DMA_STRIDE = 0x10_0000;

/** What stands for the address of the buffer behind a WD_DMA structure. */
export function bufferBase(lock: number): number {
  return DMA_BASE + lock * DMA_STRIDE;
}

/** Owner of the regions behind committed pages: no process. */
const BACKING_PROCESS = 10;
/** Stands for the address of the first page behind committed ones; no pointer has it. */
export const BACKING_BASE = 0xf000_0000;
/** Reservations with committed pages that are kept apart at a time … */
const BACKINGS = 2;
/** … and pages of each, from its base on. */
const BACKING_PAGES = 48;
/** {@link MissingCut.region} of the first of them, in every domain of a case. */
export const FIRST_BACKING = 100;

/** Regions behind committed pages, where a case commits any. */
export function backingsOf({ commits }: DomainPlan): RegionPlan[] {
  if (commits === undefined) return [];
  return Array.from({ length: BACKINGS }, (_, index) => ({
    process: BACKING_PROCESS,
    base: BACKING_BASE + index * DMA_STRIDE,
    runs: [{ pages: BACKING_PAGES, rights: Rights.none, cached: true }],
    cuts: commits,
    zeroes: [{ offset: 0, size: BACKING_PAGES * PAGE_BYTES }],
  }));
}

/** Regions of WinDriver's buffers. */
export function buffersOf(plan: DomainPlan): RegionPlan[] {
  const rights = Rights.readWrite;
  return (plan.locks ?? []).map(({ pages, cuts }, index) => ({
    process: DMA_PROCESS,
    base: bufferBase(index + 1),
    runs: [{ pages, rights, cached: true }],
    cuts,
    zeroes: [],
  }));
}
