/** Defects in where bytes go. */

import { isInput, isOutput } from '../../../../model/descriptors.js';
import { Form } from '../../../../model/readings.js';
import { TAG_INITIAL, TAG_ZERO } from '../../../../model/world/domain.js';
import { Slot } from '../../../../model/world/world.js';
import { ended, isOk, type ModelFault, made, over, type Spoiled, unwrite } from './spoiled.js';

/** Defects in where bytes go. */
export const BYTES: readonly ModelFault[] = [
  {
    id: 'write-back-lost',
    sentence: 'nothing is written back at release',
    breaks: 'written-back',
    spoil: (step: Spoiled): void => {
      if (ended(step, Form.copy) >= 0) unwrite(step, Number.MAX_SAFE_INTEGER);
    },
  },
  {
    id: 'write-back-short',
    sentence: 'the last part of a duplicate is not written back',
    breaks: 'written-back',
    spoil: (step: Spoiled): void => {
      if (ended(step, Form.copy) >= 0) unwrite(step, 1);
    },
  },
  {
    id: 'flush-lost',
    sentence: 'a flush writes nothing',
    breaks: 'written-back',
    spoil: (step: Spoiled): void => {
      const flushes = step.operation === 'CeFlushAsynchronousBuffer';
      if (flushes && isOk(step)) unwrite(step, Number.MAX_SAFE_INTEGER);
    },
  },
  {
    id: 'input-written-back',
    sentence: 'a duplicate for input is written back',
    breaks: 'memory-changes-by-its-owner',
    spoil: (step: Spoiled): void => {
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
    spoil: (step: Spoiled): void => {
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
    spoil: (step: Spoiled): void => {
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
    spoil: ({ world, operation, process, watch }: Spoiled): void => {
      if (operation !== 'write' || process === 0) return;
      for (let s = 0; s < world.slots; s += 1) {
        if (!world.isLive(s) || world.field(s, Slot.form) !== Form.copy) continue;
        if (world.field(s, Slot.process) !== process || watch.written.length === 0) continue;
        const stored = world.read(watch.written[0]);
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
    spoil: ({ world, operation, process, watch }: Spoiled): void => {
      if (operation !== 'write' || process !== 0) return;
      const written = watch.written.find((word) => word >= world.at.contents);
      if (written === undefined) return;
      const slot = Math.floor((written - world.at.contents) / world.domain.widest);
      const region = world.field(slot, Slot.region) - 1;
      if (region < 0 || world.generation(region) === 0) return;
      const stored = world.read(written);
      world.setTag(world.field(slot, Slot.first), world.generation(region) - 1, stored, 0);
    },
  },
  {
    id: 'store-discloses',
    sentence: 'what an application stores comes out as bytes of the kernel',
    breaks: 'no-foreign-bytes',
    spoil: ({ world, operation, process, watch }: Spoiled): void => {
      const written = watch.written[0];
      if (operation !== 'write' || process === 0 || written === undefined) return;
      world.write(written, TAG_INITIAL);
    },
  },
];
