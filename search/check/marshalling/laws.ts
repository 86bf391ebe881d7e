/**
 * What every transition owes, said again without the rules: who may change what (frames), and what
 * a successful call leaves (postconditions). INV-FAILSAFE, INV-ISOLATE, INV-COHERENT, FREE-1,
 * FREE-3, FREE-4, CLOSE-1, DUP-2, DUP-4, FLUSH-1, ASYNC-4, SPACE-2.
 */

import { isInput, isOutput } from '../../../model/descriptors.js';
import { Answer, type Outcome, Value } from '../../../model/outcome.js';
import { Form, KERNEL_BASE } from '../../../model/readings.js';
import type { Operation } from '../../../model/step.js';
import { Rights, TAG_ZERO } from '../../../model/world/domain.js';
import { Kind, Slot, State } from '../../../model/world/world.js';
import type { Act } from './act.js';
import { Frames } from './frames.js';
import type { Law } from './invariants.js';
import { isMixed } from './system-frames.js';
import { SystemLaws } from './system-laws.js';
import { ENDS, MAKES, Transition } from './transition.js';
import type { Watch, WordMap } from './watch.js';

/** Judges one transition; one object is reused. */
export class Laws {
  private readonly frames: Frames;
  private readonly transition = new Transition();
  private readonly systems = new SystemLaws();
  private violates!: (law: Law) => void;

  constructor(map: WordMap, watch: Watch) {
    this.frames = new Frames(map, watch);
  }

  /** The record that the last call matched in every value, −1 for none. */
  get right(): number {
    return this.transition.right;
  }

  /** Looks at the world before the step. */
  before(act: Act, operation: Operation): void {
    this.transition.before(act, operation);
    if (act.ground.hasEstates) this.systems.before(this.transition);
  }

  /** Judges the step that has been taken. */
  after(outcome: Outcome, violates: (law: Law) => void): void {
    const { transition } = this;
    transition.outcome = outcome;
    this.violates = violates;
    this.judgeAnswer();
    if (outcome.answer === Answer.hung || outcome.answer === Answer.open) return;
    const broken = this.frames.broken(transition);
    if (broken !== undefined) violates(broken);
    if (transition.act.ground.hasEstates) this.systems.after(transition, violates);
    if (outcome.answer !== Answer.returned || transition.isFailed || outcome.unsafe !== 0) return;
    if (transition.world.heapOpen || transition.isOpenEffect) return;
    if (MAKES.has(transition.operation.operation)) this.judgeMade();
    else if (this.right >= 0 && outcome.valueKind === Value.exact) this.judgeEnded();
  }

  private judgeAnswer(): void {
    const { outcome, operation, act, world } = this.transition;
    const { answer } = outcome;
    const { isLawful } = act;
    if (isLawful && (answer === Answer.hung || answer === Answer.any)) {
      this.violates('no-hazard');
    }
    const reaches = operation.thread < 0 && operation.pointer >= KERNEL_BASE;
    if (reaches && answer !== Answer.faulted) this.violates('kernel-memory-out-of-reach');
    if (!isLawful || answer !== Answer.faulted || act.slot < 0) return;
    const asynchronous = world.has(act.slot, Slot.kind, Kind.asynchronous);
    if (!asynchronous || world.has(act.slot, Slot.form, Form.same)) return;
    if (!this.storesToReadOnlyAlias()) this.violates('stays-usable');
  }

  /**
   * Shipped readings may alias pages that the caller cannot write, with the pages' own rights: a
   * store there faults (ALIAS-11). `aliases-as-writable-as-their-source` holds such aliases down to
   * such pages.
   */
  private storesToReadOnlyAlias(): boolean {
    const { world, operation, act } = this.transition;
    if (world.domain.reading.style === 'documented' || operation.operation !== 'write')
      return false;
    const alias = world.has(act.slot, Slot.form, Form.alias);
    return alias && world.field(act.slot, Slot.writable) === 0;
  }

