/**
 * Runs a rule, an invariant or a goal on a state that notices accesses, so that what it did can be
 * remembered under the fields that it read.
 */

import { Choices } from '../../../model/choices.js';
import { ACCESSES, type Accesses } from '../accesses.js';
import type { Layout } from '../layout.js';
import type { Branch, CheckRule } from '../model.js';
import { ANY } from './tries.js';

/** What one branch of a rule did. */
export interface RecordedBranch {
  /** Its place among all branches of the rule, those that are not enabled included. */
  readonly branch: number;
  /** Fields that it stored, in pairs of field and code. */
  readonly writes: readonly (readonly [field: number, code: number])[];
  readonly notes: readonly number[];
  readonly violated: readonly number[];
}

/** Branches that are enabled, in order. What they asked is in {@link Recorder.questions}. */
export type RecordedBranches = readonly RecordedBranch[];

/** Branch of a rule as it collects what the rule says. */
export class BranchLog implements Branch {
  readonly choices: Choices = new Choices();
  isEnabled: boolean = true;
  readonly notes: number[] = [];
  readonly violated: number[] = [];

  begin(): void {
    this.choices.begin();
    this.isEnabled = true;
    this.notes.length = 0;
    this.violated.length = 0;
  }
  choose(count: number): number {
    return this.choices.choose(count);
  }
  disabled(): void {
    this.isEnabled = false;
  }
  note(index: number): void {
    if (!this.notes.includes(index)) this.notes.push(index);
  }
  violates(invariant: number): void {
    if (!this.violated.includes(invariant)) this.violated.push(invariant);
  }
}

// What is known of a field: nothing, something that it does not hold, its value.
const NO = 0;
const PARTLY = 1;
const YES = 2;

/** Records one function at a time. */
export class Recorder implements Accesses {
  /** What the last recording asked, nothing twice, in the order of the first time. */
  readonly questions: { readonly fields: number[]; readonly codes: number[] } = {
    fields: [],
    codes: [],
  };
  private readonly layout: Layout;
  private readonly from: Int32Array;
  private readonly now: Int32Array;
  private readonly isRead: Uint8Array;
  private readonly isWritten: Uint8Array;
  private readonly written: number[] = [];
  private readonly state: Int32Array;
  private readonly log = new BranchLog();

  constructor(layout: Layout) {
    const count = layout.fields.length;
    this.layout = layout;
    this.from = new Int32Array(count);
    this.now = new Int32Array(count);
    this.isRead = new Uint8Array(count);
    this.isWritten = new Uint8Array(count);
    this.state = recordingArray(count, this);
  }

  /** Runs all branches of a rule on a packed state. */
  rule(rule: CheckRule, packed: Int32Array, at: number): RecordedBranches {
    this.start(packed, at);
    const branches: RecordedBranch[] = [];
    const { log } = this;
    log.choices.reset();
    let branch = 0;
    do {
      this.rewind();
      log.begin();
      rule.run(this.state, log);
      if (log.isEnabled) {
        const writes = this.written.map((field) => [field, this.codeOf(field, rule.name)] as const);
        const { notes, violated } = log;
        branches.push({ branch, writes, notes: [...notes], violated: [...violated] });
      }
      branch += 1;
    } while (log.choices.advance());
    return branches;
  }

  /** Runs a function that only reads; throws if it writes. */
  verdict(
    name: string,
    judge: (state: Int32Array) => number,
    packed: Int32Array,
    at: number,
  ): number {
    this.start(packed, at);
    this.rewind();
    const verdict = judge(this.state);
    if (this.written.length > 0) {
      const { name: field } = this.layout.fields[this.written[0]];
      throw new Error(`${name} changed field ${field}: it may only read the state`);
    }
    return verdict;
  }

  private start(packed: Int32Array, at: number): void {
    const { fields, codes } = this.questions;
    for (const field of fields) this.isRead[field] = NO;
    fields.length = 0;
    codes.length = 0;
    this.layout.unpack(packed, at, this.from);
    this.now.set(this.from);
  }

  private rewind(): void {
    for (const field of this.written) {
      this.isWritten[field] = 0;
      this.now[field] = this.from[field];
    }
    this.written.length = 0;
  }

  read(field: number): number {
    if (this.isWritten[field] === 0 && this.isRead[field] !== YES) this.ask(field, ANY);
    return this.now[field];
  }

