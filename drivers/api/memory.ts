/**
 * Loads and stores of a driver. Each is one step: another thread may act before and after it, never
 * in between. An access violation is thrown as {@link AccessViolation}; catch it as `__except`
 * would.
 */

import type { Coroutine } from '../interface.js';

/** A load or store that the processor refused. */
export class AccessViolation extends Error {
  readonly address: number;
  constructor(address: number) {
    super(`access violation at 0x${address.toString(16).padStart(8, '0')}`);
    this.name = 'AccessViolation';
    this.address = address;
  }
}

/** Bytes at an address. */
export function* readBytes(address: number, size: number): Coroutine<Uint8Array> {
  const { bytes } = yield { kind: 'perform', operation: 'read', pointer: address, size };
  return bytes;
}

/** Stores bytes. */
export function* writeBytes(address: number, bytes: Uint8Array): Coroutine {
  const size = bytes.length;
  yield { kind: 'perform', operation: 'write', pointer: address, size, bytes };
}

/** The 32-bit number at an address, little-endian. */
export function* readDword(address: number): Coroutine<number> {
  return dwordIn(yield* readBytes(address, 4), 0);
}

/** Stores a 32-bit number, little-endian. */
export function writeDword(address: number, value: number): Coroutine {
  return writeBytes(address, dword(value));
}

/** memcpy: a load, then a store. */
export function* copyBytes(to: number, from: number, size: number): Coroutine {
  yield* writeBytes(to, yield* readBytes(from, size));
}

/** Bytes of a 32-bit number, little-endian. */
export function dword(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value >>> 0, true);
  return bytes;
}

/** The 32-bit number at an offset in bytes that were read before: no access to memory. */
export function dwordIn(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true);
}

/** `size` times the same byte. */
export function filled(size: number, value: number): Uint8Array {
  return new Uint8Array(size).fill(value);
}
