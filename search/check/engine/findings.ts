/** What a search found, kept so that the order in which workers met things does not show. */

/** Something found: after how many steps, and in which canonical state. */
export interface Sighting {
  readonly depth: number;
  readonly packed: Int32Array;
  /**
   * For a transition that breaks an invariant: the state is the one before it, `depth` counts the
   * transition too.
   */
  readonly byTransition: boolean;
}

/** The sighting to report of two: fewer steps, then states before transitions, then the least. */
export function foremost(a: Sighting | undefined, b: Sighting | undefined): Sighting | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.depth !== b.depth) return a.depth < b.depth ? a : b;
  if (a.byTransition !== b.byTransition) return a.byTransition ? b : a;
  return comparePacked(a.packed, 0, b.packed, 0, a.packed.length) <= 0 ? a : b;
}

/** Negative, 0 or positive: the order of packed states, word by word. */
export function comparePacked(
  a: Int32Array,
  fromA: number,
  b: Int32Array,
  fromB: number,
  words: number,
): number {
  for (let word = 0; word < words; word += 1) {
    const difference = a[fromA + word] - b[fromB + word];
    if (difference !== 0) return difference;
  }
  return 0;
}
