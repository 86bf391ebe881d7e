/**
 * The server's heap: duplicates live here, each behind a header of 16 bytes in simulated memory.
 * The list of blocks is kept outside that memory, so that a stray store through a dead pointer
 * damages bytes and never the machine. Pages stay mapped once a block has covered them.
 */

import { FAULT } from '../faults/codes.js';
import type { Defect } from './defect.js';
import type { Memory } from './memory.js';
import { PAGE_SHIFT } from './physical.js';
import { HOST_SPACE, KERNEL_SPACE, READ, WRITE } from './tables.js';

/** Bytes of a header, right before its block. */
export const HEADER_BYTES = 16;
/** Where a kernel server's heap begins … */
export const KERNEL_HEAP = 0xd400_0000;
/** … and a host's, in the host's own space. */
export const HOST_HEAP = 0x2000_0000;
/** Bytes of the arena. */
export const HEAP_ARENA = 0x100_0000;
/** Blocks that may live at once. */
const BLOCKS = 512;
/** What never-used heap memory holds; not zero, as on a real device. */
const HEAP_FILLER = 0xcd;
const GRAIN = 16;
/** No block. */
export const NO_BLOCK = -1;

/** The heap. Blocks are named by small numbers, good until they are freed. */
export class Heap {
  /** Space that the heap lives in. */
  space: number = KERNEL_SPACE;
  /** Live blocks. */
  liveBlocks = 0;
  /** Bytes in live blocks, as requested. */
  liveBytes = 0;
  /** Freed addresses are handed out at once (first fit) or as late as possible (next fit). */
  reuses = false;
  /**
   * What the header of each block says: magic, source, and owner (process, descriptor type and
   * incarnation). The allocator's own copy: bytes that a stray store left in the header itself
   * are never believed.
   */
  readonly magic: Uint32Array = new Uint32Array(BLOCKS);
  readonly source: Uint32Array = new Uint32Array(BLOCKS);
  readonly owner: Uint32Array = new Uint32Array(BLOCKS);
  private readonly address = new Float64Array(BLOCKS);
  private readonly size = new Int32Array(BLOCKS);
  /** Live block numbers, sorted by address. */
  private readonly sorted = new Int16Array(BLOCKS);
  private readonly freeNumbers = new Int16Array(BLOCKS);
  private readonly memory: Memory;
  private readonly defect: Defect;
  private base = KERNEL_HEAP;
  private cursor = KERNEL_HEAP;

  constructor(memory: Memory, defect: Defect) {
    this.memory = memory;
    this.defect = defect;
    this.reset(false, false);
  }

  /** An empty heap for a kernel server or for a user-mode driver's host. */
  reset(inHost: boolean, reuses: boolean): void {
    this.space = inHost ? HOST_SPACE : KERNEL_SPACE;
    this.base = inHost ? HOST_HEAP : KERNEL_HEAP;
    this.reuses = reuses;
    this.clear();
  }

  /** Frees every block, as when the host exits. */
  clear(): void {
    for (let index = 0; index < BLOCKS; index += 1) this.freeNumbers[index] = BLOCKS - 1 - index;
    this.liveBlocks = 0;
    this.liveBytes = 0;
    this.cursor = this.base;
  }

  /** A block of `size` bytes, not cleared; NO_BLOCK when the arena or memory is exhausted. */
  take(size: number): number {
    if (this.liveBlocks === BLOCKS) return NO_BLOCK;
    if (size > HEAP_ARENA) return NO_BLOCK;
    const span = this.spanOf(size);
    const from = this.reuses ? this.base : this.cursor;
    let start = this.gap(from, span);
    if (start < 0 && from !== this.base) start = this.gap(this.base, span);
    if (start < 0 || !this.commit(start, span)) return NO_BLOCK;
    if (this.defect.active === FAULT.FOURTH_BLOCK_OVERLAPS && this.liveBlocks === 3) start -= GRAIN;
    const block = this.freeNumbers[BLOCKS - 1 - this.liveBlocks];
    let place = this.liveBlocks;
    while (place > 0 && this.addressOf(this.sorted[place - 1]) > start) {
      this.sorted[place] = this.sorted[place - 1];
      place -= 1;
    }
    this.sorted[place] = block;
    this.address[block] = start + HEADER_BYTES;
    this.size[block] = size;
    this.liveBlocks += 1;
    this.liveBytes += size;
    this.cursor = start + span;
    return block;
  }

