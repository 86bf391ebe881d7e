/**
 * When bytes last changed: every store, fill and drop of a cache line counts on, and what it
 * touched keeps the count. Counts never go back, not at a reset either, so what was seen at a count
 * is still there as long as the count is. Boards do not look at this; inspection does.
 */

/** The count that everything of one machine shares. */
export class Changes {
  private count = 0;

  /** The next count. */
  next(): number {
    this.count += 1;
    return this.count;
  }
}
