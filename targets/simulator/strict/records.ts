/** The strict board's records: one for every Open, asynchronous buffer and duplicate. */

import { FORCE_ALIAS } from '../constants.js';

/** Who made the record. */
export type Kind = 'open' | 'asynchronous' | 'duplicate' | 'parameter';
/** How the buffer reaches the server; `same`: the pointer of the record that it stands on. */
export type Form = 'direct' | 'alias' | 'copy' | 'same';

/** Records that may be live at once. */
const RECORDS = 256;

/** One record; the values are those that the making call got. */
export class BufferRecord {
  live = false;
  /** Number of the record among all since the reset: tells a reused slot from the old tenant. */
  serial = 0;
  kind: Kind = 'open';
  form: Form = 'direct';
  /** What the server was given. */
  pointer = 0;
  /** Bytes of the buffer (`size`, or as measured). */
  length = 0;
  source = 0;
  size = 0;
  descriptor = 0;
  thread = 0;
  /** Process and address that write-back goes to, unless the record stands on a copy. */
  process = 0;
  incarnation = 0;
  target = 0;
  /** Heap block or alias, −1 where there is none. */
  block = -1;
  alias = -1;
  /** The record that it stands on, and that one's serial; null for a caller's own memory. */
  base: BufferRecord | null = null;
  baseSerial = 0;
  /** Identical direct Opens that are not closed yet (QUIET-5). */
  opens = 0;
  /** What has become of it; only faults look at these. */
  flushed = false;
  flushFailed = false;
  afterAllocations = 0;
  afterProtections = 0;

  /** The record it stands on while that is live. */
  liveBase(): BufferRecord | null {
    const { base } = this;
    return base !== null && base.live && base.serial === this.baseSerial ? base : null;
  }

  /** True when the record was made on another one, live or not. */
  hasBase(): boolean {
    return this.base !== null;
  }

  /** True when the record holds [address, address + size). */
  covers(address: number, size: number): boolean {
    return address >= this.pointer && address + size <= this.pointer + this.length;
  }

  /** ASYNC-20, CLOSE-2: the values are those that the making call got. */
  matches(source: number, size: number, descriptor: number, ignoresFlag: boolean): boolean {
    const mask = ignoresFlag ? ~FORCE_ALIAS : -1;
    return (
      this.source === source && this.size === size && ((this.descriptor ^ descriptor) & mask) === 0
    );
  }
}

/** All records, in the order of their making. */
export class Records {
  /** Live records. */
  count = 0;
  private readonly all: readonly BufferRecord[] = Array.from(
    { length: RECORDS },
    () => new BufferRecord(),
  );
  /** Values of the record that was dropped last; only faults look at them. */
  readonly dropped: { kind: Kind | null; pointer: number; length: number; descriptor: number } = {
    kind: null,
    pointer: 0,
    length: 0,
    descriptor: 0,
  };
  /** Live records after which the first slot is used again; only a fault sets it. */
  capacity: number = RECORDS;
  private used = 0;
  private serial = 0;

  /** Forgets all. */
  reset(): void {
    for (let index = 0; index < this.used; index += 1) this.at(index).live = false;
    this.count = 0;
    this.used = 0;
    this.serial = 0;
    this.dropped.kind = null;
  }

  /** A cleared record, live from now on. */
  make(kind: Kind, form: Form): BufferRecord {
    let index = 0;
    if (this.count < this.capacity) {
      while (index < this.used && this.at(index).live) index += 1;
    }
    if (index === RECORDS) {
      throw new Error(`simulator: more than ${RECORDS} live records; release some in the case`);
    }
    if (index === this.used) this.used += 1;
    const record = this.at(index);
    this.serial += 1;
    if (!record.live) this.count += 1;
    record.live = true;
    record.serial = this.serial;
    record.kind = kind;
    record.form = form;
    record.block = -1;
    record.alias = -1;
    record.base = null;
    record.baseSerial = 0;
    record.opens = 1;
    record.flushed = false;
    record.flushFailed = false;
    return record;
  }

  /** Ends a record. */
  drop(record: BufferRecord): void {
    record.live = false;
    this.count -= 1;
    this.dropped.kind = record.kind;
    this.dropped.pointer = record.pointer;
    this.dropped.length = record.length;
    this.dropped.descriptor = record.descriptor;
    while (this.used > 0 && !this.at(this.used - 1).live) this.used -= 1;
  }

  /** Slots to look at: `at(0)` … `at(slots − 1)`. */
  get slots(): number {
    return this.used;
  }

  /** The record in a slot, live or not. */
  at(index: number): BufferRecord {
    return this.all[index];
  }

  /**
   * The live record of `kind` whose pointer this is: one whose values match goes first, and among
   * those one of the same thread (two callers may use equal addresses); null where there is none.
   */
  find(
    kind: Kind,
    thread: number,
    pointer: number,
    source: number,
    size: number,
    descriptor: number,
    ignoresFlag: boolean,
  ): BufferRecord | null {
    let found: BufferRecord | null = null;
    let foundRank = -1;
    for (let index = 0; index < this.used; index += 1) {
      const record = this.at(index);
      if (!record.live || record.kind !== kind || record.pointer !== pointer) continue;
      const matches = record.matches(source, size, descriptor, ignoresFlag);
      const rank = (matches ? 2 : 0) + (record.thread === thread ? 1 : 0);
      if (rank > foundRank) {
        found = record;
        foundRank = rank;
      }
    }
    return found;
  }

  /** The live record of `kind` that holds the byte at `address` and is no direct pointer. */
  around(kind: Kind, address: number): BufferRecord | null {
    for (let index = 0; index < this.used; index += 1) {
      const record = this.at(index);
      if (!record.live || record.kind !== kind || record.form === 'direct') continue;
      if (record.covers(address, 1)) return record;
    }
    return null;
  }

  /** Fault: of the live copies that were made with equal values the latest. */
  latestLike(record: BufferRecord): BufferRecord {
    let latest = record;
    for (let index = 0; index < this.used; index += 1) {
      const other = this.at(index);
      const isTwin =
        other.live &&
        other.kind === record.kind &&
        other.form === 'copy' &&
        record.form === 'copy' &&
        other.process === record.process &&
        other.matches(record.source, record.size, record.descriptor, false);
      if (isTwin && other.serial > latest.serial) latest = other;
    }
    return latest;
  }

  /** Fault: the latest asynchronous buffer on `base`, which `record` stands on. */
  latestOn(base: BufferRecord, record: BufferRecord): BufferRecord {
    let latest = record;
    for (let index = 0; index < this.used; index += 1) {
      const other = this.at(index);
      if (!other.live || other.kind !== 'asynchronous' || other.liveBase() !== base) continue;
      if (other.serial > latest.serial) latest = other;
    }
    return latest;
  }

  /** True while an asynchronous buffer stands on `base`. */
  standsOn(base: BufferRecord): boolean {
    for (let index = 0; index < this.used; index += 1) {
      const record = this.at(index);
      if (record.kind !== 'asynchronous' || !record.live) continue;
      if (record.liveBase() === base) return true;
    }
    return false;
  }
}
