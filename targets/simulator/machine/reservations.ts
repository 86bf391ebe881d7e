/**
 * Reservations by VirtualAllocEx and what VirtualCopyEx maps into them. They are found by process
 * and base; addresses that the caller leaves open come from an arena of each process.
 */

import { FAULT } from '../faults/codes.js';
import type { Defect } from './defect.js';
import type { Memory } from './memory.js';
import { PAGE_SHIFT } from './physical.js';
import { ALIAS, FRAME_MASK, PLAIN_NOCACHE, SHARED, UNCACHED } from './tables.js';

/** Where addresses come from that the caller leaves open … */
const ARENA = 0x2000_0000;
/** … and where they end. */
const ARENA_END = 0x2800_0000;
const BLOCK = 0x1_0000;
const LIMIT = 64;

/** No reservation. */
export const NO_RESERVATION = -1;

/** All reservations, by small numbers. */
export class Reservations {
  /** Live ones. */
  live = 0;
  readonly base: Float64Array = new Float64Array(LIMIT);
  readonly size: Float64Array = new Float64Array(LIMIT);
  /** Space + 1 of its process; 0 when it is free. */
  private readonly owner = new Uint8Array(LIMIT);
  private readonly memory: Memory;
  private readonly defect: Defect;

  constructor(memory: Memory, defect: Defect) {
    this.memory = memory;
    this.defect = defect;
  }

  /** None. */
  reset(): void {
    if (this.live > 0) this.owner.fill(0);
    this.live = 0;
  }

  /** A free range of the arena, or 0. */
  findRoom(space: number, size: number): number {
    const isHigh = this.defect.active === FAULT.ROOM_ABOVE_LIMIT;
    const from = isHigh ? ARENA + 0x4000_0000 : ARENA;
    for (let base = from; base + size <= from + ARENA_END - ARENA; base += BLOCK) {
      if (!this.overlaps(space, base, base + size)) return base;
    }
    return 0;
  }

  /** True where a reservation of the process overlaps [from, to). */
  overlaps(space: number, from: number, to: number): boolean {
    for (let index = 0; index < LIMIT; index += 1) {
      if (this.owner[index] !== space + 1) continue;
      if (from < this.base[index] + this.size[index] && to > this.base[index]) return true;
    }
    return false;
  }

  /** Notes a reservation; false when the table is full. */
  add(space: number, base: number, size: number): boolean {
    const index = this.owner.indexOf(0);
    if (index < 0) return false;
    this.owner[index] = space + 1;
    this.base[index] = base;
    this.size[index] = size;
    this.live += 1;
    return true;
  }

  /** The reservation that holds all of [from, to), or NO_RESERVATION. */
  around(space: number, from: number, to: number): number {
    for (let index = 0; index < LIMIT; index += 1) {
      if (this.owner[index] !== space + 1) continue;
      if (from >= this.base[index] && to <= this.base[index] + this.size[index]) return index;
    }
    return NO_RESERVATION;
  }

  /** The reservation that begins at a base, or NO_RESERVATION. */
  at(space: number, base: number): number {
    for (let index = 0; index < LIMIT; index += 1) {
      if (this.owner[index] !== space + 1) continue;
      const within = base >= this.base[index] && base < this.base[index] + this.size[index];
      if (this.base[index] === base) return index;
      if (within && this.defect.active === FAULT.FREE_EX_TAKES_INNER_ADDRESS) return index;
    }
    return NO_RESERVATION;
  }

  /** Ends a reservation: the mappings in it go with it. */
  release(index: number): void {
    const space = this.owner[index] - 1;
    this.owner[index] = 0;
    this.live -= 1;
    const pages = this.size[index] >>> PAGE_SHIFT;
    const first = this.base[index] >>> PAGE_SHIFT;
    const kept = this.defect.active === FAULT.FREE_EX_KEEPS_LAST_PAGE ? 1 : 0;
    const keepsOwn = this.defect.active === FAULT.RELEASE_KEEPS_COMMITTED;
    for (let page = first; page < first + pages - kept; page += 1) {
      const isShared = (this.memory.tables.at(space, page) & SHARED) !== 0;
      if (isShared || !keepsOwn) this.memory.unmap(space, page);
    }
  }

  /** A process has gone. */
  releaseAllOf(space: number): void {
    if (this.live === 0 || this.defect.active === FAULT.EXIT_KEEPS_RESERVATIONS) return;
    for (let index = 0; index < LIMIT; index += 1) {
      if (this.owner[index] === space + 1) this.release(index);
    }
  }

  /** Gives pages memory of their own; false where there is too little, and nothing is committed. */
  commit(space: number, first: number, count: number, flags: number): boolean {
    const { memory, defect } = this;
    const { physical } = memory;
    for (let index = 0; index < count; index += 1) {
      const frame = this.frameToCommit(first + index);
      if (frame < 0) {
        this.decommit(space, first, index);
        return false;
      }
      memory.map(space, first + index, frame, flags);
      if (defect.active === FAULT.COMMIT_NOT_CLEARED) {
        physical.bytes.fill(0xa5, frame << PAGE_SHIFT, (frame + 1) << PAGE_SHIFT);
      }
    }
    return true;
  }

  /** Takes pages back; mappings and what is not committed too. */
  decommit(space: number, first: number, count: number): void {
    for (let page = first; page < first + count; page += 1) this.memory.unmap(space, page);
  }

  /** Fault: all processes get the same frame at an address. */
  private frameToCommit(page: number): number {
    const { tables, physical } = this.memory;
    if (this.defect.active === FAULT.COMMIT_SHARED_BY_PROCESSES) {
      for (let space = 1; space <= 4; space += 1) {
        const entry = tables.at(space, page);
        if (entry !== 0 && (entry & (SHARED | ALIAS)) === 0) return entry & FRAME_MASK;
      }
    }
    return physical.take(0);
  }

  /** Maps pages of one space into another; the caller has checked both ranges. */
  map(
    toSpace: number,
    to: number,
    fromSpace: number,
    from: number,
    pages: number,
    flags: number,
  ): void {
    const { active } = this.defect;
    const uncached = (flags & PLAIN_NOCACHE) !== 0 && active !== FAULT.COPY_EX_IGNORES_NOCACHE;
    const kept = uncached ? flags : flags & ~(PLAIN_NOCACHE | UNCACHED);
    const count = active === FAULT.COPY_EX_MAPS_ONE_LESS ? pages - 1 : pages;
    for (let index = 0; index < count; index += 1) {
      const frame = this.frameFor(fromSpace, (from >>> PAGE_SHIFT) + index);
      if (frame < 0) return;
      this.memory.map(toSpace, (to >>> PAGE_SHIFT) + index, frame, kept | SHARED);
    }
  }

  /** The frame behind a source page; one of its own for memory that the kernel does not know. */
  private frameFor(space: number, page: number): number {
    const entry = this.memory.tables.at(space, page);
    if (entry === 0) return this.memory.physical.take(0);
    const frame = entry & 0xffff;
    if (this.defect.active !== FAULT.COPY_EX_COPIES) return frame;
    const { physical } = this.memory;
    const copy = physical.take(0);
    if (copy < 0) return copy;
    physical.bytes.copyWithin(copy << 12, frame << 12, (frame + 1) << 12);
    physical.touch(copy);
    return copy;
  }
}
