/**
 * States that came up lately, before canonical forms: most successors are met again soon, and one
 * that is in here needs neither a canonical form nor the large table. Forgetting is harmless.
 */

/** Marks a slot in use; no packed state has this bit in its first word. */
const USED = 0x8000_0000 | 0;

/** A cache with one place for each hash; small enough for the processor's own. */
export class Recent {
  private readonly slots: Int32Array;
  private readonly words: number;
  private readonly slotMask: number;

  /** `slots` is a power of two. */
  constructor(slots: number, words: number) {
    this.slots = new Int32Array(slots * words);
    this.words = words;
    this.slotMask = slots - 1;
  }

  /** True where the state is in here; from now on it is. */
  meet(packed: Int32Array, at: number, hash: number): boolean {
    const { slots, words } = this;
    const place = ((hash >>> 7) & this.slotMask) * words;
    const first = packed[at] | USED;
    let isSame = slots[place] === first;
    slots[place] = first;
    for (let word = 1; word < words; word += 1) {
      if (slots[place + word] !== packed[at + word]) {
        isSame = false;
        slots[place + word] = packed[at + word];
      }
    }
    return isSame;
  }
}
