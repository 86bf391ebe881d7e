/** The two output streams: colours, width, and a reader that goes away. */

import pc from 'picocolors';
import { plainLines } from '../reports/escape.js';
import type { Failure } from './failure.js';
import { asCalled } from './invocation.js';

/** Colour functions, on or off. */
export type Colours = ReturnType<typeof pc.createColors>;

/** Escape codes only on a terminal that takes them; NO_COLOR and FORCE_COLOR are honoured. */
function wantsColour(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true;
  // isTTY is missing on a pipe, and a missing answer would let picocolors decide (CI: colours).
  return stream.isTTY ? TERM !== 'dumb' : false;
}

/** Where a command writes: results to stdout, everything else to stderr. */
export class Terminal {
  readonly out: Colours = pc.createColors(wantsColour(process.stdout));
  readonly err: Colours = pc.createColors(wantsColour(process.stderr));
  readonly isLive: boolean = process.stderr.isTTY;
  private isClosed = false;
  private hasLost = false;
  private line = '';

  constructor() {
    // A reader that has seen enough (| head) closes the pipe; the campaign goes on and saves.
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (stream === process.stderr || this.isClosed) return;
        this.isClosed = true;
        if (error.code !== 'EPIPE') this.lose(error);
      });
    }
  }

  /** True when a part of the result could not be written: a full disk, not a reader that left. */
  get isLost(): boolean {
    return this.hasLost;
  }

  private lose(error: Error): void {
    this.hasLost = true;
    const text = {
      what: 'the result cannot be written',
      where: 'stdout',
      cause: error.message,
      next: 'make room, or send it elsewhere; what was saved before is kept',
    };
    this.fail({ text });
  }

  /** Columns of the result, within reason. */
  get columns(): number {
    return Math.min(Math.max(process.stdout.columns || 100, 40), 120);
  }

  /** Part of the result. */
  print(text: string): void {
    this.clearLine();
    if (!this.isClosed) process.stdout.write(`${text}\n`);
  }

  /** A remark about the run. */
  note(text: string): void {
    this.clearLine();
    process.stderr.write(`${text}\n`);
  }

  /** The line that keeps changing; only on a terminal. */
  updateLine(text: string): void {
    if (!this.isLive || text === this.line) return;
    const width = Math.max(20, (process.stderr.columns || 80) - 1);
    process.stderr.write(`\r\u001b[2K${text.slice(0, width)}`);
    this.line = text;
  }

  /** Takes that line away. */
  clearLine(): void {
    if (this.line === '') return;
    process.stderr.write('\r\u001b[2K');
    this.line = '';
  }

  /** One error: what, where, likely cause, next command. */
  fail(failure: Pick<Failure, 'text'>): void {
    const { what, where = '', cause, next } = failure.text;
    const place = where === '' ? '' : `${where}: `;
    this.note(`${this.err.red('error:')} ${plainLines(place + what)}`);
    if (cause !== '') this.note(plainLines(`  likely cause: ${cause}`));
    if (next !== '') this.note(plainLines(`  next: ${asCalled(next)}`));
  }
}
