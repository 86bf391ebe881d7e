/**
 * Invariants of every reachable world, computed from the records alone, so that a rule that
 * forgets to count, to uncache or to release is caught whatever the target does.
 */

import type { ClauseId } from '../model/clauses/index.js';
import { Form } from '../model/readings.js';
import { PAGE_BYTES } from '../model/world/domain.js';
import { Slot, State, type World } from '../model/world/world.js';

/** One invariant of a world. */
export interface Invariant {
  readonly id: string;
  readonly clause: ClauseId;
  readonly sentence: string;
  readonly holds: (world: World) => boolean;
}

function holds(world: World, slot: number, form: Form): boolean {
  const state = world.field(slot, Slot.state);
  const kept = state === State.live || state === State.leaked;
  return kept && world.field(slot, Slot.form) === form;
}

function countsHeap(world: World): boolean {
  let blocks = 0;
  let bytes = 0;
  for (let s = 0; s < world.slots; s += 1) {
    if (!holds(world, s, Form.copy)) continue;
    blocks += 1;
    bytes += world.field(s, Slot.length);
  }
  return blocks === world.heapBlocks && bytes === world.heapBytes;
}

function countsAliases(world: World): boolean {
  let aliases = 0;
  for (let s = 0; s < world.slots; s += 1) {
    if (holds(world, s, Form.alias) && world.field(s, Slot.region) > 0) aliases += 1;
  }
  return aliases === world.aliases;
}

/** Aliases whose pages include a run. */
function aliasesOver(world: World, run: number, generation: number): number {
  const { domain } = world;
  const region = domain.runRegion[run];
  const from = domain.runOffset[run];
  let count = 0;
  for (let s = 0; s < world.slots; s += 1) {
    if (!holds(world, s, Form.alias) || world.field(s, Slot.region) - 1 !== region) continue;
    if (world.field(s, Slot.generation) !== generation) continue;
    const offset = world.field(s, Slot.offset);
    const first = offset - (offset % PAGE_BYTES);
    if (from >= first && from < offset + world.field(s, Slot.length)) count += 1;
  }
  return count;
}

function countsPages(world: World): boolean {
  if (world.aliases === 0) return noPageIsCounted(world);
  for (let run = 0; run < world.domain.runs; run += 1) {
    for (let generation = 0; generation < 2; generation += 1) {
      const counted = world.aliasesOf(run, generation);
      if (counted !== aliasesOver(world, run, generation)) return false;
    }
  }
  return true;
}

function noPageIsCounted(world: World): boolean {
  const { words, at } = world;
  for (let i = at.runAliases; i < at.runUncached; i += 1) if (words[i] !== 0) return false;
  return true;
}

function cachesRightly(world: World): boolean {
  const { domain } = world;
  const { virtuallyTagged } = domain.reading;
  for (let run = 0; run < domain.runs; run += 1) {
    const generation = world.generation(domain.runRegion[run]) - 1;
    if (generation < 0) continue;
    const aliased = virtuallyTagged && world.aliasesOf(run, generation) > 0;
    if (world.isUncached(run, generation) !== (aliased || world.isNocache(run))) return false;
  }
  return true;
}

function keepsParents(world: World): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.form) !== Form.same) continue;
    const parent = world.parent(s);
    if (parent < 0 || world.field(parent, Slot.state) === State.empty) return false;
  }
  return true;
}

/** Every invariant, cheapest first. */
export const INVARIANTS: readonly Invariant[] = [
  {
    id: 'heap-counted',
    clause: 'INV-LEAK',
    sentence: 'heap blocks and bytes are those of the live copies',
    holds: countsHeap,
  },
  {
    id: 'aliases-counted',
    clause: 'INV-COUNT',
    sentence: 'aliases are those of the live records',
    holds: countsAliases,
  },
  {
    id: 'pages-counted',
    clause: 'INV-COUNT',
    sentence: 'each page counts the aliases that map it, and none is negative',
    holds: countsPages,
  },
  {
    id: 'cache-attributes',
    clause: 'INV-CACHE',
    sentence: 'a page is uncached exactly while it is aliased, or was so to begin with',
    holds: cachesRightly,
  },
  {
    id: 'sources-recorded',
    clause: 'INV-ISOLATE',
    sentence: 'a pointer that is shared with its source has a source',
    holds: keepsParents,
  },
];

/** ID of the first invariant that a world breaks, '' for none. */
export function brokenInvariant(world: World): string {
  for (const invariant of INVARIANTS) if (!invariant.holds(world)) return invariant.id;
  return '';
}
