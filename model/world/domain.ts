/**
 * The tables that a world refers to: what memory there is and where it is cut. A domain is fixed
 * for one case; the world proper holds only indices into it.
 *
 * Memory is divided twice. *Runs* are page ranges that nothing tells apart: cut at every change
 * of protection and around every page that a buffer begins or ends in. *Intervals* are byte
 * ranges that nothing tells apart: cut at every offset that an operation of the case can name and
 * at every run. Content is one tag an interval.
 */

import type { Reading } from '../readings.js';
import {
  backingsOf,
  buffersOf,
  type DomainPlan,
  FIRST_BACKING,
  PAGE_BYTES,
  type RegionPlan,
  Rights,
  SLOTS,
  TAG_INITIAL,
  TAG_UNKNOWN,
  TAG_ZERO,
} from './plan.js';

export type { DomainPlan, RegionPlan } from './plan.js';
export {
  BACKING_BASE,
  bufferBase,
  DMA_PROCESS,
  FIRST_BACKING,
  PAGE_BYTES,
  Rights,
  SLOTS,
  TAG_FIRST_WRITTEN,
  TAG_INITIAL,
  TAG_UNKNOWN,
  TAG_ZERO,
} from './plan.js';

/** Tables of one case; see the file comment. Index −1 means none. */
export interface Domain {
  readonly reading: Reading;
  readonly copyLimit: number;
  readonly userServer: boolean;
  readonly applications: number;
  /** Records that may exist at once, stale ones included. */
  readonly slots: number;
  /** Wrapper objects that a case names: 1 … objects. */
  readonly objects: number;
  /** Events and critical sections are used. */
  readonly orders: boolean;
  /** WD_DMA structures that a case names; their buffers are the last regions but the backings. */
  readonly locks: number;
  /** Regions behind pages that VirtualAllocEx commits: the last ones. */
  readonly backings: number;
  /** Reservations and mappings by VirtualAllocEx and VirtualCopyEx may exist. */
  readonly shares: boolean;
  readonly regions: number;
  readonly regionProcess: Int32Array;
  readonly regionBase: Uint32Array;
  readonly regionBytes: Int32Array;
  /** Runs of region r: regionRun[r] … regionRun[r + 1] − 1. */
  readonly regionRun: Int32Array;
  /** Intervals of region r: regionInterval[r] … regionInterval[r + 1] − 1. */
  readonly regionInterval: Int32Array;
  readonly runs: number;
  readonly runRegion: Int32Array;
  readonly runOffset: Int32Array;
  readonly runBytes: Int32Array;
  readonly runRights: Int32Array;
  readonly runCached: Int32Array;
  readonly intervals: number;
  readonly intervalRun: Int32Array;
  readonly intervalOffset: Int32Array;
  readonly intervalBytes: Int32Array;
  readonly intervalTag: Int32Array;
  /** Most intervals that one region has. */
  readonly widest: number;
}

/** Limits that keep a world small; a case beyond them is refused with a clear error. */
export const DOMAIN_LIMITS = { regions: 12, pages: 48, intervals: 160 } as const;

/** Thrown for an offset that the domain does not cut at; the case is laid out anew with it. */
export class MissingCut extends Error {
  readonly region: number;
  readonly offset: number;
  constructor(region: number, offset: number) {
    super(`region ${region} is not cut at offset ${offset}`);
    this.name = 'MissingCut';
    this.region = region;
    this.offset = offset;
  }
}

/** Numerically sorted, without repetition, restricted to 0 … limit. */
function sortedUnique(values: number[], limit: number): number[] {
  const sorted = values.filter((value) => value >= 0 && value <= limit).sort((a, b) => a - b);
  return sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
}

interface Cells {
  runOffset: number[];
  runRights: number[];
  runCached: number[];
  intervalOffset: number[];
  bytes: number;
}

/** Cuts one region into runs and intervals. */
function divide(plan: RegionPlan): Cells {
  const bytes = plan.runs.reduce((sum, run) => sum + run.pages, 0) * PAGE_BYTES;
  const cuts = [...plan.cuts];
  for (const zero of plan.zeroes) cuts.push(zero.offset, zero.offset + zero.size);
  const pageCuts = [0, bytes];
  for (const cut of cuts) {
    pageCuts.push(cut - (cut % PAGE_BYTES), Math.ceil(cut / PAGE_BYTES) * PAGE_BYTES);
  }
  let offset = 0;
  for (const run of plan.runs) {
    pageCuts.push(offset);
    offset += run.pages * PAGE_BYTES;
  }
  const runOffset = sortedUnique(pageCuts, bytes);
  const intervalOffset = sortedUnique([...cuts, ...runOffset], bytes);
  runOffset.pop();
  intervalOffset.pop();
  const runRights: number[] = [];
  const runCached: number[] = [];
  for (const start of runOffset) {
    let first = 0;
    const found = plan.runs.find((run) => {
      first += run.pages * PAGE_BYTES;
      return start < first;
    });
    runRights.push(found?.rights ?? Rights.none);
    runCached.push(found?.cached === false ? 0 : 1);
  }
  return { runOffset, runRights, runCached, intervalOffset, bytes };
}

