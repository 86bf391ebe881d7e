/** Takes the events of a log one after the other and leads each to its family. */

import { isFailed } from '../../model/results.js';
import { APPLICATION_THREAD } from '../../targets/interface.js';
import { OpenCalls } from './calls.js';
import { Domains } from './domains.js';
import { givesBuffer, type LogEvent, UNSAID } from './event.js';
import { Families } from './families.js';
import { Family } from './family.js';
import type { Ledger } from './ledger.js';
import { Lines } from './lines.js';
import type { Monitors } from './monitors.js';
import { landOf } from './region.js';
import type { TracePlatform } from './types.js';

/** Events that a departure waits for others that were under way at the same time. */
const PATIENCE = 32;

/** A line that nothing explains yet. */
interface Pending {
  readonly event: LogEvent;
  readonly family: Family;
  patience: number;
}

/** Judges a log by one reading. */
export class Judge {
  readonly ledger: Ledger;
  readonly platform: TracePlatform;
  readonly families: Families = new Families();
  private readonly lines: Lines;
  private readonly calls = new OpenCalls();
  private readonly domains: Domains;
  private pending: Pending[] = [];
  /** The one family of a log that declares its memory. */
  private whole: Family | null = null;
  private hasCalls = false;
  private lastNumber = 0;

  constructor(platform: TracePlatform, ledger: Ledger, monitors: Monitors) {
    this.platform = platform;
    this.ledger = ledger;
    this.domains = new Domains(platform);
    this.lines = new Lines(platform, this.families, ledger, monitors);
  }

  /** One event; `lost` lines are missing before it. */
  take(event: LogEvent, lost: number): void {
    const { ledger } = this;
    if (lost > 0) ledger.lose(event.line);
    if (event.n !== UNSAID) {
      if (event.n < this.lastNumber && event.n <= 1) this.restart();
      this.lastNumber = Math.max(event.n, 1);
    }
    if (this.pending.length > 0) this.settlePending(event);
    if (event.op === 'begin' || event.op === 'end') return;
    if (event.op === 'region') return this.declare(event);
    ledger.judged += 1;
    const family = this.lead(event);
    if (family === null) return;
    if (!this.lines.judge(family, event)) {
      this.pending.push({ event, family, patience: PATIENCE });
    } else if (this.pending.length > 0) this.retry();
    if (event.op === 'return' || event.op === 'exit') this.families.retire(family);
  }

  /** The log is over: what is left is what was never released. */
  end(): void {
    for (const { event, family } of this.pending) this.lines.depart(family, event);
    this.pending = [];
    for (const family of this.families.all()) this.lines.finish(family);
    this.ledger.forgotten = this.families.forgotten;
  }

  /** Departures that nothing under way at their time can explain any more. */
  private settlePending(next: LogEvent): void {
    this.pending = this.pending.filter((each) => {
      each.patience -= 1;
      const isAfter =
        each.event.n === UNSAID || next.n === UNSAID || next.thread === each.event.thread;
      if (!isAfter && each.patience > 0) return true;
      this.lines.depart(each.family, each.event);
      return false;
    });
  }

  private retry(): void {
    this.pending = this.pending.filter(({ event, family }) => !this.lines.judge(family, event));
  }

  /** The counter of the log began anew: the system was started again. */
  private restart(): void {
    this.end();
    this.families.clear();
    this.calls.clear();
    this.whole = null;
    this.hasCalls = false;
  }

  private declare(event: LogEvent): void {
    const before = this.whole;
    const family = Family.withLands(this.domains, [], before?.processes ?? []);
    const process = event.process === 0 ? 0 : family.application(event.process);
    const land = landOf(event, process);
    if (land === null || (before !== null && before.story.length > 0)) {
      this.ledger.broken += 1;
      return;
    }
    const lands = [...(before?.lands ?? []), land];
    this.whole = Family.withLands(this.domains, lands, family.processes);
    this.families.clear();
    this.families.add(this.whole);
  }

  /** The family of an event, its threads and processes known; null where nothing can be said. */
  private lead(event: LogEvent): Family | null {
    const { op } = event;
    if (op === 'call') return this.beginCall(event);
    if (op === 'return') return this.endCall(event);
    if (op === 'exit' || op === 'start') return this.lives(event);
    if (op === 'read' || op === 'write') return this.access(event);
    return op.startsWith('Virtual') ? this.whole : this.forFunction(event);
  }

