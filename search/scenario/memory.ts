/** The memory of a scenario: named buffers and explicit regions made the regions of a case. */

import type { CaseRegion, NamedBuffer } from '../../model/case.js';
import { KERNEL_BASE, LOWEST_USER_ADDRESS } from '../../model/readings.js';
import { Rights } from '../../model/world/domain.js';
import {
  BLOCK_BYTES,
  PAGE_BYTES,
  PAGE_NOCACHE,
  PAGE_READONLY,
  PAGE_READWRITE,
} from '../../targets/interface.js';
import { type Path, Refusal } from './error.js';
import { SCENARIO_LIMITS } from './limits.js';
import { parseProtection } from './protections.js';
import type { BufferEntry, RegionEntry, ScenarioFile } from './schema.js';
import { processNumber } from './vocabulary.js';

/** Regions that are placed automatically begin here, one megabyte apart. */
const FIRST_USER_REGION = 0x0010_0000;
const FIRST_KERNEL_REGION = 0xa000_0000;
const REGION_DISTANCE = 0x0010_0000;
/** First address behind what a region of the kernel may take. */
const KERNEL_REGIONS_END = 0xd000_0000;

/** Memory of a case. */
export interface Memory {
  readonly regions: readonly CaseRegion[];
  readonly buffers: readonly NamedBuffer[];
}

type Run = CaseRegion['runs'][number];

/** A region that buffers make up between them. */
interface Implied {
  readonly process: number;
  readonly base: number;
  readonly protections: readonly string[];
  readonly path: Path;
  pages: number;
  readonly zeroes: { offset: number; size: number }[];
}

/** A run in the model's words. */
export function runOf(pages: number, protection: string): Run {
  const value = parseProtection(protection) ?? 0;
  const plain = value & ~PAGE_NOCACHE;
  const readable = plain === PAGE_READONLY ? Rights.read : Rights.none;
  const rights = plain === PAGE_READWRITE ? Rights.readWrite : readable;
  return { pages, rights, cached: (value & PAGE_NOCACHE) === 0 };
}

function explicitRegion(entry: RegionEntry, index: number): CaseRegion {
  const path = ['regions', index];
  const process = processNumber(entry.process);
  const runs = entry.runs.map((run) => runOf(run.pages, run.protection));
  const pages = runs.reduce((sum, run) => sum + run.pages, 0);
  checkPlace(process, entry.base, pages, [...path, 'base']);
  const zeroes = entry.zeroes ?? [];
  zeroes.forEach((zero, at) => {
    if (zero.offset + zero.size <= pages * PAGE_BYTES) return;
    throw new Refusal([...path, 'zeroes', at], 'the zero bytes reach past the region', 'a typo');
  });
  return { process, base: entry.base, runs, zeroes, cuts: [] };
}

function checkPlace(process: number, base: number, pages: number, path: Path): void {
  const end = base + pages * PAGE_BYTES;
  const first = process === 0 ? KERNEL_BASE : LOWEST_USER_ADDRESS;
  const last = process === 0 ? KERNEL_REGIONS_END : KERNEL_BASE;
  if (base % BLOCK_BYTES !== 0) {
    const cause = 'only bases at multiples of 0x10000 (64 KB) exist';
    throw new Refusal(path, 'the base of the region is not aligned', cause);
  }
  if (base < first || end > last) {
    const cause = `memory of ${process === 0 ? 'the kernel' : 'an application'} lies there`;
    const range = `${hexadecimal(first)} … ${hexadecimal(last - 1)}`;
    throw new Refusal(path, `the region lies outside ${range}`, `${cause} alone`);
  }
  if (pages > SCENARIO_LIMITS.regionPages) {
    const what = `a region has at most ${SCENARIO_LIMITS.regionPages} pages, this one ${pages}`;
    throw new Refusal(path, what, 'a buffer that is too large, or too far from its neighbour');
  }
}

