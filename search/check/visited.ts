/**
 * The states seen so far, in memory that workers share: open addressing, whole states compared. A
 * slot holds a state; the top bit of its first word, which no packed state uses, says that the
 * slot is complete. With several words a slot is first claimed, then filled, then published.
 */

const COMPLETE = 0x8000_0000 | 0;
const CLAIMED = 1;

/** Words of a slot that holds a fingerprint instead of a state. */
const FINGERPRINT_WORDS = 2;

/** Scatters a packed state over 32 bits. */
export function hashOf(packed: Int32Array, at: number, words: number, seed = 0): number {
  let hash = seed;
  for (let word = 0; word < words; word += 1) {
    hash = Math.imul(hash ^ packed[at + word], 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85eb_ca6b);
  return hash ^ (hash >>> 13);
}

/** The two halves of a fingerprint scatter with multipliers of their own. */
const FIRST_HALF = [0xcc9e_2d51, 0x1b87_3593] as const;
const SECOND_HALF = [0x239b_961b, 0x38b3_4ae5] as const;

/** Half a fingerprint, mixed more thoroughly than {@link hashOf}: nothing compares states after. */
function halfOf(
  packed: Int32Array,
  at: number,
  words: number,
  [first, second]: readonly [number, number],
): number {
  let hash: number = second;
  for (let word = 0; word < words; word += 1) {
    let mixed = Math.imul(packed[at + word], first);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), second);
    hash ^= mixed;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe654_6b64) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}

/** A set of packed states; any number of workers may have one over the same memory. */
export class Visited {
  readonly table: Int32Array;
  private readonly words: number;
  private readonly slotWords: number;
  private readonly slotMask: number;
  private readonly key: Int32Array;
  private readonly lossy: boolean;

  /** `memory` as made by {@link Visited.memory}; `lossy` keeps fingerprints instead of states. */
  constructor(memory: SharedArrayBuffer, words: number, lossy: boolean) {
    this.table = new Int32Array(memory);
    this.words = words;
    this.lossy = lossy;
    this.slotWords = Visited.slotWords(words, lossy);
    this.slotMask = this.table.length / this.slotWords - 1;
    this.key = new Int32Array(this.slotWords);
  }

  /** Words of a slot for packed states of so many words. */
  static slotWords(words: number, lossy: boolean): number {
    return lossy ? FINGERPRINT_WORDS : words;
  }

  /** Memory for so many slots, a power of two. */
  static memory(slots: number, words: number, lossy: boolean): SharedArrayBuffer {
    return new SharedArrayBuffer(slots * Visited.slotWords(words, lossy) * 4);
  }

  /** The first word of the slot that a hash leads to first: read it early, and it is near later. */
  touch(hash: number): number {
    return this.table[(hash & this.slotMask) * this.slotWords];
  }

  /** Adds a state with its {@link hashOf}; false if it was there. The set must not be full. */
  insert(packed: Int32Array, at: number, hash: number): boolean {
    return this.lossy
      ? this.put(this.fingerprint(packed, at), 0, hash)
      : this.put(packed, at, hash);
  }

  /** The slot of a state, −1 if it was not seen. Not while others insert. */
  slotOf(packed: Int32Array, at: number): number {
    const hash = hashOf(packed, at, this.words);
    const key = this.lossy ? this.fingerprint(packed, at) : packed;
    const from = this.lossy ? 0 : at;
    for (let slot = hash & this.slotMask; ; slot = (slot + 1) & this.slotMask) {
      const first = this.table[slot * this.slotWords];
      if (first === 0) return -1;
      if (first === (key[from] | COMPLETE) && this.matches(slot * this.slotWords, key, from)) {
        return slot;
      }
    }
  }

  private put(packed: Int32Array, at: number, hash: number): boolean {
    const { table, slotWords, slotMask } = this;
    const first = packed[at] | COMPLETE;
    let place = (hash & slotMask) * slotWords;
    for (;;) {
      let found = Atomics.load(table, place);
      if (found === 0) {
        found = Atomics.compareExchange(table, place, 0, slotWords === 1 ? first : CLAIMED);
        if (found === 0) {
          if (slotWords > 1) {
            for (let word = 1; word < slotWords; word += 1) table[place + word] = packed[at + word];
            Atomics.store(table, place, first);
          }
          return true;
        }
      }
      // Another worker is writing this slot: a few stores, and then it is complete.
      while (found === CLAIMED) found = Atomics.load(table, place);
      if (found === first && this.matches(place, packed, at)) return false;
      place += slotWords;
      if (place === table.length) place = 0;
    }
  }

  private matches(place: number, packed: Int32Array, at: number): boolean {
    const { table, slotWords } = this;
    for (let word = 1; word < slotWords; word += 1) {
      if (table[place + word] !== packed[at + word]) return false;
    }
    return true;
  }

  private fingerprint(packed: Int32Array, at: number): Int32Array {
    this.key[0] = halfOf(packed, at, this.words, FIRST_HALF);
    this.key[1] = halfOf(packed, at, this.words, SECOND_HALF);
    return this.key;
  }
}

/**
 * At most how probable it is that a search with fingerprints of 63 bits missed a state: that any
 * two of so many states have the same one.
 */
export function omissionProbability(states: number): number {
  return -Math.expm1((-states * (states - 1)) / 2 / 2 ** 63);
}