  write(field: number, value: number): void {
    if (this.isWritten[field] === 0) {
      this.isWritten[field] = 1;
      this.written.push(field);
    }
    this.now[field] = value;
  }

  before(field: number): number {
    if (this.isRead[field] !== YES) this.ask(field, ANY);
    return this.from[field];
  }

  is(field: number, value: number): boolean {
    if (this.isWritten[field] !== 0 || this.isRead[field] === YES) return this.now[field] === value;
    const code = this.layout.codeOf(field, value);
    // With two values, yes or no is all that there is to know.
    if (this.layout.mask[field] <= 1) return this.read(field) === value;
    if (code >= 0 && !(this.isRead[field] === PARTLY && this.wasAsked(field, code))) {
      this.ask(field, code);
    }
    return this.now[field] === value;
  }

  private ask(field: number, code: number): void {
    const { fields, codes } = this.questions;
    fields.push(field);
    codes.push(code);
    const isKnown = code === ANY || this.layout.codeOf(field, this.from[field]) === code;
    this.isRead[field] = isKnown ? YES : PARTLY;
  }

  private wasAsked(field: number, code: number): boolean {
    const { fields, codes } = this.questions;
    return fields.some((each, i) => each === field && codes[i] === code);
  }

  private codeOf(field: number, rule: string): number {
    const code = this.layout.codeOf(field, this.now[field]);
    if (code >= 0) return code;
    throw new RangeError(`rule ${rule}: ${this.layout.misfit(field, this.now[field])}`);
  }
}

/** Methods of arrays that work through `length`, reading and writing by index, on anything. */
const GENERIC = [
  ...(['fill', 'copyWithin', 'indexOf', 'includes', 'every', 'some', 'forEach', 'reduce'] as const),
  ...(['find', 'findIndex', 'at', 'join', 'values'] as const),
] as const;

/** Something that rules can use as an Int32Array, whose elements are read and stored elsewhere. */
function recordingArray(length: number, accesses: Accesses, offset = 0): Int32Array {
  const members = membersOf(length, accesses, offset);
  return new Proxy(new Int32Array(0), {
    get(_, key) {
      if (typeof key === 'string') {
        const index = Number(key);
        if (index >= 0 && index < length) return accesses.read(offset + index);
      }
      if (key === ACCESSES) return accesses;
      const member = members.get(key);
      if (member !== undefined) return member;
      throw new RangeError(`a rule used state[${String(key)}]: a state has ${length} fields`);
    },
    set(_, key, value) {
      const index = typeof key === 'string' ? Number(key) : -1;
      if (!(index >= 0 && index < length)) {
        throw new RangeError(`a rule stored to state[${String(key)}] of ${length} fields`);
      }
      accesses.write(offset + index, Number(value) | 0);
      return true;
    },
    has: (_, key) => typeof key === 'string' && Number(key) >= 0 && Number(key) < length,
  });
}

function membersOf(
  length: number,
  accesses: Accesses,
  offset: number,
): ReadonlyMap<string | symbol, unknown> {
  const members = new Map<string | symbol, unknown>([['length', length]]);
  for (const name of GENERIC) members.set(name, Reflect.get(Array.prototype, name));
  members.set(Symbol.iterator, Reflect.get(Array.prototype, 'values'));
  const clamp = (index: number | undefined, otherwise: number): number => {
    const plain = index ?? otherwise;
    return Math.min(length, Math.max(0, plain < 0 ? plain + length : plain));
  };
  members.set('subarray', (from?: number, to?: number) => {
    const begin = clamp(from, 0);
    return recordingArray(Math.max(0, clamp(to, length) - begin), accesses, offset + begin);
  });
  members.set('slice', (from?: number, to?: number) => {
    const begin = clamp(from, 0);
    const copied = new Int32Array(Math.max(0, clamp(to, length) - begin));
    for (let i = 0; i < copied.length; i += 1) copied[i] = accesses.read(offset + begin + i);
    return copied;
  });
  members.set('set', (source: ArrayLike<number>, at = 0) => {
    const copied = Array.from(source);
    if (at + copied.length > length) throw new RangeError('state.set goes past the last field');
    copied.forEach((value, i) => {
      accesses.write(offset + at + i, value | 0);
    });
  });
  return members;
}
