/**
 * The documented dangers of the shipped readings: after a wrong call a shipped kernel does what
 * facts.md observed, against a `safe` clause. They are listed, never departures.
 */

import type { ClauseId } from './clauses/index.js';

/** One documented danger. */
export interface Unsafe {
  readonly id: string;
  /** The `safe` clause that it goes against. */
  readonly clause: ClauseId;
  readonly sentence: string;
}

const TABLE = [
  {
    id: 'alias-freed-as-heap',
    clause: 'ALIAS-7',
    sentence: 'an alias is released as if it were a heap block: it leaks, and so do its pages',
  },
  {
    id: 'alias-flushed-as-heap',
    clause: 'ALIAS-7',
    sentence: 'an alias is flushed as if it were a heap block: bytes go where they should not',
  },
  {
    id: 'duplicate-freed-as-alias',
    clause: 'ALIAS-7',
    sentence: 'a duplicate is released as if it were an alias: it leaks, its write-back is lost',
  },
  {
    id: 'duplicate-flushed-as-alias',
    clause: 'ALIAS-7',
    sentence: 'a duplicate is flushed as if it were an alias: S_OK, and nothing is written',
  },
  {
    id: 'write-back-of-other-size',
    clause: 'FREE-4',
    sentence: 'the size given decides how many bytes go back, heap beyond the block included',
  },
  {
    id: 'write-back-skipped',
    clause: 'FREE-4',
    sentence: 'an output buffer released as input: S_OK, and nothing goes back',
  },
  {
    id: 'input-overwritten',
    clause: 'FREE-4',
    sentence: 'an input buffer released as output: the data of the caller is overwritten',
  },
  {
    id: 'other-source-written',
    clause: 'FREE-4',
    sentence: 'the source given, not the one recorded, is written',
  },
  {
    id: 'heap-freed-twice',
    clause: 'FREE-3',
    sentence: 'a heap block is released that is not allocated: S_OK, the heap is open',
  },
  {
    id: 'stranger-released',
    clause: 'FREE-3',
    sentence: 'a stale address is released and takes the buffer that now lives there with it',
  },
  {
    id: 'closed-with-other-values',
    clause: 'FREE-4',
    sentence:
      'Close or CeFreeDuplicateBuffer with other values: the record and its source are open',
  },
] as const;

/** ID of a documented danger. */
export type UnsafeId = (typeof TABLE)[number]['id'];

/** Every danger, in a fixed order; an outcome carries 1 + the index. */
export const UNSAFE: readonly Unsafe[] = TABLE;

const INDEX = new Map<string, number>(UNSAFE.map((entry, index) => [entry.id, index + 1]));

/** 1 + index of a danger, as an outcome carries it. */
export function unsafeIndex(id: UnsafeId): number {
  return INDEX.get(id) ?? 0;
}
