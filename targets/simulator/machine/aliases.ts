/**
 * Aliases: second mappings of a caller's pages in the server's space, each in a reservation of its
 * own that is made of 64 KB blocks, at an address that agrees with the source in the low 16 bits
 * (QUIET-18). On a virtually tagged cache both sides are uncached while an alias lives (ALIAS-2,
 * ALIAS-3), page by page.
 */

import { FAULT } from '../faults/codes.js';
import type { Defect } from './defect.js';
import type { Memory } from './memory.js';
import { NO_HOME, PAGE_SHIFT } from './physical.js';
import {
  ALIAS,
  FRAME_MASK,
  HOST_SPACE,
  KERNEL_SPACE,
  PLAIN_NOCACHE,
  READ,
  UNCACHED,
  WRITE,
} from './tables.js';

/** Where aliases for a kernel server lie … */
export const KERNEL_ALIASES = 0xe000_0000;
/** … and those that the reflector makes for a host. */
export const HOST_ALIASES = 0x2800_0000;
/** Allocation blocks of 64 KB in the arena. */
export const ALIAS_BLOCKS = 2048;
/** Bytes in an allocation block, as a shift. */
export const BLOCK_SHIFT = 16;
/** No alias. */
export const NO_ALIAS = -1;

const LOW = 0xffff;
const LIMIT = 512;

/** All live aliases, named by small numbers, good until they are released. */
export class Aliases {
  /** Space that they are mapped in. */
  space: number = KERNEL_SPACE;
  /** Live ones. */
  live = 0;
  /** Freed blocks are handed out at once (else as late as possible). */
  reuses = false;
  /** First usable byte; its low 16 bits are those of the source. */
  readonly address: Float64Array = new Float64Array(LIMIT);
  /** Bytes asked for, from `address` on. */
  readonly size: Int32Array = new Int32Array(LIMIT);
  private readonly firstBlock = new Int32Array(LIMIT);
  private readonly blocks = new Int32Array(LIMIT);
  /** Alias number + 1 that owns a block of the arena, 0 when free. */
  private readonly owner = new Int16Array(ALIAS_BLOCKS);
  private readonly memory: Memory;
  private readonly defect: Defect;
  private base = KERNEL_ALIASES;
  private cursor = 0;
  private highest = 0;
  /** Block that was freed last, and the rights that it had; only a fault looks at them. */
  private freedBlock = -1;
  private freedRights = 0;

  constructor(memory: Memory, defect: Defect) {
    this.memory = memory;
    this.defect = defect;
  }

  /** No aliases; forgets the mappings without touching the tables, which were reset before. */
  reset(inHost: boolean, reuses: boolean): void {
    this.space = inHost ? HOST_SPACE : KERNEL_SPACE;
    this.base = inHost ? HOST_ALIASES : KERNEL_ALIASES;
    this.reuses = reuses;
    this.owner.fill(0, 0, this.highest);
    this.blocks.fill(0);
    this.live = 0;
    this.cursor = 0;
    this.highest = 0;
    this.freedBlock = -1;
  }

  /**
   * Maps the pages around [address, address + size) of `space`, which the caller has checked, into
   * a fresh reservation. `granted`: the right to write that its making gives: READ for none, WRITE
   * for the page's own (ALIAS-11), READ | WRITE where the caller's right was checked before, even
   * if the page has lost it since (QUIET-7). The alias's number; NO_ALIAS when the arena is full.
   */
  make(space: number, address: number, size: number, granted: number): number {
    const count = Math.max(1, Math.ceil(((address & LOW) + size) / 0x1_0000));
    const block = this.findBlocks(count);
    let alias = 0;
    while (alias < LIMIT && this.blocks[alias] !== 0) alias += 1;
    if (block < 0 || alias === LIMIT) return NO_ALIAS;
    this.owner.fill(alias + 1, block, block + count);
    this.highest = Math.max(this.highest, block + count);
    this.cursor = block + count;
    this.firstBlock[alias] = block;
    this.blocks[alias] = count;
    const offset =
      this.defect.active === FAULT.ALIAS_AT_PAGE_START ? address & 0xf000 : address & LOW;
    this.address[alias] = this.base + block * 0x1_0000 + offset;
    this.size[alias] = size;
    this.live += 1;
    this.mapPages(alias, space, address, size, granted);
    return alias;
  }

