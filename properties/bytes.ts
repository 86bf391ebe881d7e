/**
 * Tags made bytes. A tag stands for the contents of an interval; a target sees real bytes that
 * differ from tag to tag and from offset to offset, and are never zero (only TAG_ZERO is).
 */

import { TAG_UNKNOWN, TAG_ZERO } from '../model/world/domain.js';

/** Longest region, bytes. */
const LONGEST = 48 * 4096;
/** Tags repeat beyond this. */
const TAGS = 256;
/** Distance between the patterns of neighbouring tags; odd, so that pages do not line up. */
const STRIDE = 523;

function makePattern(): Uint8Array {
  const pattern = new Uint8Array(TAGS * STRIDE + LONGEST);
  let state = 0x2545f491;
  for (let i = 0; i < pattern.length; i += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    pattern[i] = 1 + ((state >>> 0) % 255);
  }
  return pattern;
}

const PATTERN = makePattern();
const PATTERN_BUFFER = Buffer.from(PATTERN.buffer);
const ZEROES = Buffer.alloc(LONGEST);

function startOf(tag: number, offset: number): number {
  return (tag % TAGS) * STRIDE + offset;
}

/** The bytes of a tag at [offset, offset + size) of its region. A view: do not write to it. */
export function bytesOf(tag: number, offset: number, size: number): Uint8Array {
  if (tag === TAG_ZERO) return ZEROES.subarray(0, size);
  const start = startOf(tag, offset);
  return PATTERN.subarray(start, start + size);
}

/** Below this many bytes a loop beats the call into native code. */
const SHORT = 40;

/**
 * True when `actual[at … at + size)` is what the tag says; TAG_UNKNOWN permits anything.
 */
export function agrees(
  tag: number,
  offset: number,
  size: number,
  actual: Buffer,
  at: number,
): boolean {
  if (tag === TAG_UNKNOWN) return true;
  if (size > SHORT) {
    if (tag === TAG_ZERO) return actual.compare(ZEROES, 0, size, at, at + size) === 0;
    const from = startOf(tag, offset);
    return actual.compare(PATTERN_BUFFER, from, from + size, at, at + size) === 0;
  }
  const from = tag === TAG_ZERO ? -1 : startOf(tag, offset);
  for (let i = 0; i < size; i += 1) {
    if (actual[at + i] !== (from < 0 ? 0 : PATTERN[from + i])) return false;
  }
  return true;
}

/** Index of the first byte that differs from the tag, or −1. */
export function firstDifference(
  tag: number,
  offset: number,
  size: number,
  actual: Uint8Array,
  at: number,
): number {
  const expected = tag === TAG_UNKNOWN ? actual.subarray(at) : bytesOf(tag, offset, size);
  for (let i = 0; i < size; i += 1) if (actual[at + i] !== expected[i]) return i;
  return -1;
}
