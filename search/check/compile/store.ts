/** An array of 32-bit integers that grows at its end. */

/** Fetch `data` anew after {@link Store.take}: growing moves it. */
export class Store {
  data: Int32Array = new Int32Array(1024);
  /** How much of `data` is in use. */
  length: number = 0;

  /** Adds `count` zeros; where they begin. */
  take(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.data.length) {
      const grown = new Int32Array(Math.max(this.length, this.data.length * 2));
      grown.set(this.data);
      this.data = grown;
    }
    return at;
  }

  /** Forgets everything but the first `length`. */
  truncate(length: number): void {
    this.data.fill(0, length, this.length);
    this.length = length;
  }
}
