/**
 * The `strict` board: keeps a record of everything and every must and safe clause of the documented
 * readings. What those leave open is settled by `Setup.personality`.
 */

import { POINTER_SENTINEL } from '../../interface.js';
import { Board } from '../board/board.js';
import type { Thread } from '../board/call.js';
import { E_HANDLE, E_INVALIDARG, E_OUTOFMEMORY } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import { allocate } from './allocate.js';
import type { StrictContext } from './context.js';
import { duplicate } from './duplicate.js';
import { flush } from './flush.js';
import { open } from './open.js';
import { type BufferRecord, type Kind, Records } from './records.js';
import { closeBuffer, freeAsynchronous, freeDuplicate } from './release.js';

/** Follows the documents, by records. */
export class StrictBoard extends Board implements StrictContext {
  readonly name = 'strict';
  readonly table: Records = new Records();
  /** The record that a call held after its write-back is about to release. */
  releasing: BufferRecord | null = null;

  records(): number {
    return this.table.count + this.machine.reservations.live + this.machine.dma.live;
  }

  /** Ends a record and frees what it holds: heap block or alias. */
  release(record: BufferRecord): void {
    if (record.block >= 0 && this.fault !== FAULT.BLOCK_LEAKED_AT_RELEASE) {
      this.machine.heap.free(record.block);
    }
    if (record.alias >= 0 && this.fault !== FAULT.ALIAS_LEAKED_AT_RELEASE) {
      this.machine.aliases.release(record.alias);
    }
    if (this.fault === FAULT.RECORD_LEAKED_AT_RELEASE) return;
    this.table.drop(record);
  }

  /**
   * The record that a Close, Free or FreeDuplicate names; `E_HANDLE` where there is none (FREE-3)
   * and `E_INVALIDARG` where values differ and the personality refuses that (FREE-4) end up in
   * `refusal`, and null comes back.
   */
  recordFor(kind: Kind, ignoresFlag: boolean, usesRecord: boolean): BufferRecord | null {
    const { thread, pointer, source, size, descriptor } = this.call;
    const record = this.table.find(kind, thread, pointer, source, size, descriptor, ignoresFlag);
    this.refusal = E_HANDLE;
    if (record === null) return null;
    this.refusal = E_INVALIDARG;
    if (record.matches(source, size, descriptor, ignoresFlag) || usesRecord) return record;
    return null;
  }

  /** Why `recordFor` gave null. */
  refusal: number = E_HANDLE;

  noteParameter(carrier: Thread): boolean {
    const record = this.table.make('parameter', 'alias');
    record.pointer = this.machine.aliases.address[carrier.parameterAlias];
    record.length = carrier.parameterLength;
    record.thread = this.threads.indexOf(carrier);
    record.process = carrier.process;
    record.incarnation = carrier.incarnation;
    record.target = carrier.parameterSource;
    return true;
  }

  forgetThread(thread: number): number {
    const before = this.table.count;
    for (let index = this.table.slots - 1; index >= 0; index -= 1) {
      const record = this.table.at(index);
      const dies = record.kind === 'parameter' || record.form === 'direct';
      if (!record.live || !dies) continue;
      const otherCall =
        this.fault === FAULT.RETURN_ENDS_OTHER_DIRECT &&
        record.form === 'direct' &&
        record.process === this.threads[thread].process;
      if (record.thread === thread || otherCall) this.table.drop(record);
    }
    return before - this.table.count;
  }

  protected processExited(process: number): number {
    if (this.fault !== FAULT.EXIT_RELEASES_RECORDS) return 0;
    const before = this.table.count;
    for (let index = this.table.slots - 1; index >= 0; index -= 1) {
      const record = this.table.at(index);
      if (record.live && record.kind === 'asynchronous' && record.process === process) {
        this.release(record);
      }
    }
    return before - this.table.count;
  }

  protected resetRecords(): void {
    this.table.reset();
    if (this.fault === FAULT.RECORD_TABLE_WRAPS) this.table.capacity = 3;
    this.releasing = null;
  }

  protected pointerAfterFailure(result: number): number {
    if (this.fault === FAULT.OUT_POINTER_LEFT) return POINTER_SENTINEL;
    if (this.fault === FAULT.OUT_POINTER_LEFT_WITHOUT_MEMORY && result === E_OUTOFMEMORY) {
      return POINTER_SENTINEL;
    }
    return 0;
  }

  protected releaseAll(): number {
    const { count } = this.table;
    this.resetRecords();
    return count;
  }

  protected runFunction(): number {
    switch (this.call.operation) {
      case 'CeOpenCallerBuffer':
        return open(this, this.call);
      case 'CeCloseCallerBuffer':
        return closeBuffer(this, this.call);
      case 'CeAllocAsynchronousBuffer':
        return allocate(this, this.call);
      case 'CeFreeAsynchronousBuffer':
        return freeAsynchronous(this, this.call);
      case 'CeFlushAsynchronousBuffer':
        return flush(this, this.call);
      case 'CeAllocDuplicateBuffer':
        return duplicate(this, this.call);
      case 'CeFreeDuplicateBuffer':
        return freeDuplicate(this, this.call);
    }
  }
}
