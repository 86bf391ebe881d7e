/** Words of scenario files for the systems beside the seven functions. */

import { MOST_LOCKS, MOST_OBJECTS } from '../../model/case.js';
import { MEM_COMMIT, MEM_DECOMMIT, MEM_RELEASE, MEM_RESERVE } from '../../model/memory-types.js';

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

/** Names of WD_DMA structures, at their numbers. */
export const LOCK_NAMES: readonly string[] = [
  '',
  ...Array.from({ length: MOST_LOCKS }, (_, index) => `dma${index + 1}`),
];

/** Members of a WD_DMA structure, at their numbers. */
export const LOCK_MEMBERS: readonly string[] = ['', 'hDma', 'pUserAddr', 'pKernelAddr'];

/** DMA_* options by bit; others are written as numbers. */
export const DMA_OPTIONS: Readonly<Record<string, number>> = {
  KERNEL_BUFFER_ALLOC: 1,
  KBUF_BELOW_16M: 2,
  LARGE_BUFFER: 4,
  ALLOW_CACHE: 8,
  KERNEL_ONLY_MAP: 0x10,
  FROM_DEVICE: 0x20,
  TO_DEVICE: 0x40,
};

/** Options as `KERNEL_BUFFER_ALLOC|ALLOW_CACHE`; undefined where a bit has no name. */
export function optionsText(options: number): string | undefined {
  const named = Object.entries(DMA_OPTIONS).filter(([, bit]) => (options & bit) !== 0);
  const all = named.reduce((sum, [, bit]) => sum | bit, 0);
  return options === 0 || all !== options ? undefined : named.map(([name]) => name).join('|');
}

/** Options in words, or −1. */
export function parseOptions(text: string): number {
  const bits = text.split('|').map((part) => DMA_OPTIONS[part.trim()] ?? -1);
  return bits.includes(-1) ? -1 : bits.reduce((sum, bit) => sum | bit, 0);
}

/** Names of events, at their numbers. */
export const EVENT_NAMES: readonly string[] = ['', 'event1', 'event2', 'event3', 'event4'];
/** Names of critical sections, at their numbers. */
export const SECTION_NAMES: readonly string[] = [
  '',
  'section1',
  'section2',
  'section3',
  'section4',
];

/** MEM_* by name, with the one pair that goes together; others are written as numbers. */
export const MEMORY_TYPES: Readonly<Record<string, number>> = {
  MEM_COMMIT,
  MEM_RESERVE,
  'MEM_RESERVE|MEM_COMMIT': MEM_RESERVE | MEM_COMMIT,
  MEM_DECOMMIT,
  MEM_RELEASE,
};
