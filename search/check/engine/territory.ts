/** What was found so far, as the coordinator keeps it: segments, levels, and the table. */

import { Visited } from '../visited.js';
import type { Range, Segment } from './log.js';

const SMALLEST_SLOTS = 1 << 16;
/** More would make probing slow, and workers need room for what they find before they pause. */
const MOST_LOAD = 0.6;
/** How much larger a full table gets, while it is small and later. */
const EARLY_GROWTH = 8;
const LATE_GROWTH = 2;
const LATE = 1 << 22;

/** Segments, levels and the table of one search. */
export class Territory {
  readonly words: number;
  /** The states of each level. */
  readonly levels: Range[][] = [];
  readonly segments: Segment[] = [];
  table: SharedArrayBuffer;
  private readonly lossy: boolean;
  private slots: number = SMALLEST_SLOTS;

  constructor(words: number, lossy: boolean) {
    this.words = words;
    this.lossy = lossy;
    this.table = Visited.memory(this.slots, words, lossy);
  }

  /** Takes in what a worker found at a depth. */
  add(depth: number, ranges: readonly Range[], segments: readonly Segment[]): void {
    while (this.levels.length <= depth) this.levels.push([]);
    this.levels[depth].push(...ranges);
    this.segments.push(...segments);
  }

  /** States of all levels. */
  get states(): number {
    return this.levels.reduce((sum, level) => sum + countStates(level), 0);
  }

  /** How many states the table may hold. */
  get fullAt(): number {
    return Math.floor(this.slots * MOST_LOAD);
  }

  /** Replaces the table by an empty one that has room for more than so many states. */
  grow(states: number): void {
    this.slots = this.slotsFor(states);
    // The old one is given up first: both together are the most that a search would need.
    this.table = new SharedArrayBuffer(0);
    this.table = Visited.memory(this.slots, this.words, this.lossy);
  }

  /** Bytes that everything would take once {@link grow} was called. */
  bytesAfterGrowth(states: number): number {
    return this.logBytes + this.slotsFor(states) * Visited.slotWords(this.words, this.lossy) * 4;
  }

  /** Bytes of all segments. */
  get logBytes(): number {
    return this.segments.reduce((sum, { memory }) => sum + memory.byteLength, 0);
  }

  private slotsFor(states: number): number {
    let { slots } = this;
    while (Math.floor(slots * MOST_LOAD) <= states)
      slots *= slots < LATE ? EARLY_GROWTH : LATE_GROWTH;
    return slots;
  }
}

/** States in ranges. */
export function countStates(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { count }) => sum + count, 0);
}
