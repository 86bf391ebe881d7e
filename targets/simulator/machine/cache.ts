/**
 * A data cache like that of an ARM926: 16 KB, four ways, lines of 32 bytes, write-back, virtually
 * indexed and virtually tagged. The physical address of a line serves its eviction only, so two
 * cached mappings of one page each have lines of their own (facts.md, "Caches").
 */

import { PAGE_SHIFT, type Physical } from './physical.js';
import type { Tables } from './tables.js';

const LINE_SHIFT = 5;
const LINE = 32;
const SETS = 128;
const WAYS = 4;
const LINES_IN_PAGE = 128;

/** The cache; only readings with a virtually tagged one use it. */
export class Cache {
  private readonly tag = new Int32Array(SETS * WAYS);
  private readonly data = new Uint8Array(SETS * WAYS * LINE);
  private readonly dirty = new Uint8Array(SETS * WAYS);
  /** Physical byte address of each line, as on the day it was filled. */
  private readonly physicalAddress = new Int32Array(SETS * WAYS);
  private readonly victim = new Uint8Array(SETS);
  private readonly physical: Physical;
  private readonly tables: Tables;
  private touched = false;

  constructor(physical: Physical, tables: Tables) {
    this.physical = physical;
    this.tables = tables;
  }

  /** Empties the cache; dirty lines are lost. */
  reset(): void {
    if (this.touched) this.tag.fill(0);
    this.victim.fill(0);
    this.touched = false;
  }

  /** Copies `size` bytes of one page from its lines to `into`; fills lines as needed. */
  read(
    space: number,
    address: number,
    physicalAddress: number,
    size: number,
    into: Uint8Array,
    at: number,
  ): void {
    let done = 0;
    while (done < size) {
      const offset = (address + done) & (LINE - 1);
      const count = Math.min(LINE - offset, size - done);
      const slot = this.line(space, (address + done) >>> LINE_SHIFT, physicalAddress + done);
      const base = slot * LINE + offset;
      for (let index = 0; index < count; index += 1) {
        into[at + done + index] = this.data[base + index];
      }
      done += count;
    }
  }

  /** Writes `size` bytes within one page into its lines and marks them dirty. */
  write(
    space: number,
    address: number,
    physicalAddress: number,
    size: number,
    from: Uint8Array,
    at: number,
  ): void {
    let done = 0;
    while (done < size) {
      const offset = (address + done) & (LINE - 1);
      const count = Math.min(LINE - offset, size - done);
      const slot = this.line(space, (address + done) >>> LINE_SHIFT, physicalAddress + done);
      const base = slot * LINE + offset;
      for (let index = 0; index < count; index += 1) {
        this.data[base + index] = from[at + done + index];
      }
      this.dirty[slot] = 1;
      done += count;
    }
  }

  /** Overlays `into`, which holds the page's memory, with what this mapping's lines hold. */
  overlay(space: number, address: number, size: number, into: Uint8Array, at: number): void {
    let done = 0;
    while (done < size) {
      const offset = (address + done) & (LINE - 1);
      const count = Math.min(LINE - offset, size - done);
      const slot = this.find(space, (address + done) >>> LINE_SHIFT);
      if (slot >= 0) {
        const base = slot * LINE + offset;
        for (let index = 0; index < count; index += 1) {
          into[at + done + index] = this.data[base + index];
        }
      }
      done += count;
    }
  }

  /** Writes back (when `clean`) and drops every line of one page of one space. */
  dropPage(space: number, page: number, clean: boolean): void {
    const resident = this.tables.resident[space];
    if (resident[page] === 0) return;
    const first = (page << (PAGE_SHIFT - LINE_SHIFT)) >>> 0;
    for (let index = 0; index < LINES_IN_PAGE; index += 1) {
      const slot = this.find(space, first + index);
      if (slot < 0) continue;
      if (clean) this.clean(slot);
      this.tag[slot] = 0;
    }
    resident[page] = 0;
  }

  private find(space: number, line: number): number {
    const key = ((space << 27) | line) + 1;
    const first = (line & (SETS - 1)) * WAYS;
    for (let way = 0; way < WAYS; way += 1) if (this.tag[first + way] === key) return first + way;
    return -1;
  }

  /** Slot that holds `line`, filled from memory if it was absent. */
  private line(space: number, line: number, physicalByte: number): number {
    const found = this.find(space, line);
    if (found >= 0) return found;
    const set = line & (SETS - 1);
    const first = set * WAYS;
    let slot = -1;
    for (let way = 0; way < WAYS && slot < 0; way += 1) {
      if (this.tag[first + way] === 0) slot = first + way;
    }
    if (slot < 0) {
      slot = first + this.victim[set];
      this.victim[set] = (this.victim[set] + 1) & (WAYS - 1);
      this.evict(slot);
    }
    const physicalAddress = physicalByte & ~(LINE - 1);
    const bytes = this.physical.bytes;
    for (let index = 0; index < LINE; index += 1) {
      this.data[slot * LINE + index] = bytes[physicalAddress + index];
    }
    this.tag[slot] = ((space << 27) | line) + 1;
    this.physicalAddress[slot] = physicalAddress;
    this.dirty[slot] = 0;
    this.touched = true;
    const resident = this.tables.resident[space];
    const page = line >>> (PAGE_SHIFT - LINE_SHIFT);
    resident[page] = resident[page] + 1;
    return slot;
  }

  private evict(slot: number): void {
    this.clean(slot);
    const key = this.tag[slot] - 1;
    const resident = this.tables.resident[key >> 27];
    const page = (key & 0x7ff_ffff) >>> (PAGE_SHIFT - LINE_SHIFT);
    const count = resident[page];
    if (count > 0) resident[page] = count - 1;
    this.tag[slot] = 0;
  }

  private clean(slot: number): void {
    if (this.dirty[slot] === 0) return;
    const bytes = this.physical.bytes;
    const base = this.physicalAddress[slot];
    for (let index = 0; index < LINE; index += 1) {
      bytes[base + index] = this.data[slot * LINE + index];
    }
    this.dirty[slot] = 0;
  }
}
