/** Draws one step at a time: which operation, on which buffer, with which values. */

import type { KindName } from './kinds.js';
import { WrapperDrawer } from './wrapper-objects.js';

/** Percent of cases in which a process exits when all that it will have is there. */
const LAST_EXITS = 15;

/** Draws steps into a builder. */
export class OperationDrawer extends WrapperDrawer {
  /** Draws one step of a kind; false when nothing came of it. */
  step(kind: KindName): boolean {
    const { builder } = this;
    if (builder.heldThread >= 0) return this.whileHeld();
    switch (kind) {
      case 'call':
        return this.call();
      case 'return':
        return this.plain('return', this.thread(false));
      case 'open':
        return this.open();
      case 'close':
        return this.release('CeOpenCallerBuffer', 'CeCloseCallerBuffer');
      case 'alloc':
        return this.alloc();
      case 'free':
        return this.release('CeAllocAsynchronousBuffer', 'CeFreeAsynchronousBuffer');
      case 'flush':
        return this.flush();
      case 'duplicate':
        return this.duplicate();
      case 'free-duplicate':
        return this.release('CeAllocDuplicateBuffer', 'CeFreeDuplicateBuffer');
      case 'server-read':
      case 'server-write':
        return this.serverAccess(kind === 'server-write');
      case 'application-read':
      case 'application-write':
        return this.applicationAccess(kind === 'application-write');
      case 'raw-access':
        return this.rawAccess();
      case 'stale-access':
        return this.staleAccess();
      case 'foreign-access':
        return this.foreignAccess();
      case 'string-edit':
        return this.stringEdit();
      case 'exit':
      case 'start':
        return this.plain(kind, -1, 1 + this.draw.below(this.applications));
      case 'protect':
        return this.protect();
      case 'virtual-free':
      case 'virtual-alloc':
        return this.virtualMemory(kind === 'virtual-free' ? 'VirtualFree' : 'VirtualAlloc');
      case 'construct':
        return this.construct();
      case 'fill-object':
        return this.fillObject();
      case 'empty-object':
        return this.emptyObject();
      case 'flush-object':
        return this.flushObject();
      case 'ask-object':
        return this.askObject();
      case 'copy-object':
        return this.copyObject();
      case 'destroy-object':
        return this.destroyObject();
      default: {
        const unknown: never = kind;
        throw new TypeError(`unknown kind ${String(unknown)}`);
      }
    }
  }

  /** Releases what is still held, in the documented order, and reads what came back. */
  finish(): void {
    const { builder } = this;
    if (builder.heldThread >= 0) this.resume();
    if (this.draw.chance(LAST_EXITS)) {
      this.plain('exit', -1, 1 + this.draw.below(this.applications));
    }
    this.destroyObjects();
    const order = ['CeAllocAsynchronousBuffer', 'CeAllocDuplicateBuffer', 'CeOpenCallerBuffer'];
    for (const operation of order) {
      for (const held of builder.held) {
        if (held.operation === operation && !held.released) this.releaseRightly(held);
      }
    }
    for (const buffer of this.memory.buffers) this.readBack(buffer);
  }
}
