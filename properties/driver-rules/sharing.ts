/**
 * What a driver owes where it shares memory: mappings (VM, by {@link Shares}), WinDriver's buffers
 * (WD, by {@link PluginRules}), and races on either (VM-12, WD-4).
 */

import { isOrdering, isSharingCall, isWinDriverCall } from '../../model/families.js';
import { MEM_DECOMMIT } from '../../model/memory-types.js';
import { KERNEL_BASE } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import type { Operation } from '../../model/step.js';
import { PAGE_PHYSICAL, sourceAddress } from '../../model/world/shares.js';
import { KERNEL_PROCESS, PAGE_BYTES } from '../../targets/interface.js';
import { PluginRules } from './plug-in.js';
import { type Race, Races } from './races.js';
import { Shares } from './shares.js';
import type { Answered, DriverView } from './view.js';
import { Views } from './views.js';

/** Watches shared blocks and buffers, and who uses them when. */
export class Sharing {
  private readonly view: DriverView;
  private readonly views = new Views();
  private readonly races = new Races();
  private readonly plugIn: PluginRules;
  private readonly shares: Shares;
  private readonly callers = new Int32Array(5);
  private steps = 0;

  constructor(view: DriverView) {
    this.view = view;
    this.plugIn = new PluginRules(view, this.views, this.races);
    this.shares = new Shares(view);
  }

  /** Begins a case. */
  clear(): void {
    this.views.clear();
    this.races.clear();
    this.plugIn.clear();
    this.shares.clear();
    this.callers.fill(0);
    this.steps = 0;
  }

  /** Pairs of accesses that nothing orders, by the numbers of their operations. */
  get found(): readonly Race[] {
    return this.races.found;
  }

  /** Takes any operation; true for an access that no other rule need look at. */
  judge(operation: Operation, answer: Answered): boolean {
    this.steps += 1;
    if (answer.status !== 'returned' && answer.status !== 'faulted') return false;
    const name = operation.operation;
    if (name === 'read' || name === 'write') return this.access(operation, answer);
    if (isOrdering(name)) this.races.order(operation, name, answer.value);
    else if (isWinDriverCall(name)) {
      if (name === 'WD_KernelPlugInCall' && answer.value === 0) this.called(operation);
      this.plugIn.judge(operation, name, answer);
    } else if (isSharingCall(name)) {
      this.shares.judge(operation, answer);
      if (name === 'VirtualCopyEx') this.map(operation, answer);
      else if (name === 'VirtualFreeEx') this.free(operation, answer);
    } else if (name === 'exit') this.exit(operation.process);
    else if (name === 'call' && !isFailed(answer.value)) this.called(operation);
    else if (name === 'return') {
      this.races.returned(operation.thread, this.callers[operation.thread]);
      this.plugIn.returned(operation.thread);
    }
    return false;
  }

  /** The case is over: reservations, locks and handles that are left. */
  end(): void {
    this.shares.end();
    this.plugIn.end();
  }

  private called(operation: Operation): void {
    this.callers[operation.thread] = operation.process;
    this.races.called(operation);
  }

  private map(operation: Operation, { value }: Answered): void {
    if (isFailed(value)) return;
    const { process, pointer, size, descriptor } = operation;
    const source = sourceAddress(operation.source, descriptor);
    const mode = (descriptor & PAGE_PHYSICAL) === 0 ? operation.mode : KERNEL_PROCESS;
    const at = pointer - (pointer % PAGE_BYTES);
    const from = source - (source % PAGE_BYTES);
    const length = Math.ceil((source + size) / PAGE_BYTES) * PAGE_BYTES - from;
    const home = { space: mode, address: from };
    this.views.all.push({ kind: 'block', process, at, size: length, home, lock: 0, live: true });
  }

  private free({ process, pointer, mode }: Operation, { value }: Answered): void {
    if (isFailed(value) || mode === MEM_DECOMMIT) return;
    const end = pointer + this.shares.sizeAt(process, pointer);
    for (const view of this.views.all) {
      const inside = view.at >= pointer && view.at < end;
      if (view.kind === 'block' && view.process === process && inside) view.live = false;
    }
  }

  private exit(process: number): void {
    for (const view of this.views.all) {
      if (view.kind === 'block' && view.process === process) view.live = false;
    }
    this.shares.exit(process);
    this.plugIn.exit(process);
  }

  private access(operation: Operation, answer: Answered): boolean {
    const { thread, process, pointer, size } = operation;
    this.plugIn.access(operation, answer);
    const caller = thread > 0 ? this.callers[thread] : 0;
    const space = thread < 0 ? process : pointer >= KERNEL_BASE ? 0 : caller;
    const home = this.views.homeOf(space, pointer, size);
    const isJudged = answer.status === 'returned' && this.view.platform.racesElsewhere !== true;
    if (home !== undefined && isJudged) {
      const id = home.kind === 'buffer' ? 'WD-4' : 'VM-12.block';
      if (this.races.access(operation, home, this.steps)) this.view.breaches.report(id, pointer);
    }
    return thread >= 0 && this.shares.judgeAccess(operation, answer);
  }
}