  /** Unmaps an alias and gives its blocks back; the last alias of a page recaches it (ALIAS-3). */
  release(alias: number): void {
    if (this.blocks[alias] === 0) return;
    const first = this.firstPageOf(alias);
    const count = this.blocks[alias] << (BLOCK_SHIFT - PAGE_SHIFT);
    const block = this.firstBlock[alias];
    this.freedBlock = block;
    this.freedRights =
      this.memory.tables.at(this.space, this.address[alias] >>> PAGE_SHIFT) & (READ | WRITE);
    for (let page = first; page < first + count; page += 1) this.unmapPage(page);
    this.owner.fill(0, block, block + this.blocks[alias]);
    this.blocks[alias] = 0;
    this.live -= 1;
  }

  /** Unmaps every alias page of one frame; only faults do that while the aliases live. */
  dropMappingsOf(frame: number): void {
    for (let alias = 0; alias < LIMIT; alias += 1) {
      const first = this.firstPageOf(alias);
      const count = this.blocks[alias] << (BLOCK_SHIFT - PAGE_SHIFT);
      for (let page = first; page < first + count; page += 1) {
        const entry = this.memory.tables.at(this.space, page);
        if (entry !== 0 && (entry & FRAME_MASK) === frame) this.memory.unmap(this.space, page);
      }
    }
  }

  /** Gives every alias page of one frame the rights of `flags`; only a fault does (QUIET-7). */
  setRightsOf(frame: number, flags: number): void {
    for (let alias = 0; alias < LIMIT; alias += 1) {
      const first = this.firstPageOf(alias);
      const count = this.blocks[alias] << (BLOCK_SHIFT - PAGE_SHIFT);
      for (let page = first; page < first + count; page += 1) {
        const entry = this.memory.tables.at(this.space, page);
        if (entry === 0 || (entry & FRAME_MASK) !== frame) continue;
        const rights = flags & (READ | WRITE);
        this.memory.tables.set(this.space, page, (entry & ~(READ | WRITE)) | rights);
      }
    }
  }

  /** Releases every alias, as when the host exits. */
  clear(): void {
    for (let alias = 0; alias < LIMIT; alias += 1) {
      if (this.blocks[alias] !== 0) this.release(alias);
    }
  }

  /** The alias whose reservation covers `address` of the server's space, or NO_ALIAS. */
  around(address: number): number {
    const block = Math.floor((address - this.base) / 0x1_0000);
    if (block < 0 || block >= ALIAS_BLOCKS) return NO_ALIAS;
    return this.owner[block] - 1;
  }

  /** True when the range lies within the bytes that one alias was made for. */
  holds(address: number, size: number): boolean {
    const alias = this.around(address);
    if (alias === NO_ALIAS) return false;
    const first = this.address[alias];
    return address >= first && address + size <= first + this.size[alias];
  }

  /** The alias whose reservation begins in the 64 KB block of `address`, or NO_ALIAS. */
  beginningAt(address: number): number {
    const alias = this.around(address);
    if (alias === NO_ALIAS) return NO_ALIAS;
    const block = Math.floor((address - this.base) / 0x1_0000);
    return this.firstBlock[alias] === block ? alias : NO_ALIAS;
  }

  /** True when `address` lies in the arena of aliases. */
  covers(address: number): boolean {
    return address >= this.base && address < this.base + ALIAS_BLOCKS * 0x1_0000;
  }

  private firstPageOf(alias: number): number {
    return (this.base + this.firstBlock[alias] * 0x1_0000) / 4096;
  }

  private findBlocks(count: number): number {
    const from = this.reuses ? 0 : this.cursor;
    const found = this.findFrom(from, count);
    return found >= 0 || from === 0 ? found : this.findFrom(0, count);
  }

