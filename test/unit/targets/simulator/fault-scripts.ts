// For every planted fault the shortest sequence by hand that shows it.

import type { Script } from './script.js';
import { FAULT_SCRIPTS_ALLOCATE } from './scripts-allocate.js';
import { FAULT_SCRIPTS_ARGUMENTS } from './scripts-arguments.js';
import { FAULT_SCRIPTS_COMMITS } from './scripts-commits.js';
import { FAULT_SCRIPTS_MEMORY } from './scripts-memory.js';
import { FAULT_SCRIPTS_MORE } from './scripts-more.js';
import { FAULT_SCRIPTS_RELEASE } from './scripts-release.js';
import { FAULT_SCRIPTS_SEQUENCES } from './scripts-sequences.js';
import { FAULT_SCRIPTS_SHARING } from './scripts-sharing.js';
import { FAULT_SCRIPTS_STATES } from './scripts-states.js';
import { FAULT_SCRIPTS_ORDERING, FAULT_SCRIPTS_WINDRIVER } from './scripts-windriver.js';
import { FAULT_SCRIPTS_WRAPPERS } from './scripts-wrappers.js';

export const FAULT_SCRIPTS: Readonly<Record<string, Script>> = {
  ...FAULT_SCRIPTS_ARGUMENTS,
  ...FAULT_SCRIPTS_ALLOCATE,
  ...FAULT_SCRIPTS_RELEASE,
  ...FAULT_SCRIPTS_MEMORY,
  ...FAULT_SCRIPTS_STATES,
  ...FAULT_SCRIPTS_SEQUENCES,
  ...FAULT_SCRIPTS_WRAPPERS,
  ...FAULT_SCRIPTS_SHARING,
  ...FAULT_SCRIPTS_COMMITS,
  ...FAULT_SCRIPTS_MORE,
  ...FAULT_SCRIPTS_WINDRIVER,
  ...FAULT_SCRIPTS_ORDERING,
};