  /** Writes the header of a block: magic, size, source, owner, four bytes each. */
  label(block: number, magic: number, source: number, owner: number): void {
    this.magic[block] = magic;
    this.source[block] = source;
    this.owner[block] = owner;
    const at = this.addressOf(block) - HEADER_BYTES;
    this.memory.writeWords(this.space, at, magic, this.sizeOf(block), source, owner);
  }

  /** Frees a live block; its bytes stay as they are. */
  free(block: number): void {
    let place = 0;
    while (place < this.liveBlocks && this.sorted[place] !== block) place += 1;
    if (place === this.liveBlocks) return;
    this.remove(place, block);
    const takesNext = this.defect.active === FAULT.HEAP_FREE_TAKES_NEIGHBOUR;
    if (takesNext && place > 0 && place < this.liveBlocks) this.remove(place, this.sorted[place]);
  }

  private remove(place: number, block: number): void {
    this.liveBlocks -= 1;
    this.liveBytes -= this.sizeOf(block);
    for (let index = place; index < this.liveBlocks; index += 1) {
      this.sorted[index] = this.sorted[index + 1];
    }
    this.freeNumbers[BLOCKS - 1 - this.liveBlocks] = block;
  }

  /** First byte of a block. */
  addressOf(block: number): number {
    return this.address[block];
  }

  /** Bytes of a block, as requested. */
  sizeOf(block: number): number {
    return this.size[block];
  }

  /** The live block whose bytes include `address`, or NO_BLOCK. */
  blockAround(address: number): number {
    for (let index = 0; index < this.liveBlocks; index += 1) {
      const block = this.sorted[index];
      const first = this.addressOf(block);
      if (address >= first && address < first + this.sizeOf(block)) return block;
    }
    return NO_BLOCK;
  }

  /** The live block that begins at `address`, or NO_BLOCK. */
  blockAt(address: number): number {
    const block = this.blockAround(address);
    return block !== NO_BLOCK && this.addressOf(block) === address ? block : NO_BLOCK;
  }

  /** True when `address` lies in the heap's arena. */
  covers(address: number): boolean {
    return address >= this.base && address < this.base + HEAP_ARENA;
  }

  /** First gap of `span` bytes at or after `from`; −1 when there is none. */
  private gap(from: number, span: number): number {
    let start = from;
    for (let index = 0; index < this.liveBlocks; index += 1) {
      const block = this.sorted[index];
      const first = this.addressOf(block) - HEADER_BYTES;
      const end = first + this.spanOf(this.sizeOf(block));
      if (end <= start) continue;
      if (first >= start + span) break;
      start = end;
    }
    return start + span <= this.base + HEAP_ARENA ? start : -1;
  }

  /** Bytes that a block of `size` bytes takes from the arena, header included. */
  private spanOf(size: number): number {
    const roundUp = this.defect.active === FAULT.HEAP_BLOCKS_OVERLAP ? 0 : GRAIN - 1;
    return HEADER_BYTES + ((size + roundUp) & ~(GRAIN - 1));
  }

  private commit(start: number, span: number): boolean {
    const last = (start + span - 1) >>> PAGE_SHIFT;
    for (let page = start >>> PAGE_SHIFT; page <= last; page += 1) {
      if (this.memory.tables.at(this.space, page) !== 0) continue;
      const frame = this.memory.physical.take(HEAP_FILLER);
      if (frame < 0) return false;
      this.memory.map(this.space, page, frame, READ | WRITE);
    }
    return true;
  }
}
