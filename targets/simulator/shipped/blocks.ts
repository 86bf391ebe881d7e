/**
 * All that the shipped board knows of a buffer: the header before a heap block, and the mappings of
 * the alias arena. Nothing here is a record; a header can be overwritten by the server's own code.
 */

import { MADE_BY_ALLOC, MADE_BY_DUPLICATE, MADE_BY_OPEN } from '../board/duplicates.js';
import { HEADER_BYTES, NO_BLOCK } from '../machine/heap.js';
import type { Machine } from '../machine/machine.js';
import { spaceOf } from '../machine/processes.js';
import { NO_SPACE } from '../machine/tables.js';

/** A header as read back from simulated memory. One object, used again and again. */
export class Header {
  /** Heap block, or NO_BLOCK where the address is in none or its header is not ours. */
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
    const { memory, heap } = machine;
    this.address = heap.addressOf(block);
    const at = this.address - HEADER_BYTES;
    const magic = memory.readWord(heap.space, at);
    if (magic !== MADE_BY_OPEN && magic !== MADE_BY_ALLOC && magic !== MADE_BY_DUPLICATE)
      return false;
    this.magic = magic;
    this.size = memory.readWord(heap.space, at + 4);
    this.source = memory.readWord(heap.space, at + 8);
    const owner = memory.readWord(heap.space, at + 12);
    this.process = owner & 0xf;
    this.type = (owner >>> 8) & 0xf;
    this.incarnation = owner >>> 16;
    this.block = block;
    return this.size === heap.sizeOf(block);
  }
}
