/** CeCloseCallerBuffer, CeFreeAsynchronousBuffer and CeFreeDuplicateBuffer by the documents. */

import { Personality } from '../../interface.js';
import {
  checkSourceAndSize,
  forcesAlias,
  isValidDescriptor,
  typeOf,
  writesBack,
} from '../board/arguments.js';
import { type Call, WRITTEN_BACK } from '../board/call.js';
import { writeBackTo } from '../board/duplicates.js';
import { ARG_IO_PTR, E_FAIL, E_INVALIDARG, PAUSED, S_OK } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { spaceOf } from '../machine/processes.js';
import { NO_SPACE } from '../machine/tables.js';
import type { StrictContext } from './context.js';
import type { BufferRecord } from './records.js';

/** No thread's return takes a record of this one along; only a fault makes such a record. */
const NO_THREAD = -1;

/** CLOSE-1, CLOSE-3, CLOSE-5, FREE-3, FREE-4, QUIET-5. */
export function closeBuffer(board: StrictContext, call: Call): number {
  if (call.stage === WRITTEN_BACK) return finishRelease(board);
  const bad = checkReleaseArguments(board, call);
  if (bad !== S_OK) return bad;
  const { fault } = board;
  const named = board.recordFor('open', true, usesRecord(board));
  if (named === null) return fault === FAULT.CLOSE_UNKNOWN_ACCEPTED ? S_OK : board.refusal;
  const record = fault === FAULT.CLOSE_TAKES_LATEST ? board.table.latestLike(named) : named;
  if (record.form === 'direct') {
    if (fault === FAULT.DIRECT_CLOSE_REFUSED && isSource(board, record)) return E_INVALIDARG;
    record.opens -= 1;
    if (fault === FAULT.DIRECT_CLOSE_KEEPS_RECORD) {
      record.thread = NO_THREAD;
      return S_OK;
    }
    if (record.opens === 0 || fault === FAULT.DIRECT_OPENS_NOT_COUNTED) board.release(record);
    return S_OK;
  }
  if (isHeldBy(board, record)) return E_INVALIDARG;
  if (record.form === 'alias') {
    board.release(record);
    return S_OK;
  }
  const writes = writesBack(record.descriptor) && fault !== FAULT.CLOSE_SKIPS_WRITE_BACK;
  return writeAndRelease(board, call, record, writes || fault === FAULT.CLOSE_WRITES_INPUT);
}

/** Fault: an asynchronous buffer was made of what is to be closed. */
function isSource({ table }: StrictContext, opened: BufferRecord): boolean {
  for (let index = 0; index < table.slots; index += 1) {
    const { live, kind, source } = table.at(index);
    if (live && kind === 'asynchronous' && opened.covers(source, 1)) return true;
  }
  return false;
}

/** FREE-1 … FREE-4, ALIAS-7, QUIET-16. */
export function freeAsynchronous(board: StrictContext, call: Call): number {
  if (call.stage === WRITTEN_BACK) return finishRelease(board);
  const bad = checkReleaseArguments(board, call);
  if (bad !== S_OK) return bad;
  const { fault } = board;
  const ignoresFlag = !board.kernelServer && fault !== FAULT.USER_SERVER_MINDS_FLAG;
  const named = board.recordFor('asynchronous', ignoresFlag, usesRecord(board));
  if (named === null)
    return fault === FAULT.DOUBLE_FREE_ACCEPTED ? freeAgain(board, call) : board.refusal;
  const record = fault === FAULT.FREE_TAKES_LATEST ? board.table.latestLike(named) : named;
  const decides = fault === FAULT.GIVEN_DESCRIPTOR_DECIDES ? call.descriptor : record.descriptor;
  const writes = writesBack(decides);
  if (record.form === 'alias') {
    if (fault === FAULT.FLAG_IGNORED_AT_FREE && forcesAlias(call.descriptor))
      board.table.drop(record);
    else board.release(record);
    return fault === FAULT.ALIAS_FREE_FAILS_WHEN_CALLER_GONE && !callerLives(board, record)
      ? E_FAIL
      : S_OK;
  }
  if (record.form === 'same') return freeSame(board, record, writes);
  if (fault === FAULT.GIVEN_SIZE_WRITTEN && call.size > 0) record.length = call.size;
  const skips =
    fault === FAULT.FREE_SKIPS_WRITE_BACK ||
    (fault === FAULT.FLUSHED_NOT_FREED && record.flushed) ||
    (fault === FAULT.FAILED_FLUSH_REMEMBERED && record.flushFailed) ||
    (fault === FAULT.IN_OUT_NOT_WRITTEN_BACK && typeOf(record.descriptor) === ARG_IO_PTR);
  return writeAndRelease(
    board,
    call,
    record,
    (writes && !skips) || fault === FAULT.FREE_WRITES_INPUT,
  );
}

/** DUP-2, FREE-3, FREE-4, QUIET-14. */
export function freeDuplicate(board: StrictContext, call: Call): number {
  if (call.stage === WRITTEN_BACK) return finishRelease(board);
  const bad = checkReleaseArguments(board, call);
  if (bad !== S_OK) return bad;
  const { fault } = board;
  const named = board.recordFor('duplicate', true, usesRecord(board));
  if (named === null) {
    return fault === FAULT.FREE_DUPLICATE_UNKNOWN_ACCEPTED ? S_OK : board.refusal;
  }
  const takesLatest = fault === FAULT.FREE_DUPLICATE_TAKES_LATEST;
  const record = takesLatest ? board.table.latestLike(named) : named;
  if (isHeldBy(board, record)) return E_INVALIDARG;
  const writes = writesBack(record.descriptor) && fault !== FAULT.DUPLICATE_NOT_WRITTEN_BACK;
  return writeAndRelease(board, call, record, writes || fault === FAULT.DUPLICATE_WRITES_INPUT);
}

