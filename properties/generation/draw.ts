/** Draws on a fast-check generator. */

import type { Random } from 'fast-check';

/** Small conveniences over `Random.nextInt`; every draw of a case goes through one of these. */
export class Draw {
  random!: Random;

  /** A number from 0 … count − 1. */
  below(count: number): number {
    return count <= 1 ? 0 : this.random.nextInt(0, count - 1);
  }

  /** True in `percent` of 100 draws. */
  chance(percent: number): boolean {
    return this.random.nextInt(0, 99) < percent;
  }

  /** One member, all alike. */
  pick<T>(members: readonly T[]): T {
    return members[this.below(members.length)];
  }

  /** Index of one weight, in proportion; −1 when all are 0. */
  weighted(weights: Int32Array): number {
    let total = 0;
    for (const weight of weights) total += weight;
    if (total === 0) return -1;
    let left = this.below(total);
    for (let i = 0; i < weights.length; i += 1) {
      left -= weights[i];
      if (left < 0) return i;
    }
    return -1;
  }
}
