/**
 * Defects planted in the rules: proof that the invariants bite. Each changes what one step leaves,
 * and names the invariant that has to break.
 */

import { isInput, isOutput } from '../../../model/descriptors.js';
import { Answer, type Outcome, Pointer, Value } from '../../../model/outcome.js';
import { Form } from '../../../model/readings.js';
import { RESULTS } from '../../../model/results.js';
import type { OperationName } from '../../../model/step.js';
import { TAG_INITIAL, TAG_ZERO } from '../../../model/world/domain.js';
import { Kind, Slot, State, type World } from '../../../model/world/world.js';
import type { Client } from './act.js';
import type { Watch } from './watch.js';

/** What a defect has to work with, after a step. */
export interface Spoiled {
  readonly world: World;
  readonly operation: OperationName;
  readonly process: number;
  readonly outcome: Outcome;
  /** The record that matched the call in every value, −1 for none. */
  readonly right: number;
  /** The record that was made, −1 for none. */
  readonly made: number;
  readonly watch: Watch;
}

/** One defect of the rules. */
export interface ModelFault {
  readonly id: string;
  readonly sentence: string;
  /** Name of the invariant that it breaks, without the clauses. */
  readonly breaks: string;
  /** The client that meets it; lawful when left out. */
  readonly client?: Client;
  readonly spoil: (step: Spoiled) => void;
}

function isOk({ outcome }: Spoiled): boolean {
  const exact = outcome.valueKind === Value.exact && outcome.value === RESULTS.S_OK;
  return outcome.answer === Answer.returned && exact;
}

/** The record that a call has just released by the right values, in this form; −1 else. */
function ended(step: Spoiled, form: Form): number {
  const { right, world } = step;
  if (right < 0 || !isOk(step) || world.field(right, Slot.state) !== State.stale) return -1;
  return world.field(right, Slot.form) === form ? right : -1;
}

/** The record that a call has just made, in this form; −1 else. */
function made({ made: slot, world }: Spoiled, form: Form): number {
  return slot >= 0 && world.field(slot, Slot.form) === form ? slot : -1;
}

function firstRun(world: World, slot: number): number {
  return world.domain.intervalRun[world.field(slot, Slot.first)] as number;
}

function generation(world: World, slot: number): number {
  return world.field(slot, Slot.generation);
}

/** Calls back for each interval that a record covers. */
function over(world: World, slot: number, visit: (interval: number) => void): void {
  const first = world.field(slot, Slot.first);
  for (let i = first; i < first + world.field(slot, Slot.count); i += 1) visit(i);
}

/** Puts memory back to what it held before the step; `most` words of it, the last ones first. */
function unwrite({ world, watch }: Spoiled, most: number): void {
  const { tags, calls } = world.at;
  let left = most;
  for (let i = watch.written.length - 1; i >= 0 && left > 0; i -= 1) {
    const word = watch.written[i] as number;
    if (word < tags || word >= calls) continue;
    world.words[word] = watch.before[i] as number;
    left -= 1;
  }
}

/** A live record other than this one, −1 for none. */
function another(world: World, slot: number): number {
  for (let s = 0; s < world.slots; s += 1) if (s !== slot && world.isLive(s)) return s;
  return -1;
}

