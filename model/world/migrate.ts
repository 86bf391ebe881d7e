/**
 * A world laid out anew. A log names memory that nobody announced, so the domain of its worlds
 * grows; regions that nothing refers to any more go.
 */

import { type Domain, intervalAt, TAG_UNKNOWN } from './domain.js';
import { Global } from './layout.js';
import { Slot, State, World } from './world.js';

/**
 * The same state in another domain, which has to cut at both ends of every live record and have as
 * many slots and applications. `moved`: the new index of each old region, −1 for one that goes.
 * New memory is as the domain says; what a coarser cut joins and is not equal becomes unknown.
 * Throws MissingCut.
 */
export function migrate(world: World, to: Domain, moved: Int32Array): World {
  const next = new World(to);
  copyRange(world, next, 0, 0, Global.words);
  const processes = Math.min(world.domain.applications, to.applications) + 1;
  copyRange(world, next, world.at.alive, next.at.alive, processes);
  const callWords = world.at.slots - world.at.calls;
  copyRange(world, next, world.at.calls, next.at.calls, callWords);
  for (let r = 0; r < world.domain.regions; r += 1) {
    if (moved[r] < 0) continue;
    next.setGeneration(moved[r], world.generation(r));
    moveRuns(world, next, r, moved[r]);
    moveTags(world, next, r, moved[r]);
  }
  for (let s = 0; s < world.slots; s += 1) moveSlot(world, next, s, moved);
  return next;
}

function copyRange(from: World, to: World, source: number, target: number, words: number): void {
  to.words.set(from.words.subarray(source, source + words), target);
}

/** Bytes by which offsets of a region grow when its base moves down. */
function shiftOf(from: Domain, to: Domain, old: number, region: number): number {
  return from.regionBase[old] - to.regionBase[region];
}

function moveRuns(world: World, next: World, old: number, region: number): void {
  const from = world.domain;
  const to = next.domain;
  const shift = shiftOf(from, to, old, region);
  let run = from.regionRun[old];
  const last = from.regionRun[old + 1];
  for (let r = to.regionRun[region]; r < to.regionRun[region + 1]; r += 1) {
    const offset = to.runOffset[r] - shift;
    while (run < last && from.runOffset[run] + from.runBytes[run] <= offset) run += 1;
    if (run === last || offset < from.runOffset[run]) continue;
    next.setRights(r, world.rights(run));
    next.setNocache(r, world.isNocache(run));
    for (let generation = 0; generation < 2; generation += 1) {
      next.words[next.at.runAliases + r * 2 + generation] = world.aliasesOf(run, generation);
      next.setUncached(r, generation, world.isUncached(run, generation));
    }
  }
}

/** Calls `take` with each new interval and the old ones that it covers. */
function eachInterval(
  from: Domain,
  to: Domain,
  old: number,
  region: number,
  take: (interval: number, first: number, end: number) => void,
): void {
  const shift = shiftOf(from, to, old, region);
  let first = from.regionInterval[old];
  const last = from.regionInterval[old + 1];
  for (let i = to.regionInterval[region]; i < to.regionInterval[region + 1]; i += 1) {
    const offset = to.intervalOffset[i] - shift;
    const end = offset + to.intervalBytes[i];
    while (first < last && from.intervalOffset[first] + from.intervalBytes[first] <= offset) {
      first += 1;
    }
    let past = first;
    while (past < last && from.intervalOffset[past] < end) past += 1;
    if (past > first) take(i, first, past);
  }
}

function moveTags(world: World, next: World, old: number, region: number): void {
  eachInterval(world.domain, next.domain, old, region, (interval, first, end) => {
    for (let generation = 0; generation < 2; generation += 1) {
      let tag = world.tag(first, generation);
      for (let i = first + 1; i < end; i += 1) {
        if (world.tag(i, generation) !== tag) tag = TAG_UNKNOWN;
      }
      next.setTag(interval, generation, tag, world.tagCite(first, generation));
    }
  });
}

function moveSlot(world: World, next: World, slot: number, moved: Int32Array): void {
  for (let f = 0; f < Slot.words; f += 1) next.setField(slot, f, world.field(slot, f));
  const old = world.field(slot, Slot.region) - 1;
  if (old < 0) return;
  const region = moved[old];
  const state = world.field(slot, Slot.state);
  if (region < 0 || (state !== State.live && state !== State.leaked)) {
    return forgetRoot(next, slot);
  }
  const from = world.domain;
  const offset = world.field(slot, Slot.offset) + shiftOf(from, next.domain, old, region);
  const end = offset + bytesOf(world, slot);
  next.setField(slot, Slot.region, region + 1);
  next.setField(slot, Slot.offset, offset);
  const first = intervalAt(next.domain, region, offset);
  next.setField(slot, Slot.first, first);
  next.setField(slot, Slot.count, intervalAt(next.domain, region, end) - first);
  eachInterval(from, next.domain, old, region, (interval, begins, past) => {
    const inside = interval >= first && next.domain.intervalOffset[interval] < end;
    if (!inside || !covers(world, slot, begins)) return;
    let tag = world.content(slot, begins);
    for (let i = begins + 1; i < past; i += 1) {
      if (!covers(world, slot, i) || world.content(slot, i) !== tag) tag = TAG_UNKNOWN;
    }
    next.setContent(slot, interval, tag, world.contentCite(slot, begins));
  });
}

function covers(world: World, slot: number, interval: number): boolean {
  const first = world.field(slot, Slot.first);
  return interval >= first && interval < first + world.field(slot, Slot.count);
}

/** Bytes of the root region that a record covers. */
function bytesOf(world: World, slot: number): number {
  const { intervalOffset, intervalBytes } = world.domain;
  const first = world.field(slot, Slot.first);
  const count = world.field(slot, Slot.count);
  if (count === 0) return 0;
  const last = first + count - 1;
  return intervalOffset[last] + intervalBytes[last] - intervalOffset[first];
}

/** Nobody asks a released record for its bytes. */
function forgetRoot(next: World, slot: number): void {
  next.setField(slot, Slot.region, 0);
  next.setField(slot, Slot.first, 0);
  next.setField(slot, Slot.count, 0);
}

/** Cuts that a domain needs so that {@link migrate} keeps what lives in a world: its records. */
export function cutsOf(world: World, take: (region: number, offset: number) => void): void {
  for (let s = 0; s < world.slots; s += 1) {
    const state = world.field(s, Slot.state);
    const region = world.field(s, Slot.region) - 1;
    if (region < 0 || (state !== State.live && state !== State.leaked)) continue;
    const offset = world.field(s, Slot.offset);
    take(region, offset);
    take(region, offset + bytesOf(world, s));
  }
}
