/**
 * The pointers that a driver was given, with the values that it got them for. All that is kept
 * here was an argument or a result of the driver's own calls.
 */

import { forcesAlias, typeOf } from '../../model/descriptors.js';
import type { Operation } from '../../model/step.js';

/** Who gave a pointer. */
export const Kind = { parameter: 1, opened: 2, asynchronous: 3, duplicate: 4 } as const;

/** One of {@link Kind}. */
export type Kind = (typeof Kind)[keyof typeof Kind];

/**
 * What a driver knows of a buffer's life. `doubtful`: a release failed in a way that leaves open
 * whether it released (FREE-4, QUIET-5); nothing is reported about such a buffer any more.
 */
export const Life = { live: 1, doubtful: 2, over: 3 } as const;

/** One of {@link Life}. */
export type Life = (typeof Life)[keyof typeof Life];

/** What ended a buffer: its function, or a wrapper object's Unmarshal or destructor. */
export const Ended = { release: 0, unmarshal: 1, destruction: 2 } as const;

/** One of {@link Ended}. */
export type Ended = (typeof Ended)[keyof typeof Ended];

/** Bits of {@link differences}. */
export const Differs = { source: 1, size: 2, type: 4, flag: 8 } as const;

/** Source, size and type: the values that Close and CeFreeDuplicateBuffer repeat. */
export const PLAIN_VALUES = 7;

/** Bytes that a string is taken to have at most where the driver cannot know its length. */
export const MEASURED_REACH = 0x2_0000;

/** Buffers that are remembered before the oldest released one is forgotten. */
const REMEMBERED = 256;

/** One pointer that the driver was given. */
export class Holding {
  kind: Kind = Kind.parameter;
  life: Life = Life.live;
  pointer = 0;
  source = 0;
  /** Bytes as passed; 0 for a string to be measured. */
  size = 0;
  descriptor = 0;
  /** Bytes that it covers; where `isMeasured`, the most that it may cover. */
  length = 0;
  /** The length was measured by the system, and the driver was not told. */
  isMeasured = false;
  /** Thread and serial number of the call that it belongs to; serial 0: of no call. */
  thread = 0;
  call = 0;
  /** The process that made this call, as `Calls.key` numbers it; −1 for none. */
  caller = -1;
  /** The caller's own pointer, unchanged. */
  isDirect = false;
  /** The driver may count on a private copy. */
  isCopy = false;
  /** Alloc gave back the pointer of an API parameter, whose life is the call's (ASYNC-16). */
  isBorrowed = false;
  /** Where the first byte lies in the caller's memory. */
  root = 0;
  /** A Free with other values was refused (ASYNC-3). */
  wasRefused = false;
  /** An asynchronous buffer on it was freed by another thread, which may well close it too. */
  wasHandedOver = false;
  /** Reported at `return` already. */
  wasReported = false;
  /** What released it, where it was released. */
  endedBy: Ended = Ended.release;
  /** When it was given and when it was released, in events of the holdings. */
  begun = 0;
  ended = 0;

  /** One past the last address. */
  get end(): number {
    return this.pointer + this.length;
  }

  /** True for Open's buffers and API parameters, which belong to one thread while a call lasts. */
  get isSynchronous(): boolean {
    return this.kind === Kind.opened || this.kind === Kind.parameter;
  }

  /** True when an address lies in it. */
  contains(address: number): boolean {
    return address >= this.pointer && address < this.end;
  }

  /** True when [address, address + size) lies in it. */
  covers(address: number, size: number): boolean {
    return address >= this.pointer && address + size <= this.end && address < this.end;
  }
}

/** Which values of a release or flush are not those that the buffer was made with. */
export function differences(holding: Holding, operation: Operation): number {
  let bits = 0;
  if (holding.source !== operation.source) bits |= Differs.source;
  if (holding.size !== operation.size) bits |= Differs.size;
  if (typeOf(holding.descriptor) !== typeOf(operation.descriptor)) bits |= Differs.type;
  if (forcesAlias(holding.descriptor) !== forcesAlias(operation.descriptor)) bits |= Differs.flag;
  return bits;
}

/** Everything that the driver holds or held. */
export class Holdings {
  /** The first `count` are in use. */
  readonly all: Holding[] = [];
  count = 0;
  private events = 0;

  /** Forgets everything. */
  clear(): void {
    this.count = 0;
    this.events = 0;
  }

  /** A fresh live holding; the caller fills it in. */
  add(): Holding {
    const holding = this.take();
    this.events += 1;
    holding.life = Life.live;
    holding.begun = this.events;
    holding.ended = 0;
    holding.caller = -1;
    holding.isDirect = false;
    holding.isCopy = false;
    holding.isMeasured = false;
    holding.isBorrowed = false;
    holding.wasRefused = false;
    holding.wasHandedOver = false;
    holding.wasReported = false;
    holding.endedBy = Ended.release;
    return holding;
  }

