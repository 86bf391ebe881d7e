/** CeAllocDuplicateBuffer by the documents: DUP-1, DUP-4, QUIET-14. */

import { isUnmeasured, writesBack } from '../board/arguments.js';
import { type Call, CHECKED, FRESH, MEASURED } from '../board/call.js';
import { MADE_BY_DUPLICATE, makeDuplicate } from '../board/duplicates.js';
import { E_ACCESSDENIED, E_OUTOFMEMORY, PAUSED, S_OK } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { NO_BLOCK } from '../machine/heap.js';
import { READ, WRITE } from '../machine/tables.js';
import type { StrictContext } from './context.js';
import { checkArguments, fillRecord, isStillReadable, measureSource, remeasure } from './open.js';
import { leavesBase, locateSource, recordUnder, standOn } from './sources.js';

/** Performs `call` from its stage on. Access is not checked (DUP-3), readability is. */
export function duplicate(board: StrictContext, call: Call): number {
  const base = recordUnder(board, call.source);
  if (call.stage === FRESH) {
    const bad = checkArguments(board, call);
    if (bad !== S_OK) return bad;
    const located = locateSource(board, call, base);
    if (located !== S_OK) return located;
    const measured = measureSource(board, call, false);
    if (measured !== S_OK) return measured;
    if (isUnmeasured(call.descriptor, call.size) && call.reaches(MEASURED, 'measured'))
      return PAUSED;
  }
  if (locateSource(board, call, base) !== S_OK) return E_ACCESSDENIED;
  if (call.stage <= MEASURED) {
    remeasure(board, call);
    if (leavesBase(board, call, base) || !isReadable(board, call)) return E_ACCESSDENIED;
    if (call.reaches(CHECKED, 'checked')) return PAUSED;
  }
  if (!isStillReadable(board, call)) return E_ACCESSDENIED;
  if (!call.mayAllocate()) return E_OUTOFMEMORY;
  const record = board.table.make('duplicate', 'copy');
  const block = makeDuplicate(board, call, MADE_BY_DUPLICATE);
  if (block === NO_BLOCK) {
    if (board.fault !== FAULT.DUPLICATE_LEAKS_RECORD) board.table.drop(record);
    return E_OUTOFMEMORY;
  }
  record.block = block;
  call.result = board.machine.heap.addressOf(block);
  fillRecord(board, record, call, call.result);
  const own = base ?? board.table.around('asynchronous', call.source);
  if (own !== null && (own.form === 'copy' || base === null)) standOn(record, own);
  if (base === null) return S_OK;
  if (base.kind === 'parameter') {
    // The reflector's alias dies at the return; what is written back goes to the caller's own.
    record.target = base.target + (call.source - base.pointer);
  }
  return S_OK;
}

function isReadable(board: StrictContext, call: Call): boolean {
  const minds = board.fault === FAULT.DUPLICATE_MINDS_READ_ONLY && writesBack(call.descriptor);
  const rights = minds ? READ | WRITE : READ;
  return board.machine.offers(call.space, call.address, call.length, rights);
}
