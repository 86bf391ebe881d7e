/**
 * All that the shipped board knows of a buffer: the header before a heap block, and the mappings of
 * the alias arena. Nothing here is a record.
 */

import { MADE_BY_DUPLICATE, MADE_BY_OPEN } from '../board/duplicates.js';
import { NO_BLOCK } from '../machine/heap.js';
import type { Machine } from '../machine/machine.js';
import { spaceOf } from '../machine/processes.js';
import { NO_SPACE } from '../machine/tables.js';

/** A header as it was written. One object, used again and again. */
export class Header {
  /** Heap block, or NO_BLOCK where the address is in none. */
  block: number = NO_BLOCK;
  magic = 0;
  /** First byte of the block. */
  address = 0;
  size = 0;
  source = 0;
  process = 0;
  incarnation = 0;
  /** Type of the descriptor that the block was made with. */
  type = 0;

  /** Reads the header of the live block that holds the byte at `address`. */
  readAround(machine: Machine, address: number): boolean {
    return this.read(machine, machine.heap.blockAround(address));
  }

  /** Reads the header of the live block that begins at `address`. */
  readAt(machine: Machine, address: number): boolean {
    return this.read(machine, machine.heap.blockAt(address));
  }

  /** True when the header says that Open or CeAllocDuplicateBuffer made the block. */
  isCopy(): boolean {
    return this.magic === MADE_BY_OPEN || this.magic === MADE_BY_DUPLICATE;
  }

  /** The space that write-back goes to, or NO_SPACE when its process has gone. */
  targetSpace(machine: Machine): number {
    if (!machine.processes.livesAs(this.process, this.incarnation)) return NO_SPACE;
    return spaceOf(this.process);
  }

  private read(machine: Machine, block: number): boolean {
    this.block = NO_BLOCK;
    this.magic = 0;
    if (block === NO_BLOCK) return false;
    const { heap } = machine;
    const owner = heap.owner[block];
    this.block = block;
    this.magic = heap.magic[block];
    this.address = heap.addressOf(block);
    this.size = heap.sizeOf(block);
    this.source = heap.source[block];
    this.process = owner & 0xf;
    this.type = (owner >>> 8) & 0xf;
    this.incarnation = owner >>> 16;
    return true;
  }
}
