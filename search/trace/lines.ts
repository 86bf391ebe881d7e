/** Judges one line in its family, and keeps families, pointers and driver rules up to date. */

import { KERNEL_BASE, LOWEST_USER_ADDRESS } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import { TAG_FIRST_WRITTEN, TAG_UNKNOWN, TAG_ZERO } from '../../model/world/domain.js';
import { Call, Kind, Slot } from '../../model/world/world.js';
import { APPLICATION_THREAD } from '../../targets/interface.js';
import { isContested } from './contest.js';
import { givesBuffer, type LogEvent, UNSAID } from './event.js';
import { Explainer } from './explainer.js';
import type { Families } from './families.js';
import type { Family } from './family.js';
import { departureAt, type Place } from './findings.js';
import type { Ledger } from './ledger.js';
import type { Monitors } from './monitors.js';
import type { Silent } from './silent.js';
import type { TracePlatform } from './types.js';

const SILENT_LINE = 0;
const PAGE = 4096;

/** See the file comment. */
export class Lines {
  private readonly platform: TracePlatform;
  private readonly explainer: Explainer;
  private readonly families: Families;
  private readonly ledger: Ledger;
  private readonly monitors: Monitors;

  constructor(platform: TracePlatform, families: Families, ledger: Ledger, monitors: Monitors) {
    this.platform = platform;
    this.families = families;
    this.ledger = ledger;
    this.explainer = new Explainer(platform);
    this.monitors = monitors;
  }

  /** True for an address that may be one of the server's own. */
  isServers(pointer: number): boolean {
    return this.platform.server === 'user' ? pointer > 0 : pointer >= KERNEL_BASE;
  }

  /** True when something lives in a family that dies with its call. */
  isSynchronous(family: Family): boolean {
    return family.worlds.some((world) => {
      for (let s = 0; s < world.slots; s += 1) {
        if (world.isLive(s) && world.field(s, Slot.kind) !== Kind.asynchronous) return true;
      }
      return false;
    });
  }

  /** Judges a line; false where nothing explains it, and nothing has changed then. */
  judge(family: Family, event: LogEvent): boolean {
    if (family.isOpen) {
      this.ledger.unjudged += 1;
      this.follow(family, event);
      return true;
    }
    if (!this.prepare(family, event)) {
      this.open(family, event);
      return true;
    }
    if (this.isContested(family, event)) return this.takeBack(family, event);
    const isDoubtful = family.lastLine < this.ledger.lossLine;
    const { verdict, silent } = this.explainer.explain(family, event, isDoubtful);
    if (verdict === 'departure') {
      if (!isDoubtful || !this.isReleaseOfNothing(family, event)) {
        return this.takeBack(family, event);
      }
      this.ledger.unjudged += 1;
      return true;
    }
    if (verdict !== 'explained') {
      this.open(family, event);
      return true;
    }
    this.keep(family, event, silent);
    return true;
  }

  /** The line departs for certain. */
  depart(family: Family, event: LogEvent): void {
    if (this.judge(family, event)) return;
    this.prepare(family, event);
    const contested = this.isContested(family, event);
    this.explainer.explain(family, event, false);
    if (contested) this.explainer.blameAddress();
    this.tell(family, event, event.line);
    const place = this.placeOf(event);
    this.ledger.add(departureAt(this.explainer, family, place));
    this.monitors.observe(family, this.explainer, place, this.ledger);
    family.isOpen = true;
    this.follow(family, event);
  }

  /** A thread begins to act in a family without a line that says so; false when there are many. */
  enter(family: Family, event: LogEvent, process: number): boolean {
    const call = { ...event, op: 'call' as const, ...NO_PARAMETER, process };
    if (!this.prepare(family, call)) {
      family.isOpen = true;
      return false;
    }
    if (this.explainer.explain(family, call, false).verdict !== 'explained') {
      family.isOpen = true;
      return false;
    }
    this.tell(family, call, SILENT_LINE);
    this.monitors.observe(family, this.explainer, this.placeOf(event), this.ledger);
    return true;
  }

