/** Numbers for arrays of words: equal arrays have one number, counted from 0 as they come. */

import { hashOf } from '../check/visited.js';

const FIRST_SIZE = 4096;

/** See the file comment; open addressing, whole arrays compared. */
export class Keys {
  private readonly keys: Int32Array[] = [];
  /** By hash: number plus one, 0 where there is none. */
  private table = new Int32Array(FIRST_SIZE);

  /** The number of an array; the next one, and a copy is kept, where it was not met before. */
  numberOf(key: Int32Array): number {
    const place = this.placeOf(key);
    const known = this.table[place];
    if (known !== 0) return known - 1;
    const count = this.keys.push(key.slice());
    this.table[place] = count;
    if (count * 2 > this.table.length) this.grow();
    return count - 1;
  }

  /** Where a key stands in the table, or would. */
  private placeOf(key: Int32Array): number {
    const mask = this.table.length - 1;
    for (let place = hashOf(key, 0, key.length) & mask; ; place = (place + 1) & mask) {
      const known = this.table[place];
      if (known === 0 || isEqual(this.keys[known - 1], key)) return place;
    }
  }

  private grow(): void {
    this.table = new Int32Array(this.table.length * 2);
    this.keys.forEach((key, number) => {
      this.table[this.placeOf(key)] = number + 1;
    });
  }
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
