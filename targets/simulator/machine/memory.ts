/**
 * Virtual memory: mapping, rights, and every way in which bytes move. An access whose range is not
 * wholly permitted moves nothing; addresses are unsigned and ranges never wrap.
 */

import { FAULT } from '../faults/codes.js';
import { Cache } from './cache.js';
import { Changes } from './changes.js';
import { copyBytes } from './copy.js';
import type { Defect } from './defect.js';
import { Meter } from './meter.js';
import { PAGE, PAGE_SHIFT, Physical } from './physical.js';
import {
  ALIAS,
  FRAME_MASK,
  GUARD,
  KERNEL_SPACE,
  PLAIN_NOCACHE,
  PRESENT,
  READ,
  SHARED,
  Tables,
  UNCACHED,
  WRITE,
} from './tables.js';

const OFFSET = PAGE - 1;
const TOP = 0x1_0000_0000;
/** A string longer than this is not searched further. */
const LONGEST_STRING_BYTES = 0x100_0000;

/** Physical memory, page tables and cache as one. */
export class Memory {
  private readonly changes = new Changes();
  readonly physical: Physical = new Physical(this.changes);
  readonly tables: Tables = new Tables(this.changes);
  readonly cache: Cache = new Cache(this.physical, this.tables);
  readonly meter: Meter = new Meter();
  /** True in readings with a virtually tagged cache. */
  virtuallyTagged = false;
  private readonly bounce = Buffer.alloc(PAGE);
  private readonly defect: Defect;

  constructor(defect: Defect) {
    this.defect = defect;
  }

  /** Empty memory, empty tables, empty cache. */
  reset(virtuallyTagged: boolean): void {
    this.tables.reset();
    this.physical.reset();
    this.cache.reset();
    this.meter.reset();
    this.virtuallyTagged = virtuallyTagged;
  }

  /** Maps `frame` at a page that is free. `flags`: rights and attributes; PRESENT is added. */
  map(space: number, page: number, frame: number, flags: number): void {
    this.tables.set(space, page, frame | flags | PRESENT);
    if ((flags & ALIAS) === 0 || this.countsAlias(space, frame)) this.physical.retain(frame);
    if ((flags & SHARED) !== 0) return;
    if ((flags & ALIAS) === 0) this.physical.home[frame] = (space << 20) | page;
    else this.physical.aliases[frame] = this.physical.aliases[frame] + 1;
  }

  /** Takes a mapping away: its lines are cleaned first, the frame loses a reference. */
  unmap(space: number, page: number): void {
    const entry = this.tables.at(space, page);
    if (entry === 0) return;
    this.dropLines(space, page);
    const frame = entry & FRAME_MASK;
    this.tables.set(space, page, 0);
    if ((entry & ALIAS) !== 0) {
      this.physical.aliases[frame] = this.physical.aliases[frame] - 1;
      const twice = this.defect.active === FAULT.ALIAS_RELEASE_COUNTS_TWICE;
      if (twice && this.physical.aliases[frame] >= 2) this.physical.release(frame);
    } else if (this.physical.home[frame] === ((space << 20) | page)) {
      this.physical.home[frame] = -1;
    }
    if ((entry & ALIAS) === 0 || !this.skipsReferences()) this.physical.release(frame);
  }

  /** Faults: an alias, or only the third of a page, is mapped without a reference. */
  private countsAlias(space: number, frame: number): boolean {
    const third = space === KERNEL_SPACE && this.physical.aliases[frame] >= 2;
    if (this.defect.active === FAULT.THIRD_ALIAS_UNCOUNTED && third) return false;
    return !this.skipsReferences();
  }

  private skipsReferences(): boolean {
    return this.defect.active === FAULT.ALIAS_TAKES_NO_REFERENCE;
  }

  /** Cleans and invalidates what the cache holds of one mapping. */
  dropLines(space: number, page: number): void {
    if (!this.virtuallyTagged) return;
    if (this.defect.active === FAULT.LINES_DROPPED_UNCLEANED) {
      this.cache.dropPage(space, page, false);
      return;
    }
    if (this.defect.active === FAULT.LINES_KEPT_ON_CHANGE) return;
    this.cache.dropPage(space, page, true);
  }

  /** True when all of [address, address + size) is mapped with every right asked for, unguarded. */
  permits(space: number, address: number, size: number, rights: number): boolean {
    if (space < 0 || address + size > TOP) return false;
    const need = rights | PRESENT;
    const asked = rights === 0 ? need : need | GUARD;
    const entries = this.tables.entry[space];
    const last = (address + size - 1) >>> PAGE_SHIFT;
    for (let page = address >>> PAGE_SHIFT; page <= last; page += 1) {
      if ((entries[page] & asked) !== need) return false;
    }
    return true;
  }

  /** How many bytes from `address` on, at most `size`, are mapped with every right asked for. */
  permittedPrefix(space: number, address: number, size: number, rights: number): number {
    let done = 0;
    while (done < size && address + done < TOP) {
      const count = Math.min(PAGE - ((address + done) & OFFSET), size - done);
      if (!this.permits(space, address + done, count, rights)) break;
      done += count;
    }
    return done;
  }

