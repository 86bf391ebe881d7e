/** Defects in what a release ends. */

import { Answer } from '../../../../model/outcome.js';
import { Form } from '../../../../model/readings.js';
import { RESULTS } from '../../../../model/results.js';
import { Kind, Slot, State } from '../../../../model/world/world.js';
import { another, ended, isOk, type ModelFault, type Spoiled } from './spoiled.js';

/** Defects in what a release ends. */
export const RELEASES: readonly ModelFault[] = [
  {
    id: 'release-forgotten',
    sentence: 'a release says S_OK and leaves the record',
    breaks: 'released-once',
    spoil: (step: Spoiled): void => {
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
    spoil: (step: Spoiled): void => {
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
    spoil: (step: Spoiled): void => {
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
    spoil: ({ world, operation }: Spoiled): void => {
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
    spoil: (step: Spoiled): void => {
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
    spoil: (step: Spoiled): void => {
      if (ended(step, Form.alias) >= 0) step.outcome.answer = Answer.hung;
    },
  },
];
