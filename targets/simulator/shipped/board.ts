/**
 * The `shipped` board: facts.md's O facts. It keeps no records; every call decides again from the
 * size, the flag and the descriptor that it is given, with the heap header and the alias mappings
 * as its only memory. What facts.md lists as wrong happens here on purpose (QUIET-1, QUIET-2).
 */

import { POINTER_SENTINEL } from '../../interface.js';
import { Board } from '../board/board.js';
import { FAULT } from '../faults/codes.js';
import { NO_BLOCK } from '../machine/heap.js';
import { allocate, duplicate } from './allocate.js';
import { Header } from './blocks.js';
import type { ShippedContext } from './context.js';
import { flush } from './flush.js';
import { open } from './open.js';
import { closeBuffer, freeAsynchronous, freeDuplicate } from './release.js';

/** Follows what shipped releases were seen to do. */
export class ShippedBoard extends Board implements ShippedContext {
  readonly name = 'shipped';
  /** The header that the present call looks at. */
  readonly header: Header = new Header();

  /** Always 0: there are none. */
  records(): number {
    return 0;
  }

  noteParameter(): boolean {
    return false;
  }

  forgetThread(): number {
    return 0;
  }

  /** Gives the block in `header` back to the heap. */
  releaseBlock(): void {
    if (this.fault !== FAULT.BLOCK_LEAKED_AT_RELEASE) this.machine.heap.free(this.header.block);
  }

  protected resetRecords(): void {
    this.header.block = NO_BLOCK;
  }

  protected processExited(): number {
    return 0;
  }

  protected releaseAll(): number {
    return 0;
  }

  protected pointerAfterFailure(): number {
    return this.fault === FAULT.OUT_POINTER_CLEARED ? 0 : POINTER_SENTINEL;
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
