/** Permutations within ties: all orders of neighbours that nothing told apart. */

/** A run of positions `from` … `from + length − 1` in an order of elements. */
export interface Tie {
  readonly from: number;
  readonly length: number;
}

/**
 * Calls `visit` once for each way to permute `order` within every tie, the first time with `order`
 * as it is; `order` is as before afterwards.
 */
export function visitOrders(order: Int32Array, ties: readonly Tie[], visit: () => void): void {
  const descend = (tie: number, position: number): void => {
    if (tie === ties.length) {
      visit();
      return;
    }
    const { from, length } = ties[tie];
    if (position === length) {
      descend(tie + 1, 0);
      return;
    }
    for (let other = position; other < length; other += 1) {
      swap(order, from + position, from + other);
      descend(tie, position + 1);
      swap(order, from + position, from + other);
    }
  };
  descend(0, 0);
}

function swap(order: Int32Array, a: number, b: number): void {
  const kept = order[a];
  order[a] = order[b];
  order[b] = kept;
}

/** n! */
export function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i += 1) product *= i;
  return product;
}
