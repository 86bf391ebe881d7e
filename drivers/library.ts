/**
 * What the file of a driver imports, as `marshalcheck/drivers`. A file exports one driver, or an
 * array of them, under the name `driver` or as its default.
 */

export {
  DESCRIPTORS,
  type DescriptorName,
  MARSHAL_FORCE_ALIAS,
} from '../model/descriptors.js';
export { RESULTS, resultText } from '../model/results.js';
export * from './api/classes.js';
export * from './api/marshalling.js';
export * from './api/memory.js';
export * from './api/sharing.js';
export * from './api/synchronization.js';
export * from './api/windriver.js';
export { defineDriver } from './define.js';
export { Environment, type List, type Tracker, type VariableKind } from './environment.js';
export type * from './interface.js';
export { DEFAULT_PLATFORMS, workloadsOf } from './workloads.js';
