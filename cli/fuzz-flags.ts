/** Flags of commands that fuzz. */

import type { Option } from 'commander';
import { faultId } from './fault-values.js';
import { flag, flagWithDefault } from './flags.js';
import { DEFAULT_GUIDED } from './reproduce.js';
import { wholeNumber } from './values.js';

/** `--guided`. */
export function guidedFlag(): Option {
  return flagWithDefault(
    '--guided <percent>',
    'cases that are bred from what was new, the rest are drawn blind',
    DEFAULT_GUIDED,
    wholeNumber('--guided', 0, 100),
    String(DEFAULT_GUIDED),
  );
}

/** `--fault`. */
export function faultFlag(): Option {
  return flag('--fault <id>', 'plant a defect in the board', faultId('--fault')).default('');
}