/** Lays out the tables. Throws RangeError beyond {@link DOMAIN_LIMITS}. */
export function layOut(asked: DomainPlan): Domain {
  const backings = backingsOf(asked);
  const plan = { ...asked, regions: [...asked.regions, ...buffersOf(asked), ...backings] };
  const cells = plan.regions.map(divide);
  const runs = cells.reduce((sum, cell) => sum + cell.runOffset.length, 0);
  const intervals = cells.reduce((sum, cell) => sum + cell.intervalOffset.length, 0);
  const regions = plan.regions.length;
  const own = regions - backings.length;
  if (own > DOMAIN_LIMITS.regions || intervals > DOMAIN_LIMITS.intervals) {
    throw new RangeError(
      `too much memory for one case: ${own} regions (at most ${DOMAIN_LIMITS.regions}), ` +
        `${intervals} intervals (at most ${DOMAIN_LIMITS.intervals})`,
    );
  }
  const domain: Domain = {
    reading: plan.reading,
    copyLimit: plan.copyLimit,
    userServer: plan.server === 'user',
    applications: plan.applications,
    slots: plan.slots ?? SLOTS,
    objects: plan.objects ?? 0,
    shares: plan.shares ?? false,
    orders: plan.orders ?? false,
    locks: plan.locks?.length ?? 0,
    backings: backings.length,
    regions,
    regionProcess: Int32Array.from(plan.regions, (region) => region.process),
    regionBase: Uint32Array.from(plan.regions, (region) => region.base),
    regionBytes: Int32Array.from(cells, (cell) => cell.bytes),
    regionRun: new Int32Array(regions + 1),
    regionInterval: new Int32Array(regions + 1),
    runs,
    runRegion: new Int32Array(runs),
    runOffset: new Int32Array(runs),
    runBytes: new Int32Array(runs),
    runRights: new Int32Array(runs),
    runCached: new Int32Array(runs),
    intervals,
    intervalRun: new Int32Array(intervals),
    intervalOffset: new Int32Array(intervals),
    intervalBytes: new Int32Array(intervals),
    intervalTag: new Int32Array(intervals),
    widest: cells.reduce((most, cell) => Math.max(most, cell.intervalOffset.length), 1),
  };
  fill(domain, plan, cells);
  return domain;
}

function fill(domain: Domain, plan: DomainPlan, cells: readonly Cells[]): void {
  let run = 0;
  let interval = 0;
  cells.forEach((cell, region) => {
    domain.regionRun[region] = run;
    domain.regionInterval[region] = interval;
    const first = run;
    cell.runOffset.forEach((offset, index) => {
      domain.runRegion[run] = region;
      domain.runOffset[run] = offset;
      domain.runBytes[run] = (cell.runOffset[index + 1] ?? cell.bytes) - offset;
      domain.runRights[run] = cell.runRights[index];
      domain.runCached[run] = cell.runCached[index];
      run += 1;
    });
    let within = first;
    cell.intervalOffset.forEach((offset, index) => {
      while (within + 1 < run && domain.runOffset[within + 1] <= offset) within += 1;
      const size = (cell.intervalOffset[index + 1] ?? cell.bytes) - offset;
      const zero = plan.regions[region]?.zeroes.some(
        (range) => range.offset <= offset && offset + size <= range.offset + range.size,
      );
      domain.intervalRun[interval] = within;
      domain.intervalOffset[interval] = offset;
      domain.intervalBytes[interval] = size;
      const held = plan.regions[region]?.isUnknown === true ? TAG_UNKNOWN : TAG_INITIAL + region;
      domain.intervalTag[interval] = zero ? TAG_ZERO : held;
      interval += 1;
    });
  });
  domain.regionRun[cells.length] = run;
  domain.regionInterval[cells.length] = interval;
}

/**
 * The interval that starts at `offset` of a region; one past the last for its end.
 * Throws {@link MissingCut} where the domain has no cut.
 */
export function intervalAt(domain: Domain, region: number, offset: number): number {
  const end = domain.regionInterval[region + 1];
  for (let i = domain.regionInterval[region]; i < end; i += 1) {
    const start = domain.intervalOffset[i];
    if (start === offset) return i;
    if (start > offset) break;
  }
  if (offset === domain.regionBytes[region]) return end;
  throw missingCut(domain, region, offset);
}

/** What to throw for an offset of a region that a domain does not cut at. */
export function missingCut(domain: Domain, region: number, offset: number): MissingCut {
  const backing = region - (domain.regions - domain.backings);
  return new MissingCut(backing < 0 ? region : FIRST_BACKING + backing, offset);
}

/** True when the domain is cut at `offset` of the region. */
export function hasCut(domain: Domain, region: number, offset: number): boolean {
  const end = domain.regionInterval[region + 1];
  for (let i = domain.regionInterval[region]; i < end; i += 1) {
    if (domain.intervalOffset[i] === offset) return true;
  }
  return offset === domain.regionBytes[region];
}