/** Argument errors come before everything else, as for Alloc. */
function checkReleaseArguments(board: StrictContext, call: Call): number {
  if (call.pointer === 0 || !isValidDescriptor(call.descriptor, board.fault)) return E_INVALIDARG;
  return checkSourceAndSize(call.source, call.size, call.descriptor, board.fault);
}

/** FREE-4: wrong values act by the record, or are refused. */
export function usesRecord(board: StrictContext): boolean {
  return board.chooses(Personality.wrongCallsUseRecord);
}

/** A copy with an asynchronous buffer on it may be refused its Close or FreeDuplicate. */
function isHeldBy(board: StrictContext, record: BufferRecord): boolean {
  if (board.chooses(Personality.closesUnderAsynchronous) || record.form !== 'copy') return false;
  return board.table.standsOn(record);
}

/** Writes back when asked to, then releases whatever came of it (CLOSE-3, FREE-2). */
function writeAndRelease(
  board: StrictContext,
  call: Call,
  record: BufferRecord,
  writes: boolean,
): number {
  const { fault } = board;
  if (!writes) {
    board.release(record);
    return S_OK;
  }
  if (!writeBackRecord(board, record)) {
    if (fault !== FAULT.KEPT_WHEN_WRITE_BACK_FAILS) board.release(record);
    return fault === FAULT.WRITE_BACK_FAILURE_HIDDEN ? S_OK : E_FAIL;
  }
  board.releasing = record;
  if (call.reaches(WRITTEN_BACK, 'written-back')) return PAUSED;
  return finishRelease(board);
}

function finishRelease(board: StrictContext): number {
  const record = board.releasing;
  board.releasing = null;
  if (!record?.live) return S_OK;
  if (board.fault === FAULT.HELD_RELEASE_LOST_AT_EXIT && !callerLives(board, record)) return S_OK;
  if (board.fault === FAULT.WRITTEN_BACK_TWICE) writeBackRecord(board, record);
  board.release(record);
  return S_OK;
}

/** QUIET-16: the memory is the base's own; with the base gone what was written is lost. */
function freeSame(board: StrictContext, record: BufferRecord, writes: boolean): number {
  const { fault } = board;
  const base = record.liveBase();
  const gone = base === null;
  board.release(record);
  const twin = fault === FAULT.SAME_POINTER_TWIN_FREES_COPY && !gone && board.table.standsOn(base);
  const takesCopy = fault === FAULT.SAME_POINTER_FREES_COPY || twin;
  if (takesCopy && base !== null && base.form === 'copy') {
    board.release(base);
  }
  const loses = writes || fault === FAULT.SAME_POINTER_INPUT_FAILS;
  return gone && loses && fault !== FAULT.SAME_POINTER_UNTIED ? E_FAIL : S_OK;
}

/** Writes a copy's bytes to its source: another copy in place, or the memory of a process. */
export function writeBackRecord(board: StrictContext, record: BufferRecord): boolean {
  const { fault } = board;
  if (record.hasBase()) {
    const base = record.liveBase();
    if (base === null) return false;
    if (base.form === 'copy' || base.kind !== 'open') {
      const { space } = board.machine.heap;
      if (fault === FAULT.FREE_WRITES_THROUGH_COPY && base.kind === 'open') {
        const home = callerLives(board, base) ? spaceOf(base.process) : NO_SPACE;
        const place = base.target + (record.source - base.pointer);
        writeBackTo(board, record.pointer, home, place, record.length);
      }
      return writeBackTo(board, record.pointer, space, record.source, record.length);
    }
  }
  if (isWriteBackLost(board, record)) return true;
  let space = callerLives(board, record) ? spaceOf(record.process) : NO_SPACE;
  const returned = !board.threads[record.thread]?.inCall;
  const afterReturn = fault === FAULT.WRITTEN_TO_CURRENT_AFTER_RETURN && returned;
  if (fault === FAULT.WRITTEN_TO_CURRENT_PROCESS || afterReturn) {
    const current = board.callerSpace(board.call.thread);
    if (current !== NO_SPACE) space = current;
  }
  return writeBackTo(board, record.pointer, space, record.target, record.length);
}

/** Faults: what became of the caller's pages since the record was made loses the write-back. */
function isWriteBackLost(board: StrictContext, record: BufferRecord): boolean {
  const { allocated, protectedTimes } = board.machine.processes;
  if (board.fault === FAULT.WRITE_BACK_TO_OLD_PAGES) return record.afterAllocations !== allocated;
  if (board.fault !== FAULT.WRITE_BACK_LOST_AFTER_PROTECT) return false;
  return protectedTimes >= record.afterProtections + 2;
}

/** True while the very process that made the call runs. */
export function callerLives(board: StrictContext, record: BufferRecord): boolean {
  const { processes } = board.machine;
  if (board.fault === FAULT.RESTARTED_PROCESS_TAKEN) return processes.lives(record.process);
  return processes.livesAs(record.process, record.incarnation);
}

/** Fault: the release trusts a stale pointer and takes whatever lives there now. */
function freeAgain(board: StrictContext, call: Call): number {
  const { heap, aliases } = board.machine;
  if (!heap.covers(call.pointer) && !aliases.covers(call.pointer)) return board.refusal;
  for (let index = 0; index < board.table.slots; index += 1) {
    const record = board.table.at(index);
    if (record.live && record.pointer === call.pointer) {
      board.release(record);
      break;
    }
  }
  return S_OK;
}
