/** CeOpenCallerBuffer by the documents: OPEN-1 … OPEN-6. */

import { Personality } from '../../interface.js';
import {
  characterBytes,
  checkSourceAndSize,
  isInRange,
  isUnmeasured,
  isValidDescriptor,
  writesBack,
} from '../board/arguments.js';
import { type Call, CHECKED, FRESH, MEASURED } from '../board/call.js';
import { MADE_BY_OPEN, makeDuplicate } from '../board/duplicates.js';
import { E_ACCESSDENIED, E_INVALIDARG, E_OUTOFMEMORY, PAUSED, S_OK } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { NO_BLOCK } from '../machine/heap.js';
import { NO_SPACE, READ, WRITE } from '../machine/tables.js';
import type { StrictContext } from './context.js';
import type { BufferRecord, Form } from './records.js';
import { locateCaller, recordUnder, standOn } from './sources.js';

/** Performs `call` from its stage on. */
export function open(board: StrictContext, call: Call): number {
  if (call.stage === FRESH) {
    const bad = checkArguments(board, call);
    if (bad !== S_OK) return bad;
    locateCaller(board, call);
    const measured = measureSource(board, call, true);
    if (measured !== S_OK) return measured;
    if (isUnmeasured(call.descriptor, call.size) && call.reaches(MEASURED, 'measured'))
      return PAUSED;
  }
  const form = formOf(board, call);
  if (call.stage <= MEASURED) {
    remeasure(board, call);
    if (!mayOpen(board, call)) return E_ACCESSDENIED;
    if (form === 'direct') return openDirect(board, call);
    if (call.reaches(CHECKED, 'checked')) return PAUSED;
  }
  locateCaller(board, call);
  if (!isStillReadable(board, call)) return E_ACCESSDENIED;
  return form === 'copy' ? openCopy(board, call) : openAlias(board, call);
}

/** ASYNC-22's order: out-pointer, descriptor, NULL source, zero length. */
export function checkArguments(board: StrictContext, call: Call): number {
  const { fault } = board;
  if (fault === FAULT.ADDRESS_CHECKED_FIRST && !isReadable(board, call)) return E_ACCESSDENIED;
  if (!call.destination && fault !== FAULT.OUT_POINTER_UNCHECKED) return E_INVALIDARG;
  if (!isValidDescriptor(call.descriptor, fault)) return E_INVALIDARG;
  return checkSourceAndSize(call.source, call.size, call.descriptor, fault);
}

/** Fault: the source is looked at before the arguments. */
function isReadable(board: StrictContext, call: Call): boolean {
  const space = board.serverSpace(call.thread, call.source);
  return board.machine.memory.permits(space, call.source, 1, READ);
}

/** ASYNC-5: finds the length of a size-0 string. `checksRange`: the source comes from a caller. */
export function measureSource(board: StrictContext, call: Call, checksRange: boolean): number {
  if (!isUnmeasured(call.descriptor, call.size)) return S_OK;
  if (checksRange && !board.isKernelCaller(call.thread)) {
    if (!isInRange(call.source, 1, false, board.reading.readLimit, board.fault)) {
      return E_ACCESSDENIED;
    }
  }
  return measureInto(board, call);
}

function measureInto(board: StrictContext, call: Call): number {
  const width = characterBytes(call.descriptor, board.fault);
  if (call.space === NO_SPACE) return E_ACCESSDENIED;
  const length = board.machine.memory.measure(call.space, call.address, width);
  if (length < 0 && board.fault === FAULT.UNENDED_STRING_TAKEN) {
    call.length = board.machine.memory.permittedPrefix(call.space, call.address, 4096, READ);
    return call.length > 0 ? S_OK : E_ACCESSDENIED;
  }
  if (length < 0) return E_ACCESSDENIED;
  call.length = board.fault === FAULT.TERMINATOR_NOT_COUNTED ? Math.max(1, length - width) : length;
  return S_OK;
}

/** The last look before a copy or a mapping: the call may have been held since its checks. */
export function isStillReadable(board: StrictContext, call: Call): boolean {
  if (board.fault === FAULT.REMEASURED_BEFORE_COPY) {
    if (isUnmeasured(call.descriptor, call.size)) measureInto(board, call);
  }
  const rights = board.fault === FAULT.ACCESS_NOT_RECHECKED ? 0 : READ;
  return board.machine.offers(call.space, call.address, call.length, rights);
}

/** Fault: the length is found out anew after the call was held, instead of kept. */
export function remeasure(board: StrictContext, call: Call): void {
  if (board.fault !== FAULT.REMEASURED_AFTER_CHECK) return;
  if (isUnmeasured(call.descriptor, call.size)) measureInto(board, call);
}

