/**
 * Every state found, in the order in which this worker found it, in segments of shared memory that
 * other workers read. The states of one level are ranges of the log.
 */

/** States `from` … `from + count − 1` of a segment. */
export interface Range {
  readonly segment: number;
  readonly from: number;
  readonly count: number;
}

/** A segment that others do not know yet. */
export interface Segment {
  readonly id: number;
  readonly memory: SharedArrayBuffer;
}

/** States of the first segment of a worker; each is twice as large as the last, up to a limit. */
const FIRST_STATES = 1 << 12;
const MOST_STATES = 1 << 20;

/** The log as one worker has it: all segments to read, its own to append to. */
export class Log {
  private readonly words: number;
  private readonly segments = new Map<number, Int32Array>();
  private readonly idStep: number;
  private nextId: number;
  private own: Int32Array = new Int32Array(0);
  private ownId = -1;
  private length = 0;
  private reported = 0;
  private capacity = FIRST_STATES / 2;
  private news: Segment[] = [];
  private ranges: Range[] = [];

  /** Segments made here are numbered `first`, `first + step`, …, which no other worker does. */
  constructor(words: number, first: number, step: number) {
    this.words = words;
    this.nextId = first;
    this.idStep = step;
  }

  /** Gets to know segments of other workers. */
  learn(segments: readonly Segment[]): void {
    for (const { id, memory } of segments) {
      if (!this.segments.has(id)) this.segments.set(id, new Int32Array(memory));
    }
  }

  /** The packed states of a segment. */
  read(segment: number): Int32Array {
    const states = this.segments.get(segment);
    if (states === undefined) throw new Error(`segment ${segment} of the log was not announced`);
    return states;
  }

  /** Adds a packed state. */
  append(packed: Int32Array, at: number): void {
    if (this.ownId < 0 || this.length === this.capacity) this.begin();
    const to = this.length * this.words;
    for (let word = 0; word < this.words; word += 1) this.own[to + word] = packed[at + word];
    this.length += 1;
  }

  /** What was appended since the last call. */
  report(): { readonly ranges: readonly Range[]; readonly segments: readonly Segment[] } {
    this.closeRange();
    const report = { ranges: this.ranges, segments: this.news };
    this.ranges = [];
    this.news = [];
    return report;
  }

  private begin(): void {
    this.closeRange();
    this.capacity = Math.min(MOST_STATES, this.capacity * 2);
    const memory = new SharedArrayBuffer(this.capacity * this.words * 4);
    this.own = new Int32Array(memory);
    this.ownId = this.nextId;
    this.nextId += this.idStep;
    this.length = 0;
    this.reported = 0;
    this.segments.set(this.ownId, this.own);
    this.news.push({ id: this.ownId, memory });
  }

  private closeRange(): void {
    if (this.length === this.reported) return;
    const count = this.length - this.reported;
    this.ranges.push({ segment: this.ownId, from: this.reported, count });
    this.reported = this.length;
  }
}
