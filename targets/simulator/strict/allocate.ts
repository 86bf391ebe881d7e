/** CeAllocAsynchronousBuffer by the documents: ASYNC-1 … ASYNC-23, ALIAS-1, ALIAS-11. */

import { Personality } from '../../interface.js';
import { forcesAlias, isInRange, isUnmeasured, writesBack } from '../board/arguments.js';
import { type Call, CHECKED, FRESH, MEASURED } from '../board/call.js';
import { MADE_BY_ALLOC, makeDuplicate } from '../board/duplicates.js';
import {
  E_ACCESSDENIED,
  E_INVALIDARG,
  E_OUTOFMEMORY,
  KERNEL_BASE,
  PAUSED,
  S_OK,
} from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { NO_BLOCK } from '../machine/heap.js';
import { NO_SPACE, READ, WRITE } from '../machine/tables.js';
import type { StrictContext } from './context.js';
import { checkArguments, fillRecord, isStillReadable, measureSource, remeasure } from './open.js';
import type { BufferRecord, Form } from './records.js';
import { isCopy, isMarshalled, leavesBase, locateSource, recordUnder, standOn } from './sources.js';

/** Performs `call` from its stage on. */
export function allocate(board: StrictContext, call: Call): number {
  const base = recordUnder(board, call.source);
  if (call.stage === FRESH) {
    const bad = checkArguments(board, call);
    if (bad !== S_OK) return bad;
    const located = locateSource(board, call, base);
    if (located !== S_OK) return located;
    const measured = measureSource(board, call, base === null);
    if (measured !== S_OK) return measured;
    if (isUnmeasured(call.descriptor, call.size) && call.reaches(MEASURED, 'measured'))
      return PAUSED;
  }
  if (locateSource(board, call, base) !== S_OK) return E_ACCESSDENIED;
  const form = formOf(board, call, base);
  if (call.stage <= MEASURED) {
    remeasure(board, call);
    if (!mayAllocate(board, call, base, form)) return addressFailure(board, call);
    if (form === 'same') return keepPointer(board, call, base);
    if (call.reaches(CHECKED, 'checked')) return PAUSED;
  }
  if (!isStillReadable(board, call)) return E_ACCESSDENIED;
  return form === 'alias' ? makeAlias(board, call, base) : makeCopy(board, call, base);
}

/** ASYNC-9, ASYNC-21, ALIAS-11, QUIET-6, QUIET-30. */
function mayAllocate(
  board: StrictContext,
  call: Call,
  base: BufferRecord | null,
  form: Form,
): boolean {
  const { fault } = board;
  const writes = writesBack(call.descriptor);
  if (leavesBase(board, call, base)) return false;
  // QUIET-19: no asynchronous buffer is made of another one.
  const isAsynchronous = base === null && board.table.around('asynchronous', call.source) !== null;
  if (isAsynchronous && fault !== FAULT.ALIAS_AS_SOURCE) return false;
  if (base !== null && base.kind === 'open') {
    const isWider = isCopy(base) && writes && !writesBack(base.descriptor);
    if (fault === FAULT.OUTPUT_ON_INPUT_COPY_REFUSED && isWider) return false;
    if (fault === FAULT.OPEN_ALIAS_AS_SOURCE_REFUSED && base.form === 'alias') return false;
  }
  if (fault === FAULT.DUPLICATE_NOT_ACCEPTED && base !== null && base.kind === 'duplicate')
    return false;
  if (fault === FAULT.EXITED_CALLER_LOSES_COPY && board.callerSpace(call.thread) === NO_SPACE)
    return false;
  if (base === null && call.source < KERNEL_BASE && !board.isKernelCaller(call.thread)) {
    if (!isInRange(call.source, call.length, writes, board.reading.readLimit, fault)) return false;
  }
  const skipsWrite = isCopy(base) || fault === FAULT.READ_ONLY_OUT_ALLOCATED;
  const rights = writes && !skipsWrite ? READ | WRITE : READ;
  if (!board.machine.offers(call.space, call.address, call.length, rights)) return false;
  if (fault === FAULT.ALLOC_FROM_SERVICE_THREAD && call.thread === 0) return true;
  if (call.thread !== 0 && isMarshalled(board, call, base)) return true;
  if (form === 'alias' && !board.kernelServer) return false;
  return board.chooses(Personality.allocatesOnHazard);
}

