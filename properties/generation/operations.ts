/** Draws one step at a time: which operation, on which buffer, with which values. */

import { Word } from '../../model/case.js';
import { HOST } from '../../model/world/host.js';
import type { KindName } from './kinds.js';
import { WinDriverDrawer } from './windriver.js';

/** Percent of cases in which a process exits when all that it will have is there. */
const LAST_EXITS = 15;
/** Percent of cases with a user-mode server in which its host exits then. */
const HOST_EXITS = 10;

/** What draws a step of each kind. */
type Drawers = Readonly<Record<KindName, (drawer: OperationDrawer) => boolean>>;

/** Draws steps into a builder. */
export class OperationDrawer extends WinDriverDrawer {
  private static readonly steps: Drawers = {
    call: (drawer) => drawer.call(),
    return: (drawer) => drawer.plain('return', drawer.thread(false)),
    open: (drawer) => drawer.open(),
    close: (drawer) => drawer.release('CeOpenCallerBuffer', 'CeCloseCallerBuffer'),
    alloc: (drawer) => drawer.alloc(),
    free: (drawer) => drawer.release('CeAllocAsynchronousBuffer', 'CeFreeAsynchronousBuffer'),
    flush: (drawer) => drawer.flush(),
    duplicate: (drawer) => drawer.duplicate(),
    'free-duplicate': (drawer) => drawer.release('CeAllocDuplicateBuffer', 'CeFreeDuplicateBuffer'),
    'server-read': (drawer) => drawer.serverAccess(false),
    'server-write': (drawer) => drawer.serverAccess(true),
    'application-read': (drawer) => drawer.applicationAccess(false),
    'application-write': (drawer) => drawer.applicationAccess(true),
    'raw-access': (drawer) => drawer.rawAccess(),
    'stale-access': (drawer) => drawer.staleAccess(),
    'foreign-access': (drawer) => drawer.foreignAccess(),
    'string-edit': (drawer) => drawer.stringEdit(),
    exit: (drawer) => drawer.lifeOf('exit'),
    start: (drawer) => drawer.lifeOf('start'),
    protect: (drawer) => drawer.protect(),
    'virtual-free': (drawer) => drawer.virtualMemory('VirtualFree'),
    'virtual-alloc': (drawer) => drawer.virtualMemory('VirtualAlloc'),
    construct: (drawer) => drawer.construct(),
    'fill-object': (drawer) => drawer.fillObject(),
    'empty-object': (drawer) => drawer.emptyObject(),
    'flush-object': (drawer) => drawer.flushObject(),
    'ask-object': (drawer) => drawer.askObject(),
    'copy-object': (drawer) => drawer.copyObject(),
    'destroy-object': (drawer) => drawer.destroyObject(),
    reserve: (drawer) => drawer.reserve(),
    map: (drawer) => drawer.map(),
    'use-share': (drawer) => drawer.useShare(),
    unreserve: (drawer) => drawer.unreserve(),
    commit: (drawer) => drawer.commitPages(),
    'use-committed': (drawer) => drawer.useCommitted(),
    decommit: (drawer) => drawer.decommitPages(),
    'unreserve-committed': (drawer) => drawer.unreserveCommitted(),
    'open-windriver': (drawer) => drawer.openWinDriver(),
    'lock-buffer': (drawer) => drawer.lockBuffer(),
    'look-at-lock': (drawer) => drawer.lookAtLock(),
    'use-view': (drawer) => drawer.useView(),
    'call-plug-in': (drawer) => drawer.callPlugIn(),
    'release-lock': (drawer) => drawer.releaseLock(),
    order: (drawer) => drawer.order(),
  };

  /** Draws one step of a kind; false when nothing came of it. */
  step(kind: KindName): boolean {
    return this.builder.heldThread >= 0 ? this.whileHeld() : OperationDrawer.steps[kind](this);
  }

  /** Events and critical sections, by anyone. */
  private order(): boolean {
    const { builder, draw } = this;
    const operation = draw.pick([
      'SetEvent',
      'WaitForSingleObject',
      'EnterCriticalSection',
      'LeaveCriticalSection',
    ] as const);
    const thread = draw.chance(50) ? -1 : this.thread(true);
    builder.start(operation, thread, thread < 0 ? 1 + draw.below(this.applications) : 0);
    builder.set(Word.object, 1 + draw.below(2));
    return builder.commit();
  }

  private lifeOf(operation: 'exit' | 'start'): boolean {
    return this.plain(operation, -1, 1 + this.draw.below(this.applications));
  }

  /** Releases what is still held, in the documented order, and reads what came back. */
  finish(): void {
    const { builder } = this;
    if (builder.heldThread >= 0) this.resume();
    if (builder.world.domain.userServer && this.draw.chance(HOST_EXITS)) {
      this.plain('exit', -1, HOST);
    }
    if (this.draw.chance(LAST_EXITS)) {
      this.lifeOf('exit');
    }
    this.destroyObjects();
    this.unreserveAll();
    this.leaveWinDriver();
    const order = ['CeAllocAsynchronousBuffer', 'CeAllocDuplicateBuffer', 'CeOpenCallerBuffer'];
    for (const operation of order) {
      for (const held of builder.held) {
        if (held.operation === operation && !held.released) this.releaseRightly(held);
      }
    }
    for (const buffer of this.memory.buffers) this.readBack(buffer);
  }
}