  /** Copies out through one mapping; the caller has checked the range. */
  read(space: number, address: number, size: number, into: Uint8Array, at: number): void {
    let done = 0;
    while (done < size) {
      const from = address + done;
      const count = Math.min(PAGE - (from & OFFSET), size - done);
      const entry = this.tables.at(space, from >>> PAGE_SHIFT);
      const base = ((entry & FRAME_MASK) << PAGE_SHIFT) | (from & OFFSET);
      if ((entry & UNCACHED) !== 0) this.meter.past(from, count);
      if (this.virtuallyTagged && (entry & UNCACHED) === 0) {
        this.cache.read(space, from, base, count, into, at + done);
      } else {
        copyBytes(this.physical.bytes, base, into, at + done, count);
      }
      done += count;
    }
  }

  /** Copies in through one mapping; the caller has checked the range. */
  write(space: number, address: number, size: number, from: Uint8Array, at: number): void {
    let done = 0;
    while (done < size) {
      const to = address + done;
      const count = Math.min(PAGE - (to & OFFSET), size - done);
      const entry = this.tables.at(space, to >>> PAGE_SHIFT);
      const base = ((entry & FRAME_MASK) << PAGE_SHIFT) | (to & OFFSET);
      if ((entry & UNCACHED) !== 0) this.meter.past(to, count);
      if (this.virtuallyTagged && (entry & UNCACHED) === 0) {
        this.cache.write(space, to, base, count, from, at + done);
      } else {
        copyBytes(from, at + done, this.physical.bytes, base, count);
        this.physical.touch(entry & FRAME_MASK);
      }
      done += count;
    }
  }

  /** Moves bytes from one mapping to another, as the kernel's copy loop does. */
  move(fromSpace: number, from: number, toSpace: number, to: number, size: number): void {
    let done = 0;
    this.meter.bytesCopied += size;
    while (done < size) {
      const count = Math.min(PAGE, size - done);
      this.read(fromSpace, from + done, count, this.bounce, 0);
      this.write(toSpace, to + done, count, this.bounce, 0);
      done += count;
    }
  }

  /** Stores four 32-bit numbers, little-endian; the caller has checked the range. */
  writeWords(
    space: number,
    address: number,
    first: number,
    second: number,
    third: number,
    fourth: number,
  ): void {
    setWord(this.bounce, 0, first);
    setWord(this.bounce, 4, second);
    setWord(this.bounce, 8, third);
    setWord(this.bounce, 12, fourth);
    this.write(space, address, 16, this.bounce, 0);
  }

  /** Sets `size` bytes to `value`. */
  fill(space: number, address: number, size: number, value: number): void {
    this.bounce.fill(value, 0, Math.min(PAGE, size));
    let done = 0;
    while (done < size) {
      const count = Math.min(PAGE, size - done);
      this.write(space, address + done, count, this.bounce, 0);
      done += count;
    }
  }

  /**
   * Bytes of the string at `address`, its terminator included; −1 when the search runs into a byte
   * that may not be read. `width`: 1 for ASTR, 2 for WSTR.
   */
  measure(space: number, address: number, width: number): number {
    const { bytes } = this.physical;
    let length = 0;
    let page = -1;
    let base = 0;
    let cached = false;
    while (length < LONGEST_STRING_BYTES) {
      let characterIsZero = true;
      for (let index = 0; index < width; index += 1) {
        const place = address + length + index;
        if (place >= TOP) return -1;
        if (place >>> PAGE_SHIFT !== page) {
          page = place >>> PAGE_SHIFT;
          if (!this.permits(space, place, 1, READ)) return -1;
          const entry = this.tables.at(space, page);
          base = (entry & FRAME_MASK) << PAGE_SHIFT;
          cached = this.virtuallyTagged && (entry & UNCACHED) === 0;
        }
        const at = base | (place & OFFSET);
        const byte = cached ? this.cache.byteAt(space, place, at) : bytes[at];
        if (byte !== 0) characterIsZero = false;
      }
      length += width;
      if (characterIsZero) return length;
    }
    return -1;
  }

  /** Makes a page uncached, or cached again; PAGE_NOCACHE of its owner is left as it is. */
  setCached(space: number, page: number, cached: boolean): void {
    const entry = this.tables.at(space, page);
    if (entry === 0 || ((entry & UNCACHED) === 0) === cached) return;
    this.dropLines(space, page);
    this.tables.set(space, page, cached ? entry & ~UNCACHED : entry | UNCACHED);
  }

  /** Changes rights and PAGE_NOCACHE of a committed page; an alias on it keeps it uncached. */
  protect(space: number, page: number, flags: number): void {
    const entry = this.tables.at(space, page);
    if (entry === 0) return;
    this.dropLines(space, page);
    const kept = entry & ~(READ | WRITE | UNCACHED | PLAIN_NOCACHE | GUARD);
    const count = this.physical.aliases[entry & FRAME_MASK];
    const forgets =
      this.defect.active === FAULT.PROTECT_RECACHES_ALIASED ||
      (this.defect.active === FAULT.PROTECT_RECACHES_THRICE_ALIASED && count > 2);
    const aliased = this.virtuallyTagged && count > 0 && !forgets;
    const plain = (flags & PLAIN_NOCACHE) !== 0;
    this.tables.set(space, page, kept | flags | (aliased || plain ? UNCACHED : 0));
  }
}

function setWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}
