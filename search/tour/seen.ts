/**
 * Bytes of which no rule speaks, as they were seen. After some wrong calls memory may hold
 * anything, and a belief says only that. What it does hold can be looked at, and stays until
 * something stores there: where it is one of the scope's contents, or what a region began with, the
 * belief is told. So beliefs that differ in what was forgotten alone become one, and what follows
 * is judged more closely. Bytes that look like nothing known, or differently through an alias, stay
 * unknown.
 */

import { Form } from '../../model/readings.js';
import {
  DMA_PROCESS,
  TAG_FIRST_WRITTEN,
  TAG_INITIAL,
  TAG_UNKNOWN,
  TAG_ZERO,
} from '../../model/world/domain.js';
import { Slot, type World } from '../../model/world/world.js';
import { agrees } from '../../properties/bytes.js';
import { serverOf } from '../../properties/inspection.js';
import { offers } from '../../properties/offers.js';
import { type Inspection, TargetFailure } from '../../targets/interface.js';
import type { Ground } from '../check/marshalling/ground.js';

/** Learns from what a target shows; owns its scratch memory. */
export class Seen {
  private readonly bytes: Buffer;
  private readonly tags: readonly number[];

  constructor({ domain, scope }: Ground) {
    const regions = Array.from({ length: domain.regions }, (_, region) => TAG_INITIAL + region);
    const contents = Array.from({ length: scope.contents }, (_, tag) => TAG_FIRST_WRITTEN + tag);
    this.tags = [TAG_ZERO, ...regions, ...contents];
    this.bytes = Buffer.alloc(Math.max(...domain.intervalBytes));
  }

  /** Tells worlds what unknown bytes are. A target that breaks here fails the next operation. */
  learn(worlds: readonly World[], target: Inspection | null): void {
    if (target === null || !offers(target, 'memory')) return;
    try {
      for (const world of worlds) {
        if (!hasUnknown(world)) continue;
        for (let r = 0; r < world.domain.regions; r += 1) this.learnRegion(world, r, target);
        for (let slot = 0; slot < world.slots; slot += 1) this.learnCopy(world, slot, target);
      }
    } catch (error) {
      if (!(error instanceof TargetFailure)) throw error;
    }
  }

  private learnRegion(world: World, region: number, target: Inspection): void {
    const { domain } = world;
    const generation = world.generation(region) - 1;
    if (generation < 0 || domain.regionProcess[region] === DMA_PROCESS) return;
    const end = domain.regionInterval[region + 1];
    for (let i = domain.regionInterval[region]; i < end; i += 1) {
      if (world.tag(i, generation) !== TAG_UNKNOWN) continue;
      const address = domain.regionBase[region] + domain.intervalOffset[i];
      const tag = this.tagAt(domain.regionProcess[region], address, world, i, target);
      if (tag === TAG_UNKNOWN || !this.aliasesShow(tag, world, i, generation, target)) continue;
      world.setTag(i, generation, tag, world.tagCite(i, generation));
    }
  }

  private learnCopy(world: World, slot: number, target: Inspection): void {
    if (!world.isLive(slot) || !world.has(slot, Slot.form, Form.copy)) return;
    if (world.heapOpen || world.field(slot, Slot.region) === 0) return;
    const first = world.field(slot, Slot.first);
    const end = first + world.field(slot, Slot.count);
    for (let i = first; i < end; i += 1) {
      if (world.content(slot, i) !== TAG_UNKNOWN) continue;
      const tag = this.tagAt(serverOf(world), within(world, slot, i), world, i, target);
      if (tag !== TAG_UNKNOWN) world.setContent(slot, i, tag, world.contentCite(slot, i));
    }
  }

  /** True where every live alias shows the same of an interval of these pages. */
  private aliasesShow(
    tag: number,
    world: World,
    interval: number,
    generation: number,
    target: Inspection,
  ): boolean {
    for (let slot = 0; slot < world.slots; slot += 1) {
      if (!world.isLive(slot) || !world.has(slot, Slot.form, Form.alias)) continue;
      const first = world.field(slot, Slot.first);
      if (interval < first || interval >= first + world.field(slot, Slot.count)) continue;
      if (world.field(slot, Slot.generation) !== generation) continue;
      const shown = this.tagAt(
        serverOf(world),
        within(world, slot, interval),
        world,
        interval,
        target,
      );
      if (shown !== tag) return false;
    }
    return true;
  }

  /** What an interval's bytes are at an address of a process; TAG_UNKNOWN for nothing known. */
  private tagAt(
    process: number,
    address: number,
    { domain }: World,
    interval: number,
    target: Inspection,
  ): number {
    const offset = domain.intervalOffset[interval];
    const size = domain.intervalBytes[interval];
    if (!target.peek(process, address, size, this.bytes)) return TAG_UNKNOWN;
    const isShown = (tag: number): boolean => agrees(tag, offset, size, this.bytes, 0);
    return this.tags.find(isShown) ?? TAG_UNKNOWN;
  }
}

/** Where a record's pointer shows an interval. */
function within(world: World, slot: number, interval: number): number {
  const { intervalOffset } = world.domain;
  const first = world.field(slot, Slot.first);
  return world.pointer(slot) + intervalOffset[interval] - intervalOffset[first];
}

/** Whether any byte is unknown: asked after each operation, so in one go. */
function hasUnknown({ words, at }: World): boolean {
  for (let i = at.tags; i < at.calls; i += 1) if (words[i] === TAG_UNKNOWN) return true;
  for (let i = at.contents; i < at.objects; i += 1) if (words[i] === TAG_UNKNOWN) return true;
  return false;
}
