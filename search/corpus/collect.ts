/** Cases worth keeping: of a chunk as it runs, and of a campaign as its chunks are merged. */

import { type Case, lengthOf, Word } from '../../model/case.js';
import type { Runner, RunResult } from '../../properties/run.js';
import { dangerNames } from './dangers.js';
import { FeatureRecorder, FeatureSet } from './features.js';
import type { Interesting } from './types.js';

/** Watches the cases of a chunk; keeps those that passed and showed something new. */
export class Collector {
  readonly kept: Interesting[] = [];
  private readonly seen: FeatureSet;
  private readonly recorder = new FeatureRecorder();
  private readonly dangers = new Set<number>();

  /** `seen`: features that are nothing new. */
  constructor(seen: Uint32Array) {
    this.seen = new FeatureSet(seen);
  }

  /** After each operation. */
  watch(index: number, runner: Runner): void {
    this.recorder.watch(index, runner);
    if (runner.belief.unsafe > 0) this.dangers.add(runner.belief.unsafe);
  }

  /** After a case. What departs, hangs or ends open is kept as a finding, or not at all. */
  end(given: Case, number: number, { verdict }: RunResult): void {
    const { recorder, dangers } = this;
    const { features, carriedOut } = recorder;
    if (verdict === 'passed' && this.seen.add(features) > 0) {
      const program = only(given.program, carriedOut);
      const unsafe = dangerNames(dangers);
      const key = String(number).padStart(13, '0');
      this.kept.push({
        ...{ key, features, unsafe, length: lengthOf(program) },
        given: { ...given, program },
      });
    }
    recorder.clear();
    dangers.clear();
  }
}

/** The operations that were carried out: a run does not see the others. */
function only(program: Int32Array, indices: readonly number[]): Int32Array {
  const words = new Int32Array(indices.length * Word.width);
  indices.forEach((index, at) => {
    const from = index * Word.width;
    words.set(program.subarray(from, from + Word.width), at * Word.width);
  });
  return words;
}

/**
 * Of what chunks kept, in their order: those that show something that no earlier one did. However
 * the cases were cut into chunks, the same are left.
 */
export class Keeping {
  readonly kept: Interesting[] = [];
  private readonly seen: FeatureSet;

  constructor(seen: Uint32Array) {
    this.seen = new FeatureSet(seen);
  }

  take(cases: readonly Interesting[]): void {
    for (const each of cases) if (this.seen.add(each.features) > 0) this.kept.push(each);
  }
}
