/**
 * Silent steps: what happens beside the lines of a log. An application changes its memory, or goes,
 * whenever it likes; where lines were lost, buffers may have been released in them.
 */

import { Rights, TAG_INITIAL, TAG_UNKNOWN, TAG_ZERO } from '../../model/world/domain.js';
import { release } from '../../model/world/records.js';
import { Call, Slot, type World } from '../../model/world/world.js';
import type { Land } from './family.js';

/** What the caller's memory may have become before a call that FAILED. */
export type Silent = 'nothing' | 'read-only' | 'no-access' | 'caller-gone';

/** The silent steps that may explain a failure, the plainest first. */
export const BEFORE_FAILURE: readonly Silent[] = ['read-only', 'no-access', 'caller-gone'];

/** Gives every page of undeclared memory these rights. */
export function protectLands(world: World, lands: readonly Land[], rights: Rights): void {
  const { domain } = world;
  for (let r = 0; r < domain.regions; r += 1) {
    if (lands[r].declared !== null) continue;
    for (let run = domain.regionRun[r]; run < domain.regionRun[r + 1]; run += 1) {
      world.setRights(run, rights);
    }
  }
}

/** A step that nobody logged; false where it changes nothing. */
export function stepSilently(
  world: World,
  lands: readonly Land[],
  thread: number,
  silent: Silent,
): boolean {
  if (silent === 'nothing') return true;
  if (silent === 'caller-gone') {
    if (!world.isInCall(thread) || world.callerOf(thread) < 0) return false;
    world.setCallField(thread, Call.callerGone, 1);
    return true;
  }
  if (lands.every((land) => land.declared !== null)) return false;
  protectLands(world, lands, silent === 'read-only' ? Rights.read : Rights.none);
  return true;
}

/** Undoes it: the next line may find something else. */
export function settle(world: World, lands: readonly Land[], thread: number, silent: Silent): void {
  if (silent === 'nothing') return;
  if (silent === 'caller-gone') world.setCallField(thread, Call.callerGone, 0);
  else protectLands(world, lands, Rights.readWrite);
}

/**
 * Stores a string with its terminator where the memory is not declared: `length` bytes from
 * `offset` of a region, the terminator of `unit` bytes included. The domain has to be cut there.
 */
export function storeString(
  world: World,
  region: number,
  offset: number,
  length: number,
  unit: number,
): void {
  const { domain } = world;
  const generation = world.generation(region) - 1;
  if (generation < 0) return;
  for (let i = domain.regionInterval[region]; i < domain.regionInterval[region + 1]; i += 1) {
    const at = domain.intervalOffset[i] - offset;
    if (at < 0 || at >= length) continue;
    world.setTag(i, generation, at >= length - unit ? TAG_ZERO : TAG_INITIAL + region, 0);
  }
}

/** The string may be another one by the next line. */
export function forgetStrings(world: World, lands: readonly Land[]): void {
  const { domain } = world;
  for (let r = 0; r < domain.regions; r += 1) {
    const generation = world.generation(r) - 1;
    if (lands[r].declared !== null || generation < 0) continue;
    for (let i = domain.regionInterval[r]; i < domain.regionInterval[r + 1]; i += 1) {
      world.setTag(i, generation, TAG_UNKNOWN, 0);
    }
  }
}

/** Releases, in lines that were lost, what lives at an address or holds it; false for nothing. */
export function releaseLost(world: World, addresses: readonly number[]): boolean {
  let any = false;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s)) continue;
    const first = world.pointer(s);
    const end = first + Math.max(world.field(s, Slot.length), 1);
    if (!addresses.some((address) => address >= first && address < end)) continue;
    release(world, s);
    any = true;
  }
  return any;
}
