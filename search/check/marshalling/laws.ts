/**
 * What every transition owes, said again without the rules: who may change what (frames), and what
 * a successful call leaves (postconditions). INV-FAILSAFE, INV-ISOLATE, INV-COHERENT, FREE-1,
 * FREE-3, FREE-4, CLOSE-1, DUP-2, DUP-4, FLUSH-1, ASYNC-4, SPACE-2.
 */

import { CITE } from '../../../model/clauses/index.js';
import { isInput, isOutput } from '../../../model/descriptors.js';
import { Answer, type Outcome, Value } from '../../../model/outcome.js';
import { Form, KERNEL_BASE } from '../../../model/readings.js';
import { isFailed } from '../../../model/results.js';
import type { Operation, OperationName } from '../../../model/step.js';
import { TAG_UNKNOWN, TAG_ZERO } from '../../../model/world/domain.js';
import { Kind, Slot, State, type World } from '../../../model/world/world.js';
import type { Act } from './act.js';
import type { Law } from './invariants.js';
import { Part, type Watch, type WordMap } from './watch.js';

const MAKES = new Set<OperationName>([
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
]);
const ENDS = new Map<OperationName, Kind>([
  ['CeCloseCallerBuffer', Kind.opened],
  ['CeFreeAsynchronousBuffer', Kind.asynchronous],
  ['CeFreeDuplicateBuffer', Kind.duplicate],
]);
const OF_APPLICATIONS = new Set<OperationName>([
  'exit',
  'start',
  'VirtualAlloc',
  'VirtualFree',
  'VirtualProtect',
]);
const OPEN_EFFECT = CITE['ALIAS-7.open-effect'];

/** Judges one transition; one object is reused. */
export class Laws {
  /** Records at the pointer of a call that ends or flushes, before it: a bit each. */
  private named = 0;
  /** Records that were live or leaked before. */
  private taken = 0;
  /** The record that matches the call in every value, −1 for none. */
  right = -1;
  private readonly map: WordMap;
  private readonly watch: Watch;
  private act!: Act;
  private world!: World;
  private operation!: Operation;
  private outcome!: Outcome;
  private violates!: (law: Law) => void;

  constructor(map: WordMap, watch: Watch) {
    this.map = map;
    this.watch = watch;
  }

  /** Looks at the world before the step. */
  before(act: Act, operation: Operation): void {
    const { world } = act;
    const ends = ENDS.get(operation.operation);
    const flushes = operation.operation === 'CeFlushAsynchronousBuffer';
    this.named = 0;
    this.taken = 0;
    this.right = -1;
    const looks = ends !== undefined || flushes || MAKES.has(operation.operation);
    for (let s = 0; looks && s < world.slots; s += 1) {
      const state = world.field(s, Slot.state);
      if (isTakenState(state)) this.taken |= 1 << s;
      if ((ends === undefined && !flushes) || !isTakenState(state)) continue;
      if (world.pointer(s) !== operation.pointer) continue;
      this.named |= 1 << s;
      if (state === State.leaked) continue;
      const kind = ends ?? Kind.asynchronous;
      if (world.field(s, Slot.kind) === kind && isRight(world, s, operation)) this.right = s;
    }
  }

  /** Judges the step that has been taken. */
  after(act: Act, operation: Operation, outcome: Outcome, violates: (law: Law) => void): void {
    this.act = act;
    this.world = act.world;
    this.operation = operation;
    this.outcome = outcome;
    this.violates = violates;
    this.judgeAnswer();
    if (outcome.answer === Answer.hung || outcome.answer === Answer.open) return;
    this.judgeFrame();
    if (outcome.answer !== Answer.returned || this.isFailed || outcome.unsafe !== 0) return;
    if (this.world.heapOpen || this.isOpenEffect) return;
    if (MAKES.has(operation.operation)) this.judgeMade();
    else if (this.right >= 0 && outcome.valueKind === Value.exact) this.judgeEnded();
  }

  private get isFailed(): boolean {
    const { valueKind, value, answer } = this.outcome;
    if (answer !== Answer.returned) return false;
    return valueKind === Value.exact ? isFailed(value) : valueKind !== Value.any;
  }

  /** True where the documents leave open what a mismatched flag does (ALIAS-7). */
  private get isOpenEffect(): boolean {
    const { valueCite, accountCite } = this.outcome;
    return valueCite === OPEN_EFFECT || accountCite === OPEN_EFFECT;
  }

