/** The smallest corpus that a greedy choice comes to: the same features with fewer cases. */

import { FeatureSet } from './features.js';
import type { Covering } from './types.js';

/**
 * Some of the items that have all features of all of them, beyond `seen`. Each choice takes the
 * item with the most features that are still missing. Equal items give equal choices, in the order
 * of their keys, whatever order they are given in.
 */
export function cover<Item extends Covering>(items: readonly Item[], seen?: Uint32Array): Item[] {
  const covered = new FeatureSet(seen);
  const chosen: Item[] = [];
  const missing = ({ features }: Item): number =>
    features.reduce((sum, feature) => sum + (covered.has(feature) ? 0 : 1), 0);
  const left = [...items].sort(shorter).map((item) => ({ item, gain: missing(item) }));
  for (;;) {
    let best: Item | null = null;
    let most = 0;
    for (const candidate of left) {
      // What an item would add only shrinks: an old figure is the most that it can be.
      if (candidate.gain <= most) continue;
      candidate.gain = missing(candidate.item);
      if (candidate.gain <= most) continue;
      most = candidate.gain;
      best = candidate.item;
    }
    if (best === null) return chosen.sort(byKey);
    covered.add(best.features);
    chosen.push(best);
  }
}

function shorter(a: Covering, b: Covering): number {
  return a.length - b.length || byKey(a, b);
}

function byKey(a: Covering, b: Covering): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
