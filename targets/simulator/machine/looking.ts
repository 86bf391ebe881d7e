/** What inspection sees of memory, through a mapping and its cache lines, changing nothing. */

import { copyBytes } from './copy.js';
import type { Memory } from './memory.js';
import { PAGE, PAGE_SHIFT } from './physical.js';
import { FRAME_MASK, UNCACHED } from './tables.js';

const OFFSET = PAGE - 1;

/** Bytes as `read` would see them, without filling a line; false where a page is missing. */
export function peek(
  memory: Memory,
  space: number,
  address: number,
  size: number,
  into: Uint8Array,
): boolean {
  if (!memory.permits(space, address, size, 0)) return false;
  const entries = memory.tables.entry[space];
  const { bytes } = memory.physical;
  let done = 0;
  while (done < size) {
    const from = address + done;
    const first = from >>> PAGE_SHIFT;
    const frame = entries[first] & FRAME_MASK;
    let count = Math.min(PAGE - (from & OFFSET), size - done);
    for (let next = 1; count < size - done; next += 1) {
      if ((entries[first + next] & FRAME_MASK) !== frame + next) break;
      count = Math.min(count + PAGE, size - done);
    }
    copyBytes(bytes, (frame << PAGE_SHIFT) | (from & OFFSET), into, done, count);
    done += count;
  }
  if (memory.virtuallyTagged) overlayLines(memory, space, address, size, into);
  return true;
}

/** Overlays what the cache holds of cached pages. */
function overlayLines(
  memory: Memory,
  space: number,
  address: number,
  size: number,
  into: Uint8Array,
): void {
  const entries = memory.tables.entry[space];
  const resident = memory.tables.resident[space];
  let done = 0;
  while (done < size) {
    const from = address + done;
    const count = Math.min(PAGE - (from & OFFSET), size - done);
    const page = from >>> PAGE_SHIFT;
    if ((entries[page] & UNCACHED) === 0 && resident[page] !== 0) {
      memory.cache.overlay(space, from, count, into, done);
    }
    done += count;
  }
}

/** Count at which what {@link peek} gives of a range last changed; −1 where a page is missing. */
export function changedAt(memory: Memory, space: number, address: number, size: number): number {
  if (!memory.permits(space, address, size, 0)) return -1;
  const entries = memory.tables.entry[space];
  const pages = memory.tables.changed[space];
  const frames = memory.physical.changed;
  const last = (address + size - 1) >>> PAGE_SHIFT;
  let latest = 0;
  for (let page = address >>> PAGE_SHIFT; page <= last; page += 1) {
    const through = pages[page];
    const below = frames[entries[page] & FRAME_MASK];
    if (through > latest) latest = through;
    if (below > latest) latest = below;
  }
  return latest;
}
