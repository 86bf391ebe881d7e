/**
 * A family: what belongs together in a log. One call, every buffer that was made in it, and
 * whoever touches these buffers later. Families have worlds of their own, so that what is open in
 * one does not multiply with what is open in another, and a log of any length needs little memory.
 */

import type { Operation } from '../../model/step.js';
import { type Domain, PAGE_BYTES, type RegionPlan, Rights } from '../../model/world/domain.js';
import { cutsOf, migrate } from '../../model/world/migrate.js';
import type { World } from '../../model/world/world.js';
import { type Domains, MOST_ACTORS } from './domains.js';

const FEW_SLOTS = 6;
const MOST_SLOTS = 48;
/** Above this many regions those that no live record stands on go. */
const FEW_REGIONS = 6;
const MOST_STEPS = 500;

/** Memory that the family knows of; declared memory is known to the byte. */
export interface Land {
  readonly process: number;
  readonly base: number;
  readonly bytes: number;
  readonly declared: RegionPlan | null;
}

/** One thing that happened, in the order of its explanation; line 0: a silent step. */
export interface Told {
  readonly line: number;
  readonly operation: Operation;
  readonly result: number;
  readonly pointer: number;
  readonly tag: number;
  readonly faulted: boolean;
}

/** A cut that is needed at an offset of a region. */
interface Cut {
  readonly region: number;
  readonly offset: number;
}

/** See the file comment. */
export class Family {
  worlds: World[];
  /** True once nothing can be said of it any more: a departure, a hazard, too much at once. */
  isOpen = false;
  /** Lines of the log that it explains begin and end here. */
  lastLine = 0;
  /** Calls of it that are in flight. */
  calls = 0;
  readonly story: Told[] = [];
  /** Steps that were not kept. */
  untold = 0;
  lands: Land[];
  /** Numbers of the system at those of the model, from 1. */
  readonly processes: number[] = [];
  readonly threads: number[] = [];
  /** Pointers that its buffers had. */
  readonly pointers: Set<number> = new Set<number>();
  /** Clauses that the driver was found to break in it. */
  readonly breaches: Set<string> = new Set<string>();
  private readonly domains: Domains;
  private slots: number = FEW_SLOTS;

  constructor(domains: Domains, lands: readonly Land[]) {
    this.domains = domains;
    this.lands = [...lands];
    const plans = this.lands.map((land) => planOf(land, []));
    this.worlds = [domains.fresh(domains.get(plans, this.slots))];
  }

  /** A family that knows memory from the start; `processes` as it numbers them. */
  static withLands(domains: Domains, lands: readonly Land[], processes: readonly number[]): Family {
    const family = new Family(domains, lands);
    family.processes.push(...processes);
    return family;
  }

  get domain(): Domain {
    return this.worlds[0].domain;
  }

  /** The model's number of a process; 0 when there are too many. */
  application(process: number): number {
    const at = this.processes.indexOf(process);
    if (at >= 0) return at + 1;
    return this.processes.length < MOST_ACTORS ? this.processes.push(process) : 0;
  }

  /** The model's number of a thread that is in a call of this family; 0 for none. */
  threadOf(thread: number): number {
    return this.threads.indexOf(thread) + 1;
  }

  /** Gives a thread a number; 0 when all are taken. */
  enter(thread: number): number {
    const free = this.threads.indexOf(0);
    const at = free >= 0 ? free : this.threads.length;
    if (at >= MOST_ACTORS) return 0;
    this.threads[at] = thread;
    this.calls += 1;
    return at + 1;
  }

  /** The thread is in a call of this family no more. */
  leave(thread: number): void {
    const at = this.threads.indexOf(thread);
    if (at < 0) return;
    this.threads[at] = 0;
    this.calls -= 1;
  }

  /** Keeps a step of the story; a long one is kept in part and cannot be saved. */
  tell(line: number, operation: Operation, came: Omit<Told, 'line' | 'operation'>): void {
    if (this.story.length >= MOST_STEPS) {
      this.untold += 1;
      return;
    }
    const { result, pointer, tag, faulted } = came;
    this.story.push({ line, operation: copyOf(operation), result, pointer, tag, faulted });
  }

  /** Makes room for one more record; false when there are too many. */
  makeRoom(): boolean {
    if (this.worlds.every((world) => world.freeSlot() >= 0)) return true;
    if (this.slots >= MOST_SLOTS) return false;
    this.slots = Math.min(this.slots * 2, MOST_SLOTS);
    return this.layOutAnew(this.lands, identity(this.lands.length), []);
  }