  private take(): Holding {
    const reused = this.count < REMEMBERED ? undefined : this.oldestOver();
    if (reused !== undefined) return reused;
    if (this.count === this.all.length) this.all.push(new Holding());
    this.count += 1;
    return this.all[this.count - 1];
  }

  private oldestOver(): Holding | undefined {
    let oldest: Holding | undefined;
    for (let i = 0; i < this.count; i += 1) {
      const each = this.all[i];
      if (each.life !== Life.over) continue;
      if (oldest === undefined || each.ended < oldest.ended) oldest = each;
    }
    return oldest;
  }

  /** Its life changes; the moment of a release is kept. */
  setLife(holding: Holding, life: Life): void {
    holding.life = life;
    this.events += 1;
    if (life === Life.over) holding.ended = this.events;
  }

  /** What was released last at this pointer was released by a wrapper object. */
  endedBy(pointer: number, by: Ended): void {
    for (let i = 0; i < this.count; i += 1) {
      const each = this.all[i];
      if (each.pointer === pointer && each.ended === this.events) each.endedBy = by;
    }
  }

  /**
   * What a release or flush names: the holding of a kind at its pointer that is not over, with
   * the fewest differences among the `values`; on a tie the one of this call. Undefined for none.
   */
  named(kind: Kind, operation: Operation, values: number, call: number): Holding | undefined {
    let best: Holding | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.count; i += 1) {
      const each = this.all[i];
      if (each.kind !== kind || each.pointer !== operation.pointer) continue;
      if (each.life === Life.over) continue;
      let weight = bitsIn(differences(each, operation) & values) * 4;
      if (each.call !== call) weight += 2;
      // Equal values cannot be told apart: the benefit of the doubt is the driver's.
      if (each.life === Life.doubtful || this.isNeeded(each)) weight += 1;
      if (weight >= least) continue;
      least = weight;
      best = each;
    }
    return best;
  }

  /**
   * The holding of a kind at this pointer that was released last; where `values` is not 0, of
   * those that agree in them.
   */
  released(kind: Kind, operation: Operation, values: number): Holding | undefined {
    let last: Holding | undefined;
    for (let i = 0; i < this.count; i += 1) {
      const each = this.all[i];
      if (each.kind !== kind || each.pointer !== operation.pointer) continue;
      if (each.life !== Life.over || (differences(each, operation) & values) !== 0) continue;
      if (last === undefined || each.ended > last.ended) last = each;
    }
    return last;
  }

  /** True when a live asynchronous buffer was made from bytes of this one. */
  carriesAsynchronous(holding: Holding): boolean {
    for (let i = 0; i < this.count; i += 1) {
      const each = this.all[i];
      if (each.kind === Kind.asynchronous && standsOn(each, holding)) return true;
    }
    return false;
  }

  /** A thread frees an asynchronous buffer; what it was made from is that thread's to release. */
  handOver(asynchronous: Holding, thread: number): void {
    if (asynchronous.life !== Life.live || thread === asynchronous.thread) return;
    for (let i = 0; i < this.count; i += 1) {
      const each = this.all[i];
      if (each.kind === Kind.asynchronous || each.life === Life.over) continue;
      if (isWithin(asynchronous, each)) each.wasHandedOver = true;
    }
  }

  /** As {@link carriesAsynchronous}, and no other live buffer offers the same bytes. */
  isNeeded(holding: Holding): boolean {
    for (let i = 0; i < this.count; i += 1) {
      const each = this.all[i];
      if (each.kind !== Kind.asynchronous || !standsOn(each, holding)) continue;
      if (!this.hasOtherSource(each, holding)) return true;
    }
    return false;
  }

  private hasOtherSource(asynchronous: Holding, besides: Holding | undefined): boolean {
    for (let i = 0; i < this.count; i += 1) {
      const each = this.all[i];
      if (each === besides || each === asynchronous || each.life === Life.over) continue;
      if (each.kind !== Kind.asynchronous && isWithin(asynchronous, each)) return true;
    }
    return false;
  }

  /** True when what an asynchronous buffer was made from was released before it. */
  isOrphan(asynchronous: Holding): boolean {
    if (this.hasOtherSource(asynchronous, undefined)) return false;
    for (let i = 0; i < this.count; i += 1) {
      const each = this.all[i];
      if (each.kind !== Kind.opened && each.kind !== Kind.duplicate) continue;
      if (each.ended > asynchronous.begun && isWithin(asynchronous, each)) return true;
    }
    return false;
  }
}

/** True when the live buffer `upper` was made from bytes of `lower`. */
function standsOn(upper: Holding, lower: Holding): boolean {
  return upper !== lower && upper.life === Life.live && isWithin(upper, lower);
}

function isWithin(upper: Holding, lower: Holding): boolean {
  return upper.call === lower.call && lower.covers(upper.source, upper.size);
}

function bitsIn(value: number): number {
  let bits = 0;
  for (let rest = value; rest !== 0; rest >>= 1) bits += rest & 1;
  return bits;
}
