/** Drives a target through a scope, operation by operation, under the eyes of a belief. */

import { codeOf, PAUSE_POINTS, Word } from '../../model/case.js';
import { emptyOperation, type Operation } from '../../model/step.js';
import { Slot, State, type World } from '../../model/world/world.js';
import { Belief, type Verdict } from '../../properties/belief.js';
import { bytesOf } from '../../properties/bytes.js';
import { setupOf } from '../../properties/run.js';
import {
  type Inspection,
  POINTER_SENTINEL,
  type Request,
  type Response,
  type Target,
  TargetFailure,
} from '../../targets/interface.js';
import type { Ground } from '../check/marshalling/ground.js';
import { emptyCase } from '../check/marshalling/path.js';
import { tidy } from '../check/marshalling/tidy.js';
import type { Rules } from './rules.js';
import { Seen } from './seen.js';

const RESPONSE_BYTES = 1 << 20;
const STATUSES: readonly string[] = ['returned', 'faulted', 'paused', 'hung', 'refused'];

/** What came of an operation: what the belief says, or that the target does not offer it. */
export type Came = Verdict | 'refused';

/** See the file comment. */
export class Walker {
  readonly belief: Belief = new Belief();
  readonly request: Request = { ...emptyOperation(), bytes: new Uint8Array(0) };
  readonly response: Response = {
    status: 'returned',
    value: 0,
    pointer: POINTER_SENTINEL,
    bytes: Buffer.alloc(RESPONSE_BYTES),
  };
  readonly held: Operation = emptyOperation();
  resets = 0;
  operations = 0;
  /** Words of the program since the last reset; results are named by the slot of their record. */
  readonly program: number[] = [];
  private readonly ground: Ground;
  private readonly rules: Rules;
  private readonly seen: Seen;
  private readonly target: Target;
  private readonly inspects: boolean;

  constructor(ground: Ground, rules: Rules, target: Target, inspects: boolean) {
    this.ground = ground;
    this.seen = new Seen(ground);
    this.rules = rules;
    this.target = target;
    this.inspects = inspects;
  }

  get worlds(): World[] {
    return this.belief.worlds;
  }

  /** A checksum of the last answer; addresses count only by what kind they are. */
  get answer(): number {
    const { status, value, pointer, bytes } = this.response;
    const { operation, size, source } = this.request;
    const kinds = [0, POINTER_SENTINEL, source];
    const kind = kinds.includes(pointer) ? kinds.indexOf(pointer) : kinds.length;
    const reads = operation === 'read' && status === 'returned';
    let sum = Math.imul(value ^ (kind << 8) ^ STATUSES.indexOf(status), 0x0100_0193);
    const end = reads ? Math.min(size, bytes.length) : 0;
    for (let at = 0; at < end; at += 1) sum = Math.imul(sum ^ bytes[at], 0x0100_0193);
    return sum | 0;
  }

  /** What the target said since its reset. */
  evidence(): string {
    return this.target.evidence?.() ?? '';
  }

  /** Begins anew. Throws what a target throws that cannot start. */
  reset(): void {
    const { ground, belief } = this;
    this.target.reset(setupOf(emptyCase(ground, true)));
    this.resets += 1;
    belief.begin(ground.domain);
    belief.first.occupy(ground.domain.slots - 1);
    this.program.length = 0;
  }

  /**
   * Carries out a rule that can be issued (see Rules.fill). `order`: slots in canonical order, so
   * that what is forgotten does not depend on which slot holds it. Throws MissingCut.
   */
  take(rule: number, order: readonly number[]): Came {
    const { belief, request, response, held, target } = this;
    const { act } = this.rules.stepper;
    this.rules.fill(rule, belief.worlds);
    const { bytes } = request;
    Object.assign(request, act.operation);
    request.bytes = bytes;
    const tag = request.operation === 'write' ? act.tag : 0;
    if (tag > 0) request.bytes = bytesOf(tag, belief.rootOffset(request), request.size);
    const words = this.encode(tag, act.slot);
    response.status = 'returned';
    response.value = 0;
    response.pointer = POINTER_SENTINEL;
    target.perform(request, response);
    if (isRefused(response)) return 'refused';
    this.operations += 1;
    const live = this.liveSlots();
    const verdict = this.judge(tag);
    if (verdict === 'explained') {
      this.seen.learn(this.worlds, this.inspection);
      words[Word.result] = this.resultOf(live);
      this.forget(live, order);
    } else if (held.pause !== '') Object.assign(held, emptyOperation());
    this.program.push(...words);
    return verdict;
  }

