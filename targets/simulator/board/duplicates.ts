/**
 * Duplicates on the server's heap: made with their header and first contents, and written back.
 * Both boards make them alike; they differ in what they remember of them.
 */

import { Personality } from '../../interface.js';
import { ARG_I_WSTR } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { NO_BLOCK } from '../machine/heap.js';
import type { Machine } from '../machine/machine.js';
import { READ, WRITE } from '../machine/tables.js';
import { isUnmeasured, readsIn, typeOf } from './arguments.js';
import type { Call } from './call.js';
import type { BoardContext } from './context.js';

/** `magic` of a header: who made the block, so that a wrong release is told from a right one. */
export const MADE_BY_OPEN = 0x6d6f_706e;
/** Made by CeAllocAsynchronousBuffer. */
export const MADE_BY_ALLOC = 0x6d61_7379;
/** Made by CeAllocDuplicateBuffer. */
export const MADE_BY_DUPLICATE = 0x6d64_7570;

/**
 * A block of `call.length` bytes with its header and its first contents: a copy of the source for
 * IN and IN/OUT, and for OUT what the reading and the personality say (DUP-4). The caller has
 * checked the source. NO_BLOCK when the allocation fails; nothing is left then.
 */
export function makeDuplicate(board: BoardContext, call: Call, magic: number): number {
  const machine = board.machine;
  if (!call.mayAllocate()) return NO_BLOCK;
  const block = machine.heap.take(call.length);
  if (block === NO_BLOCK) return NO_BLOCK;
  writeHeader(machine, block, call, magic);
  const at = machine.heap.addressOf(block);
  const space = machine.heap.space;
  const copiesOut =
    board.reading.board === 'shipped' || board.chooses(Personality.outStartsAsSource);
  if (readsIn(call.descriptor) || copiesOut) {
    machine.memory.move(call.space, call.address, space, at, bytesToCopy(board, call));
  } else if (board.fault !== FAULT.STALE_HEAP_DISCLOSED) {
    machine.memory.fill(space, at, call.length, 0);
  }
  return block;
}

/** All of the buffer, unless a fault says otherwise. */
function bytesToCopy(board: BoardContext, call: Call): number {
  const { fault } = board;
  if (fault === FAULT.COPY_IN_ONE_SHORT) return call.length - 1;
  if (fault === FAULT.TERMINATOR_NOT_COPIED && isUnmeasured(call.descriptor, call.size)) {
    return call.length - 1;
  }
  if (fault === FAULT.COPY_STOPS_AT_TERMINATOR && isUnmeasured(call.descriptor, call.size)) {
    const width = typeOf(call.descriptor) === ARG_I_WSTR ? 2 : 1;
    return Math.min(call.length, board.machine.memory.measure(call.space, call.address, width));
  }
  if (fault === FAULT.COPY_IN_STOPS_AT_PAGE) return Math.min(call.length, 4096);
  return call.length;
}

/** Magic, size, source, and source process with descriptor type and incarnation. */
function writeHeader(machine: Machine, block: number, call: Call, magic: number): void {
  const elsewhere = call.writeBackAddress !== 0;
  const process = elsewhere ? call.writeBackProcess : call.process;
  const incarnation = elsewhere ? call.writeBackIncarnation : call.incarnation;
  const owner = process | (typeOf(call.descriptor) << 8) | (incarnation << 16);
  const source = elsewhere ? call.writeBackAddress : call.address;
  machine.heap.label(block, magic, source, owner);
}

/**
 * Writes `size` bytes of the server's memory to a process's memory, by its mappings and
 * protections of this moment. False when some byte may not be written: nothing, or the writable
 * prefix when the personality says so, has then been written (QUIET-12).
 */
export function writeBackTo(
  board: BoardContext,
  from: number,
  space: number,
  address: number,
  size: number,
): boolean {
  const { memory, heap } = board.machine;
  const { fault } = board;
  const count = fault === FAULT.WRITE_BACK_ONE_SHORT ? size - 1 : size;
  if (!memory.permits(space, address, size, WRITE) && fault !== FAULT.WRITE_BACK_UNCHECKED) {
    if (board.chooses(Personality.writesPrefix) && space >= 0) {
      const prefix = memory.permittedPrefix(space, address, size, WRITE);
      memory.move(heap.space, from, space, address, prefix);
    }
    if (fault === FAULT.WRITE_BACK_SKIPS_BAD_PAGE)
      writeGoodPages(board, from, space, address, size);
    return false;
  }
  if (fault === FAULT.WRITE_BACK_UNCHECKED && !memory.permits(space, address, size, READ))
    return false;
  const extra = fault === FAULT.WRITE_BACK_ROUNDED_UP ? roomFor(board, space, address, size) : 0;
  memory.move(heap.space, from, space, address, count + extra);
  return true;
}

/** Fault: a page that cannot be written is passed over, and the pages behind it are written. */
function writeGoodPages(
  board: BoardContext,
  from: number,
  space: number,
  address: number,
  size: number,
): void {
  const { memory, heap } = board.machine;
  for (let done = 0; done < size; ) {
    const count = Math.min(size - done, 4096 - ((address + done) & 0xfff));
    if (memory.permits(space, address + done, count, WRITE)) {
      memory.move(heap.space, from + done, space, address + done, count);
    }
    done += count;
  }
}

/** Fault: the copy loop moves whole words; bytes up to the next multiple of four that fit. */
function roomFor(board: BoardContext, space: number, address: number, size: number): number {
  const extra = (4 - (size & 3)) & 3;
  return extra > 0 && board.machine.memory.permits(space, address + size, extra, WRITE) ? extra : 0;
}