  /** True where bytes may become anything: documented dangers and the client's own stray stores. */
  private get mayOpen(): boolean {
    if (this.act.isLawful) return false;
    const { outcome } = this;
    if (outcome.answer === Answer.any || outcome.unsafe !== 0 || this.world.heapOpen) return true;
    return this.isOpenEffect || outcome.valueKind === Value.any;
  }

  private judgeAnswer(): void {
    const { outcome, operation, act, world } = this;
    const { answer } = outcome;
    const { isLawful } = act;
    if (isLawful && (answer === Answer.hung || answer === Answer.any)) {
      this.violates('no-hazard');
    }
    const reaches = operation.thread < 0 && operation.pointer >= KERNEL_BASE;
    if (reaches && answer !== Answer.faulted) this.violates('kernel-memory-out-of-reach');
    if (!isLawful || answer !== Answer.faulted || act.slot < 0) return;
    const asynchronous = world.field(act.slot, Slot.kind) === Kind.asynchronous;
    if (asynchronous && world.field(act.slot, Slot.form) !== Form.same)
      this.violates('stays-usable');
  }

  // --- frames ---

  private judgeFrame(): void {
    const { watch, map, world } = this;
    for (let i = 0; i < watch.written.length; i += 1) {
      const word = watch.written[i] as number;
      const part = map.part[word] as number;
      const after = world.words[word] as number;
      if (part < Part.record && after === watch.before[i]) continue;
      const law = this.brokenBy(word, after);
      if (law !== undefined) return this.violates(law);
    }
  }

  private brokenBy(word: number, after: number): Law | undefined {
    const part = this.map.part[word] as number;
    const item = this.map.item[word] as number;
    const generation = (word - this.world.at.tags) % 2;
    const { operation } = this.operation;
    const makes = MAKES.has(operation);
    if (makes && this.isFailed) return 'failure-changes-nothing';
    switch (part) {
      case Part.process:
      case Part.generation:
      case Part.rights:
        return OF_APPLICATIONS.has(operation) ? undefined : 'memory-changes-by-its-owner';
      case Part.call:
        return ['call', 'return', 'exit'].includes(operation) ? undefined : 'bystanders-untouched';
      case Part.tag:
        return this.mayStore(item, generation, after) ? undefined : 'memory-changes-by-its-owner';
      case Part.record:
        return this.mayChange(item, word) ? undefined : 'bystanders-untouched';
      case Part.content:
        return this.mayFill(item, after) ? undefined : 'duplicates-change-by-their-owner';
      default:
        return undefined;
    }
  }

  private mayChange(slot: number, word: number): boolean {
    const { world, operation, outcome } = this;
    const name = operation.operation;
    if (name === 'return') {
      if (world.field(slot, Slot.thread) !== operation.thread) return false;
      const parameter = world.field(slot, Slot.kind) === Kind.parameter;
      return parameter || (word - world.at.slots) % Slot.words === Slot.callOver;
    }
    if (name === 'exit') return world.field(slot, Slot.process) === operation.process;
    if (name === 'call') return slot === outcome.pointerSlot;
    if (MAKES.has(name)) return slot === outcome.pointerSlot && (this.taken & (1 << slot)) === 0;
    if (!ENDS.has(name)) return false;
    return (this.named & (1 << slot)) !== 0 || outcome.unsafe !== 0 || world.heapOpen;
  }

  private mayFill(slot: number, after: number): boolean {
    const { world, operation, outcome, act } = this;
    if (after === TAG_UNKNOWN && this.mayOpen) return true;
    if (slot === outcome.pointerSlot) return true;
    if (operation.operation === 'write') {
      return act.slot >= 0 && world.pointer(slot) === world.pointer(act.slot);
    }
    for (let s = 0; s < world.slots; s += 1) {
      if ((this.named & (1 << s)) === 0 || world.parent(s) !== slot) continue;
      if (this.isOutput(s)) return true;
    }
    return outcome.unsafe !== 0;
  }

  /** By what was recorded, or for a shipped reading by what the call says. */
  private isOutput(slot: number): boolean {
    if (this.outcome.unsafe !== 0) return true;
    return isOutput(this.world.field(slot, Slot.descriptor));
  }

