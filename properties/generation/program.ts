/**
 * Builds a program step by step against the model: every operation is tried on a predicted world
 * before it is kept, so that what is generated can be carried out and mostly means something.
 */

import { codeOf, decode, emptyOperation, NAMES, PAUSE_POINTS, Word } from '../../model/case.js';
import { isEnabled, perform } from '../../model/model.js';
import { Answer, Pointer, Value } from '../../model/outcome.js';
import { isFailed } from '../../model/results.js';
import { type Operation, type OperationName, type PausePoint, Step } from '../../model/step.js';
import { type Domain, MissingCut } from '../../model/world/domain.js';
import { learn } from '../../model/world/objects.js';
import { Kind, Slot, World } from '../../model/world/world.js';

/** A pointer as a program writes it: a name and an offset, or a plain number under name 0. */
export interface Reference {
  readonly name: number;
  readonly value: number;
}

/** NULL. */
export const NULL: Reference = { name: 0, value: 0 };

/** A pointer that the driver holds, with the values that it was made with. */
export interface HeldPointer {
  readonly name: number;
  readonly operation: OperationName;
  readonly source: Reference;
  readonly size: number;
  /** Bytes that it covers. */
  readonly length: number;
  readonly descriptor: number;
  readonly thread: number;
  /** Wrapper object that holds it, 0 for none. */
  readonly object: number;
  /** Buffer at the root, −1 for none, and the offset in it. */
  readonly buffer: number;
  readonly offset: number;
  released: boolean;
}

const SIZE_LIMIT = 64;

const RELEASES = new Set([
  codeOf('CeCloseCallerBuffer'),
  codeOf('CeFreeAsynchronousBuffer'),
  codeOf('CeFreeDuplicateBuffer'),
]);

const HOPES = new Set<OperationName>(['CeAllocAsynchronousBuffer', 'Allocate']);
const EMPTIES = new Set<OperationName>(['Free', 'Unmarshal', 'destroy']);

/** The program under construction. */
export class ProgramBuilder {
  readonly words: Int32Array = new Int32Array(SIZE_LIMIT * Word.width);
  /** For each operation, the buffer at its root and the offset in it: what `commit` was told. */
  readonly roots: Int32Array = new Int32Array(SIZE_LIMIT * 2);
  length = 0;
  /** Predicted world. */
  world!: World;
  readonly held: HeldPointer[] = [];
  private trial!: World;
  private readonly step = new Step();
  private readonly pointers = new Float64Array(NAMES);
  private readonly request: Operation = emptyOperation();
  private readonly pausing: Operation = emptyOperation();
  private pausedAt = -1;
  private names = 0;
  private hopeful = false;

  /** Begins a case. `hopeful`: where Alloc may be refused or not, it is expected to succeed. */
  begin(domain: Domain, hopeful: boolean): void {
    this.hopeful = hopeful;
    this.world = new World(domain);
    this.trial = new World(domain);
    this.length = 0;
    this.held.length = 0;
    this.pointers.fill(-1);
    this.names = 0;
    this.pausedAt = -1;
  }

  /** Predicted address that a name holds; −1 for none. */
  addressOf(name: number): number {
    return this.pointers[name];
  }

  get isFull(): boolean {
    return this.length >= SIZE_LIMIT || this.names >= NAMES - 2;
  }

  /** Thread whose call is held, or −1. */
  get heldThread(): number {
    return this.pausedAt < 0 ? -1 : this.words[this.pausedAt * Word.width + Word.thread];
  }

  /** Buffer at the root of the held call, or −1. */
  get heldBuffer(): number {
    return this.pausedAt < 0 ? -1 : this.pausedBuffer;
  }

  /** The program so far. */
  program(): Int32Array {
    return this.words.slice(0, this.length * Word.width);
  }

  /** Takes over the first operations of a program that was built with these roots. */
  replay(program: Int32Array, roots: Int32Array, count: number): void {
    for (let index = 0; index < count; index += 1) {
      const from = index * Word.width;
      const at = this.length * Word.width;
      this.words.set(program.subarray(from, from + Word.width), at);
      const name = this.words[at + Word.pointerName];
      const releases = RELEASES.has(this.words[at + Word.operation]);
      if (!this.commit(roots[index * 2], roots[index * 2 + 1]) || !releases) continue;
      const held = this.held.find((each) => each.name === name);
      if (held !== undefined) held.released = true;
    }
  }

  /** Starts the next operation; set its words, then `commit`. */
  start(operation: OperationName, thread: number, process = 0): void {
    const at = this.length * Word.width;
    this.words.fill(0, at, at + Word.width);
    this.set(Word.operation, codeOf(operation));
    this.set(Word.thread, thread);
    this.set(Word.process, process);
    this.set(Word.destination, 1);
  }

  set(word: number, value: number): void {
    this.words[this.length * Word.width + word] = value | 0;
  }

  get(word: number): number {
    return this.words[this.length * Word.width + word];
  }

  setReference(word: number, reference: Reference): void {
    this.set(word, reference.name);
    this.set(word + 1, reference.value);
  }

  setPause(point: PausePoint): void {
    this.set(Word.pause, PAUSE_POINTS.indexOf(point));
  }

