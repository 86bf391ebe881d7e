/** Defects in cache attributes. */

import { Form } from '../../../../model/readings.js';
import { ended, firstRun, generation, type ModelFault, made, type Spoiled } from './spoiled.js';

/** Defects in cache attributes. */
export const CACHE: readonly ModelFault[] = [
  {
    id: 'recached-at-first',
    sentence: 'the first of two aliases to go makes the page cached again',
    breaks: 'cache-attributes',
    spoil: (step: Spoiled): void => {
      const slot = ended(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.setUncached(firstRun(world, slot), generation(world, slot), false);
    },
  },
  {
    id: 'never-recached',
    sentence: 'the page stays uncached when its last alias goes',
    breaks: 'cache-attributes',
    spoil: (step: Spoiled): void => {
      const slot = ended(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.setUncached(firstRun(world, slot), generation(world, slot), true);
    },
  },
  {
    id: 'alias-cached',
    sentence: 'an aliased page stays cached',
    breaks: 'cache-attributes',
    spoil: (step: Spoiled): void => {
      const slot = made(step, Form.alias);
      const { world } = step;
      if (slot >= 0) world.setUncached(firstRun(world, slot), generation(world, slot), false);
    },
  },
  {
    id: 'copy-uncaches',
    sentence: 'a duplicate makes its source uncached',
    breaks: 'cache-attributes',
    spoil: (step: Spoiled): void => {
      const slot = made(step, Form.copy);
      if (slot >= 0) step.world.setUncached(firstRun(step.world, slot), 0, true);
    },
  },
];
