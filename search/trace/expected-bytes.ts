/** Bytes of a read by their checksum: which of the bytes that the worlds expect it stands for. */

import { perform } from '../../model/model.js';
import type { Step } from '../../model/step.js';
import { TAG_UNKNOWN } from '../../model/world/domain.js';
import { World } from '../../model/world/world.js';
import { bytesOf } from '../../properties/bytes.js';
import type { Request } from '../../targets/interface.js';

/** FNV-1a, 32 bits, of the first `size` bytes. */
export function sumOf(bytes: Uint8Array, size: number): number {
  let sum = 0x811c_9dc5;
  for (let i = 0; i < size; i += 1) sum = Math.imul(sum ^ bytes[i], 0x0100_0193);
  return sum >>> 0;
}

/**
 * Fills `into` with the bytes that some world expects where they have this checksum, else with
 * bytes that no world expects. Throws MissingCut.
 */
export function chooseBytes(
  step: Step,
  worlds: readonly World[],
  request: Request,
  sum: number,
  into: Buffer,
): void {
  step.request = request;
  const size = Math.min(request.size, into.length);
  for (const world of worlds) {
    const copy = new World(world.domain);
    copy.copyFrom(world);
    step.world = copy;
    step.choices.reset();
    step.choices.begin();
    perform(step);
    if (!lay(step, into)) return;
    if (sumOf(into, size) === sum) return;
  }
  for (let i = 0; i < size; i += 1) into[i] = ~into[i] & 0xff;
}

/** Lays the bytes of an outcome out; false where some are unknown, so that any will do. */
function lay({ outcome }: Step, into: Buffer): boolean {
  let at = 0;
  for (let i = 0; i < outcome.segments; i += 1) {
    const tag = outcome.segmentTag[i];
    const size = outcome.segmentBytes[i];
    if (tag === TAG_UNKNOWN) return false;
    into.set(bytesOf(tag, outcome.segmentOffset[i], size), at);
    at += size;
  }
  return true;
}
