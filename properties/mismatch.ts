/** Where an observation and the nearest permitted outcome part. */

/** What was compared, in the order in which it is compared. */
export const CHECKS = [
  'garbled',
  'crash',
  'hang',
  'answer',
  'result',
  'out-pointer',
  'address',
  'bytes',
  'caller-memory',
  'buffer-contents',
  'page',
  'cache',
  'count',
  'leak',
] as const;

/** One of {@link CHECKS}. */
export type Check = (typeof CHECKS)[number];

/** The first difference on a branch; one object is reused. */
export class Mismatch {
  /** Index in CHECKS, −1 for none. */
  check = -1;
  /** Obligation that the target broke there, and others that stand behind it (0 none). */
  cite = 0;
  behind = 0;
  further = 0;
  /** Numbers that explain it: their meaning is the check's. */
  expected = 0;
  observed = 0;
  /** Interval, page address or slot that it is about, −1 for none. */
  interval = -1;
  slot = -1;
  region = -1;
  /** For `count`: which count. */
  what = '';
  /** For `result`: a kind of Value that `expected` is one of. */
  kind = 0;

  clear(): void {
    this.check = -1;
    this.cite = 0;
    this.behind = 0;
    this.further = 0;
    this.expected = 0;
    this.observed = 0;
    this.interval = -1;
    this.slot = -1;
    this.region = -1;
    this.what = '';
    this.kind = 0;
  }

  copyFrom(other: Mismatch): void {
    this.check = other.check;
    this.cite = other.cite;
    this.behind = other.behind;
    this.further = other.further;
    this.expected = other.expected;
    this.observed = other.observed;
    this.interval = other.interval;
    this.slot = other.slot;
    this.region = other.region;
    this.what = other.what;
    this.kind = other.kind;
  }

  /** Records the difference; returns false, so that a comparison can end with it. */
  is(check: Check, cite: number, behind: number, expected: number, observed: number): false {
    this.check = CHECKS.indexOf(check);
    this.cite = cite === 0 ? behind : cite;
    this.behind = cite === 0 ? 0 : behind;
    this.expected = expected;
    this.observed = observed;
    return false;
  }
}
