/** A path through the worlds of a scope as a case: named results in place of addresses. */

import { type Case, codeOf, Flag, PAUSE_POINTS, Word } from '../../../model/case.js';
import type { Operation } from '../../../model/step.js';
import { Slot } from '../../../model/world/layout.js';
import { Branches } from './branches.js';
import { RESERVED, RESERVED_BYTES } from './estates.js';
import type { Ground } from './ground.js';
import type { Stepper } from './model.js';

/** One transition of a path, in names that do not change along it. */
export interface PathStep {
  /** Index of the rule. */
  readonly rule: number;
  /** What it chose. */
  readonly answers: readonly number[];
  /** The world in which it was taken. */
  readonly state: Int32Array;
}

/**
 * The answers that lead from one world to the next by a rule. Throws where none do: the rules are
 * not what they were when the path was found.
 */
export function answersBetween(
  stepper: Stepper,
  rule: number,
  before: Int32Array,
  after: Int32Array,
): readonly number[] {
  const branches = new Branches();
  const template = stepper.templates[rule];
  do {
    branches.begin();
    const state = before.slice();
    stepper.take(template, state, branches);
    if (state.every((word, index) => word === after[index])) return [...branches.answers];
  } while (branches.advance());
  throw new RangeError(`no branch of "${template.name}" gives the next world of the path`);
}

/** Names of results as a path goes along. */
class Names {
  /** Latest name at each address. */
  private readonly byAddress = new Map<number, number>();
  private readonly bySlot = new Map<number, number>();
  private count = 0;
  private readonly isNamed: (address: number) => boolean;

  constructor(ground: Ground) {
    this.isNamed = (address) => ground.addresses.includes(address);
  }

  give(slot: number, address: number): number {
    this.count += 1;
    this.bySlot.set(slot, this.count);
    this.byAddress.set(address, this.count);
    return this.count;
  }

  /** Name and offset of an address; name 0 for a plain number. */
  of(address: number, slot = -1): readonly [name: number, value: number] {
    const offset = address - RESERVED;
    const reservation = this.byAddress.get(RESERVED);
    if (reservation !== undefined && offset >= 0 && offset < RESERVED_BYTES) {
      return [reservation, offset];
    }
    if (!this.isNamed(address)) return [0, address];
    const name = this.bySlot.get(slot) ?? this.byAddress.get(address);
    return name === undefined ? [0, address] : [name, 0];
  }
}

/** Bits of `Word.flags`. */
function flagsOf(operation: Operation): number {
  const { forceDuplicate, viaKernel, constant, unforced, asynchronous } = operation;
  const bit = (is: boolean, flag: number): number => (is ? flag : 0);
  return (
    bit(forceDuplicate, Flag.forceDuplicate) |
    bit(viaKernel, Flag.viaKernel) |
    bit(constant, Flag.constant) |
    bit(unforced, Flag.unforced) |
    bit(asynchronous, Flag.asynchronous)
  );
}

function encode(operation: Operation, tag: number, slot: number, names: Names): number[] {
  const words = new Array<number>(Word.width).fill(0);
  const put = (word: number, value: number): void => {
    words[word] = value;
  };
  const pair = (word: number, address: number, holder = -1): void => {
    const [name, value] = names.of(address, holder);
    put(word, name);
    put(word + 1, value);
  };
  put(Word.operation, codeOf(operation.operation));
  put(Word.thread, operation.thread);
  put(Word.process, operation.process);
  put(Word.destination, operation.destination ? 1 : 0);
  pair(Word.pointerName, operation.pointer, slot);
  pair(Word.sourceName, operation.source);
  pair(Word.unmarshalledName, operation.unmarshalled);
  put(Word.size, operation.size);
  put(Word.descriptor, operation.descriptor);
  put(Word.flags, flagsOf(operation));
  put(Word.object, operation.object);
  put(Word.mode, operation.mode);
  put(Word.allocationFails, operation.allocationFails);
  put(Word.pause, PAUSE_POINTS.indexOf(operation.pause));
  put(Word.tag, operation.operation === 'write' ? tag : 0);
  return words;
}

/** The case that a path describes. */
export function caseOf(path: readonly PathStep[], stepper: Stepper): Case {
  const { ground, act } = stepper;
  const names = new Names(ground);
  const program: number[] = [];
  for (const { rule, answers, state } of path) {
    const template = stepper.templates[rule];
    if (template === undefined) throw new RangeError(`a path names rule ${rule}, there is none`);
    const after = state.slice();
    stepper.take(template, after, new Branches(answers));
    const words = encode(act.operation, act.tag, act.slot, names);
    const slot = stepper.outcome.pointerSlot;
    if (slot >= 0) {
      const pointer = after[ground.at.slots + slot * Slot.words + Slot.pointer] >>> 0;
      words[Word.result] = names.give(slot, pointer);
    }
    program.push(...words);
  }
  // Only a misusing driver can name the memory of the kernel.
  return { ...emptyCase(ground, act.client === 'misusing'), program: Int32Array.from(program) };
}

/** A case of a scope in which nothing happens; with or without memory of the kernel. */
export function emptyCase(ground: Ground, withKernel: boolean): Case {
  const { plan, scope, reading, copyLimit } = ground;
  const regions = plan.regions.filter(({ process }) => process > 0 || withKernel);
  return {
    platform: { reading: reading.id, copyLimit, server: scope.server, personality: 0 },
    applications: scope.applications,
    regions: regions.map((region) => ({ ...region, cuts: [] })),
    buffers: buffersOf(ground),
    program: new Int32Array(0),
  };
}

function buffersOf(ground: Ground): Case['buffers'] {
  const size = Math.max(...ground.sizes);
  const buffers: { name: string; process: number; address: number; size: number }[] = [];
  for (let process = 1; process <= ground.scope.applications; process += 1) {
    ground.buffers.forEach((address, index) => {
      const owner = ground.scope.applications > 1 ? String(process) : '';
      const part = ground.buffers.length > 1 ? String.fromCharCode(97 + index) : '';
      buffers.push({ name: `buffer${owner}${part}`, process, address, size });
    });
  }
  return buffers;
}
