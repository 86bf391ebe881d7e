/** Work dealt out: ranges of states cut into chunks, which workers take in turn. */

import type { Range } from './log.js';

/** States of a chunk. */
const CHUNK_STATES = 256;

/** Words of the memory by which workers and coordinator stay in touch. */
export const CONTROL = {
  /** The next chunk that nobody has taken. */
  NEXT_CHUNK: 0,
  /** Not 0: stop at the next occasion and say how far you are. */
  PAUSE: 1,
  /** States found, all workers together. */
  STATES: 2,
  SIZE: 4,
} as const;

/** Where, in bytes, the same memory counts the transitions of each worker as a 64-bit float. */
export const PACE_AT: number = 4 * CONTROL.SIZE;

/** Ranges as a sequence of chunks; the same for every worker that has the same ranges. */
export class Chunks {
  readonly count: number;
  private readonly ranges: readonly Range[];
  /** The first chunk of each range. */
  private readonly firsts: Int32Array;

  constructor(ranges: readonly Range[]) {
    this.ranges = ranges;
    this.firsts = new Int32Array(ranges.length);
    let count = 0;
    ranges.forEach((range, i) => {
      this.firsts[i] = count;
      count += Math.ceil(range.count / CHUNK_STATES);
    });
    this.count = count;
  }

  /** The states of a chunk. */
  chunk(number: number): Range {
    let low = 0;
    let high = this.ranges.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.firsts[middle] <= number) low = middle;
      else high = middle - 1;
    }
    const { segment, from, count } = this.ranges[low];
    const offset = (number - this.firsts[low]) * CHUNK_STATES;
    return { segment, from: from + offset, count: Math.min(CHUNK_STATES, count - offset) };
  }

  /** The chunks from one on, as ranges. */
  from(number: number): Range[] {
    const rest: Range[] = [];
    for (let i = number; i < this.count; i += 1) rest.push(this.chunk(i));
    return rest;
  }
}
