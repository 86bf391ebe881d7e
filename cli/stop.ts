import { Exit } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** Why a campaign was asked to stop. */
export type StopReason = '' | 'interrupt' | 'time-limit';

const LONGEST_TIMER = 2_147_483_647;

/** Turns Ctrl-C, SIGTERM and the time limit into one AbortSignal. */
export class Stop {
  reason: StopReason = '';
  private readonly controller = new AbortController();
  private readonly terminal: Terminal;
  private readonly timer: NodeJS.Timeout | undefined;

  /** `seconds`: time limit, 0 for none. */
  constructor(terminal: Terminal, seconds: number) {
    this.terminal = terminal;
    process.on('SIGINT', this.interrupt);
    process.on('SIGTERM', this.interrupt);
    if (seconds > 0) {
      const wait = Math.min(seconds * 1000, LONGEST_TIMER);
      this.timer = setTimeout(() => {
        this.stop('time-limit');
      }, wait);
      this.timer.unref();
    }
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The work is done: signals act as usual again. */
  release(): void {
    clearTimeout(this.timer);
    process.off('SIGINT', this.interrupt);
    process.off('SIGTERM', this.interrupt);
  }

  private stop(reason: StopReason): void {
    if (this.reason !== 'interrupt') this.reason = reason;
    this.controller.abort();
  }

  private readonly interrupt = (): void => {
    if (this.reason === 'interrupt') process.exit(Exit.interrupted);
    this.stop('interrupt');
    this.terminal.note('stopping after the cases that are running; once more to stop at once');
  };
}
