/**
 * What a scope stands on: the domain, the addresses that operations may name, and the addresses
 * that new buffers get. Addresses are 32-bit, sizes in bytes.
 */

import { characterBytes } from '../../../model/descriptors.js';
import { findReading, KERNEL_BASE, type Reading } from '../../../model/readings.js';
import {
  type Domain,
  type DomainPlan,
  layOut,
  PAGE_BYTES,
  type RegionPlan,
  Rights,
} from '../../../model/world/domain.js';
import { type Layout, layout } from '../../../model/world/layout.js';
import {
  extraSlots,
  KERNEL_VIEW,
  LOCKED_BYTES,
  OBJECTS,
  RESERVED,
  SHARED_BLOCK,
  USER_VIEW,
} from './estates.js';
import { copyLimitOf, has, type Scope, sizesOf } from './scope.js';

/** First address of every application's memory: the same number in each process (SPACE-1). */
export const APPLICATION_BASE = 0x0010_0000;
/** First address of the kernel's own memory, which no driver marshalled. */
export const KERNEL_MEMORY = 0xa000_0000;
/** An address at which nobody has memory. */
export const UNMAPPED = 0x0600_0000;
/** Bytes of the text that a string descriptor measures, its terminator included. */
export const TEXT_BYTES = 8;

/** New buffers lie this far apart, so that each has 64 KB blocks of its own. */
const STRIDE = 0x10_0000;
/** Offset of a heap copy in its block: beyond every alias there, with the low bits of no source. */
const HEAP_OFFSET = 0x8_0040;

/** Everything that rules of one scope refer to. */
export interface Ground {
  readonly scope: Scope;
  readonly reading: Reading;
  readonly copyLimit: number;
  readonly plan: DomainPlan;
  readonly domain: Domain;
  /** True with a system beside the seven functions: slots are more than the bound on records. */
  readonly hasEstates: boolean;
  readonly at: Layout;
  /** Addresses of the buffers, the same in each application. */
  readonly buffers: readonly number[];
  readonly sizes: readonly number[];
  /** Address that a new buffer gets from block `block` … */
  readonly address: (block: number, source: number, isAlias: boolean) => number;
  /** … and every address that it may get. */
  readonly addresses: readonly number[];
}

/** Offsets at which a text may find its terminator: where zero bytes can begin. */
function terminators(scope: Scope, sizes: readonly number[]): number[] {
  if (!has(scope, 'strings')) return [];
  const most = Math.max(...sizes);
  const text = scope.buffers[0] + TEXT_BYTES - 1;
  return [text, ...scope.buffers, ...scope.buffers.map((offset) => offset + most)];
}

function regionsOf(scope: Scope, sizes: readonly number[]): RegionPlan[] {
  const ends = terminators(scope, sizes).map((offset) => offset + 1);
  const end = Math.max(Math.max(...scope.buffers) + Math.max(...sizes), ...ends);
  const pages = Math.ceil(end / PAGE_BYTES);
  const passed = has(scope, 'strings') ? [...sizes, TEXT_BYTES] : sizes;
  const cuts = scope.buffers.flatMap((offset) => [offset, ...passed.map((size) => offset + size)]);
  const text = { offset: scope.buffers[0] + TEXT_BYTES - 1, size: 1 };
  const zeroes = has(scope, 'strings') ? [text] : [];
  const region = (process: number, base: number): RegionPlan => ({
    process,
    base,
    runs: [{ pages, rights: Rights.readWrite, cached: true }],
    cuts: [...cuts, ...ends],
    zeroes,
  });
  const large = Math.ceil(Math.max(...sizes) / PAGE_BYTES);
  const kernel = { pages: large, rights: Rights.readWrite, cached: true };
  // The kernel's own memory comes first, so that interval 0 is no application's.
  const regions: RegionPlan[] = [
    { process: 0, base: KERNEL_MEMORY, runs: [kernel], cuts: [...sizes, TEXT_BYTES], zeroes: [] },
  ];
  for (let p = 1; p <= scope.applications; p += 1) regions.push(region(p, APPLICATION_BASE));
  if (!has(scope, 'shared-memory')) return regions;
  const runs = [{ pages, rights: Rights.readWrite, cached: false }];
  return [...regions, { ...region(0, SHARED_BLOCK), runs, zeroes: [] }];
}

/** Lays out what a scope needs under a reading. Throws RangeError for an unknown reading. */
export function groundOf(scope: Scope, readingId: string): Ground {
  const reading = findReading(readingId);
  if (reading === undefined) throw new RangeError(`unknown reading ${readingId}`);
  const sizes = sizesOf(scope, reading);
  const copyLimit =
    reading.alloc === 'by-size' ? copyLimitOf(scope, reading) : reading.copyLimits[0];
  const plan: DomainPlan = {
    reading,
    copyLimit,
    server: scope.server,
    applications: scope.applications,
    regions: regionsOf(scope, sizes),
    slots: scope.records + extraSlots(scope),
    shares: has(scope, 'shared-memory'),
    locks: has(scope, 'windriver') ? [{ pages: 1, cuts: [LOCKED_BYTES] }] : [],
    objects: has(scope, 'wrapper-classes') ? OBJECTS : 0,
  };
  const domain = layOut(plan);
  const first = scope.server === 'kernel' ? KERNEL_BASE + 0x4000_0000 : 0x4000_0000;
  const unit = reading.style === 'shipped' ? 0x10000 : PAGE_BYTES;
  const address = (block: number, source: number, isAlias: boolean): number =>
    first + block * STRIDE + (isAlias ? source % unit : HEAP_OFFSET);
  const buffers = scope.buffers.map((offset) => APPLICATION_BASE + offset);
  const addresses: number[] = [];
  for (const source of [-1, ...buffers, KERNEL_MEMORY]) {
    for (let block = 0; block < scope.records; block += 1) {
      addresses.push(address(block, source, source >= 0));
    }
  }
  if (domain.shares) addresses.push(RESERVED);
  if (domain.locks > 0) addresses.push(USER_VIEW, KERNEL_VIEW);
  const at = layout(domain);
  const hasEstates = domain.slots > scope.records;
  const memory = { buffers, sizes, address, addresses };
  return { scope, reading, copyLimit, plan, domain, hasEstates, at, ...memory };
}

/** Every length in bytes that a text of the scope may be measured to have. */
export function measuredLengths({ scope, sizes }: Ground): number[] {
  return terminators(scope, sizes).flatMap((end) =>
    scope.buffers.flatMap((offset) => (end >= offset ? [end + 1 - offset] : [])),
  );
}

/** Every size in bytes that an operation of the scope passes. */
export function passedSizes(ground: Ground): number[] {
  const { scope, sizes } = ground;
  const strings = scope.descriptors.some((descriptor) => characterBytes(descriptor) !== 0);
  return [...sizes, ...(strings ? [0, TEXT_BYTES] : [])];
}