/** OPEN-1, OPEN-4: range (not for the kernel itself), then every page and the right to write. */
function mayOpen(board: StrictContext, call: Call): boolean {
  const { fault } = board;
  const writes = writesBack(call.descriptor);
  if (!board.isKernelCaller(call.thread)) {
    if (!isInRange(call.source, call.length, writes, board.reading.readLimit, fault)) return false;
  }
  locateCaller(board, call);
  const rights = writes && fault !== FAULT.READ_ONLY_OUT_OPENED ? READ | WRITE : READ;
  const size = fault === FAULT.FIRST_PAGE_CHECKED_ONLY ? 1 : call.length;
  if (fault === FAULT.OPEN_UNMAPPED_DIRECTLY && formOf(board, call) === 'direct') return true;
  return board.machine.offers(call.space, call.address, size, rights);
}

/** A user-mode server and ForceDuplicate get copies; else the personality chooses. */
function formOf(board: StrictContext, call: Call): Form {
  const { fault } = board;
  if (!board.kernelServer) return 'copy';
  if (call.forceDuplicate && fault !== FAULT.FORCE_DUPLICATE_IGNORED) return 'copy';
  const choice = board.personality & Personality.openMask;
  if (choice === Personality.openAlias) return 'alias';
  return choice === Personality.openCopy ? 'copy' : 'direct';
}

/** The caller's own pointer; nothing is allocated that could fail. Equal ones are counted. */
function openDirect(board: StrictContext, call: Call): number {
  call.result = call.source;
  const equal = board.table.find(
    'open',
    call.thread,
    call.source,
    call.source,
    call.size,
    call.descriptor,
    true,
  );
  if (
    equal !== null &&
    equal.form === 'direct' &&
    equal.thread === call.thread &&
    equal.matches(call.source, call.size, call.descriptor, true)
  ) {
    equal.opens += 1;
    // A string that was edited in between may be longer now: the driver may use all of it.
    equal.length = Math.max(equal.length, call.length);
    return S_OK;
  }
  fillRecord(board, board.table.make('open', 'direct'), call, call.source);
  return S_OK;
}

function openCopy(board: StrictContext, call: Call): number {
  const { fault } = board;
  if (!call.mayAllocate()) return E_OUTOFMEMORY;
  const record = board.table.make('open', 'copy');
  const block = makeDuplicate(board, call, MADE_BY_OPEN);
  if (block === NO_BLOCK) {
    if (fault !== FAULT.OPEN_LEAKS_RECORD) board.table.drop(record);
    return fault === FAULT.OPEN_MEMORY_CODE ? E_ACCESSDENIED : E_OUTOFMEMORY;
  }
  record.block = block;
  call.result = board.machine.heap.addressOf(block);
  fillRecord(board, record, call, call.result);
  if (call.space === board.machine.heap.space) {
    // A kernel caller opened what this server holds: written back while that is held (CLOSE-3).
    const { table } = board;
    const own = recordUnder(board, call.source) ?? table.around('asynchronous', call.source);
    if (own !== null) standOn(record, own);
  }
  return S_OK;
}

function openAlias(board: StrictContext, call: Call): number {
  if (!call.mayAllocate()) return E_OUTOFMEMORY;
  const record = board.table.make('open', 'alias');
  const granted = writesBack(call.descriptor) ? READ | WRITE : READ;
  const alias = call.mayAllocate()
    ? board.machine.aliases.make(call.space, call.address, call.length, granted)
    : -1;
  if (alias < 0) {
    if (board.fault !== FAULT.OPEN_LEAKS_RECORD) board.table.drop(record);
    return E_OUTOFMEMORY;
  }
  record.alias = alias;
  call.result = board.machine.aliases.address[alias];
  fillRecord(board, record, call, call.result);
  return S_OK;
}

/** Notes the values of `call` in a new record. */
export function fillRecord(
  board: StrictContext,
  record: BufferRecord,
  call: Call,
  pointer: number,
): void {
  record.pointer = pointer;
  record.length = call.length;
  record.source = call.source;
  record.size = call.size;
  record.descriptor = call.descriptor;
  record.thread = call.thread;
  record.process = call.process;
  record.incarnation = call.incarnation;
  record.target = call.address;
  record.afterAllocations = board.machine.processes.allocated;
  record.afterProtections = board.machine.processes.protectedTimes;
  const { fault, table } = board;
  if (table.dropped.pointer !== pointer || table.dropped.kind !== record.kind) return;
  if (fault === FAULT.OLD_DESCRIPTOR_KEPT) record.descriptor = table.dropped.descriptor;
  if (fault === FAULT.OLD_LENGTH_KEPT) record.length = table.dropped.length;
}