  private mayStore(interval: number, generation: number, after: number): boolean {
    const { world, operation, outcome } = this;
    if (after === TAG_UNKNOWN && this.mayOpen) return true;
    if (outcome.unsafe !== 0 || world.heapOpen) return true;
    const name = operation.operation;
    if (name === 'start' || name === 'VirtualAlloc') {
      return after === TAG_ZERO && this.isOf(interval, operation.process);
    }
    if (name === 'write') return this.mayStoreBy(interval, generation);
    for (let s = 0; s < world.slots; s += 1) {
      if ((this.named & (1 << s)) !== 0 && this.isOutput(s) && covers(world, s, interval))
        return true;
    }
    return false;
  }

  private isOf(interval: number, process: number): boolean {
    const { domain } = this.world;
    const region = domain.runRegion[domain.intervalRun[interval] as number] as number;
    return domain.regionProcess[region] === process;
  }

  /** A store: by the application into its own mapping, by the server through the pointer. */
  private mayStoreBy(interval: number, generation: number): boolean {
    const { world, operation, act } = this;
    const { domain } = world;
    const region = domain.runRegion[domain.intervalRun[interval] as number] as number;
    const start =
      (domain.regionBase[region] as number) + (domain.intervalOffset[interval] as number);
    const mapped = world.generation(region) - 1 === generation;
    const inRange = start >= operation.pointer && start < operation.pointer + operation.size;
    if (operation.thread < 0) return mapped && inRange && this.isOf(interval, operation.process);
    if (act.slot < 0) return false;
    if (inRange && mapped) {
      const owner = domain.regionProcess[region];
      return owner === world.callerOf(operation.thread) || (owner === 0 && !domain.userServer);
    }
    for (let s = 0; s < world.slots; s += 1) {
      if (world.pointer(s) !== operation.pointer || !covers(world, s, interval)) continue;
      if (world.isLive(s) && world.field(s, Slot.generation) === generation) return true;
    }
    return false;
  }

  // --- postconditions ---

  /** A copy starts as its source, or for OUT alone as zero bytes: DUP-4. */
  private judgeMade(): void {
    const { world, outcome } = this;
    const slot = outcome.pointerSlot;
    if (slot < 0 || world.field(slot, Slot.form) !== Form.copy) return;
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
    const { world } = this;
    const parent = world.parent(slot);
    if (parent >= 0 && world.field(parent, Slot.form) === Form.copy) {
      return world.content(parent, interval);
    }
    if (parent >= 0) return world.tag(interval, world.field(parent, Slot.generation));
    const region = world.field(slot, Slot.region) - 1;
    return world.tag(interval, world.generation(region) - 1);
  }

  /** A right call that succeeded: released once, and what was written has gone back. */
  private judgeEnded(): void {
    const { world, right, operation } = this;
    const ends = ENDS.has(operation.operation);
    if (ends && !this.isOneFewer()) return this.violates('released-once');
    if (world.field(right, Slot.form) !== Form.copy) return;
    if (!isOutput(world.field(right, Slot.descriptor))) return;
    const parent = world.parent(right);
    if (parent >= 0 && world.field(parent, Slot.kind) === Kind.duplicate && !ends) return;
    const first = world.field(right, Slot.first);
    for (let i = first; i < first + world.field(right, Slot.count); i += 1) {
      if (this.arrived(right, i)) continue;
      return this.violates('written-back');
    }
  }

  /** True where a source holds what the copy holds: as mapped now, or through Open's alias. */
  private arrived(slot: number, interval: number): boolean {
    const { world } = this;
    const holds = world.content(slot, interval);
    if (this.sourceTag(slot, interval) === holds) return true;
    const region = world.field(slot, Slot.region) - 1;
    const generation = world.generation(region) - 1;
    return generation >= 0 && world.tag(interval, generation) === holds;
  }

  private isOneFewer(): boolean {
    const { world } = this;
    let fewer = 0;
    for (let s = 0; s < world.slots; s += 1) {
      if ((this.taken & (1 << s)) === 0) continue;
      const state = world.field(s, Slot.state);
      if (state !== State.live && state !== State.leaked) fewer += 1;
    }
    return fewer === 1;
  }
}

function isTakenState(state: number): boolean {
  return state === State.live || state === State.leaked;
}

function isRight(world: World, slot: number, operation: Operation): boolean {
  return (
    world.field(slot, Slot.source) >>> 0 === operation.source &&
    world.field(slot, Slot.size) >>> 0 === operation.size &&
    world.field(slot, Slot.descriptor) >>> 0 === operation.descriptor
  );
}

function covers(world: World, slot: number, interval: number): boolean {
  const first = world.field(slot, Slot.first);
  return interval >= first && interval < first + world.field(slot, Slot.count);
}
