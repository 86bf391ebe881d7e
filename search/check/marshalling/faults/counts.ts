/** Defects in counting: heap blocks, aliases, references on pages. */

import { Form } from '../../../../model/readings.js';
import { Slot } from '../../../../model/world/world.js';
import {
  ended,
  firstRun,
  generation,
  isOk,
  type ModelFault,
  made,
  type Spoiled,
} from './spoiled.js';

/** Defects in counting: heap blocks, aliases, references on pages. */
export const COUNTS: readonly ModelFault[] = [
  {
    id: 'heap-block-kept',
    sentence: 'releasing a copy leaves its block counted',
    breaks: 'heap-counted',
    spoil: (step: Spoiled): void => {
      if (ended(step, Form.copy) >= 0) step.world.addHeapBlock(0, 1);
    },
  },
  {
    id: 'heap-bytes-kept',
    sentence: 'releasing a copy leaves its bytes counted',
    breaks: 'heap-counted',
    spoil: (step: Spoiled): void => {
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
    spoil: (step: Spoiled): void => {
      if (made(step, Form.copy) >= 0) step.world.addHeapBlock(0, -1);
    },
  },
  {
    id: 'alias-kept',
    sentence: 'releasing an alias leaves it counted',
    breaks: 'aliases-counted',
    spoil: (step: Spoiled): void => {
      if (ended(step, Form.alias) >= 0) step.world.addAlias(1);
    },
  },
  {
    id: 'alias-missed',
    sentence: 'making an alias does not count it',
    breaks: 'aliases-counted',
    spoil: (step: Spoiled): void => {
      if (made(step, Form.alias) >= 0) step.world.addAlias(-1);
    },
  },
  {
    id: 'page-reference-kept',
    sentence: 'releasing an alias keeps the reference on its first page',
    breaks: 'pages-counted',
    spoil: (step: Spoiled): void => {
      const slot = ended(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.addAliasOf(firstRun(world, slot), generation(world, slot), 1);
    },
  },
  {
    id: 'page-reference-missed',
    sentence: 'making an alias takes no reference on its first page',
    breaks: 'pages-counted',
    spoil: (step: Spoiled): void => {
      const slot = made(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.addAliasOf(firstRun(world, slot), generation(world, slot), -1);
    },
  },
  {
    id: 'exit-drops-references',
    sentence: 'the exit of a process drops the references that aliases hold on its pages',
    breaks: 'pages-counted',
    spoil: ({ world, operation }: Spoiled): void => {
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
    spoil: (step: Spoiled): void => {
      const frees = step.operation === 'CeFreeAsynchronousBuffer';
      if (frees && step.right < 0 && !isOk(step)) step.world.addHeapBlock(0, -1);
    },
  },
];
