/** What a run costs: bytes that the kernel copies, and accesses that go past the cache. */

import type { Costs } from '../../interface.js';

/** Bytes of one access: the machine loads and stores 32-bit words. */
const WORD = 4;

/** Counts since the last reset. */
export class Meter implements Costs {
  bytesCopied = 0;
  uncachedAccesses = 0;

  /** Nothing yet. */
  reset(): void {
    this.bytesCopied = 0;
    this.uncachedAccesses = 0;
  }

  /** Loads or stores of a range that is not cached. */
  past(address: number, size: number): void {
    const first = Math.floor(address / WORD);
    this.uncachedAccesses += Math.floor((address + size - 1) / WORD) - first + 1;
  }
}
