/**
 * Slices: a campaign cut into parts that run apart, as shards or as jobs. A slice is a run of the
 * campaign's own order, so that the results of all slices, one after the other, are those of the
 * whole.
 */

/** Part `number` (from 1) of `count`. */
export interface Slice {
  readonly number: number;
  readonly count: number;
}

/** The items of a slice, in their order; all of them where there is none. */
export function sliceOf<T>(items: readonly T[], slice: Slice | undefined): readonly T[] {
  return weighedSlice(items, slice, () => 1);
}

/** The same where items weigh differently: an item belongs to the slice that it begins in. */
export function weighedSlice<T>(
  items: readonly T[],
  slice: Slice | undefined,
  weight: (item: T) => number,
): readonly T[] {
  if (slice === undefined) return items;
  const total = items.reduce((sum, item) => sum + weight(item), 0);
  let before = 0;
  return items.filter((item) => {
    const number = 1 + Math.floor((before * slice.count) / total);
    before += weight(item);
    return number === slice.number;
  });
}