  private findFrom(from: number, count: number): number {
    let run = 0;
    for (let block = from; block < ALIAS_BLOCKS; block += 1) {
      run = this.owner[block] === 0 ? run + 1 : 0;
      if (run === count) return block - count + 1;
    }
    return -1;
  }

  private mapPages(
    alias: number,
    space: number,
    address: number,
    size: number,
    granted: number,
  ): void {
    const from = address >>> PAGE_SHIFT;
    const last = this.lastPage(address, size);
    const to = this.firstPageOf(alias) + ((address & LOW) >>> PAGE_SHIFT);
    for (let page = from; page <= last; page += 1) {
      const entry = this.memory.tables.at(space, page);
      const frame = entry & FRAME_MASK;
      const own = entry & (granted & WRITE ? READ | WRITE : READ);
      const due = granted === (READ | WRITE) ? granted : own;
      const rights = this.keepsOldRights(alias) ? this.freedRights : due;
      const attributes = this.uncacheHome(frame, page === last && page !== from, entry);
      this.memory.map(this.space, to + page - from, frame, rights | attributes | ALIAS);
    }
  }

  /** Fault: a reservation that is handed out again keeps the rights of its last tenant. */
  private keepsOldRights(alias: number): boolean {
    if (this.defect.active !== FAULT.ALIAS_KEEPS_OLD_RIGHTS) return false;
    return this.firstBlock[alias] === this.freedBlock;
  }

  private lastPage(address: number, size: number): number {
    const end =
      this.defect.active === FAULT.ALIAS_LAST_PAGE_MISSING
        ? address + size - 4096
        : address + size - 1;
    const last = end >>> PAGE_SHIFT;
    const first = address >>> PAGE_SHIFT;
    return last < first ? first : last;
  }

  /** ALIAS-2: takes the cache off the source's page; gives the attributes of the alias's page. */
  private uncacheHome(frame: number, isLaterLast: boolean, source: number): number {
    if (!this.memory.virtuallyTagged) return source & UNCACHED;
    const fault = this.defect.active;
    const home = this.memory.physical.home[frame];
    const skipsHome =
      fault === FAULT.ONLY_ALIAS_UNCACHED ||
      fault === FAULT.NOTHING_UNCACHED ||
      (fault === FAULT.LAST_PAGE_STAYS_CACHED && isLaterLast);
    if (home !== NO_HOME && !skipsHome) {
      this.memory.setCached(home >> 20, home & 0xf_ffff, false);
    }
    return fault === FAULT.ONLY_SOURCE_UNCACHED || fault === FAULT.NOTHING_UNCACHED ? 0 : UNCACHED;
  }

  /** ALIAS-3: gives the cache back to the source's page when its last alias has gone. */
  private unmapPage(page: number): void {
    const entry = this.memory.tables.at(this.space, page);
    if (entry === 0) return;
    const frame = entry & FRAME_MASK;
    const fault = this.defect.active;
    this.memory.unmap(this.space, page);
    if (fault === FAULT.ALIAS_FREE_UNMAPS_TWIN && this.space === KERNEL_SPACE) {
      this.dropMappingsOf(frame);
    }
    if (!this.memory.virtuallyTagged || (entry & ALIAS) === 0) return;
    if (fault === FAULT.NEVER_RECACHED) return;
    const left = this.memory.physical.aliases[frame];
    const early = fault === FAULT.RECACHED_AT_FIRST_OF_THREE && left === 2;
    if (left > (fault === FAULT.RECACHED_AT_FIRST_FREE ? 1 : 0) && !early) return;
    const home = this.memory.physical.home[frame];
    if (home === NO_HOME || this.memory.physical.references[frame] === 0) return;
    const owner = this.memory.tables.at(home >> 20, home & 0xf_ffff);
    if ((owner & PLAIN_NOCACHE) !== 0 && fault !== FAULT.NOCACHE_PAGE_RECACHED) return;
    this.memory.setCached(home >> 20, home & 0xf_ffff, true);
  }
}
