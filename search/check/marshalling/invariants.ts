/**
 * The invariants of an exhaustive search. Those of a world are cut into small statements, each
 * about few words; those of a transition are in laws.ts.
 */

import { Form } from '../../../model/readings.js';
import { UNSAFE } from '../../../model/unsafe.js';
import { DMA_PROCESS, PAGE_BYTES, TAG_INITIAL } from '../../../model/world/domain.js';
import { Slot, State, World } from '../../../model/world/world.js';
import { type CheckInvariant, VERDICT, type Verdict } from '../model.js';
import type { Client } from './act.js';
import type { Ground } from './ground.js';
import type { Condition } from './question.js';
import { has } from './scope.js';
import type { Statement } from './statement.js';
import { systemStatements } from './system-invariants.js';

/** Statements about transitions, with the clauses that they stand for. */
export const LAWS = {
  'no-hazard': 'a driver that keeps the rules reaches no hazard (INV-ISOLATE)',
  'stays-usable': 'an asynchronous pointer works until it is freed (ASYNC-4)',
  'kernel-memory-out-of-reach': 'no application reads kernel memory (SPACE-2, INV-SECRET)',
  'failure-changes-nothing': 'a call that FAILED leaves everything as it was (INV-FAILSAFE)',
  'memory-changes-by-its-owner': 'memory changes by its owner, views and write-back (INV-ISOLATE)',
  'duplicates-change-by-their-owner': 'a duplicate changes by its owner alone (INV-COHERENT)',
  'bystanders-untouched': 'a call changes no record but its own (FREE-3, FREE-4, FLUSH-1)',
  'released-once': 'a right release ends exactly one record (FREE-1, CLOSE-1, DUP-2)',
  'aliases-as-writable-as-their-source':
    'an alias with the O bit over pages that the caller may write can be written (ALIAS-11)',
  'written-back': 'what was written in a copy arrives (FREE-1, CLOSE-1, DUP-2, FLUSH-1)',
  'copies-start-as-their-source': 'a copy starts as its source or zeroes (DUP-4, OPEN-2)',
  'no-access-without-a-view': 'where nothing is mapped an access faults (VM-1, WD-1, INV-ISOLATE)',
  'stores-arrive-in-every-view': 'views of one memory agree (VM-2, WD-3, INV-COHERENT)',
  'reservations-released': 'a right release ends a reservation and what is mapped in it (VM-5)',
  'objects-release-what-they-hold': 'an emptied object has released its buffer (CLASS-2, CLASS-7)',
} as const;
/** Name of a law. */
export type Law = keyof typeof LAWS;

function isTaken(world: World, slot: number): boolean {
  const state = world.field(slot, Slot.state);
  return state === State.live || state === State.leaked;
}

/** Counts taken records of a form; −1 when there is none of any form. */
function count(world: World, form: Form, of: (slot: number) => number): number {
  let sum = 0;
  for (let s = 0; s < world.slots; s += 1) {
    if (isTaken(world, s) && world.field(s, Slot.form) === form) sum += of(s);
  }
  return sum;
}

const HEAP: Statement = {
  name: 'heap-counted (INV-LEAK)',
  holds: (world) => {
    if (world.heapOpen) return undefined;
    const blocks = count(world, Form.copy, () => 1);
    const bytes = count(world, Form.copy, (s) => world.field(s, Slot.length));
    if (blocks !== world.heapBlocks || bytes !== world.heapBytes) return false;
    return blocks > 0 ? true : undefined;
  },
};

const ALIASES: Statement = {
  name: 'aliases-counted (INV-COUNT)',
  holds: (world) => {
    const aliases = count(world, Form.alias, (s) => (world.field(s, Slot.region) > 0 ? 1 : 0));
    if (aliases !== world.aliases) return false;
    return aliases > 0 ? true : undefined;
  },
};

/** Aliases that map the pages of a run, in one generation of its region. */
function mapped(world: World, run: number, generation: number): number {
  const { domain } = world;
  const region = domain.runRegion[run];
  const from = domain.runOffset[run];
  return count(world, Form.alias, (s) => {
    if (world.field(s, Slot.region) - 1 !== region) return 0;
    if (world.field(s, Slot.generation) !== generation) return 0;
    const offset = world.field(s, Slot.offset);
    const first = offset - (offset % PAGE_BYTES);
    return from >= first && from < offset + world.field(s, Slot.length) ? 1 : 0;
  });
}

function pages(run: number, generation: number): Statement {
  return {
    name: `pages-counted (INV-COUNT) run ${run}.${generation}`,
    holds: (world) => {
      const aliases = mapped(world, run, generation);
      if (aliases !== world.aliasesOf(run, generation)) return false;
      return aliases > 0 ? true : undefined;
    },
  };
}

function cache(run: number, generation: number): Statement {
  return {
    name: `cache-attributes (INV-CACHE) run ${run}.${generation}`,
    holds: (world) => {
      const { domain } = world;
      const now = world.generation(domain.runRegion[run]) - 1 === generation;
      const aliased = mapped(world, run, generation) > 0;
      if (!now && !aliased) return undefined;
      const wanted = domain.reading.virtuallyTagged && aliased;
      const asked = now && world.isNocache(run);
      if (!now) return !wanted || world.isUncached(run, generation) ? true : false;
      return world.isUncached(run, generation) === (wanted || asked);
    },
  };
}

