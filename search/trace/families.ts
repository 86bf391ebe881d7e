/** Every family that is remembered, and how a pointer leads to its own. */

import { hasAddress } from '../../model/world/memory.js';
import { Slot, type World } from '../../model/world/world.js';
import type { Family } from './family.js';
import { Ranges } from './ranges.js';

/** Families with something live, and families that are over: bounds of the memory needed. */
const MOST_LIVE = 16_384;
const MOST_OVER = 128;

/** Slot of the live record at an address of its own, or −1. */
export function liveAt(world: World, pointer: number): number {
  for (let s = 0; s < world.slots; s += 1) {
    if (world.isLive(s) && world.pointer(s) === pointer && hasAddress(world, s)) return s;
  }
  return -1;
}

/** True when no record lives in any world of a family. */
export function isEmptyHanded(family: Family): boolean {
  return family.worlds.every((world) => {
    for (let s = 0; s < world.slots; s += 1) if (world.isLive(s)) return false;
    return true;
  });
}

/** See the file comment. */
export class Families {
  /** Live buffers that were forgotten because there were too many. */
  forgotten = 0;
  readonly ranges: Ranges<Family> = new Ranges<Family>();
  private readonly live = new Set<Family>();
  private readonly over: Family[] = [];
  private readonly recent = new Map<number, Family>();
  private readonly byProcess = new Map<number, Set<Family>>();

  /** A new family. */
  add(family: Family): void {
    this.live.add(family);
    if (this.live.size <= MOST_LIVE) return;
    for (const oldest of this.live) {
      this.forgotten += Math.max(oldest.pointers.size, 1);
      this.live.delete(oldest);
      this.drop(oldest);
      break;
    }
  }

  /** Families that are not over. */
  all(): Iterable<Family> {
    return this.live;
  }

  /** Families that know of a process. */
  knowing(process: number): readonly Family[] {
    return [...(this.byProcess.get(process) ?? [])];
  }

  /** The family has to do with a process from here on. */
  concern(family: Family, process: number): void {
    let set = this.byProcess.get(process);
    if (set === undefined) {
      set = new Set();
      this.byProcess.set(process, set);
    }
    set.add(family);
  }

  /** The family whose buffer holds an address, or held it last. */
  holding(address: number): Family | undefined {
    return this.ranges.at(address) ?? this.recent.get(address);
  }

  /** A pointer belongs to a family: as a live buffer of `size` bytes, or (0) without one. */
  note(family: Family, pointer: number, size: number): void {
    family.pointers.add(pointer);
    if (size === 0) this.recent.set(pointer, family);
    else {
      this.recent.delete(pointer);
      this.ranges.add(pointer, pointer + size, family);
    }
  }

  /** The buffer at a pointer is live no more; who asks for it still finds the family. */
  release(family: Family, pointer: number): void {
    if (this.ranges.begins(pointer) && this.ranges.at(pointer) === family) {
      this.ranges.remove(pointer);
    }
    this.recent.set(pointer, family);
  }

  /** Brings all pointers of a family up to date with its worlds. */
  refresh(family: Family): void {
    for (const pointer of family.pointers) {
      if (this.ranges.at(pointer) !== family || !this.ranges.begins(pointer)) continue;
      if (family.worlds.every((world) => liveAt(world, pointer) < 0)) this.release(family, pointer);
    }
  }

  /** Bytes of the live buffer at a pointer, at most over the worlds; 0 where none is its own. */
  extent(family: Family, pointer: number): number {
    let most = 0;
    for (const world of family.worlds) {
      const slot = liveAt(world, pointer);
      if (slot >= 0) most = Math.max(most, world.field(slot, Slot.length), 1);
    }
    return most;
  }

  /** Retires a family that holds nothing and carries no call. */
  retire(family: Family): void {
    if (family.calls > 0 || !this.live.has(family)) return;
    const holds = family.isOpen
      ? [...family.pointers].some((pointer) => this.ranges.at(pointer) === family)
      : !isEmptyHanded(family);
    if (holds) return;
    this.live.delete(family);
    this.over.push(family);
    if (this.over.length < MOST_OVER * 2) return;
    for (const old of this.over.splice(0, MOST_OVER)) if (!this.live.has(old)) this.drop(old);
  }

  /** Forgets everything. */
  clear(): void {
    for (const family of [...this.live, ...this.over]) this.drop(family);
    this.live.clear();
    this.over.length = 0;
  }

  private drop(family: Family): void {
    for (const pointer of family.pointers) {
      if (this.recent.get(pointer) === family) this.recent.delete(pointer);
      if (this.ranges.begins(pointer) && this.ranges.at(pointer) === family) {
        this.ranges.remove(pointer);
      }
    }
    for (const process of family.processes) {
      const set = this.byProcess.get(process);
      set?.delete(family);
      if (set?.size === 0) this.byProcess.delete(process);
    }
  }
}
