/**
 * Judges a log: read in bounded memory, understood line by line, led to families, explained by the
 * belief of each reading asked for. The reading that explains most is the one that is reported.
 */

import { findReading, READINGS, type Reading } from '../../model/readings.js';
import type { LogEvent } from './event.js';
import { Judge } from './judge.js';
import { Ledger } from './ledger.js';
import { Monitors } from './monitors.js';
import { type Understood, understandJson, understandRecord } from './notation.js';
import { type ReadOptions, readLog } from './reader.js';
import { Records } from './records.js';
import { Sequence } from './sequence.js';
import type { TraceReport } from './types.js';

/** How a log is judged; what is left out is what the log's own first line says. */
export interface TraceOptions extends ReadOptions {
  /** IDs of readings; left out and not said by the log: all. */
  readonly readings?: readonly string[] | undefined;
  readonly server?: 'kernel' | 'user' | undefined;
  /** Bytes; left out and not said by the log: the reading's default. */
  readonly copyLimit?: number | undefined;
  /** Report what the driver did wrong as well. */
  readonly driverRules?: boolean | undefined;
}

/** Judges a log file. Throws ScenarioError for what cannot be read. */
export async function traceLog(file: string, options: TraceOptions = {}): Promise<TraceReport> {
  const log = new Log(file, options);
  const read = await readLog(
    file,
    (text, line, whole) => {
      log.line(text, line, whole);
    },
    options,
  );
  return log.report(read.lines, read.tooLong, read.interrupted);
}

/** One log on its way through; see the file comment. */
export class Log {
  private readonly file: string;
  private readonly options: TraceOptions;
  private readonly records: Records;
  private readonly sequence: Sequence;
  private judges: Judge[] = [];
  private server: 'kernel' | 'user' = 'kernel';
  private events = 0;
  private unknown = 0;
  private broken = 0;
  private lost = 0;
  private isTruncated = false;
  /** Something was broken since the last event. */
  private gap = 0;

  constructor(file: string, options: TraceOptions) {
    this.file = file;
    this.options = options;
    this.records = new Records((text, prefix, line) => {
      this.understood(understandRecord(text, prefix, line));
    });
    this.sequence = new Sequence((event, lost) => {
      this.take(event, lost);
    });
  }

  /** One line; `whole` false: the file ends in it. */
  line(text: string, line: number, whole: boolean): void {
    const isJson = text.startsWith('{');
    if (!isJson) {
      const before = this.records.broken;
      this.records.push(text, line);
      this.gap += this.records.broken - before;
      return;
    }
    const understood = understandJson(text, line);
    if (understood.kind === 'broken' && !whole) this.isTruncated = true;
    else this.understood(understood);
  }

  /** The log is over. */
  report(lines: number, tooLong: number, interrupted: boolean): TraceReport {
    this.isTruncated ||= this.records.isWaiting;
    this.records.end();
    this.sequence.end();
    if (this.judges.length === 0) this.begin({});
    for (const judge of this.judges) judge.end();
    const results = this.judges.map(({ ledger, platform }) => ({
      id: platform.reading.id,
      explained: ledger.departsAt === 0 ? ledger.judged : ledger.explained,
      departsAt: ledger.departsAt,
    }));
    const best = results.reduce(
      (most, each, index) => (isFurther(each, results[most]) ? index : most),
      0,
    );
    const { ledger, platform } = this.judges[best];
    ledger.findings.sort((a, b) => a.line - b.line);
    return {
      file: this.file,
      reading: platform.reading.id,
      server: platform.server,
      copyLimit: platform.copyLimit,
      readings: results,
      counts: {
        ...ledger.counts,
        lines,
        events: this.events,
        mended: this.records.mended,
        broken: this.broken + this.records.broken + ledger.broken + tooLong,
        lost: this.lost,
        unknown: this.unknown,
      },
      isMidway: ledger.isMidway,
      isTruncated: this.isTruncated,
      findings: ledger.findings,
      more: ledger.more,
      unreleased: ledger.unreleased,
      unreleasedTotal: ledger.unreleasedTotal,
      driverRules: this.options.driverRules === true,
      interrupted,
    };
  }

  private understood(understood: Understood): void {
    switch (understood.kind) {
      case 'event':
        this.events += 1;
        this.sequence.push(understood.event);
        return;
      case 'unknown':
        this.unknown += 1;
        return;
      case 'broken':
        this.broken += 1;
        this.gap += 1;
    }
  }

  private take(event: LogEvent, lost: number): void {
    if (this.judges.length === 0) {
      this.begin(event.op === 'begin' ? event.words : {});
      const isFirst = event.op === 'begin' || event.n === 1;
      for (const { ledger } of this.judges) ledger.isMidway = !isFirst;
    }
    this.lost += lost;
    // A broken line is missed twice where lines are numbered.
    const missing = lost > 0 || (event.n < 0 && this.gap > 0) ? Math.max(lost, 1) : 0;
    this.gap = 0;
    for (const judge of this.judges) judge.take(event, missing);
  }

  /** The readings that are asked for, or said by the log. */
  private begin(words: Readonly<Record<string, string>>): void {
    const { options } = this;
    const said = words['reading'];
    const asked = options.readings ?? (said === undefined ? undefined : [said]);
    const readings = asked?.map(findReading).filter((each) => each !== undefined) ?? [];
    this.server = options.server ?? (words['server'] === 'user' ? 'user' : 'kernel');
    const list: readonly Reading[] = readings.length > 0 ? readings : READINGS;
    const limit = options.copyLimit ?? Number(words['copyLimit'] ?? 0);
    this.judges = list.map((reading) => {
      const [normal] = reading.copyLimits;
      const isLimit = reading.alloc === 'by-size' && Number.isInteger(limit) && limit > 0;
      const copyLimit = isLimit ? limit : normal;
      const platform = { reading, copyLimit, server: this.server };
      const monitors = new Monitors(platform, options.driverRules === true);
      return new Judge(platform, new Ledger(this.file), monitors);
    });
  }
}

/** True where the first explains more of the log than the second. */
function isFurther(a: { readonly departsAt: number }, b: { readonly departsAt: number }): boolean {
  if (b.departsAt === 0) return false;
  return a.departsAt === 0 || a.departsAt > b.departsAt;
}