/** `0x00010010`. */
export function hexadecimal(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

function bytesOfRegion(region: CaseRegion): number {
  return region.runs.reduce((sum, run) => sum + run.pages, 0) * PAGE_BYTES;
}

/** Lays buffers out one after the other. */
class Layout {
  readonly buffers: NamedBuffer[] = [];
  private readonly explicit: readonly CaseRegion[];
  /** The file states `regions`: an address in `at` is only given a name then. */
  private readonly isExplicit: boolean;
  private readonly implied: Implied[] = [];
  private readonly home = new Map<string, Implied | null>();

  constructor(explicit: readonly RegionEntry[] | undefined) {
    this.isExplicit = explicit !== undefined;
    this.explicit = (explicit ?? []).map(explicitRegion);
  }

  place(name: string, entry: BufferEntry): void {
    const path = ['memory', name];
    const process = processNumber(entry.process);
    const address = this.addressOf(path, process, entry);
    const region = this.regionFor(path, process, address, entry);
    this.home.set(name, region);
    this.buffers.push({ name, process, address, size: entry.size });
    if (region === null) {
      this.checkExplicit(path, entry);
      return;
    }
    const offset = address - region.base;
    region.pages = Math.max(region.pages, Math.ceil((offset + entry.size) / PAGE_BYTES));
    if (entry.terminator === undefined) return;
    const size = entry.characters ?? 2;
    if (entry.terminator + size > entry.size) {
      const what = 'the terminator reaches past the end of the buffer';
      throw new Refusal([...path, 'terminator'], what, 'the offset counts from 0, in bytes');
    }
    region.zeroes.push({ offset: offset + entry.terminator, size });
  }

  private addressOf(path: Path, process: number, entry: BufferEntry): number {
    const ways = [entry.at, entry.beside, entry.offset].filter((way) => way !== undefined);
    if (ways.length > 1) {
      const what = 'more than one of at, beside and offset says where the buffer lies';
      throw new Refusal(path, what, 'keep one of them; `gap` goes with `beside`');
    }
    if (entry.gap !== undefined && entry.beside === undefined) {
      throw new Refusal([...path, 'gap'], '`gap` goes with `beside`', 'use `offset` or `at` here');
    }
    if (entry.at !== undefined) return entry.at;
    if (entry.beside !== undefined) return this.behind(path, process, entry);
    const first = process === 0 ? FIRST_KERNEL_REGION : FIRST_USER_REGION;
    return first + this.buffers.length * REGION_DISTANCE + (entry.offset ?? 0);
  }

  private behind(path: Path, process: number, entry: BufferEntry): number {
    const other = this.buffers.find((buffer) => buffer.name === entry.beside);
    if (other === undefined) {
      const what = `no buffer above is called ${String(entry.beside)}`;
      const cause = 'a misspelt name, or a buffer that stands further down';
      throw new Refusal([...path, 'beside'], what, cause);
    }
    if (other.process !== process) {
      const cause = 'buffers of two processes share no page by themselves';
      throw new Refusal([...path, 'beside'], `${other.name} is in another process`, cause);
    }
    return other.address + other.size + (entry.gap ?? 0);
  }

  /** The region that a buffer makes up with others; null where `regions` states it. */
  private regionFor(
    path: Path,
    process: number,
    address: number,
    entry: BufferEntry,
  ): Implied | null {
    const isNamedOnly = this.isExplicit && entry.at !== undefined;
    if (isNamedOnly || this.home.get(entry.beside ?? '') === null) return null;
    const base = address - (address % BLOCK_BYTES);
    const beside = entry.beside === undefined ? undefined : this.home.get(entry.beside);
    const shared =
      beside ?? this.implied.find((each) => each.process === process && each.base === base);
    if (shared !== undefined) {
      if (entry.protection !== undefined) {
        const cause = 'the first buffer of a region states the protection of all its pages';
        throw new Refusal([...path, 'protection'], 'the region has its protection', cause);
      }
      return shared;
    }
    const protections = [entry.protection ?? 'PAGE_READWRITE'].flat();
    const region = { process, base, protections, path, pages: protections.length, zeroes: [] };
    this.implied.push(region);
    return region;
  }

  private checkExplicit(path: Path, entry: BufferEntry): void {
    for (const key of ['protection', 'terminator', 'characters'] as const) {
      if (entry[key] === undefined) continue;
      const cause = 'the buffer lies in one of `regions`; say it there';
      throw new Refusal([...path, key], `${key} belongs to the region`, cause);
    }
  }

  /** All regions: the explicit ones, then those of the buffers. */
  regions(): CaseRegion[] {
    const made = this.implied.map((region): CaseRegion => {
      checkPlace(region.process, region.base, region.pages, region.path);
      const { process, base, zeroes } = region;
      return { process, base, runs: runsOf(region), zeroes, cuts: [] };
    });
    const all = [...this.explicit, ...made];
    const pathOf = (index: number): Path =>
      this.implied[index - this.explicit.length]?.path ?? ['regions', index];
    all.forEach((one, index) => {
      for (const other of all.slice(0, index)) {
        if (one.process !== other.process) continue;
        const apart =
          one.base >= other.base + bytesOfRegion(other) ||
          other.base >= one.base + bytesOfRegion(one);
        if (apart) continue;
        const what = 'the region overlaps another of the same process';
        throw new Refusal(
          pathOf(index),
          what,
          'two addresses in `at` or `base` that are too close',
        );
      }
    });
    if (all.length > SCENARIO_LIMITS.regions) {
      const what = `${all.length} regions; at most ${SCENARIO_LIMITS.regions}`;
      throw new Refusal(['memory'], what, 'put buffers into one region with `beside`');
    }
    return all;
  }
}

/** Pages one by one, joined where neighbours are alike. */
function runsOf(region: Implied): Run[] {
  const runs: { pages: number; rights: Rights; cached: boolean }[] = [];
  for (let page = 0; page < region.pages; page += 1) {
    const { protections } = region;
    const run = runOf(1, protections[Math.min(page, protections.length - 1)]);
    const last = runs.at(-1);
    if (last?.rights === run.rights && last.cached === run.cached) last.pages += 1;
    else runs.push({ ...run });
  }
  return runs;
}

/** Places the memory of a file. Throws Refusal. */
export function layOutMemory(file: ScenarioFile): Memory {
  const layout = new Layout(file.regions);
  for (const [name, entry] of Object.entries(file.memory ?? {})) layout.place(name, entry);
  if (layout.buffers.length > SCENARIO_LIMITS.buffers) {
    const what = `${layout.buffers.length} buffers; at most ${SCENARIO_LIMITS.buffers}`;
    throw new Refusal(['memory'], what, 'a scenario needs only the buffers that its steps name');
  }
  return { regions: layout.regions(), buffers: layout.buffers };
}