  private judge(tag: number): Verdict {
    const { request, response, belief, held, inspection } = this;
    try {
      return belief.observe(request, held, tag, response, inspection);
    } catch (error) {
      if (!(error instanceof TargetFailure)) throw error;
      response.status = error.status;
      return belief.observe(request, held, tag, response, null);
    }
  }

  private get inspection(): Inspection | null {
    return this.inspects ? this.target.inspection : null;
  }

  private liveSlots(): boolean[] {
    const world = this.belief.first;
    return Array.from({ length: world.slots }, (_, slot) => world.isLive(slot));
  }

  /** Name of the buffer that the operation made: one more than its slot; 0 for none. */
  private resultOf(before: readonly boolean[]): number {
    const world = this.belief.first;
    const made = before.findIndex((was, slot) => !was && world.isLive(slot));
    return made + 1;
  }

  /** Forgets what no rule asks for, the oldest pointers first; equal worlds become one. */
  private forget(live: readonly boolean[], order: readonly number[]): void {
    const { belief } = this;
    const { act } = this.rules.stepper;
    const age = (slot: number): number => (live[slot] ? order.length : 0) + order.indexOf(slot);
    for (const world of belief.worlds) {
      act.world = world;
      tidy(act, this.request.operation, (count) => {
        const stale = order.filter(
          (slot) => world.field(slot, Slot.state) === State.stale && !world.hasChild(slot),
        );
        const slots = stale.sort((a, b) => a - b);
        const oldest = slots.reduce(
          (best, slot) => (age(slot) < age(best) ? slot : best),
          slots[0],
        );
        return slots.length === count ? slots.indexOf(oldest) : 0;
      });
    }
    if (belief.worlds.length < 2) return;
    const distinct = belief.worlds.filter((world, index, worlds) => {
      return worlds.findIndex((each) => each.equals(world)) === index;
    });
    belief.worlds.splice(0, belief.worlds.length, ...distinct);
  }

  /** The operation in words, with names for the pointers of records. */
  private encode(tag: number, slot: number): number[] {
    const { request } = this;
    const words = new Array<number>(Word.width).fill(0);
    words[Word.operation] = codeOf(request.operation);
    words[Word.thread] = request.thread;
    words[Word.process] = request.process;
    words[Word.destination] = request.destination ? 1 : 0;
    this.name(words, Word.pointerName, request.pointer, slot);
    this.name(words, Word.sourceName, request.source, -1);
    this.name(words, Word.unmarshalledName, request.unmarshalled, -1);
    words[Word.size] = request.size;
    words[Word.descriptor] = request.descriptor;
    words[Word.flags] = (request.forceDuplicate ? 1 : 0) | (request.viaKernel ? 2 : 0);
    words[Word.allocationFails] = request.allocationFails;
    words[Word.pause] = PAUSE_POINTS.indexOf(request.pause);
    words[Word.tag] = tag;
    return words;
  }

  private name(words: number[], at: number, address: number, slot: number): void {
    const world = this.belief.first;
    const holds = (each: number): boolean =>
      world.field(each, Slot.state) !== State.empty && world.pointer(each) === address;
    const isGround = address === 0 || this.ground.buffers.includes(address);
    let holder = slot >= 0 && holds(slot) ? slot : -1;
    for (let each = 0; holder < 0 && !isGround && each < world.slots; each += 1) {
      if (holds(each)) holder = each;
    }
    words[at] = holder + 1;
    words[at + 1] = holder < 0 ? address : 0;
  }
}

/** True when the target does not offer the operation: nothing happened. */
function isRefused({ status }: Response): boolean {
  return status === 'refused';
}