  private beginCall(event: LogEvent): Family {
    this.hasCalls = true;
    const before = this.calls.on(event.thread);
    // Lines that were lost, or a silent call: what was under way is over.
    if (before !== undefined && (before.isSilent || this.ledger.mayPredate)) {
      this.leaveSilently(event);
    }
    const family = this.whole ?? this.newFamily();
    if (isFailed(Math.max(event.result, 0))) return family;
    const process = processOf(event);
    this.calls.begin(event.thread, { family, process, isSilent: false, guests: [] });
    return family;
  }

  private endCall(event: LogEvent): Family | null {
    const call = this.calls.end(event.thread);
    if (call === undefined) {
      if (!this.ledger.mayPredate) this.ledger.unjudged += 1;
      return null;
    }
    for (const guest of call.guests) this.lines.leave(guest, event);
    return call.family;
  }

  /** A silent return of the call that a thread is in. */
  private leaveSilently(event: LogEvent): void {
    const call = this.calls.end(event.thread);
    if (call === undefined) return;
    for (const family of [...call.guests, call.family]) this.lines.leave(family, event);
  }

  private lives(event: LogEvent): Family | null {
    if (this.whole !== null) return this.whole;
    const known = this.families.knowing(event.process);
    for (const family of known.slice(1)) this.lines.judge(family, event);
    return known.length > 0 ? known[0] : null;
  }

  private access(event: LogEvent): Family | null {
    if (this.whole !== null) {
      if (event.thread === UNSAID) return this.whole;
      return this.withActor(this.whole, event);
    }
    if (event.thread === UNSAID) return null;
    const family = this.families.holding(event.buffer) ?? this.calls.on(event.thread)?.family;
    if (family === undefined) {
      this.ledger.unjudged += 1;
      return null;
    }
    return this.withActor(family, event);
  }

  private forFunction(event: LogEvent): Family | null {
    if (this.whole !== null) return this.withActor(this.whole, event);
    if (event.op === 'CeOpenCallerBuffer') return this.forOpen(event);
    const pointer = event.buffer === UNSAID ? event.source : event.buffer;
    const own = this.calls.on(event.thread);
    if (own?.family.pointers.has(pointer) === true) return own.family;
    const holding = this.families.holding(pointer);
    if (holding !== undefined) return this.withActor(holding, event);
    if (this.ledger.mayPredate && this.lines.isServers(pointer)) {
      return this.lines.adopt(this.newFamily(), event);
    }
    return this.forOpen(event);
  }

  /** The family of the call that the thread is in, or a new one. */
  private forOpen(event: LogEvent): Family | null {
    const call = this.calls.on(event.thread);
    if (call !== undefined) {
      const isOver = call.isSilent && !this.lines.isSynchronous(call.family);
      if (!isOver || event.op !== 'CeOpenCallerBuffer') return call.family;
      this.leaveSilently(event);
      this.families.retire(call.family);
    }
    return this.withActor(this.newFamily(), event);
  }

  /** Makes sure that the thread of an event is known to a family that is not its own. */
  private withActor(family: Family, event: LogEvent): Family {
    if (family.threadOf(event.thread) > 0 || family.isOpen) return family;
    const call = this.calls.on(event.thread);
    if (call === undefined && this.isService(event)) return family;
    if (this.whole !== null) return family;
    const process = call?.process ?? processOf(event);
    if (!this.lines.enter(family, event, process)) return family;
    if (call !== undefined) call.guests.push(family);
    else this.calls.begin(event.thread, { family, process, isSilent: true, guests: [] });
    return family;
  }

  /** True for a thread that is in no call, as far as the log can tell: an interrupt's. */
  private isService(event: LogEvent): boolean {
    if (this.hasCalls && !this.ledger.mayPredate) return true;
    const fails = isFailed(Math.max(event.result, 0));
    if (event.op === 'CeOpenCallerBuffer') return false;
    return fails || !givesBuffer(event.op);
  }

  private newFamily(): Family {
    const family = new Family(this.domains, []);
    this.families.add(family);
    return family;
  }
}

/** The caller's process; where the log does not say, one that belongs to the thread. */
function processOf({ process, thread }: LogEvent): number {
  return process === UNSAID ? APPLICATION_THREAD - 1 - thread : process;
}
