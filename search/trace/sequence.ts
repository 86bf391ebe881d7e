/**
 * Brings events into the order of their numbers and counts what is missing. A thread that is
 * preempted between drawing a number and printing prints late, so that neighbouring lines may have
 * changed places.
 */

import { type LogEvent, UNSAID } from './event.js';

/** Events that are held back until a missing number comes. */
const WINDOW = 32;

/** What becomes of an event; `lost` numbers are missing before it. */
export type TakeEvent = (event: LogEvent, lost: number) => void;

/** See the file comment. Events without numbers pass as they come. */
export class Sequence {
  private readonly waiting: LogEvent[] = [];
  private next = UNSAID;
  private readonly take: TakeEvent;

  constructor(take: TakeEvent) {
    this.take = take;
  }

  /** One event, as it stands in the log. */
  push(event: LogEvent): void {
    const { n } = event;
    if (n === UNSAID) return this.take(event, 0);
    if (n === 0 || (n === 1 && this.next > 1)) this.restart();
    if (this.next === UNSAID && this.waiting.length === 0 && n <= 1) this.next = n;
    if (n === this.next && this.waiting.length === 0) {
      this.next = n + 1;
      return this.take(event, 0);
    }
    this.insert(event);
    if (this.next === UNSAID && this.waiting.length < WINDOW) return;
    this.release(this.waiting.length >= WINDOW);
  }

  /** The log is over. */
  end(): void {
    while (this.waiting.length > 0) this.release(true);
  }

  /** The counter began anew: another run. */
  private restart(): void {
    this.end();
    this.next = UNSAID;
  }

  private insert(event: LogEvent): void {
    const { waiting } = this;
    let at = waiting.length;
    while (at > 0 && waiting[at - 1].n > event.n) at -= 1;
    waiting.splice(at, 0, event);
  }

  /** Passes on what is in order; `force`: the first in any case. */
  private release(force: boolean): void {
    const { waiting } = this;
    let forced = force;
    while (waiting.length > 0) {
      const [first] = waiting;
      if (first.n > this.next && !forced) return;
      const lost = this.next === UNSAID ? 0 : Math.max(first.n - this.next, 0);
      waiting.shift();
      this.next = Math.max(this.next, first.n + 1);
      this.take(first, lost);
      forced = false;
    }
  }
}
