/**
 * A data cache like that of an ARM926: 16 KB, four ways, lines of 32 bytes, write-back, virtually
 * indexed and virtually tagged. The physical address of a line serves its eviction only, so two
 * cached mappings of one page each have lines of their own (facts.md, "Caches").
 */

import { copyBytes } from './copy.js';
import { PAGE_SHIFT, type Physical } from './physical.js';
import type { Tables } from './tables.js';

const LINE_SHIFT = 5;
const LINE = 32;
const SETS = 128;
const WAYS = 4;
/** Slot = way × SETS + set, so that neighbouring lines of one way are neighbours in `data`. */
const SLOTS = SETS * WAYS;
const LINES_IN_PAGE = 128;

/** The cache; only readings with a virtually tagged one use it. */
export class Cache {
  private readonly tag = new Int32Array(SLOTS);
  private readonly data = new Uint8Array(SLOTS * LINE);
  private readonly dataWords = new Int32Array(this.data.buffer);
  private readonly dirty = new Uint8Array(SLOTS);
  /** Physical byte address of each line, as on the day it was filled. */
  private readonly physicalAddress = new Int32Array(SLOTS);
  private readonly victim = new Uint8Array(SETS);
  private readonly physical: Physical;
  private readonly tables: Tables;
  /** Slots of the lines of the access at hand. */
  private readonly slots = new Int32Array(LINES_IN_PAGE + 1);
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
    const count = this.gather(space, address, physicalAddress, size);
    this.copyOut(count, address & (LINE - 1), size, into, at);
  }

  /** One byte, as {@link read} gives it. */
  byteAt(space: number, address: number, physicalAddress: number): number {
    const slot = this.line(space, address >>> LINE_SHIFT, physicalAddress);
    return this.data[slot * LINE + (address & (LINE - 1))];
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
    const { slots } = this;
    const count = this.gather(space, address, physicalAddress, size);
    this.tables.touch(space, address >>> PAGE_SHIFT);
    let offset = address & (LINE - 1);
    let done = 0;
    for (let first = 0; first < count; ) {
      const last = this.runEnd(first, count);
      for (let index = first; index < last; index += 1) this.dirty[slots[index]] = 1;
      const bytes = Math.min((last - first) * LINE - offset, size - done);
      copyBytes(from, at + done, this.data, slots[first] * LINE + offset, bytes);
      done += bytes;
      offset = 0;
      first = last;
    }
  }

  /** Overlays `into`, which holds the page's memory, with what this mapping's lines hold. */
  overlay(space: number, address: number, size: number, into: Uint8Array, at: number): void {
    const { slots } = this;
    const first = address >>> LINE_SHIFT;
    const count = ((address + size - 1) >>> LINE_SHIFT) - first + 1;
    let left = this.tables.resident[space][address >>> PAGE_SHIFT];
    let seen = 0;
    for (; seen < count && left > 0; seen += 1) {
      const slot = this.find(space, first + seen);
      slots[seen] = slot;
      if (slot >= 0) left -= 1;
    }
    this.copyOut(seen, address & (LINE - 1), size, into, at);
  }

  /** Finds or fills every line of a range within one page; their number. */
  private gather(space: number, address: number, physicalAddress: number, size: number): number {
    const first = address >>> LINE_SHIFT;
    const count = ((address + size - 1) >>> LINE_SHIFT) - first + 1;
    const physical = physicalAddress - (address & (LINE - 1));
    for (let index = 0; index < count; index += 1) {
      this.slots[index] = this.line(space, first + index, physical + index * LINE);
    }
    return count;
  }

  /** One past the last gathered line that lies right after its neighbour, from `first` on. */
  private runEnd(first: number, count: number): number {
    const { slots } = this;
    let last = first + 1;
    while (last < count && slots[last] === slots[last - 1] + 1) last += 1;
    return last;
  }

  /** Copies the gathered lines out; those that are absent (−1) leave `into` as it is. */
  private copyOut(count: number, within: number, size: number, into: Uint8Array, at: number): void {
    const { slots } = this;
    let offset = within;
    let done = 0;
    for (let first = 0; first < count; ) {
      const present = slots[first] >= 0;
      const last = present ? this.runEnd(first, count) : first + 1;
      const bytes = Math.min((last - first) * LINE - offset, size - done);
      if (present) copyBytes(this.data, slots[first] * LINE + offset, into, at + done, bytes);
      done += bytes;
      offset = 0;
      first = last;
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
    this.tables.touch(space, page);
  }

  private find(space: number, line: number): number {
    const key = ((space << 27) | line) + 1;
    for (let slot = line & (SETS - 1); slot < SLOTS; slot += SETS) {
      if (this.tag[slot] === key) return slot;
    }
    return -1;
  }

  /** Slot that holds `line`, filled from memory if it was absent. */
  private line(space: number, line: number, physicalByte: number): number {
    const found = this.find(space, line);
    if (found >= 0) return found;
    const set = line & (SETS - 1);
    let slot = set;
    while (slot < SLOTS && this.tag[slot] !== 0) slot += SETS;
    if (slot >= SLOTS) {
      slot = set + this.victim[set] * SETS;
      this.victim[set] = (this.victim[set] + 1) & (WAYS - 1);
      this.evict(slot);
    }
    const physicalAddress = physicalByte & ~(LINE - 1);
    copyLine(this.physical.words, physicalAddress, this.dataWords, slot * LINE);
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
    this.tables.touch(key >> 27, page);
    const count = resident[page];
    if (count > 0) resident[page] = count - 1;
    this.tag[slot] = 0;
  }

  private clean(slot: number): void {
    if (this.dirty[slot] === 0) return;
    const physicalAddress = this.physicalAddress[slot];
    copyLine(this.dataWords, slot * LINE, this.physical.words, physicalAddress);
    this.physical.touch(physicalAddress >>> PAGE_SHIFT);
    this.dirty[slot] = 0;
  }
}

/** Copies one line, a 32-bit word at a time; both places are byte offsets. */
function copyLine(from: Int32Array, fromByte: number, to: Int32Array, toByte: number): void {
  const source = fromByte >> 2;
  const target = toByte >> 2;
  for (let word = 0; word < LINE >> 2; word += 1) to[target + word] = from[source + word];
}
