/**
 * WinDriver's buffers: contiguous frames with a view in the client and one in the kernel, both past
 * the cache, so that they never disagree (QUIET-31).
 */

import { PAGE_NOCACHE, PAGE_READWRITE } from '../../interface.js';
import { FAULT } from '../faults/codes.js';
import type { Defect } from './defect.js';
import type { Memory } from './memory.js';
import { PAGE_SHIFT } from './physical.js';
import { flagsOf } from './protection.js';
import { KERNEL_SPACE, NO_SPACE, SHARED } from './tables.js';

/** Where the views in clients lie … */
const USER_ARENA = 0x3c00_0000;
/** … and those in the kernel. */
const KERNEL_ARENA = 0xc000_0000;
/** Bytes kept for a buffer. */
const STRIDE = 0x4_0000;
const MOST_PLACES = 64;
/** WD_DMA structures are numbered 1 … LOCKS − 1. */
export const LOCKS = 9;

/** One WD_DMA structure and the buffer behind it. */
export class DmaLock {
  /** hDma is valid. */
  live = false;
  /** hDma as the client sees it. */
  handle = false;
  process = 0;
  space: number = NO_SPACE;
  pages = 0;
  place = 0;
  userAddress = 0;
  kernelAddress = 0;
  /** What the member pKernelAddr says. */
  toldAddress = 0;
}

/** All structures. */
export class DmaLocks {
  readonly all: readonly DmaLock[] = Array.from({ length: LOCKS }, () => new DmaLock());
  /** Live ones. */
  live = 0;
  /** Places are handed out again at once (else as late as possible). */
  reuses = false;
  /** Some lock has failed since the reset: it may have left its mark on a structure. */
  private hasFailed = false;
  private next = 0;
  private readonly memory: Memory;
  private readonly defect: Defect;

  constructor(memory: Memory, defect: Defect) {
    this.memory = memory;
    this.defect = defect;
  }

  /** None. */
  reset(reuses: boolean): void {
    this.reuses = reuses;
    if (this.next === 0 && this.live === 0 && !this.hasFailed) return;
    for (const lock of this.all) Object.assign(lock, new DmaLock());
    this.hasFailed = false;
    this.live = 0;
    this.next = 0;
  }

  /** Allocates and maps a buffer; false where there is no room. */
  lock(lock: DmaLock, process: number, space: number, size: number, options: number): boolean {
    const { active } = this.defect;
    const short = active === FAULT.LOCK_TAKES_COMMENT_AT_ITS_WORD && size === 0x1_0000;
    const pages = Math.ceil((short ? 0x4000 : size) / 4096);
    const place = this.findPlace();
    const filler = active === FAULT.DMA_BUFFER_NOT_CLEARED ? 0xa5 : 0;
    const first = place < 0 ? -1 : this.framesFor(pages, filler);
    if (first < 0) return false;
    Object.assign(lock, new DmaLock());
    lock.live = true;
    lock.handle = true;
    lock.process = process;
    lock.space = space;
    lock.pages = pages;
    lock.place = place;
    lock.kernelAddress = KERNEL_ARENA + place * STRIDE;
    this.view(KERNEL_SPACE, lock.kernelAddress, first, pages, options);
    const kernelOnly = (options & 0x10) !== 0 && active !== FAULT.KERNEL_ONLY_MAP_IGNORED;
    const forgets = active === FAULT.CACHED_LOCK_NOT_SEEN_BY_USER && (options & 8) !== 0;
    if (!kernelOnly && !forgets) {
      lock.userAddress = USER_ARENA + place * STRIDE;
      const copies = active === FAULT.LOCK_COPIES_FOR_USER;
      const seen = copies ? this.memory.physical.takeRun(pages, 0) : first;
      this.view(space, lock.userAddress, seen, pages, options);
    }
    this.live += 1;
    return true;
  }

  /** A lock that failed; a fault leaves a handle in the structure. */
  fail(lock: DmaLock, process: number): void {
    lock.process = process;
    lock.handle = this.defect.active === FAULT.FAILED_LOCK_LEAVES_HANDLE;
    this.hasFailed = true;
  }

  /** Ends a buffer: both views go with it. */
  unlock(lock: DmaLock): void {
    const { active } = this.defect;
    lock.live = false;
    lock.handle = active === FAULT.UNLOCK_KEEPS_HANDLE;
    this.live -= 1;
    const keepsUser = active === FAULT.UNLOCK_KEEPS_USER_VIEW || lock.userAddress === 0;
    if (!keepsUser) this.dropView(lock.space, lock.userAddress, lock.pages);
    if (active !== FAULT.UNLOCK_KEEPS_KERNEL_VIEW) {
      this.dropView(KERNEL_SPACE, lock.kernelAddress, lock.pages);
    }
  }

  /** Ends all that a process has locked. */
  unlockAllOf(process: number): void {
    if (this.live === 0) return;
    for (const lock of this.all) if (lock.live && lock.process === process) this.unlock(lock);
  }

  /** True for an address in the kernel's view of a live buffer. */
  isKernelView(address: number): boolean {
    return this.all.some(
      ({ live, kernelAddress, pages }) =>
        live && address >= kernelAddress && address < kernelAddress + pages * 4096,
    );
  }

  private findPlace(): number {
    if (!this.reuses) {
      this.next += 1;
      return this.next > MOST_PLACES ? -1 : this.next - 1;
    }
    this.next = 1;
    for (let place = 0; place < MOST_PLACES; place += 1) {
      if (!this.all.some((lock) => lock.live && lock.place === place)) return place;
    }
    return -1;
  }

  /** Contiguous frames (WD-1); faults give those of another buffer, or leave a gap. */
  private framesFor(pages: number, filler: number): number {
    const { active } = this.defect;
    const { physical, tables } = this.memory;
    if (active === FAULT.SECOND_LOCK_SHARES_BUFFER) {
      const other = this.all.find((lock) => lock.live && lock.pages >= pages);
      if (other !== undefined) {
        return tables.at(KERNEL_SPACE, other.kernelAddress >>> PAGE_SHIFT) & 0xffff;
      }
    }
    return physical.takeRun(pages + 1, filler);
  }

  private view(
    space: number,
    address: number,
    first: number,
    pages: number,
    options: number,
  ): void {
    const { active } = this.defect;
    const cached = active === FAULT.ALLOW_CACHE_MAPS_CACHED && (options & 8) !== 0;
    const flags = flagsOf(cached ? PAGE_READWRITE : PAGE_READWRITE | PAGE_NOCACHE) | SHARED;
    const gap = active === FAULT.BUFFER_NOT_CONTIGUOUS && pages > 1 ? 1 : 0;
    for (let index = 0; index < pages; index += 1) {
      const frame = first + index + (index > 0 ? gap : 0);
      this.memory.map(space, (address >>> PAGE_SHIFT) + index, frame, flags);
    }
  }

  private dropView(space: number, address: number, pages: number): void {
    for (let page = 0; page < pages; page += 1) {
      this.memory.unmap(space, (address >>> PAGE_SHIFT) + page);
    }
  }
}
