/** CeFlushAsynchronousBuffer by the documents: FLUSH-1 … FLUSH-5, QUIET-6, QUIET-10, QUIET-11. */

import {
  checkSourceAndSize,
  forcesAlias,
  isValidDescriptor,
  readsIn,
  writesBack,
} from '../board/arguments.js';
import type { Call } from '../board/call.js';
import { writeBackTo } from '../board/duplicates.js';
import {
  ARG_IO_PTR,
  ARG_O_PTR,
  E_ACCESSDENIED,
  E_FAIL,
  E_INVALIDARG,
  FORCE_ALIAS,
  NOT_SUPPORTED,
  S_OK,
} from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { NO_ALIAS } from '../machine/aliases.js';
import { spaceOf } from '../machine/processes.js';
import { NO_SPACE, READ } from '../machine/tables.js';
import type { StrictContext } from './context.js';
import type { BufferRecord } from './records.js';
import { callerLives, usesRecord, writeBackRecord } from './release.js';

/** Performs `call`; a Flush is never held. */
export function flush(board: StrictContext, call: Call): number {
  const { fault } = board;
  const early = fault === FAULT.FLUSH_TESTS_ALIAS_FIRST;
  if (early && board.machine.aliases.around(call.pointer) !== NO_ALIAS) return S_OK;
  if (!isFlushed(call.descriptor, fault)) {
    return fault === FAULT.FLUSH_REFUSES_AS_INVALID ? E_INVALIDARG : NOT_SUPPORTED;
  }
  if (call.pointer === 0 || !isValidDescriptor(call.descriptor, fault)) return E_INVALIDARG;
  const bad = checkSourceAndSize(call.source, call.size, call.descriptor, fault);
  if (bad !== S_OK) return bad;
  const ignoresFlag = !board.kernelServer;
  const named = board.recordFor('asynchronous', ignoresFlag, usesRecord(board));
  if (named === null) return fault === FAULT.FLUSH_OF_NOTHING_SUCCEEDS ? S_OK : board.refusal;
  const record = fault === FAULT.FLUSH_TAKES_LATEST ? board.table.latestLike(named) : named;
  if (!isFlushed(record.descriptor, fault)) return NOT_SUPPORTED;
  if (fault === FAULT.FLAG_IGNORED_AT_FLUSH && forcesAlias(call.descriptor)) return E_INVALIDARG;
  if (record.form === 'alias') return fault === FAULT.FLUSH_REFUSES_ALIAS ? NOT_SUPPORTED : S_OK;
  if (fault === FAULT.FLUSH_READS_SOURCE) readAgain(board, record);
  if (fault === FAULT.FLUSHED_ONCE && record.flushed) return S_OK;
  const result = writeThrough(board, call, record);
  record.flushed = result === S_OK;
  record.flushFailed = result !== S_OK;
  if (fault === FAULT.FLUSH_RELEASES) board.release(record);
  if (fault === FAULT.FLUSH_FAILURE_RELEASES && result !== S_OK) board.release(record);
  return fault === FAULT.FLUSH_FAILURE_HIDDEN ? S_OK : result;
}

/** FLUSH-2: ARG_O_PTR and ARG_IO_PTR alone. */
function isFlushed(descriptor: number, fault: number): boolean {
  const plain = descriptor & ~FORCE_ALIAS;
  if (fault === FAULT.FLUSH_TAKES_ANY) return plain !== 0;
  if (fault === FAULT.FLUSH_REFUSES_IN_OUT && plain === ARG_IO_PTR) return false;
  return plain === ARG_O_PTR || plain === ARG_IO_PTR;
}

/** FLUSH-1: to the source, and where Open copied on to the caller's own buffer. */
function writeThrough(board: StrictContext, call: Call, record: BufferRecord): number {
  const base = record.liveBase();
  const isMinded = board.fault === FAULT.FLUSH_MINDS_UNMARSHALLED && call.unmarshalled !== 0;
  if (isMinded && base?.form !== 'copy') return E_INVALIDARG;
  if (base === null) {
    if (record.hasBase()) return E_FAIL;
    return writeBackRecord(board, record) ? S_OK : E_FAIL;
  }
  if (base.form !== 'copy') {
    // On a parameter of a user-mode server the same pointer is the memory itself.
    if (record.form === 'same') return S_OK;
    return writeBackRecord(board, record) ? S_OK : E_FAIL;
  }
  if (base.kind === 'duplicate') {
    if (call.unmarshalled !== 0) return E_INVALIDARG;
    if (record.form === 'same') return S_OK;
    return writeBackRecord(board, record) ? S_OK : E_FAIL;
  }
  return writeThroughOpen(board, call, record, base);
}

/** The source is Open's copy: pSrcUnmarshalled must name the caller's bytes (QUIET-11). */
function writeThroughOpen(
  board: StrictContext,
  call: Call,
  record: BufferRecord,
  base: BufferRecord,
): number {
  const { fault } = board;
  const offset = fault === FAULT.FLUSH_PART_OFFSET_LOST ? 0 : record.source - base.pointer;
  const expected = base.source + (record.source - base.pointer);
  if (call.unmarshalled === 0 && fault !== FAULT.FLUSH_NULL_UNMARSHALLED) return E_INVALIDARG;
  if (call.unmarshalled !== expected && fault !== FAULT.FLUSH_NULL_UNMARSHALLED) {
    if (fault !== FAULT.FLUSH_TRUSTS_UNMARSHALLED) return E_INVALIDARG;
  }
  if (!writesBack(base.descriptor)) return E_ACCESSDENIED;
  if (fault !== FAULT.FLUSH_STOPS_AT_COPY) {
    const lives = callerLives(board, base);
    const space = lives ? spaceOf(base.process) : NO_SPACE;
    const named = fault === FAULT.FLUSH_TRUSTS_UNMARSHALLED;
    const target = named ? call.unmarshalled : base.target + offset;
    if (fault === FAULT.FLUSH_WRITES_LATEST_PART) {
      const part = board.table.latestOn(base, record);
      const place = base.target + (part.source - base.pointer);
      return writeBackTo(board, part.pointer, space, place, part.length) ? S_OK : E_FAIL;
    }
    if (!writeBackTo(board, record.pointer, space, target, record.length)) return E_FAIL;
  }
  if (record.form === 'same') return S_OK;
  return writeBackRecord(board, record) ? S_OK : E_FAIL;
}

/** Fault: an IN/OUT flush fetches the source first, and what the server wrote is lost. */
function readAgain(board: StrictContext, record: BufferRecord): void {
  const { memory, heap } = board.machine;
  if (record.form !== 'copy' || !callerLives(board, record) || record.hasBase()) return;
  const space = spaceOf(record.process);
  if (!readsIn(record.descriptor)) return;
  if (!memory.permits(space, record.target, record.length, READ)) return;
  memory.move(space, record.target, heap.space, record.pointer, record.length);
}
