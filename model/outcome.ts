/** What one branch of an operation permits a target to answer, and why. */

/** Kinds of answer. */
export const Answer = {
  returned: 0,
  faulted: 1,
  paused: 2,
  hung: 3,
  /** A violation, or anything at all: the access is the client's own doing. */
  any: 4,
  /** No rule speaks of what follows: the case ends here, without a verdict. */
  open: 5,
  /** The branch contradicts an earlier one. */
  impossible: 6,
} as const;

/** What the result may be. */
export const Value = {
  /** Exactly `value`. */
  exact: 0,
  /** Any FAILED HRESULT. */
  failed: 1,
  /** E_ACCESSDENIED or HRESULT_FROM_WIN32(…). */
  failedAccess: 2,
  /** Anything. */
  any: 3,
  /** E_INVALIDARG or E_ACCESSDENIED: two conditions hold and no source orders them. */
  argumentOrAccess: 4,
  /** Any status but SUCCESS. */
  status: 5,
} as const;

/** What the out-pointer holds afterwards. */
export const Pointer = {
  /** The operation has none, or nothing is said. */
  any: 0,
  isNull: 1,
  untouched: 2,
  /** Exactly `pointerValue`. */
  exact: 3,
  /** A new address, recorded in `pointerSlot`. */
  fresh: 4,
} as const;

/** Most intervals that one access covers. */
const MOST_SEGMENTS = 160;

/**
 * Filled in by a step. One object is reused: copy what must be kept. Cites are indices of
 * obligations (0 none).
 */
export class Outcome {
  answer: number = Answer.returned;
  valueKind: number = Value.exact;
  value = 0;
  valueCite = 0;
  pointerKind: number = Pointer.any;
  pointerValue = 0;
  pointerSlot = -1;
  pointerCite = 0;
  /** Obligation that governs heap blocks, aliases and records after the operation. */
  accountCite = 0;
  /** Obligation that governs cache attributes after it. */
  cacheCite = 0;
  /** Obligation that keeps whatever the operation has no business with. */
  keepCite = 0;
  /** After a write-back: what it wrote is cited so, and what governs the bytes around that. */
  writtenCite = 0;
  aroundCite = 0;
  /** Further obligations whose conditions held here. */
  readonly cites: Int32Array = new Int32Array(16);
  citeCount = 0;
  /** Index in UNSAFE + 1 when this branch is a documented danger of a shipped reading. */
  unsafe = 0;
  /** True when the target stepped back from a wrong call that its reading would let through. */
  declined = false;
  /** Bytes that a read must give: tag, offset in the root region, size, cite of each segment. */
  segments = 0;
  readonly segmentTag: Int32Array = new Int32Array(MOST_SEGMENTS);
  readonly segmentOffset: Int32Array = new Int32Array(MOST_SEGMENTS);
  readonly segmentBytes: Int32Array = new Int32Array(MOST_SEGMENTS);
  readonly segmentCite: Int32Array = new Int32Array(MOST_SEGMENTS);
  /** Where a read's bytes live, so that what is observed can narrow what is unknown. */
  readonly segmentWord: Int32Array = new Int32Array(MOST_SEGMENTS);

  reset(): void {
    this.answer = Answer.returned;
    this.valueKind = Value.exact;
    this.value = 0;
    this.valueCite = 0;
    this.pointerKind = Pointer.any;
    this.pointerValue = 0;
    this.pointerSlot = -1;
    this.pointerCite = 0;
    this.accountCite = 0;
    this.cacheCite = 0;
    this.keepCite = 0;
    this.writtenCite = 0;
    this.aroundCite = 0;
    this.citeCount = 0;
    this.unsafe = 0;
    this.declined = false;
    this.segments = 0;
  }

  /** The call returns exactly this value. */
  gives(value: number, cite: number): void {
    this.valueKind = Value.exact;
    this.value = value;
    this.valueCite = cite;
  }

  /** The call returns one of a kind of values. */
  givesKind(kind: number, cite: number): void {
    this.valueKind = kind;
    this.valueCite = cite;
  }

  /** The access is a violation. */
  faults(cite: number): void {
    this.answer = Answer.faulted;
    this.valueCite = cite;
  }

  /** No rule speaks of what follows. */
  isOpen(): void {
    this.answer = Answer.open;
  }

  /** A further obligation that was put to the test. */
  also(cite: number): void {
    if (this.citeCount < this.cites.length) this.cites[this.citeCount++] = cite;
  }

  /** One more piece of what a read must give. */
  segment(tag: number, offset: number, bytes: number, cite: number): void {
    const index = this.segments;
    this.segmentTag[index] = tag;
    this.segmentOffset[index] = offset;
    this.segmentBytes[index] = bytes;
    this.segmentCite[index] = cite;
    this.segments = index + 1;
  }
}
