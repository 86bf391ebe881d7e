/**
 * Forgets what no rule asks for any more, so that worlds that behave alike are equal: released
 * records that nobody remembers, memory that nobody maps, which of two generations is which.
 */

import { Form } from '../../../model/readings.js';
import type { OperationName } from '../../../model/step.js';
import { TAG_ZERO } from '../../../model/world/domain.js';
import { sharesOf } from '../../../model/world/shares.js';
import { Kind, Slot, State, type World } from '../../../model/world/world.js';
import type { Act } from './act.js';
import { isEstate, recordsTaken, tidyEstates } from './estates.js';

/** What a misusing driver remembers of a record that is released: what it was given, and passed. */
const REMEMBERED: readonly number[] = [
  Slot.kind,
  Slot.state,
  Slot.form,
  Slot.pointer,
  Slot.source,
  Slot.size,
  Slot.length,
  Slot.descriptor,
];
/** What is asked of a released record while others stand on it. */
const HUSK: readonly number[] = [Slot.kind, Slot.state, Slot.form];

const UNMAPS = new Set<OperationName>([
  'exit',
  'start',
  'VirtualFree',
  'VirtualAlloc',
  'return',
  'CeCloseCallerBuffer',
  'CeFreeAsynchronousBuffer',
  'CeFreeDuplicateBuffer',
  'construct',
  'Marshal',
  'Free',
  'Unmarshal',
  'destroy',
  'VirtualFreeEx',
  'WD_DMAUnlock',
  'WD_Close',
]);

/** Operations after which there may be one record more. */
const MAKES = new Set<OperationName>([
  'call',
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
  'construct',
  'Allocate',
  'Marshal',
]);

/** Keeps some words of a record and clears the others, its bytes included. */
function keep(world: World, slot: number, kept: readonly number[]): void {
  for (let field = 0; field < Slot.words; field += 1) {
    if (!kept.includes(field)) world.setField(slot, field, 0);
  }
  const from = world.at.contents + slot * world.domain.widest;
  for (let i = 0; i < world.domain.widest; i += 1) world.write(from + i, 0);
}

function tidyRecords(act: Act, choose: (count: number) => number): void {
  const { world, ground } = act;
  const remembered: number[] = [];
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.has(s, Slot.state, State.stale)) continue;
    if (ground.hasEstates && isEstate(world, s)) continue;
    const husk = world.hasChild(s);
    if (act.client === 'misusing') {
      keep(world, s, REMEMBERED);
      if (!husk) remembered.push(s);
    } else keep(world, s, husk ? HUSK : []);
  }
  const { scope, hasEstates } = ground;
  const room = hasEstates ? scope.records - recordsTaken(world) : scope.stale;
  while (remembered.length > Math.min(scope.stale, room)) {
    const forgotten = remembered.splice(choose(remembered.length), 1);
    keep(world, forgotten[0], []);
  }
}

/** Clears pages that no process and no alias maps. */
function clear(world: World, region: number, generation: number): void {
  const { domain, at } = world;
  for (let run = domain.regionRun[region]; run < end(domain.regionRun, region); run += 1) {
    world.setUncached(run, generation, false);
  }
  const last = end(domain.regionInterval, region);
  for (let i = domain.regionInterval[region]; i < last; i += 1) {
    world.write(at.tags + i * 2 + generation, TAG_ZERO);
  }
}

function end(starts: Int32Array, region: number): number {
  return starts[region + 1];
}

function isPinned(world: World, region: number, generation: number): boolean {
  const { regionRun } = world.domain;
  for (let run = regionRun[region]; run < end(regionRun, region); run += 1) {
    if (world.aliasesOf(run, generation) !== 0) return true;
    if (sharesOf(world, run, generation) !== 0) return true;
  }
  return false;
}

/** True for a record that stands on pages rather than on what its process has mapped. */
function pins(world: World, slot: number): boolean {
  if (world.has(slot, Slot.form, Form.alias)) return true;
  return world.domain.shares && world.has(slot, Slot.kind, Kind.shared);
}

/** Exchanges the two generations of a region. */
function swap(world: World, region: number): void {
  const { domain, at } = world;
  const exchange = (first: number): void => {
    const kept = world.read(first);
    world.write(first, world.read(first + 1));
    world.write(first + 1, kept);
  };
  for (let run = domain.regionRun[region]; run < end(domain.regionRun, region); run += 1) {
    exchange(at.runAliases + run * 2);
    exchange(at.runUncached + run * 2);
  }
  const last = end(domain.regionInterval, region);
  for (let i = domain.regionInterval[region]; i < last; i += 1) exchange(at.tags + i * 2);
  for (let s = 0; s < world.slots; s += 1) {
    if (!pins(world, s) || world.field(s, Slot.region) - 1 !== region) continue;
    world.setField(s, Slot.generation, 1 - world.field(s, Slot.generation));
  }
}

/** Clears what nobody maps of a region, and calls the one generation that is left the first. */
export function tidyRegion(world: World, region: number): void {
  const { domain } = world;
  const mapped = world.generation(region) - 1;
  if (mapped < 0) {
    for (let run = domain.regionRun[region]; run < end(domain.regionRun, region); run += 1) {
      world.setRights(run, domain.runRights[run]);
      world.setNocache(run, domain.runCached[run] === 0);
    }
  }
  const pinned = [isPinned(world, region, 0), isPinned(world, region, 1)];
  for (const generation of [0, 1]) {
    if (generation !== mapped && !pinned[generation]) clear(world, region, generation);
  }
  const onlySecond = mapped === 1 || (mapped < 0 && pinned[1]);
  if (!onlySecond || pinned[0] || (mapped < 0 && pinned[0])) return;
  swap(world, region);
  if (mapped === 1) world.setGeneration(region, 1);
}

/** Tidies the world after an operation; `choose` says what a driver forgets, where it must. */
export function tidy(act: Act, operation: OperationName, choose: (count: number) => number): void {
  const { world, ground } = act;
  // Before pages are looked at: what is released pins none.
  if (ground.hasEstates) tidyEstates(world);
  const makes = ground.hasEstates && ground.scope.stale > 0 && MAKES.has(operation);
  if (makes) tidyRecords(act, choose);
  if (UNMAPS.has(operation)) {
    tidyRecords(act, choose);
    for (let region = 1; region < world.domain.regions; region += 1) tidyRegion(world, region);
  }
  if (!operation.startsWith('Ce') && operation !== 'call' && !MAKES.has(operation)) return;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.has(s, Slot.state, State.live) || pins(world, s)) continue;
    world.setField(s, Slot.generation, 0);
  }
}