  /** The call of a thread is over, for a family that it only visited or whose end nobody logged. */
  leave(family: Family, event: LogEvent): void {
    if (family.threadOf(event.thread) === 0) return;
    const back = { ...event, op: 'return' as const, ...NO_PARAMETER };
    if (!this.judge(family, back)) family.isOpen = true;
    this.families.retire(family);
  }

  /** A line about a buffer that was made before the log begins, or in lines that were lost. */
  adopt(family: Family, event: LogEvent): null {
    this.ledger.unjudged += 1;
    family.lastLine = event.line;
    const succeeded = !event.fault && !isFailed(Math.max(event.result, 0));
    if (givesBuffer(event.op)) {
      family.isOpen = true;
      if (succeeded) this.families.note(family, event.out, Math.max(event.size, 1));
    } else if (succeeded && event.op !== 'CeFlushAsynchronousBuffer') {
      this.families.note(family, event.buffer, 0);
    }
    this.families.retire(family);
    return null;
  }

  /** The log is over: duties that are still open, and what was never released. */
  finish(family: Family): void {
    if (family.isOpen) return;
    const [world] = family.worlds;
    for (let s = 0; s < world.slots; s += 1) {
      const kind = world.field(s, Slot.kind);
      if (!world.isLive(s) || kind === Kind.parameter) continue;
      const pointer = world.pointer(s);
      const told = family.story.findLast(
        (each) => each.pointer === pointer && givesBuffer(each.operation.operation),
      );
      const application = world.field(s, Slot.process);
      this.ledger.keep({
        line: told?.line ?? 0,
        operation: told?.operation.operation ?? 'CeAllocAsynchronousBuffer',
        pointer,
        size: world.field(s, Slot.length),
        process: Math.max(family.processes[application - 1] ?? 0, 0),
      });
    }
    this.monitors.end(family, this.platform, this.ledger);
  }

  /** Fills in what the line says; false where the family cannot take it in. */
  private prepare(family: Family, event: LogEvent): boolean {
    const { families, explainer } = this;
    let thread = event.thread === UNSAID ? APPLICATION_THREAD : family.threadOf(event.thread);
    let process = 0;
    if (event.process !== UNSAID && event.process !== 0) {
      process = family.application(event.process);
      if (process === 0) return false;
      families.concern(family, event.process);
    }
    if (event.op === 'call') {
      thread = thread > 0 ? thread : family.enter(event.thread);
      if (thread === 0) return false;
    } else if (thread > 0) process = family.worlds[0].callField(thread, Call.process);
    explainer.prepare(event, thread, process);
    explainer.tag = tagOf(event);
    const gives = givesBuffer(event.op) || (event.op === 'call' && event.descriptor > 0);
    if (!gives) return true;
    return family.makeRoom() && this.knowsSource(family, event, process);
  }

  private knowsSource(family: Family, event: LogEvent, process: number): boolean {
    const { source, size } = event;
    const isUsers = source >= LOWEST_USER_ADDRESS && source + Math.max(size, 1) <= KERNEL_BASE;
    if (!isUsers || process === 0) return true;
    if (this.platform.server === 'user' && family.pointers.has(source)) return true;
    return family.know(process, source, Math.max(size, 0));
  }

  private isContested(family: Family, event: LogEvent): boolean {
    if (!this.isServers(event.out)) return false;
    return isContested(this.families, family, event, this.ledger.lossLine);
  }

  /** What preparing has changed is undone. */
  private takeBack(family: Family, event: LogEvent): false {
    if (event.op === 'call') family.leave(event.thread);
    return false;
  }

  /** A release of what may have been made, at the same address, in lines that were lost. */
  private isReleaseOfNothing(family: Family, event: LogEvent): boolean {
    if (event.buffer === UNSAID || isFailed(Math.max(event.result, 0))) return false;
    return this.families.extent(family, event.buffer) === 0;
  }