/** ASYNC-7, ASYNC-8, ALIAS-1: alias, duplicate, or the pointer that was passed. */
function formOf(board: StrictContext, call: Call, base: BufferRecord | null): Form {
  const { fault, reading } = board;
  const flag = forcesAlias(call.descriptor) && fault !== FAULT.FLAG_IGNORED_AT_ALLOC;
  if (isCopy(base) || !board.kernelServer) {
    if (fault === FAULT.ALIAS_OF_COPY && flag) return 'alias';
    if (fault === FAULT.USER_SERVER_ALIAS && !board.kernelServer && flag) return 'alias';
    return board.chooses(Personality.newCopyOfCopy) ? 'copy' : 'same';
  }
  if (flag || reading.alloc === 'alias') {
    return fault === FAULT.DUPLICATE_WHERE_ALIAS_DUE ? 'copy' : 'alias';
  }
  if (reading.alloc === 'duplicate') return 'copy';
  const limit =
    fault === FAULT.COPY_LIMIT_OFF_BY_ONE ? board.copyLimitBytes - 1 : board.copyLimitBytes;
  return call.length <= limit ? 'copy' : 'alias';
}

/** The copy itself serves; nothing is allocated that could fail. */
function keepPointer(board: StrictContext, call: Call, base: BufferRecord | null): number {
  if (base === null) return E_ACCESSDENIED;
  const { fault } = board;
  const isSecond = fault === FAULT.SECOND_PART_OFFSET_LOST && board.table.standsOn(base);
  call.result = fault === FAULT.PART_OFFSET_LOST || isSecond ? base.pointer : call.source;
  const record = board.table.make('asynchronous', 'same');
  fillRecord(board, record, call, call.result);
  if (fault !== FAULT.SAME_POINTER_UNTIED) standOn(record, base);
  return S_OK;
}

function makeAlias(board: StrictContext, call: Call, base: BufferRecord | null): number {
  const { fault } = board;
  if (!call.mayAllocate()) return memoryFailure(board);
  const record = board.table.make('asynchronous', 'alias');
  const granted = writesBack(call.descriptor) ? READ | WRITE : READ;
  const alias = call.mayAllocate()
    ? board.machine.aliases.make(call.space, call.address, call.length, granted)
    : -1;
  if (alias < 0) {
    if (fault !== FAULT.ALIAS_FAILURE_LEAKS_RECORD) board.table.drop(record);
    return memoryFailure(board);
  }
  record.alias = alias;
  call.result = board.machine.aliases.address[alias];
  fillRecord(board, record, call, call.result);
  if (base !== null) standOn(record, base);
  return S_OK;
}

function makeCopy(board: StrictContext, call: Call, base: BufferRecord | null): number {
  if (!call.mayAllocate()) return memoryFailure(board);
  const record = board.table.make('asynchronous', 'copy');
  const block = makeDuplicate(board, call, MADE_BY_ALLOC);
  if (block === NO_BLOCK) {
    if (board.fault !== FAULT.COPY_FAILURE_LEAKS_RECORD) board.table.drop(record);
    return memoryFailure(board);
  }
  record.block = block;
  call.result = board.machine.heap.addressOf(block);
  fillRecord(board, record, call, call.result);
  if (base !== null) standOn(record, base);
  return S_OK;
}

/** ASYNC-9. */
function addressFailure(board: StrictContext, call: Call): number {
  const wraps = call.source + call.length > 0xffff_ffff;
  return wraps && board.fault === FAULT.WRAPPED_RANGE_INVALID ? E_INVALIDARG : E_ACCESSDENIED;
}

/** ASYNC-11. */
function memoryFailure(board: StrictContext): number {
  if (board.fault === FAULT.FAILURE_FREES_EARLIER) releaseEarlier(board);
  return board.fault === FAULT.ALLOC_MEMORY_CODE ? 0x8007_0008 : E_OUTOFMEMORY;
}

/** Fault: the failing path takes an earlier buffer for what this call began. */
function releaseEarlier(board: StrictContext): void {
  const { table } = board;
  let first: BufferRecord | null = null;
  for (let index = 0; index < table.slots; index += 1) {
    const record = table.at(index);
    if (!record.live || record.kind !== 'asynchronous') continue;
    if (first !== null) {
      board.release(first);
      return;
    }
    first = record;
  }
}