  /**
   * Keeps the operation if it is enabled, means something in this domain and leads to a state that
   * the rules speak of. `buffer` and `offset` say what a new pointer is rooted in.
   */
  commit(buffer = -1, offset = 0): boolean {
    if (this.isFull || !decode(this.words, this.length, this.pointers, this.request)) return false;
    if (!isEnabled(this.world, this.request)) return false;
    if (!this.predict()) return false;
    const spare = this.world;
    this.world = this.trial;
    this.trial = spare;
    this.noteResult(buffer, offset);
    this.noteObject();
    this.roots[this.length * 2] = buffer;
    this.roots[this.length * 2 + 1] = offset;
    this.length += 1;
    return true;
  }

  /** Carries out the first possible branch on the trial world. */
  private predict(): boolean {
    const { step, trial } = this;
    step.request = this.request;
    step.held = this.pausing;
    step.tag = this.get(Word.tag);
    step.world = trial;
    step.choices.reset();
    try {
      do {
        step.choices.begin();
        trial.copyFrom(this.world);
        perform(step);
        const { answer } = step.outcome;
        if (answer === Answer.open) return false;
        const possible = answer !== Answer.impossible && answer !== Answer.hung;
        if (possible && !this.hopesForMore()) return true;
      } while (step.choices.advance());
    } catch (error) {
      if (error instanceof MissingCut) return false;
      throw error;
    }
    return this.hopeful && this.predictWithoutHope();
  }

  /** True for a refusal beside which another branch may succeed. */
  private hopesForMore(): boolean {
    const { outcome } = this.step;
    if (!this.hopeful || !HOPES.has(this.request.operation)) return false;
    const failed = outcome.valueKind !== Value.exact || isFailed(outcome.value);
    return outcome.answer === Answer.returned && failed;
  }

  private predictWithoutHope(): boolean {
    this.hopeful = false;
    const predicted = this.predict();
    this.hopeful = true;
    return predicted;
  }

  private noteResult(buffer: number, offset: number): void {
    const { outcome } = this.step;
    if (outcome.answer === Answer.paused) {
      Object.assign(this.pausing, this.request);
      this.pausedAt = this.length;
      this.pausedBuffer = buffer;
      this.pausedOffset = offset;
      this.set(Word.result, this.nextName());
      return;
    }
    const resumed = this.request.operation === 'resume';
    const made = outcome.pointerKind === Pointer.fresh || outcome.pointerKind === Pointer.exact;
    const at = resumed ? this.pausedAt : this.length;
    if (resumed) this.pausedAt = -1;
    if (!made || outcome.pointerSlot < 0 || isFailed(outcome.value)) {
      // A target may succeed where the prediction failed: the name must exist all the same.
      if (isNaming(this.request.operation)) this.set(Word.result, this.nextName());
      return;
    }
    const name = resumed ? this.words[at * Word.width + Word.result] : this.nextName();
    if (!resumed) this.set(Word.result, name);
    const root = resumed ? this.pausedBuffer : buffer;
    this.hold(name, at, root, resumed ? this.pausedOffset : offset);
  }

  /** What an object held goes when it is emptied or destroyed. */
  private noteObject(): void {
    const { object, operation } = this.request;
    if (object === 0 || !EMPTIES.has(operation)) return;
    for (const held of this.held) if (held.object === object) held.released = true;
  }

  private pausedBuffer = -1;
  private pausedOffset = 0;

  private nextName(): number {
    this.names += 1;
    return this.names;
  }

  /** Gives a new record a predicted address and remembers the pointer. */
  private hold(name: number, at: number, buffer: number, offset: number): void {
    const { outcome } = this.step;
    const slot = outcome.pointerSlot;
    const { world } = this;
    let pointer = outcome.pointerValue;
    const kind = world.field(slot, Slot.kind);
    const isFresh = outcome.pointerKind === Pointer.fresh;
    if (isFresh && kind === Kind.reservation) pointer = 0x3800_0000 + name * 0x4_0000;
    else if (isFresh && kind === Kind.dma) {
      pointer =
        (world.field(slot, Slot.process) === 0 ? 0xc000_0000 : 0x1c00_0000) + name * 0x4_0000;
    } else if (outcome.pointerKind === Pointer.fresh) {
      const base = world.domain.userServer ? 0x2000_0000 : 0xa000_0000;
      const region = world.field(slot, Slot.region) - 1;
      const root = world.domain.regionBase[region] + world.field(slot, Slot.offset);
      pointer = base + name * 0x0010_0000 + (root % 0x1_0000);
    }
    learn(world, slot, pointer);
    this.pointers[name] = pointer;
    const word = at * Word.width;
    this.held.push({
      name,
      operation: this.step.operation.operation,
      source: { name: this.words[word + Word.sourceName], value: this.words[word + Word.source] },
      size: this.words[word + Word.size] >>> 0,
      length: world.field(slot, Slot.length),
      descriptor: this.words[word + Word.descriptor] >>> 0,
      thread: this.words[word + Word.thread],
      object: this.words[word + Word.object],
      buffer,
      offset,
      released: false,
    });
  }
}

function isNaming(operation: OperationName): boolean {
  return (
    operation === 'CeOpenCallerBuffer' ||
    operation === 'CeAllocAsynchronousBuffer' ||
    operation === 'CeAllocDuplicateBuffer' ||
    operation === 'construct' ||
    operation === 'Allocate' ||
    operation === 'Marshal' ||
    operation === 'VirtualAllocEx' ||
    operation === 'WD_DMALock' ||
    operation === 'WD_DMA' ||
    operation === 'WD_CardRegister'
  );
}
