/**
 * What the driver has read of strings: where a terminator is, or that there is none. Only the
 * beginning of a read is looked at; what anyone may have changed since is forgotten.
 */

const KEPT = 8;
const SCANNED_BYTES = 1024;

class Text {
  address = 0;
  call = 0;
  scanned = 0;
  /** Offset of the first zero byte, and of the first two at an even offset; −1 for none. */
  zeroByte = -1;
  zeroPair = -1;
}

/** The last few stretches of memory that the driver read. */
export class Texts {
  private readonly kept: Text[] = Array.from({ length: KEPT }, () => new Text());
  private total = 0;

  /** Forgets everything. */
  clear(): void {
    this.total = 0;
  }

  /** The server read `size` bytes at an address of its own, for the call with this number. */
  note(address: number, call: number, size: number, bytes: Uint8Array): void {
    const text = this.kept[this.total % KEPT];
    this.total += 1;
    text.address = address;
    text.call = call;
    text.scanned = Math.min(size, SCANNED_BYTES, bytes.length);
    text.zeroByte = -1;
    text.zeroPair = -1;
    for (let i = 0; i < text.scanned && text.zeroPair < 0; i += 1) {
      if (bytes[i] !== 0) continue;
      if (text.zeroByte < 0) text.zeroByte = i;
      if (i % 2 === 0 && i + 1 < text.scanned && bytes[i + 1] === 0) text.zeroPair = i;
    }
  }

  /** Bytes through the terminator of a string at an address; −1 where the driver has not read. */
  lengthAt(address: number, call: number, unit: 1 | 2): number {
    for (let i = this.total - 1; i >= this.oldest; i -= 1) {
      const text = this.kept[i % KEPT];
      const zero = unit === 2 ? text.zeroPair : text.zeroByte;
      const offset = address - text.address;
      if (text.call !== call || offset < 0 || offset % unit !== 0 || zero < offset) continue;
      return zero - offset + unit;
    }
    return -1;
  }

  /** True when the driver has read all of [address, address + size) and found no terminator. */
  lacksTerminator(address: number, call: number, size: number, unit: 1 | 2): boolean {
    for (let i = this.total - 1; i >= this.oldest; i -= 1) {
      const text = this.kept[i % KEPT];
      const offset = address - text.address;
      if (text.call !== call || offset < 0 || offset % unit !== 0) continue;
      if (offset + size > text.scanned) continue;
      const zero = unit === 2 ? text.zeroPair : text.zeroByte;
      return zero < 0 || zero >= offset + size;
    }
    return false;
  }

  private get oldest(): number {
    return Math.max(this.total - KEPT, 0);
  }
}
