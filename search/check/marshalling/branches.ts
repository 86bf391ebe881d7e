/** Enumerates the branches of a rule, or goes down a given one. */

import type { Branch } from '../model.js';

/** Takes given answers first, the first answer to what is asked beyond them, then all in turn. */
export class Branches implements Branch {
  readonly answers: number[];
  isDisabled = false;
  private readonly sizes: number[];
  private asked = 0;

  constructor(answers: readonly number[] = []) {
    this.answers = [...answers];
    this.sizes = answers.map(() => 0);
  }

  begin(): void {
    this.asked = 0;
    this.isDisabled = false;
  }
  choose(count: number): number {
    if (this.asked === this.answers.length) {
      this.answers.push(0);
      this.sizes.push(count);
    }
    this.sizes[this.asked] = count;
    this.asked += 1;
    return this.answers[this.asked - 1];
  }
  disabled(): void {
    this.isDisabled = true;
  }
  note(): void {
    // Nothing is counted here.
  }
  violates(): void {
    // Checked by the exhaustive search, not here.
  }
  /** Moves on; false when all have been tried. */
  advance(): boolean {
    this.answers.length = this.asked;
    this.sizes.length = this.asked;
    while (this.answers.length > 0) {
      const last = this.answers.length - 1;
      const next = this.answers[last] + 1;
      if (next < this.sizes[last]) {
        this.answers[last] = next;
        return true;
      }
      this.answers.pop();
      this.sizes.pop();
    }
    return false;
  }
}
