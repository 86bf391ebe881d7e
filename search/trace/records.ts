/**
 * Puts the records of raw debug output together again. Several threads print at once: a record may
 * be broken by a line end, or have another one printed into its middle. What does not fit its
 * checksum waits for the piece that is missing.
 */

import { MARK, wholeLength } from './notation.js';

/** Takes the text of a whole record, and what stood before the mark of its line. */
export type TakeRecord = (text: string, prefix: string, line: number) => void;

const PREFIX = /^\s*(?:PID:(?:0x)?[0-9a-f]+\s*)?(?:TID:(?:0x)?[0-9a-f]+\s*)?(?:\d+\s+)?/i;
const INNER_PREFIX = /PID:(?:0x)?[0-9a-f]+\s+TID:(?:0x)?[0-9a-f]+\s*$/i;
const MOST_WAITING = 8;
/** Lines that a broken record waits for its rest. */
const PATIENCE = 64;
const LONGEST = 2048;

/** The beginning of a record that is not whole yet. */
interface Partial {
  readonly prefix: string;
  readonly text: string;
  readonly line: number;
  /** Texts that came later and may belong to it. */
  later: string;
}

/** See the file comment. */
export class Records {
  /** Records that were put together from pieces. */
  mended = 0;
  /** Records that no piece completed. */
  broken = 0;
  private readonly waiting: Partial[] = [];
  private readonly take: TakeRecord;

  constructor(take: TakeRecord) {
    this.take = take;
  }

  /** True while the beginning of a record waits for its rest. */
  get isWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /** One line of the log. */
  push(text: string, line: number): void {
    if (this.waiting.length > 0) this.forget(line);
    let at = text.indexOf(MARK);
    if (at < 0) {
      if (this.waiting.length > 0) this.complete(text, line);
      return;
    }
    const prefix = text.slice(0, at);
    if (this.waiting.length > 0 && prefix !== '') this.complete(prefix, line);
    while (at >= 0) {
      const next = text.indexOf(MARK, at + MARK.length);
      const piece = text.slice(at + MARK.length, next < 0 ? undefined : next);
      // What is printed into a record brings its own prefix.
      this.piece(next < 0 ? piece : piece.replace(INNER_PREFIX, ''), prefix, line);
      at = next;
    }
  }

  /** The log is over: what still waits is lost. */
  end(): void {
    this.broken += this.waiting.length;
    this.waiting.length = 0;
  }

  private piece(text: string, prefix: string, line: number): void {
    const length = wholeLength(text);
    if (length < 0) {
      this.waiting.push({ prefix, text: text.slice(0, LONGEST), line, later: '' });
      if (this.waiting.length > MOST_WAITING) this.drop(0);
      return;
    }
    this.take(withoutSum(text, length), prefix, line);
    const rest = text.slice(length);
    if (rest !== '' && this.waiting.length > 0) this.complete(rest, line);
  }

  /** Tries a text as the rest of a record, the latest first. */
  private complete(text: string, line: number): void {
    const bare = text.replace(PREFIX, '');
    for (let i = this.waiting.length - 1; i >= 0; i -= 1) {
      const partial = this.waiting[i];
      for (const rest of [bare, text, partial.later + bare, ` ${bare}`]) {
        const whole = partial.text + rest;
        const length = wholeLength(whole);
        if (length < 0) continue;
        this.waiting.splice(i, 1);
        this.mended += 1;
        this.take(withoutSum(whole, length), partial.prefix, line);
        return;
      }
    }
    for (const each of this.waiting) {
      if (each.later.length + bare.length < LONGEST) each.later += bare;
    }
  }

  private forget(line: number): void {
    while (this.waiting.length > 0 && line - this.waiting[0].line > PATIENCE) this.drop(0);
  }

  private drop(index: number): void {
    this.waiting.splice(index, 1);
    this.broken += 1;
  }
}

/** ` ~` and four digits go. */
function withoutSum(text: string, length: number): string {
  return text.slice(0, length - 6);
}
