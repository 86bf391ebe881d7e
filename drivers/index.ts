/** The drivers that come with marshalcheck, and what running a driver takes. */

import type { Driver } from './interface.js';
import { MISTAKES } from './mistakes/index.js';
import { ASYNCHRONOUS_BUFFER_IST } from './samples/asynchronous-buffer-ist.js';
import { CAMERA } from './samples/camera.js';
import { COMPACT7_ASYNCHRONOUS } from './samples/compact7-asynchronous.js';
import { KERNEL_PLUG_IN } from './samples/kernel-plug-in.js';
import { SMD1 } from './samples/smd1.js';

export { AccessViolation, readDword, writeBytes } from './api/memory.js';
export { CALLING, DriverError, defineDriver } from './define.js';
export { Environment, type Tracker, type VariableKind } from './environment.js';
export type * from './interface.js';
export { loadDrivers } from './load.js';
export { DEFAULT_PLATFORMS, workloadsOf } from './workloads.js';

/** Every driver, in the order in which they are run. */
export const DRIVERS: readonly Driver[] = [
  ...COMPACT7_ASYNCHRONOUS,
  ...ASYNCHRONOUS_BUFFER_IST,
  ...SMD1,
  ...CAMERA,
  ...KERNEL_PLUG_IN,
  ...MISTAKES,
];