function secret(region: number): Statement {
  return {
    name: `no-foreign-bytes (INV-SECRET) region ${region}`,
    holds: (world) => {
      const { domain } = world;
      const generation = world.generation(region) - 1;
      if (generation < 0) return undefined;
      const end = domain.regionInterval[region + 1];
      // WinDriver's buffers start as zero bytes.
      const isBuffer = domain.regionProcess[region] === DMA_PROCESS;
      for (let i = domain.regionInterval[region]; i < end; i += 1) {
        const tag = world.tag(i, generation);
        const initial = tag >= TAG_INITIAL && tag < TAG_INITIAL + domain.regions;
        if (initial && (tag !== TAG_INITIAL + region || isBuffer)) return false;
      }
      return true;
    },
  };
}

const APART: Statement = {
  name: 'addresses-apart (INV-ISOLATE)',
  holds: (world) => {
    let own = 0;
    for (let s = 0; s < world.slots; s += 1) {
      if (!isOwn(world, s)) continue;
      own += 1;
      for (let t = 0; t < s; t += 1) {
        if (isOwn(world, t) && world.pointer(t) === world.pointer(s)) return false;
      }
    }
    return own > 1 ? true : undefined;
  },
};

/** True for a live record with an address that only it has. */
function isOwn(world: World, slot: number): boolean {
  if (!world.isLive(slot)) return false;
  const form = world.field(slot, Slot.form);
  return form === Form.copy || form === Form.alias;
}

const SOURCES: Statement = {
  name: 'sources-recorded (INV-ISOLATE)',
  holds: (world) => {
    let shared = 0;
    for (let s = 0; s < world.slots; s += 1) {
      if (!world.isLive(s) || world.field(s, Slot.form) !== Form.same) continue;
      shared += 1;
      if (world.parent(s) < 0) return false;
    }
    return shared > 0 ? true : undefined;
  },
};

/** INV-LEAK: with no record left, nothing is. */
const EMPTY: Statement = {
  name: 'nothing-left (INV-LEAK)',
  holds: (world) => {
    for (let s = 0; s < world.slots; s += 1) if (isTaken(world, s)) return undefined;
    if (world.heapOpen) return undefined;
    return world.heapBlocks === 0 && world.heapBytes === 0 && world.aliases === 0;
  },
};

function statements(ground: Ground, client: Client): Statement[] {
  const { domain, scope } = ground;
  const all = [HEAP, APART, SOURCES, EMPTY, ...systemStatements(ground, client)];
  // A user-mode driver gets aliases as parameters of its calls, and nowhere else.
  const aliases = scope.server === 'kernel' || has(scope, 'parameter');
  if (aliases) all.push(ALIASES);
  for (let run = 0; run < domain.runs; run += 1) {
    const owner = domain.regionProcess[domain.runRegion[run]];
    if (owner === 0 || owner === DMA_PROCESS) continue;
    for (const generation of [0, 1]) {
      if (aliases) all.push(pages(run, generation));
      all.push(cache(run, generation));
    }
  }
  for (let region = 1; region < domain.regions; region += 1) all.push(secret(region));
  return all;
}

/** Invariants of a scope, and where the laws and the documented dangers begin among them. */
export interface Invariants {
  readonly invariants: CheckInvariant[];
  readonly lawIndex: (law: Law) => number;
  /** Index of the first documented danger: met, not broken; its path is its witness. */
  readonly firstUnsafe: number;
}

/** A statement for each part of memory is one invariant in several parts: its name without them. */
export function invariantName(name: string): string {
  return name.replace(/ (run|region) [\d.]+$/, '');
}

/** A world that answers a question: its path is the witness. */
export const QUESTION = 'question';

/** All invariants: those of worlds, the laws in the order of {@link LAWS}, the dangers. */
export function invariantsOf(ground: Ground, client: Client): Invariants {
  const ofWorlds = statements(ground, client).map(
    ({ name, holds }): CheckInvariant => ({
      name,
      judge: (state): Verdict => {
        const result = holds(new World(ground.domain, state, ground.at));
        if (result === undefined) return VERDICT.VACUOUS;
        return result ? VERDICT.HOLDS : VERDICT.VIOLATED;
      },
    }),
  );
  const names = Object.keys(LAWS) as Law[];
  const ofTransitions = names.map(
    (name): CheckInvariant => ({
      name,
      judge: () => VERDICT.VACUOUS,
      ofTransitions: true,
    }),
  );
  const dangers = UNSAFE.map(
    ({ id }): CheckInvariant => ({
      name: `unsafe ${id}`,
      judge: () => VERDICT.VACUOUS,
      ofTransitions: true,
    }),
  );
  return {
    invariants: [...ofWorlds, ...ofTransitions, ...dangers],
    lawIndex: (law) => ofWorlds.length + names.indexOf(law),
    firstUnsafe: ofWorlds.length + names.length,
  };
}

/** The statement that no world answers a question; the path that breaks it is the witness. */
export function questionOf(ground: Ground, question: Condition): CheckInvariant {
  return {
    name: QUESTION,
    judge: (state) => {
      const met = question(new World(ground.domain, state, ground.at));
      return met ? VERDICT.VIOLATED : VERDICT.HOLDS;
    },
  };
}
