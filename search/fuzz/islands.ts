/**
 * Islands: guided fuzzing in 64 separate sequences. An island breeds cases from those of its own
 * that showed something new; nothing passes between islands, so that workers and shards only
 * distribute them and the findings are the same for any number.
 */

import type { Case } from '../../model/case.js';
import type { CaseArbitrary, DrawnCase } from '../../properties/generation/case-arbitrary.js';
import type { Runner } from '../../properties/run.js';
import { randomOf } from '../seeds.js';
import { Novelty } from './novelty.js';

/** Islands of every campaign. */
export const ISLANDS = 64;

/** Cases that an island keeps; the oldest goes first. */
const KEPT = 48;

/** Percent of an island's cases that are bred once it has something to breed from. */
const BRED = 70;

/** One island: gives cases, takes in what they showed. */
export class Island {
  private readonly kept: DrawnCase[] = [];
  private readonly novelty = new Novelty();
  private readonly parents: readonly DrawnCase[];
  private readonly arbitrary: CaseArbitrary;
  private readonly name: string;

  /** `parents`: what it may breed from at any time, from a corpus. */
  constructor(
    arbitrary: CaseArbitrary,
    seed: string,
    number: number,
    parents: readonly Case[] = [],
  ) {
    this.arbitrary = arbitrary;
    this.name = `${seed}/island ${number}`;
    this.parents = parents.flatMap((given) => arbitrary.adoptCase(given) ?? []);
  }

  /** The next case: bred from a kept one, or drawn afresh. */
  next(index: number): DrawnCase {
    const random = randomOf(this.name, index);
    this.novelty.begin();
    const { kept, parents } = this;
    const count = kept.length + parents.length;
    const breeds = count > 0 && random.nextInt(0, 99) < BRED;
    if (!breeds) return this.arbitrary.drawCase(random);
    const chosen = random.nextInt(0, count - 1);
    const parent = chosen < kept.length ? kept[chosen] : parents[chosen - kept.length];
    return this.arbitrary.extendCase(random, parent);
  }

  /** After each operation of the case. */
  watch(runner: Runner): void {
    this.novelty.watch(runner);
  }

  /** After the case: it is kept when it showed something new. */
  end(given: DrawnCase): void {
    if (this.novelty.fresh === 0) return;
    this.kept.push(given);
    if (this.kept.length > KEPT) this.kept.shift();
  }
}