  /** What a new record is over: an alias its pages' rights, a copy their bytes. */
  private judgeMade(): void {
    const { world, outcome } = this.transition;
    const slot = outcome.pointerSlot;
    if (slot < 0) return;
    if (world.has(slot, Slot.form, Form.alias)) this.judgeRights(slot);
    if (world.has(slot, Slot.form, Form.copy)) this.judgeCopy(slot);
  }

  /** With the O bit, over pages that the process may write, an alias may be written. */
  private judgeRights(slot: number): void {
    const { world } = this.transition;
    if (!isOutput(world.field(slot, Slot.descriptor))) return;
    if (world.field(slot, Slot.writable) !== 0) return;
    const region = world.field(slot, Slot.region) - 1;
    if (region >= 0 && world.generation(region) - 1 !== world.field(slot, Slot.generation)) return;
    const first = world.field(slot, Slot.first);
    for (let i = first; i < first + world.field(slot, Slot.count); i += 1) {
      if (world.rights(world.domain.intervalRun[i]) !== Rights.readWrite) return;
    }
    this.violates('aliases-as-writable-as-their-source');
  }

  /** A copy starts as its source, or for OUT alone as zero bytes: DUP-4. */
  private judgeCopy(slot: number): void {
    const { world } = this.transition;
    if (world.field(slot, Slot.region) === 0) return;
    const input = isInput(world.field(slot, Slot.descriptor));
    const first = world.field(slot, Slot.first);
    for (let i = first; i < first + world.field(slot, Slot.count); i += 1) {
      const holds = world.content(slot, i);
      if (holds === this.sourceTag(slot, i) || (!input && holds === TAG_ZERO)) continue;
      return this.violates('copies-start-as-their-source');
    }
  }

  /** What the memory or the copy that a record stands on holds. */
  private sourceTag(slot: number, interval: number): number {
    const { world } = this.transition;
    const parent = world.parent(slot);
    if (parent >= 0 && world.has(parent, Slot.form, Form.copy)) {
      return world.content(parent, interval);
    }
    if (parent >= 0) return world.tag(interval, world.field(parent, Slot.generation));
    const region = world.field(slot, Slot.region) - 1;
    return world.tag(interval, world.generation(region) - 1);
  }

  /** A right call that succeeded: released once, and what was written has gone back. */
  private judgeEnded(): void {
    const { world, right, operation } = this.transition;
    const ends = ENDS.has(operation.operation);
    if (ends && !this.isOneFewer()) return this.violates('released-once');
    if (!world.has(right, Slot.form, Form.copy)) return;
    if (!isOutput(world.field(right, Slot.descriptor))) return;
    const parent = world.parent(right);
    if (parent >= 0 && world.has(parent, Slot.kind, Kind.duplicate) && !ends) return;
    const first = world.field(right, Slot.first);
    for (let i = first; i < first + world.field(right, Slot.count); i += 1) {
      if (this.arrived(right, i) || isMixed(this.transition, i)) continue;
      return this.violates('written-back');
    }
  }

  /** True where a source holds what the copy holds: as mapped now, or through Open's alias. */
  private arrived(slot: number, interval: number): boolean {
    const { world } = this.transition;
    const holds = world.content(slot, interval);
    if (this.sourceTag(slot, interval) === holds) return true;
    const region = world.field(slot, Slot.region) - 1;
    const generation = world.generation(region) - 1;
    return generation >= 0 && world.tag(interval, generation) === holds;
  }

  private isOneFewer(): boolean {
    const { world } = this.transition;
    let fewer = 0;
    for (let s = 0; s < world.slots; s += 1) {
      if ((this.transition.taken & (1 << s)) === 0) continue;
      const state = world.field(s, Slot.state);
      if (state !== State.live && state !== State.leaked) fewer += 1;
    }
    return fewer === 1;
  }
}
