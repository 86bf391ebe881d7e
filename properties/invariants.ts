/**
 * Invariants of every reachable world, computed from the records alone, so that a rule that
 * forgets to count, to uncache or to release is caught whatever the target does.
 */

import type { ClauseId } from '../model/clauses/index.js';
import { Form } from '../model/readings.js';
import { DOMAIN_LIMITS, PAGE_BYTES } from '../model/world/domain.js';
import { Slot, State, type World } from '../model/world/world.js';

/** What the records of a world amount to, counted anew; one object is reused. */
export class Recount {
  blocks = 0;
  bytes = 0;
  aliases = 0;
  /** Shared pointers whose source is not recorded. */
  sourceless = 0;
  /** Aliases over each run and generation, at run × 2 + generation. */
  readonly pages: Int32Array = new Int32Array(2 * DOMAIN_LIMITS.intervals);

  take(world: World): void {
    this.blocks = 0;
    this.bytes = 0;
    this.aliases = 0;
    this.sourceless = 0;
    this.pages.fill(0, 0, world.domain.runs * 2);
    for (let s = 0; s < world.slots; s += 1) {
      const state = world.field(s, Slot.state);
      if (state === State.live || state === State.leaked) this.add(world, s, state);
    }
  }

  private add(world: World, slot: number, state: number): void {
    const form = world.field(slot, Slot.form);
    if (form === Form.copy) {
      this.blocks += 1;
      this.bytes += world.field(slot, Slot.length);
    } else if (form === Form.alias && world.field(slot, Slot.region) > 0) {
      this.aliases += 1;
      this.addPages(world, slot);
    } else if (form === Form.same && state === State.live) {
      const parent = world.parent(slot);
      const recorded = parent >= 0 && world.field(parent, Slot.state) !== State.empty;
      if (!recorded) this.sourceless += 1;
    }
  }

  /** The runs of every page that the alias begins in, ends in or covers. */
  private addPages(world: World, slot: number): void {
    const { domain } = world;
    const region = world.field(slot, Slot.region) - 1;
    const offset = world.field(slot, Slot.offset);
    const first = offset - (offset % PAGE_BYTES);
    const end = offset + world.field(slot, Slot.length);
    const last = domain.regionRun[region + 1];
    for (let run = domain.regionRun[region]; run < last; run += 1) {
      const from = domain.runOffset[run];
      if (from < first) continue;
      if (from >= end) return;
      this.pages[run * 2 + world.field(slot, Slot.generation)] += 1;
    }
  }
}

/** One invariant of a world, given what its records amount to. */
export interface Invariant {
  readonly id: string;
  readonly clause: ClauseId;
  readonly sentence: string;
  readonly holds: (world: World, recount: Recount) => boolean;
}

function countsHeap(world: World, { blocks, bytes }: Recount): boolean {
  return blocks === world.heapBlocks && bytes === world.heapBytes;
}

function countsAliases(world: World, { aliases }: Recount): boolean {
  return aliases === world.aliases;
}

function countsPages(world: World, { pages }: Recount): boolean {
  for (let run = 0; run < world.domain.runs; run += 1) {
    if (world.aliasesOf(run, 0) !== pages[run * 2]) return false;
    if (world.aliasesOf(run, 1) !== pages[run * 2 + 1]) return false;
  }
  return true;
}

function cachesRightly(world: World, { pages }: Recount): boolean {
  const { domain } = world;
  const { virtuallyTagged } = domain.reading;
  for (let run = 0; run < domain.runs; run += 1) {
    const generation = world.generation(domain.runRegion[run]) - 1;
    if (generation < 0) continue;
    const aliased = virtuallyTagged && pages[run * 2 + generation] > 0;
    if (world.isUncached(run, generation) !== (aliased || world.isNocache(run))) return false;
  }
  return true;
}

function keepsParents(_: World, { sourceless }: Recount): boolean {
  return sourceless === 0;
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

const RECOUNT = new Recount();

/** ID of the first invariant that a world breaks, '' for none. */
export function brokenInvariant(world: World): string {
  RECOUNT.take(world);
  for (const invariant of INVARIANTS) if (!invariant.holds(world, RECOUNT)) return invariant.id;
  return '';
}