  /** Makes sure that memory of a process is known; false when there is too much. */
  know(process: number, address: number, size: number): boolean {
    const base = address - (address % PAGE_BYTES);
    const end = Math.ceil((address + Math.max(size, 1)) / PAGE_BYTES) * PAGE_BYTES;
    const { lands } = this;
    const touched = lands.filter(
      (land) => land.process === process && land.base < end && land.base + land.bytes > base,
    );
    if (touched.some((land) => land.base <= base && land.base + land.bytes >= end)) return true;
    if (touched.some(({ declared }) => declared !== null)) return true;
    const from = Math.min(base, ...touched.map((land) => land.base));
    const to = Math.max(end, ...touched.map((land) => land.base + land.bytes));
    const needed = lands.length < FEW_REGIONS ? null : this.standing();
    const next: Land[] = [];
    const moved = new Int32Array(lands.length).fill(-1);
    lands.forEach((land, index) => {
      if (touched.includes(land) || (needed !== null && !needed.has(index))) return;
      moved[index] = next.push(land) - 1;
    });
    const made = next.push({ process, base: from, bytes: to - from, declared: null }) - 1;
    const cuts: Cut[] = [{ region: made, offset: address - from }];
    cuts.push({ region: made, offset: address + size - from });
    lands.forEach((land, index) => {
      if (!touched.includes(land)) return;
      moved[index] = made;
      cuts.push({ region: made, offset: land.base - from });
      cuts.push({ region: made, offset: land.base + land.bytes - from });
    });
    return this.layOutAnew(next, moved, cuts);
  }

  /** Cuts a region at an offset; false when there are too many cuts. */
  cut(region: number, offset: number): boolean {
    return this.layOutAnew(this.lands, identity(this.lands.length), [{ region, offset }]);
  }

  /** Regions on which a record lives in some world, and declared ones. */
  private standing(): Set<number> {
    const found = new Set<number>();
    for (const world of this.worlds) cutsOf(world, (region) => found.add(region));
    this.lands.forEach((land, index) => {
      if (land.declared !== null) found.add(index);
    });
    return found;
  }

  private layOutAnew(lands: Land[], moved: Int32Array, extra: readonly Cut[]): boolean {
    const old = this.lands;
    const cuts: number[][] = lands.map(() => []);
    const keep = (region: number, offset: number): void => {
      const to = moved[region];
      if (to >= 0) cuts[to].push(offset + old[region].base - lands[to].base);
    };
    for (const world of this.worlds) cutsOf(world, keep);
    const { domain } = this;
    for (let r = 0; r < domain.regions; r += 1) {
      if (old[r].declared === null) continue;
      for (let i = domain.regionInterval[r]; i < domain.regionInterval[r + 1]; i += 1) {
        keep(r, domain.intervalOffset[i]);
      }
    }
    for (const { region, offset } of extra) cuts[region].push(offset);
    try {
      const plans = lands.map((land, index) => planOf(land, inOrder(cuts[index])));
      const next = this.domains.get(plans, this.slots);
      const before = this.worlds;
      this.worlds = before.map((world) => migrate(world, next, moved));
      for (const world of before) this.domains.recycle(world);
      this.lands = lands;
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}

function inOrder(cuts: readonly number[]): readonly number[] {
  if (cuts.length === 2 && cuts[0] < cuts[1]) return cuts;
  return [...new Set(cuts)].sort((a, b) => a - b);
}

function planOf(land: Land, cuts: readonly number[]): RegionPlan {
  if (land.declared !== null) return { ...land.declared, cuts };
  const { process, base, bytes } = land;
  const runs = [{ pages: bytes / PAGE_BYTES, rights: Rights.readWrite, cached: true }];
  return { process, base, runs, cuts, zeroes: [], isUnknown: true };
}

function identity(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index);
}

function copyOf(from: Operation): Operation {
  return {
    operation: from.operation,
    thread: from.thread,
    process: from.process,
    destination: from.destination,
    pointer: from.pointer,
    source: from.source,
    unmarshalled: from.unmarshalled,
    size: from.size,
    descriptor: from.descriptor,
    forceDuplicate: from.forceDuplicate,
    viaKernel: from.viaKernel,
    allocationFails: from.allocationFails,
    pause: from.pause,
    object: from.object,
    mode: from.mode,
    constant: from.constant,
    unforced: from.unforced,
    asynchronous: from.asynchronous,
  };
}