const COUNTS: readonly ModelFault[] = [
  {
    id: 'heap-block-kept',
    sentence: 'releasing a copy leaves its block counted',
    breaks: 'heap-counted',
    spoil: (step) => {
      if (ended(step, Form.copy) >= 0) step.world.addHeapBlock(0, 1);
    },
  },
  {
    id: 'heap-bytes-kept',
    sentence: 'releasing a copy leaves its bytes counted',
    breaks: 'heap-counted',
    spoil: (step) => {
      const slot = ended(step, Form.copy);
      if (slot < 0) return;
      step.world.addHeapBlock(step.world.field(slot, Slot.length), 1);
      step.world.addHeapBlock(0, -1);
    },
  },
  {
    id: 'heap-block-missed',
    sentence: 'making a copy counts no block',
    breaks: 'heap-counted',
    spoil: (step) => {
      if (made(step, Form.copy) >= 0) step.world.addHeapBlock(0, -1);
    },
  },
  {
    id: 'alias-kept',
    sentence: 'releasing an alias leaves it counted',
    breaks: 'aliases-counted',
    spoil: (step) => {
      if (ended(step, Form.alias) >= 0) step.world.addAlias(1);
    },
  },
  {
    id: 'alias-missed',
    sentence: 'making an alias does not count it',
    breaks: 'aliases-counted',
    spoil: (step) => {
      if (made(step, Form.alias) >= 0) step.world.addAlias(-1);
    },
  },
  {
    id: 'page-reference-kept',
    sentence: 'releasing an alias keeps the reference on its first page',
    breaks: 'pages-counted',
    spoil: (step) => {
      const slot = ended(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.addAliasOf(firstRun(world, slot), generation(world, slot), 1);
    },
  },
  {
    id: 'page-reference-missed',
    sentence: 'making an alias takes no reference on its first page',
    breaks: 'pages-counted',
    spoil: (step) => {
      const slot = made(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.addAliasOf(firstRun(world, slot), generation(world, slot), -1);
    },
  },
  {
    id: 'exit-drops-references',
    sentence: 'the exit of a process drops the references that aliases hold on its pages',
    breaks: 'pages-counted',
    spoil: ({ world, operation }) => {
      if (operation !== 'exit') return;
      for (let s = 0; s < world.slots; s += 1) {
        if (!world.isLive(s) || world.field(s, Slot.form) !== Form.alias) continue;
        const run = firstRun(world, s);
        if (world.aliasesOf(run, generation(world, s)) > 0) {
          world.addAliasOf(run, generation(world, s), -1);
        }
      }
    },
  },
  {
    id: 'second-free-counted',
    sentence: 'a Free of what is free takes a block off the count',
    breaks: 'heap-counted',
    client: 'misusing',
    spoil: (step) => {
      const frees = step.operation === 'CeFreeAsynchronousBuffer';
      if (frees && step.right < 0 && !isOk(step)) step.world.addHeapBlock(0, -1);
    },
  },
];

const CACHE: readonly ModelFault[] = [
  {
    id: 'recached-at-first',
    sentence: 'the first of two aliases to go makes the page cached again',
    breaks: 'cache-attributes',
    spoil: (step) => {
      const slot = ended(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.setUncached(firstRun(world, slot), generation(world, slot), false);
    },
  },
  {
    id: 'never-recached',
    sentence: 'the page stays uncached when its last alias goes',
    breaks: 'cache-attributes',
    spoil: (step) => {
      const slot = ended(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.setUncached(firstRun(world, slot), generation(world, slot), true);
    },
  },
  {
    id: 'alias-cached',
    sentence: 'an aliased page stays cached',
    breaks: 'cache-attributes',
    spoil: (step) => {
      const slot = made(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.setUncached(firstRun(world, slot), generation(world, slot), false);
    },
  },
  {
    id: 'copy-uncaches',
    sentence: 'a duplicate makes its source uncached',
    breaks: 'cache-attributes',
    spoil: (step) => {
      const slot = made(step, Form.copy);
      if (slot >= 0) step.world.setUncached(firstRun(step.world, slot), 0, true);
    },
  },
];

const RELEASES: readonly ModelFault[] = [
  {
    id: 'release-forgotten',
    sentence: 'a release says S_OK and leaves the record',
    breaks: 'released-once',
    spoil: (step) => {
      const slot = ended(step, Form.copy);
      if (slot < 0) return;
      step.world.setField(slot, Slot.state, State.live);
      step.world.addHeapBlock(step.world.field(slot, Slot.length), 1);
    },
  },
  {
    id: 'releases-a-stranger',
    sentence: 'a release ends another record too',
    breaks: 'bystanders-untouched',
    spoil: (step) => {
      const { right, world } = step;
      if (right < 0 || !isOk(step)) return;
      const other = another(world, right);
      if (other >= 0) world.setField(other, Slot.state, State.stale);
    },
  },
  {
    id: 'flush-releases',
    sentence: 'a flush releases the buffer',
    breaks: 'bystanders-untouched',
    spoil: (step) => {
      const flushes = step.operation === 'CeFlushAsynchronousBuffer';
      if (flushes && step.right >= 0 && isOk(step)) {
        step.world.setField(step.right, Slot.state, State.stale);
      }
    },
  },
  {
    id: 'dies-at-return',
    sentence: 'an asynchronous buffer is released when the call returns',
    breaks: 'bystanders-untouched',
    spoil: ({ world, operation }) => {
      if (operation !== 'return') return;
      for (let s = 0; s < world.slots; s += 1) {
        const asynchronous = world.field(s, Slot.kind) === Kind.asynchronous;
        if (world.isLive(s) && asynchronous) world.setField(s, Slot.state, State.stale);
      }
    },
  },
  {
    id: 'release-refused',
    sentence: 'CeFreeAsynchronousBuffer with the right values fails and releases nothing',
    breaks: 'recoverable',
    spoil: (step) => {
      const { right, world, outcome } = step;
      if (step.operation !== 'CeFreeAsynchronousBuffer' || right < 0) return;
      if (ended(step, Form.same) < 0) return;
      world.setField(right, Slot.state, State.live);
      outcome.value = RESULTS.E_FAIL;
    },
  },
  {
    id: 'release-hangs',
    sentence: 'CeFreeAsynchronousBuffer of an alias hangs with the right values',
    breaks: 'no-hazard',
    spoil: (step) => {
      if (ended(step, Form.alias) >= 0) step.outcome.answer = Answer.hung;
    },
  },
];

const BYTES: readonly ModelFault[] = [
  {
    id: 'write-back-lost',
    sentence: 'nothing is written back at release',
    breaks: 'written-back',
    spoil: (step) => {
      if (ended(step, Form.copy) >= 0) unwrite(step, Number.MAX_SAFE_INTEGER);
    },
  },
  {
    id: 'write-back-short',
    sentence: 'the last part of a duplicate is not written back',
    breaks: 'written-back',
    spoil: (step) => {
      if (ended(step, Form.copy) >= 0) unwrite(step, 1);
    },
  },
  {
    id: 'flush-lost',
    sentence: 'a flush writes nothing',
    breaks: 'written-back',
    spoil: (step) => {
      const flushes = step.operation === 'CeFlushAsynchronousBuffer';
      if (flushes && isOk(step)) unwrite(step, Number.MAX_SAFE_INTEGER);
    },
  },
  {
    id: 'input-written-back',
    sentence: 'a duplicate for input is written back',
    breaks: 'memory-changes-by-its-owner',
    spoil: (step) => {
      const slot = ended(step, Form.copy);
      const { world } = step;
      if (slot < 0 || isOutput(world.field(slot, Slot.descriptor))) return;
      over(world, slot, (i) => {
        world.setTag(i, 0, world.content(slot, i), 0);
      });
    },
  },
  {
    id: 'starts-empty',
    sentence: 'a duplicate for input starts without its bytes',
    breaks: 'copies-start-as-their-source',
    spoil: (step) => {
      const slot = made(step, Form.copy);
      const { world } = step;
      if (slot < 0 || !isInput(world.field(slot, Slot.descriptor))) return;
      over(world, slot, (i) => {
        world.setContent(slot, i, TAG_ZERO, 0);
      });
    },
  },
  {
    id: 'starts-with-kernel-bytes',
    sentence: 'a duplicate starts with what the kernel heap held',
    breaks: 'copies-start-as-their-source',
    spoil: (step) => {
      const slot = made(step, Form.copy);
      const { world } = step;
      if (slot < 0) return;
      over(world, slot, (i) => {
        world.setContent(slot, i, TAG_INITIAL, 0);
      });
    },
  },
  {
    id: 'follows-its-source',
    sentence: 'a store by the application shows in a duplicate',
    breaks: 'duplicates-change-by-their-owner',
    spoil: ({ world, operation, process, watch }) => {
      if (operation !== 'write' || process === 0) return;
      for (let s = 0; s < world.slots; s += 1) {
        if (!world.isLive(s) || world.field(s, Slot.form) !== Form.copy) continue;
        if (world.field(s, Slot.process) !== process || watch.written.length === 0) continue;
        const stored = world.words[watch.written[0] as number] as number;
        over(world, s, (i) => {
          world.setContent(s, i, stored, 0);
        });
      }
    },
  },
  {
    id: 'store-goes-through',
    sentence: 'a store to a duplicate shows in its source at once',
    breaks: 'memory-changes-by-its-owner',
    spoil: ({ world, operation, process, watch }) => {
      if (operation !== 'write' || process !== 0) return;
      const written = watch.written.find((word) => word >= world.at.contents);
      if (written === undefined) return;
      const slot = Math.floor((written - world.at.contents) / world.domain.widest);
      const region = world.field(slot, Slot.region) - 1;
      if (region < 0 || world.generation(region) === 0) return;
      const stored = world.words[written] as number;
      world.setTag(world.field(slot, Slot.first), world.generation(region) - 1, stored, 0);
    },
  },
  {
    id: 'store-discloses',
    sentence: 'what an application stores comes out as bytes of the kernel',
    breaks: 'no-foreign-bytes',
    spoil: ({ world, operation, process, watch }) => {
      const written = watch.written[0];
      if (operation !== 'write' || process === 0 || written === undefined) return;
      world.words[written] = TAG_INITIAL;
    },
  },
];

const OTHERS: readonly ModelFault[] = [
  {
    id: 'failure-leaks',
    sentence: 'a call that finds no memory keeps a block all the same',
    breaks: 'failure-changes-nothing',
    spoil: ({ world, outcome }) => {
      if (outcome.value === RESULTS.E_OUTOFMEMORY) world.addHeapBlock(0, 1);
    },
  },
  {
    id: 'failure-uncaches',
    sentence: 'a call that finds no memory leaves a page uncached',
    breaks: 'failure-changes-nothing',
    spoil: ({ world, outcome }) => {
      if (outcome.value === RESULTS.E_OUTOFMEMORY) world.setUncached(1, 0, true);
    },
  },
  {
    id: 'address-given-twice',
    sentence: 'a new buffer gets the address of a live one',
    breaks: 'addresses-apart',
    spoil: ({ world, outcome, made: slot }) => {
      if (slot < 0 || outcome.pointerKind !== Pointer.fresh) return;
      const other = another(world, slot);
      const form = other < 0 ? Form.none : world.field(other, Slot.form);
      if (form !== Form.copy && form !== Form.alias) return;
      world.setField(slot, Slot.pointer, world.field(other, Slot.pointer));
    },
  },
  {
    id: 'kernel-memory-readable',
    sentence: 'an application reads kernel memory',
    breaks: 'kernel-memory-out-of-reach',
    spoil: ({ outcome, operation, process }) => {
      if (operation === 'read' && process !== 0) outcome.answer = Answer.returned;
    },
  },
  {
    id: 'faults-after-exit',
    sentence: 'an asynchronous buffer cannot be used once its process has gone',
    breaks: 'stays-usable',
    spoil: ({ world, operation, process, outcome }) => {
      if (operation !== 'read' || process !== 0) return;
      for (let p = 1; p <= world.domain.applications; p += 1) {
        if (!world.isAlive(p)) outcome.answer = Answer.faulted;
      }
    },
  },
  {
    id: 'source-forgotten',
    sentence: 'a pointer that is shared with its source does not record the source',
    breaks: 'sources-recorded',
    spoil: (step) => {
      const slot = made(step, Form.same);
      if (slot >= 0) step.world.setField(slot, Slot.parent, 0);
    },
  },
];

/** Every planted defect of the rules. */
export const MODEL_FAULTS: readonly ModelFault[] = [
  ...COUNTS,
  ...CACHE,
  ...RELEASES,
  ...BYTES,
  ...OTHERS,
];

/** The defect of that ID, or undefined. */
export function findModelFault(id: string): ModelFault | undefined {
  return MODEL_FAULTS.find((fault) => fault.id === id);
}
