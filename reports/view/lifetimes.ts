/** When records live: what the time bars of the viewer are drawn from. */

import type { Timeline } from '../../search/explanation.js';
import { recordKey } from './changes.js';

/** A record from its making to its end. */
export interface Lifetime {
  readonly key: string;
  readonly name: string;
  /** First and last state in which it is held, and the first in which it is leaked (−1 never). */
  readonly first: number;
  readonly last: number;
  readonly leaked: number;
}

/** Every record of a timeline, in the order of making. One that is made twice is there twice. */
export function lifetimesOf({ states, records }: Timeline): Lifetime[] {
  const open = new Map<string, { -readonly [Key in keyof Lifetime]: Lifetime[Key] }>();
  const all: Lifetime[] = [];
  states.forEach((state, index) => {
    const here = new Set<string>();
    for (const record of state.records.map((each) => records[each])) {
      const key = recordKey(record);
      here.add(key);
      let life = open.get(key);
      if (life === undefined) {
        life = { key, name: record.name, first: index, last: index, leaked: -1 };
        open.set(key, life);
        all.push(life);
      }
      life.last = index;
      if (life.leaked < 0 && record.state !== 'live') life.leaked = index;
    }
    for (const key of [...open.keys()]) if (!here.has(key)) open.delete(key);
  });
  return all;
}