  private keep(family: Family, event: LogEvent, silent: Silent): void {
    const place = this.placeOf(event);
    if (silent !== 'nothing') this.tellSilent(family, silent);
    this.tell(family, event, event.line);
    this.monitors.observe(family, this.explainer, place, this.ledger);
    family.lastLine = event.line;
    this.bookkeep(family, event);
  }

  private bookkeep(family: Family, event: LogEvent): void {
    const { families } = this;
    const { op, out, buffer } = event;
    if (op === 'return') {
      family.leave(event.thread);
      families.refresh(family);
    } else if (op === 'exit') families.refresh(family);
    else if (givesBuffer(op) || (op === 'call' && event.descriptor > 0)) {
      if (event.fault || isFailed(Math.max(event.result, 0)) || out <= 0) return;
      const size = this.isServers(out) ? families.extent(family, out) : 0;
      if (size > 0 || !families.ranges.begins(out)) families.note(family, out, size);
    } else if (buffer !== UNSAID && op !== 'read' && op !== 'write') {
      if (families.extent(family, buffer) === 0 && family.pointers.has(buffer)) {
        families.release(family, buffer);
      }
      if (family.calls === 0) families.retire(family);
    }
  }

  /** A family of which nothing more can be said still owns its pointers. */
  private follow(family: Family, event: LogEvent): void {
    const { families } = this;
    const succeeded = !event.fault && !isFailed(Math.max(event.result, 0));
    if (event.op === 'call' && family.threadOf(event.thread) === 0) family.enter(event.thread);
    else if (event.op === 'return') family.leave(event.thread);
    if (!succeeded) return;
    if (givesBuffer(event.op) && this.isServers(event.out)) {
      families.note(family, event.out, Math.max(event.size, 1));
    } else if (event.buffer > 0 && event.op !== 'CeFlushAsynchronousBuffer') {
      if (event.op.startsWith('Ce')) families.release(family, event.buffer);
    }
    families.retire(family);
  }

  private open(family: Family, event: LogEvent): void {
    this.ledger.unjudged += 1;
    family.isOpen = true;
    this.follow(family, event);
  }

  private tell(family: Family, event: LogEvent, line: number): void {
    const { request, response, tag } = this.explainer;
    const { value: result, pointer } = response;
    family.tell(line, request, { result, pointer, tag, faulted: event.fault });
  }

  /** Makes a silent step explicit, so that a scenario takes it too. */
  private tellSilent(family: Family, silent: Silent): void {
    const { request } = this.explainer;
    const { source, size, process } = request;
    if (process === 0) return;
    const isExit = silent === 'caller-gone';
    const pointer = source - (source % PAGE);
    const pages = Math.max(1, Math.ceil((source + size - pointer) / PAGE));
    const descriptor = silent === 'read-only' ? 2 : 1;
    const operation = isExit ? ('exit' as const) : ('VirtualProtect' as const);
    const step = { ...request, operation, thread: APPLICATION_THREAD, pointer, descriptor };
    const told = { ...step, source: 0, size: pages * PAGE, allocationFails: 0 };
    family.tell(SILENT_LINE, told, { result: 1, pointer: 0, tag: 0, faulted: false });
  }

  private placeOf(event: LogEvent): Place {
    const { file, judged } = this.ledger;
    return { file, line: event.line, explained: judged - 1, platform: this.platform };
  }
}

const NO_PARAMETER = {
  buffer: UNSAID,
  source: UNSAID,
  size: UNSAID,
  descriptor: UNSAID,
  protection: UNSAID,
  result: 0,
  out: UNSAID,
  fault: false,
};

function tagOf({ op, data }: LogEvent): number {
  if (op !== 'write' || data === UNSAID) return op === 'write' ? TAG_UNKNOWN : 0;
  return data === 0 ? TAG_ZERO : TAG_FIRST_WRITTEN + data - 1;
}
