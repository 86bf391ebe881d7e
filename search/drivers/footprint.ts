/**
 * What an event touches. Two events of different threads depend on each other when they touch the
 * same and one of them writes; all others may be swapped without anybody seeing a difference.
 */

/** What is touched: ranges in spaces that have nothing to do with each other. */
export const Space = {
  /** Physical memory, by frame and offset. */
  physical: 0,
  /** Addresses of the server, whatever stands behind them: releases write, uses read. */
  server: 1,
  variable: 2,
  object: 3,
  /** Calls by carrier. */
  call: 4,
  /** Address spaces of the applications. */
  process: 5,
  /** The memory that allocations come from. */
  memory: 6,
  handle: 7,
  /** Addresses that were released may be handed out again. */
  reuse: 8,
  /** What is mapped where in the applications, by process and address. */
  mapping: 9,
  /** Addresses that reservations in a process come from. */
  arena: 10,
  /** Objects of the wrapper classes. */
  wrapper: 11,
  /** The handles of a client of WinDriver. */
  dma: 12,
  /** Its buffers: whether they are still there. */
  buffers: 13,
} as const;

/** One range that an event touches: [from, to). */
export interface Access {
  readonly space: number;
  readonly from: number;
  readonly to: number;
  readonly writes: boolean;
}

/** True when the order of two events may matter. */
export function dependent(a: readonly Access[], b: readonly Access[]): boolean {
  for (const one of a) {
    for (const other of b) {
      if (one.space !== other.space || !(one.writes || other.writes)) continue;
      if (one.from < other.to && other.from < one.to) return true;
    }
  }
  return false;
}

/** Touches one whole thing, by its number. */
export function thing(space: number, number: number, writes: boolean): Access {
  return { space, from: number, to: number + 1, writes };
}
