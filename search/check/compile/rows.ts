/** Successors of a batch of states, one row each: a packed state and the transition to it. */

/** Rows of `words + 1` integers; the last is the number of the transition. */
export class Rows {
  readonly stride: number;
  data: Int32Array;
  /** Rows in use. */
  count: number = 0;
  private capacity: number;

  constructor(words: number, capacity: number) {
    this.stride = words + 1;
    this.capacity = capacity;
    this.data = new Int32Array(capacity * this.stride);
  }

  /** Makes room for `more` rows; fetch `data` anew afterwards. */
  ensure(more: number): void {
    if (this.count + more <= this.capacity) return;
    this.capacity = Math.max(this.capacity * 2, this.count + more);
    const grown = new Int32Array(this.capacity * this.stride);
    grown.set(this.data);
    this.data = grown;
  }
}
