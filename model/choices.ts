/**
 * Where a rule leaves a choice, the step asks here. Enumerating all answers enumerates the
 * branches of an operation: run the step, call `advance`, run it again until it says false.
 */
export class Choices {
  private readonly answers = new Int32Array(24);
  private readonly sizes = new Int32Array(24);
  private asked = 0;
  private depth = 0;

  /** Starts the enumeration with the first branch. */
  reset(): void {
    this.depth = 0;
    this.asked = 0;
  }

  /** Begins one evaluation of the step. */
  begin(): void {
    this.asked = 0;
  }

  /** An answer from 0 … count − 1. A count of 1 is no choice. Throws beyond 24 choices a step. */
  choose(count: number): number {
    if (count <= 1) return 0;
    if (this.asked === this.answers.length) throw new RangeError('more than 24 choices in a step');
    if (this.asked === this.depth) {
      this.answers[this.depth] = 0;
      this.sizes[this.depth] = count;
      this.depth += 1;
    }
    const answer = this.answers[this.asked];
    this.asked += 1;
    return answer;
  }

  /** One member of a set that a reading permits. */
  among<T>(permitted: readonly T[]): T {
    return permitted[this.choose(permitted.length)];
  }

  /** True or false, true first. */
  either(): boolean {
    return this.choose(2) === 0;
  }

  /** Moves on to the next branch; false when all have been taken. */
  advance(): boolean {
    this.depth = this.asked;
    while (this.depth > 0) {
      const last = this.depth - 1;
      if (this.answers[last] + 1 < this.sizes[last]) {
        this.answers[last] += 1;
        return true;
      }
      this.depth = last;
    }
    return false;
  }
}
