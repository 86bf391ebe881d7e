/**
 * Scopes: the bounds of an exhaustive search, as data. Everything within a scope is tried; nothing
 * outside it is spoken of.
 */

import { DESCRIPTORS } from '../../../model/descriptors.js';
import type { Reading } from '../../../model/readings.js';

/** What a scope may switch on beside Open, Close, Alloc, Free and plain loads and stores. */
export const FAMILIES = [
  'flush',
  'duplicate',
  'parameter',
  'exit',
  'release',
  'protect',
  'no-memory',
  'service-thread',
  'kernel-caller',
  'strings',
  'pauses',
] as const;
/** One of {@link FAMILIES}. */
export type Family = (typeof FAMILIES)[number];

/** Bounds of a search. All numbers are counts unless they say otherwise. */
export interface Scope {
  readonly name: string;
  readonly sentence: string;
  readonly server: 'kernel' | 'user';
  readonly applications: number;
  /** Offset in bytes, in the region of each application, at which each buffer begins. */
  readonly buffers: readonly number[];
  /** `threshold`: the last size that is copied and the first that is aliased; else bytes. */
  readonly sizes: 'threshold' | readonly number[];
  /** Copy limit in bytes for readings that decide by size; their default when left out. */
  readonly copyLimit?: number;
  /** Records and released pointers that may exist at once. */
  readonly records: number;
  /** Released pointers that a misusing driver remembers, among `records`. */
  readonly stale: number;
  /** Threads of the server that carry a call. */
  readonly calls: number;
  /** Different contents that a store may bring. */
  readonly contents: number;
  readonly descriptors: readonly number[];
  /** Wrong arguments that one call may have at most. */
  readonly wrong: 0 | 1 | 2;
  readonly families: readonly Family[];
}

/** Page-unaligned, so that page offsets matter. */
const AT = 0x100;
const { ARG_I_PTR, ARG_O_PTR, ARG_IO_PTR, ARG_I_ASTR } = DESCRIPTORS;

/** The scopes that come with marshalcheck, smallest first. */
export const SCOPES: readonly Scope[] = [
  {
    name: 'tiny',
    sentence: 'one application that never exits, two records, one call',
    server: 'kernel',
    applications: 1,
    buffers: [AT],
    sizes: 'threshold',
    copyLimit: 520,
    records: 2,
    stale: 1,
    calls: 1,
    contents: 1,
    descriptors: [ARG_I_PTR, ARG_IO_PTR],
    wrong: 1,
    families: ['flush'],
  },
  {
    name: 'small',
    sentence: 'tiny with a service thread, applications that exit and allocations that fail',
    server: 'kernel',
    applications: 1,
    buffers: [AT],
    sizes: 'threshold',
    copyLimit: 520,
    records: 2,
    stale: 1,
    calls: 1,
    contents: 1,
    descriptors: [ARG_IO_PTR],
    wrong: 1,
    families: ['flush', 'exit', 'no-memory', 'service-thread'],
  },
  {
    name: 'medium',
    sentence: 'three records, buffers that share a page, parameters and changed protection',
    server: 'kernel',
    applications: 1,
    buffers: [AT, AT + 0x100],
    sizes: 'threshold',
    copyLimit: 520,
    records: 3,
    stale: 1,
    calls: 2,
    contents: 1,
    descriptors: [ARG_I_PTR, ARG_IO_PTR],
    wrong: 1,
    families: ['flush', 'duplicate', 'parameter', 'exit', 'release', 'protect', 'service-thread'],
  },
  {
    name: 'nightly',
    sentence: 'all families, pairs of wrong arguments, strings, held calls and a kernel caller',
    server: 'kernel',
    applications: 2,
    buffers: [AT, AT + 0x100],
    sizes: 'threshold',
    copyLimit: 520,
    records: 3,
    stale: 1,
    calls: 2,
    contents: 1,
    descriptors: [ARG_I_PTR, ARG_O_PTR, ARG_IO_PTR, ARG_I_ASTR],
    wrong: 2,
    families: FAMILIES,
  },
];

/** The copy limit that a scope gives a reading, bytes; no matter where size decides nothing. */
export function copyLimitOf(scope: Scope, reading: Reading): number {
  const { copyLimits } = reading;
  const asked = scope.copyLimit ?? copyLimits[0];
  return reading.alloc === 'by-size' && !copyLimits.includes(asked) ? copyLimits[0] : asked;
}

/** The sizes in bytes of a scope's buffers: they straddle every threshold of the reading. */
export function sizesOf(scope: Scope, reading: Reading): readonly number[] {
  if (scope.sizes !== 'threshold') return scope.sizes;
  const limit = copyLimitOf(scope, reading);
  return reading.alloc === 'by-size' ? [limit, limit + 1] : [limit];
}

/** True when a scope switches a family on. */
export function has(scope: Scope, family: Family): boolean {
  return scope.families.includes(family);
}
