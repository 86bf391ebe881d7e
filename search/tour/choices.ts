/** What a reading leaves to a target, and what the target chose. */

import { OBLIGATIONS, obligationAt } from '../../model/clauses/index.js';
import type { Belief } from '../../properties/belief.js';
import type { UnchosenBranch } from './report.js';

/** See the file comment. */
export class Choices {
  /** Branches that were permitted where an operation was carried out first; those taken. */
  total = 0;
  covered = 0;
  private readonly chosen = new Map<string, Uint32Array>();
  private readonly untaken = new Map<string, Uint32Array>();

  /** Where a belief counts branches of this operation that are not taken. */
  untakenOf(operation: string): Uint32Array {
    return tally(this.untaken, operation);
  }

  /** An operation was carried out for the first time in a belief, and explained. */
  count(operation: string, { branches, taken, step }: Belief): void {
    this.total += branches;
    this.covered += taken;
    const { valueCite, keepCite } = step.outcome;
    if (taken > 0) tally(this.chosen, operation)[valueCite || keepCite] += 1;
  }

  /** Choices that were never made. */
  unchosen(): UnchosenBranch[] {
    return [...this.untaken].flatMap(([operation, counts]) => {
      const chosen = this.chosen.get(operation);
      return OBLIGATIONS.flatMap(({ index }) =>
        counts[index] > 0 && (chosen?.[index] ?? 0) === 0
          ? [{ operation, obligation: obligationAt(index).id, times: counts[index] }]
          : [],
      );
    });
  }
}

/** Counts by obligation for an operation. */
function tally(tallies: Map<string, Uint32Array>, operation: string): Uint32Array {
  const known = tallies.get(operation);
  if (known !== undefined) return known;
  const fresh = new Uint32Array(OBLIGATIONS.length + 1);
  tallies.set(operation, fresh);
  return fresh;
}
