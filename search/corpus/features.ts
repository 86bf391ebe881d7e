/**
 * What a case shows, as a corpus counts it: each obligation that was put to the test under each
 * reading, and each with about so many worlds in the belief. It says what is worth keeping; it
 * judges nothing.
 */

import { OBLIGATIONS } from '../../model/clauses/index.js';
import { READINGS } from '../../model/readings.js';
import type { Runner } from '../../properties/run.js';

/** Numbers of an obligation: one for each reading, then one for each size of belief. */
const SIZES = 16;
const WIDTH = READINGS.length + SIZES;
const FEATURES = (OBLIGATIONS.length + 1) * WIDTH;
const NUMBERS = new Map<string, number>(READINGS.map(({ id }, index) => [id, index]));

/** A set of features, one bit each. */
export class FeatureSet {
  readonly words: Uint32Array;

  constructor(words: Uint32Array = new Uint32Array(Math.ceil(FEATURES / 32))) {
    this.words = words.slice();
  }

  has(feature: number): boolean {
    return ((this.words[feature >>> 5] >>> (feature & 31)) & 1) !== 0;
  }

  /** Adds those of another set. */
  join(other: Uint32Array): void {
    for (let at = 0; at < this.words.length; at += 1) this.words[at] |= other[at];
  }

  /** Adds all; how many of them were new. */
  add(features: Iterable<number>): number {
    let fresh = 0;
    for (const feature of features) {
      if (this.has(feature)) continue;
      this.words[feature >>> 5] |= 1 << (feature & 31);
      fresh += 1;
    }
    return fresh;
  }
}

/** Takes down the features of one run. */
export class FeatureRecorder {
  private readonly seen = new Set<number>();
  private last = -1;
  /** Operations of the program that were carried out, by index. */
  readonly carriedOut: number[] = [];

  /** For `Runner.run`; a run that begins anew, with finer cuts, is taken down anew. */
  watch(index: number, { belief }: Runner): void {
    if (index <= this.last) this.clear();
    this.last = index;
    this.carriedOut.push(index);
    const { step, worlds, first } = belief;
    const from = step.outcome.valueCite * WIDTH;
    const size = Math.min(31 - Math.clz32(worlds.length), SIZES - 1);
    this.seen.add(from + (NUMBERS.get(first.domain.reading.id) ?? 0));
    this.seen.add(from + READINGS.length + size);
  }

  clear(): void {
    this.seen.clear();
    this.carriedOut.length = 0;
    this.last = -1;
  }

  /** Features of the run, ascending. */
  get features(): number[] {
    return [...this.seen].sort((a, b) => a - b);
  }
}
