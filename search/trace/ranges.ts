/** The live buffers of a log by address: which family a pointer belongs to. */

/** A buffer that lives at [start, end). */
interface Range<T> {
  readonly start: number;
  readonly end: number;
  readonly owner: T;
}

/** Ranges that do not overlap, in order of their addresses. */
export class Ranges<T> {
  private readonly list: Range<T>[] = [];

  /** Number of live buffers. */
  get count(): number {
    return this.list.length;
  }

  /** The owner of the range that holds an address. */
  at(address: number): T | undefined {
    const index = this.upTo(address);
    const range = index < 0 ? undefined : this.list[index];
    return range !== undefined && address < range.end ? range.owner : undefined;
  }

  /** True for the first address of a range. */
  begins(address: number): boolean {
    const index = this.upTo(address);
    return index >= 0 && this.list[index].start === address;
  }

  /** Owners of ranges that share an address with [start, end). */
  overlapping(start: number, end: number): T[] {
    const owners: T[] = [];
    let index = this.upTo(start);
    if (index < 0 || this.list[index].end <= start) index += 1;
    for (; index < this.list.length && this.list[index].start < end; index += 1) {
      owners.push(this.list[index].owner);
    }
    return owners;
  }

  /** Takes a buffer in; what it overlaps goes. */
  add(start: number, end: number, owner: T): void {
    const { list } = this;
    let at = this.upTo(start);
    if (at < 0 || list[at].end <= start) at += 1;
    let gone = 0;
    while (at + gone < list.length && list[at + gone].start < end) gone += 1;
    if (gone === 0 && at === list.length) list.push({ start, end, owner });
    else list.splice(at, gone, { start, end, owner });
  }

  /** The buffer that begins at an address is gone. */
  remove(address: number): void {
    const index = this.upTo(address);
    if (index >= 0 && this.list[index].start === address) this.list.splice(index, 1);
  }

  /** Index of the last range that begins at or before an address, −1 for none. */
  private upTo(address: number): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.list[middle].start <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
