/** What is kept of a log while it is judged: counts, findings, what was never released. */

import type { LineCounts, TraceFinding, Unreleased } from './types.js';

/** Findings and unreleased buffers that are listed; more are counted. */
const MOST_FINDINGS = 100;
const MOST_UNRELEASED = 1000;

/** See the file comment. */
export class Ledger implements LineCounts {
  readonly file: string;
  lines = 0;
  events = 0;
  judged = 0;
  mended = 0;
  broken = 0;
  lost = 0;
  unknown = 0;
  unjudged = 0;
  forgotten = 0;
  readonly findings: TraceFinding[] = [];
  more = 0;
  readonly unreleased: Unreleased[] = [];
  unreleasedTotal = 0;
  /** Line of the first departure, 0 for none, and the lines explained before it. */
  departsAt = 0;
  explained = 0;
  /** The log does not begin with the first call. */
  isMidway = false;
  /** Before this line something was lost, 0 for nothing. */
  lossLine = 0;

  /** `file`: the log, for findings. */
  constructor(file: string) {
    this.file = file;
  }

  /** True when buffers may have been made in lines that the log does not have. */
  get mayPredate(): boolean {
    return this.isMidway || this.lossLine > 0;
  }

  /** Lines are missing before this one. */
  lose(line: number): void {
    this.lossLine = Math.max(line, 1);
  }

  /** A finding. */
  add(finding: TraceFinding): void {
    if (finding.class === 'departure' && (this.departsAt === 0 || finding.line < this.departsAt)) {
      this.departsAt = finding.line;
      this.explained = finding.explained;
    }
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding);
    else this.more += 1;
  }

  /** A buffer that was never released. */
  keep(buffer: Unreleased): void {
    this.unreleasedTotal += 1;
    if (this.unreleased.length < MOST_UNRELEASED) this.unreleased.push(buffer);
  }

  /** The counts alone. */
  get counts(): LineCounts {
    const { lines, events, judged, mended, broken, lost, unknown, unjudged, forgotten } = this;
    return { lines, events, judged, mended, broken, lost, unknown, unjudged, forgotten };
  }
}
