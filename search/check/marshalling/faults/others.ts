/** Defects in failures, addresses and access. */

import { Answer, Pointer } from '../../../../model/outcome.js';
import { Form } from '../../../../model/readings.js';
import { RESULTS } from '../../../../model/results.js';
import { Slot } from '../../../../model/world/world.js';
import { another, type ModelFault, made, type Spoiled } from './spoiled.js';

/** Defects in failures, addresses and access. */
export const OTHERS: readonly ModelFault[] = [
  {
    id: 'failure-leaks',
    sentence: 'a call that finds no memory keeps a block all the same',
    breaks: 'failure-changes-nothing',
    spoil: ({ world, outcome }: Spoiled): void => {
      if (outcome.value === RESULTS.E_OUTOFMEMORY) world.addHeapBlock(0, 1);
    },
  },
  {
    id: 'failure-uncaches',
    sentence: 'a call that finds no memory leaves a page uncached',
    breaks: 'failure-changes-nothing',
    spoil: ({ world, outcome }: Spoiled): void => {
      if (outcome.value === RESULTS.E_OUTOFMEMORY) world.setUncached(1, 0, true);
    },
  },
  {
    id: 'address-given-twice',
    sentence: 'a new buffer gets the address of a live one',
    breaks: 'addresses-apart',
    spoil: ({ world, outcome, made: slot }: Spoiled): void => {
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
    spoil: ({ outcome, operation, process }: Spoiled): void => {
      if (operation === 'read' && process !== 0) outcome.answer = Answer.returned;
    },
  },
  {
    id: 'faults-after-exit',
    sentence: 'an asynchronous buffer cannot be used once its process has gone',
    breaks: 'stays-usable',
    spoil: ({ world, operation, process, outcome }: Spoiled): void => {
      if (operation !== 'read' || process !== 0) return;
      for (let p = 1; p <= world.domain.applications; p += 1) {
        if (!world.isAlive(p)) outcome.answer = Answer.faulted;
      }
    },
  },
  {
    id: 'alias-read-only',
    sentence: 'an alias with the O bit is mapped read-only',
    breaks: 'aliases-as-writable-as-their-source',
    spoil: (step: Spoiled): void => {
      const slot = made(step, Form.alias);
      if (slot >= 0) step.world.setField(slot, Slot.writable, 0);
    },
  },
  {
    id: 'source-forgotten',
    sentence: 'a pointer that is shared with its source does not record the source',
    breaks: 'sources-recorded',
    spoil: (step: Spoiled): void => {
      const slot = made(step, Form.same);
      if (slot >= 0) step.world.setField(slot, Slot.parent, 0);
    },
  },
];
