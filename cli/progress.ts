import { grouped } from '../reports/fuzz.js';
import type { Progress } from '../search/reports.js';
import type { Terminal } from './terminal.js';

const LIVE_MILLISECONDS = 100;
const PLAIN_MILLISECONDS = 10_000;

/** `1 min 05 s`, `12 s`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return minutes < 60
    ? `${minutes} min ${rest} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Writes progress to stderr: one changing line on a terminal, else a plain line now and then. */
export class ProgressWriter {
  private readonly terminal: Terminal;
  private readonly unit: string;
  private readonly isQuiet: boolean;
  private readonly start = performance.now();
  private written: number;

  constructor(terminal: Terminal, unit: string, isQuiet: boolean) {
    this.terminal = terminal;
    this.unit = unit;
    this.isQuiet = isQuiet;
    this.written = terminal.isLive ? 0 : this.start;
  }

  /** Called as often as the campaign likes. */
  readonly update = (progress: Progress): void => {
    if (this.isQuiet) return;
    const now = performance.now();
    const pause = this.terminal.isLive ? LIVE_MILLISECONDS : PLAIN_MILLISECONDS;
    if (now - this.written < pause) return;
    this.written = now;
    const text = this.textOf(progress, (now - this.start) / 1000);
    if (this.terminal.isLive) this.terminal.updateLine(text);
    else this.terminal.note(text);
  };

  /** The campaign is over. */
  end(): void {
    this.terminal.clearLine();
  }

  private textOf(progress: Progress, seconds: number): string {
    const { done, total, operations, findings, label } = progress;
    const rate = done / Math.max(seconds, 0.001);
    const left = rate > 0 ? (total - done) / rate : Number.POSITIVE_INFINITY;
    const found = findings === 0 ? 'nothing found' : `${findings} found`;
    const share = total > 0 ? Math.floor((100 * done) / total) : 0;
    return [
      `${label} ${share} %`,
      `${grouped(done)} of ${grouped(total)} ${this.unit}`,
      `${grouped(rate)} ${this.unit}/s`,
      `${grouped(operations / Math.max(seconds, 0.001))} operations/s`,
      `${duration(left)} left`,
      found,
    ].join(' · ');
  }
}
