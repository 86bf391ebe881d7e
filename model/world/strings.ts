/** Strings in memory: measuring through the terminator (ASYNC-5, QUIET-15, QUIET-32). */

import { hasCut, Rights, TAG_UNKNOWN, TAG_ZERO } from './domain.js';
import { type Location, Place, tagAt } from './memory.js';
import { Slot, type World } from './world.js';

/** Results of {@link measure} other than a length. */
export const Measured = {
  /** Ran into memory that may not be read, or out of the region. */
  bad: -1,
  /** Bytes on the way are unknown. */
  open: -2,
} as const;

/** Offset of the first byte that measuring may not read, from the beginning of the region. */
function readableEnd(world: World, location: Location): number {
  const { domain } = world;
  if (location.place !== Place.memory) {
    return world.field(location.slot, Slot.offset) + world.field(location.slot, Slot.length);
  }
  for (let run = domain.regionRun[location.region]; ; run += 1) {
    if (run === domain.regionRun[location.region + 1]) return domain.regionBytes[location.region];
    const end = domain.runOffset[run] + domain.runBytes[run];
    if (end > location.offset && world.rights(run) === Rights.none) return domain.runOffset[run];
  }
}

/**
 * Length in bytes, terminator included, of the string at a location, in characters of `unit`
 * bytes (ASYNC-5). Only the beginning of the location counts. Tags other than zero hold no zero
 * byte. Throws MissingCut where the string ends between cuts.
 */
export function measure(world: World, location: Location, unit: 1 | 2): number {
  const { domain } = world;
  const end = readableEnd(world, location);
  let zeroes = 0;
  for (let i = location.first; i < domain.regionInterval[location.region + 1]; i += 1) {
    const start = domain.intervalOffset[i];
    if (start >= end) break;
    const tag = tagAt(world, location, i);
    if (tag === TAG_UNKNOWN) return Measured.open;
    if (tag !== TAG_ZERO) {
      zeroes = 0;
      continue;
    }
    zeroes += Math.min(domain.intervalBytes[i], end - start);
    const stop = Math.min(start + domain.intervalBytes[i], end);
    const odd = (stop - zeroes - location.offset) % unit;
    if (zeroes - odd >= unit) return stop - zeroes + odd + unit - location.offset;
  }
  return Measured.bad;
}

/** True when the domain is cut at the end of a measured string. */
export function isCutAt(world: World, location: Location, length: number): boolean {
  return hasCut(world.domain, location.region, location.offset + length);
}
