/** Copying between byte arrays: the innermost loop of everything that moves bytes. */

/** Below this many bytes a loop is faster than a library copy. */
const SHORT_BYTES = 40;

/** What `Buffer.prototype.copy` is when its `this` may be any byte array. */
interface Copier {
  readonly copy: (
    this: Uint8Array,
    target: Uint8Array,
    targetStart: number,
    start: number,
    end: number,
  ) => number;
}

const copyInto = (Buffer.prototype as Copier).copy;

/** Copies between two arrays without allocating. */
export function copyBytes(
  from: Uint8Array,
  fromAt: number,
  to: Uint8Array,
  toAt: number,
  count: number,
): void {
  if (count <= SHORT_BYTES) {
    for (let index = 0; index < count; index += 1) to[toAt + index] = from[fromAt + index];
    return;
  }
  copyInto.call(from, to, toAt, fromAt, fromAt + count);
}
