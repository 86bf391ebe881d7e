/**
 * Bytes that a target shows, against those that a world says. What agreed is remembered with the
 * target's count of changes (`Inspection.changedAt`): as long as the count and the tags stay, the
 * bytes need not be fetched again.
 */

import { Form } from '../model/readings.js';
import { type Domain, intervalAt } from '../model/world/domain.js';
import { Slot, type World } from '../model/world/world.js';
import type { Inspection, PageState } from '../targets/interface.js';
import { agrees } from './bytes.js';

/** In place of a slot: the memory itself. */
export const NO_SLOT = -1;
/** {@link Looks.compare}: a page is not mapped. */
export const MISSING = -2;
/** {@link Looks.compare}: every byte agrees. */
export const SAME = -1;

const LARGEST = 48 * 4096;
const NEVER = -1;
const SPACE_BYTES = 0x1_0000_0000;

/** Compares, and remembers what agreed; owns its scratch memory. */
export class Looks {
  readonly state: PageState = {
    present: false,
    protection: 0,
    cached: false,
    frame: 0,
    references: 0,
  };
  private readonly bytes = Buffer.alloc(LARGEST);
  private domain: Domain | null = null;
  private target: Inspection | null = null;
  /** Of each region, then of each slot: count, place (process, address), size when it agreed. */
  private counts = new Float64Array(0);
  private places = new Float64Array(0);
  private sizes = new Float64Array(0);
  /** Tags when it agreed: `widest` of each. */
  private tags = new Int32Array(0);
  /** Whose contents are compared: a copy's (its slot), or under NO_SLOT those of memory. */
  private copy = NO_SLOT;
  private generation = 0;
  private first = 0;
  private end = 0;
  private process = 0;
  private address = 0;
  private size = 0;

  /** A region, as its process sees it: {@link MISSING}, {@link SAME} or the first bad interval. */
  region(world: World, region: number, target: Inspection): number {
    const { domain } = world;
    this.copy = NO_SLOT;
    this.generation = world.generation(region) - 1;
    this.first = domain.regionInterval[region];
    this.end = domain.regionInterval[region + 1];
    this.address = domain.regionBase[region];
    this.size = domain.regionBytes[region];
    this.process = domain.regionProcess[region];
    return this.compare(world, region, target);
  }

  /** Pages of one run of a region, where a process has them; answers as {@link region} does. */
  run(world: World, run: number, process: number, address: number, target: Inspection): number {
    const { domain } = world;
    this.copy = NO_SLOT;
    this.generation = 0;
    const [from, size] = [domain.runOffset[run], domain.runBytes[run]];
    this.first = intervalAt(domain, domain.runRegion[run], from);
    this.end = intervalAt(domain, domain.runRegion[run], from + size);
    this.address = address;
    this.size = size;
    this.process = process;
    return this.compare(world, domain.regions + domain.slots + run, target);
  }

  /** What a record's pointer shows in a process; answers as {@link region} does. */
  slot(world: World, slot: number, process: number, target: Inspection): number {
    this.copy = world.field(slot, Slot.form) === Form.copy ? slot : NO_SLOT;
    this.generation = world.field(slot, Slot.generation);
    this.first = world.field(slot, Slot.first);
    this.end = this.first + world.field(slot, Slot.count);
    this.address = world.pointer(slot);
    this.size = world.field(slot, Slot.length);
    this.process = process;
    return this.compare(world, world.domain.regions + slot, target);
  }

  private compare(world: World, index: number, target: Inspection): number {
    const { process, address, size } = this;
    const count = target.changedAt?.(process, address, size) ?? NEVER;
    if (count !== NEVER && this.hasAgreed(world, index, count, target)) return SAME;
    if (!target.peek(process, address, size, this.bytes)) return MISSING;
    const bad = this.firstDifferent(world);
    if (bad === SAME && count !== NEVER) this.remember(world, index, count);
    return bad;
  }

  private hasAgreed(world: World, index: number, count: number, target: Inspection): boolean {
    if (world.domain !== this.domain || target !== this.target) this.forget(world.domain, target);
    if (this.counts[index] !== count || this.sizes[index] !== this.size) return false;
    if (this.places[index] !== this.process * SPACE_BYTES + this.address) return false;
    let at = index * world.domain.widest;
    for (let i = this.first; i < this.end; i += 1) {
      if (this.tags[at] !== this.tagOf(world, i)) return false;
      at += 1;
    }
    return true;
  }

  private remember(world: World, index: number, count: number): void {
    this.counts[index] = count;
    this.places[index] = this.process * SPACE_BYTES + this.address;
    this.sizes[index] = this.size;
    let at = index * world.domain.widest;
    for (let i = this.first; i < this.end; i += 1) {
      this.tags[at] = this.tagOf(world, i);
      at += 1;
    }
  }

  private forget(domain: Domain, target: Inspection): void {
    this.domain = domain;
    this.target = target;
    const places = domain.regions + domain.slots + (domain.backings > 0 ? domain.runs : 0);
    if (places > this.counts.length) {
      this.counts = new Float64Array(places);
      this.places = new Float64Array(places);
      this.sizes = new Float64Array(places);
    }
    this.counts.fill(NEVER);
    if (places * domain.widest > this.tags.length)
      this.tags = new Int32Array(places * domain.widest);
  }

  private tagOf(world: World, interval: number): number {
    if (this.copy === NO_SLOT) return world.tag(interval, this.generation);
    return world.content(this.copy, interval);
  }

  /** First interval whose bytes are not its tag's. Neighbours with one tag go at one go. */
  private firstDifferent(world: World): number {
    const { bytes, first, end } = this;
    const { intervalOffset, intervalBytes } = world.domain;
    const root = intervalOffset[first];
    for (let i = first; i < end; ) {
      const tag = this.tagOf(world, i);
      let next = i + 1;
      while (next < end && this.tagOf(world, next) === tag) next += 1;
      const offset = intervalOffset[i];
      const size = intervalOffset[next - 1] + intervalBytes[next - 1] - offset;
      if (!agrees(tag, offset, size, bytes, offset - root)) {
        while (agrees(tag, intervalOffset[i], intervalBytes[i], bytes, intervalOffset[i] - root)) {
          i += 1;
        }
        return i;
      }
      i = next;
    }
    return SAME;
  }
}
