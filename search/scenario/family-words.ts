/** Words of scenario files for the systems beside the seven functions. */

import { MOST_OBJECTS } from '../../model/case.js';

/** Names of wrapper objects, at their numbers. */
export const OBJECT_NAMES: readonly string[] = [
  '',
  ...Array.from({ length: MOST_OBJECTS }, (_, index) => `object${index + 1}`),
];

/** Names of the wrapper classes, at their numbers. */
export const CLASS_NAMES: readonly string[] = [
  '',
  'AsynchronousBuffer_t',
  'DuplicatedBuffer_t',
  'MarshalledBuffer_t',
];

/** MEM_* by name; others are written as numbers. */
export const MEMORY_TYPES: Readonly<Record<string, number>> = {
  MEM_COMMIT: 0x1000,
  MEM_RESERVE: 0x2000,
  MEM_DECOMMIT: 0x4000,
  MEM_RELEASE: 0x8000,
};
