/** Steps on committed pages: MEM_COMMIT, MEM_DECOMMIT, PAGE_GUARD, and accesses to them. */

import { Word } from '../../model/case.js';
import { MEM_COMMIT, MEM_DECOMMIT, MEM_RESERVE } from '../../model/memory-types.js';
import { backingOf, isCommitted, isGuarded } from '../../model/world/committed.js';
import { PAGE_BYTES } from '../../model/world/domain.js';
import { Slot } from '../../model/world/world.js';
import type { HeldPointer } from './program.js';
import { FIXED, SharingDrawer } from './shared-memory.js';

/** PAGE_*, half of them with PAGE_GUARD. */
const PROTECTIONS = [4, 4, 4, 2, 1, 0x204, 0x104, 0x104, 0x104, 0x102, 0x304];

/** Offsets from the base of a reservation between which drawn cases commit and use pages. */
export const COMMIT_CUTS: readonly number[] = [
  4, 64, 0x0ffc, 0x1000, 0x1040, 0x1ff8, 0x2000, 0x3000, 0x4000, 0x1_0000, 0x1_1000,
];

/** Draws what commits, decommits and uses pages of reservations. */
export class CommitDrawer extends SharingDrawer {
  protected commitPages(): boolean {
    const { builder, draw } = this;
    const found = draw.chance(55) ? this.reservation() : undefined;
    if (found === undefined) return this.commitAnew();
    const [held, slot] = found;
    const { world } = builder;
    const pages = world.field(slot, Slot.length) / PAGE_BYTES;
    const first = draw.below(Math.min(pages, 3));
    const past = draw.chance(this.style.wrong / 2);
    builder.start('VirtualAllocEx', this.thread(true), world.field(slot, Slot.process));
    const value = (past ? pages : first) * PAGE_BYTES + draw.pick([0, 0, 0x10]);
    builder.setReference(Word.pointerName, { name: held.name, value });
    const size = draw.pick([1, PAGE_BYTES - 0x10, PAGE_BYTES + 1, 2 * PAGE_BYTES]);
    builder.set(Word.size, pages - first > 2 ? size : Math.min(size, PAGE_BYTES - 0x10));
    builder.set(Word.mode, MEM_COMMIT);
    return this.commitWith() && (draw.chance(30) || this.useCommitted());
  }

  /** A commit that reserves: without an address, or with MEM_RESERVE at a given one. */
  private commitAnew(): boolean {
    const { builder, draw } = this;
    builder.start('VirtualAllocEx', this.thread(true), 1 + draw.below(this.applications));
    builder.set(Word.size, draw.pick([1, 2, 2, 3, 16]) * PAGE_BYTES - draw.pick([0, 0, 1]));
    builder.set(Word.mode, draw.pick([MEM_COMMIT, MEM_COMMIT | MEM_RESERVE]));
    if (draw.chance(50)) {
      builder.set(Word.pointer, FIXED + 0x1_0000 * draw.pick([0, 0, 1]));
      const outside = draw.chance(this.style.wrong);
      builder.set(Word.mode, outside ? MEM_COMMIT : MEM_COMMIT | MEM_RESERVE);
    }
    return this.commitWith() && (draw.chance(30) || this.useCommitted());
  }

  private commitWith(): boolean {
    const { builder, draw, style } = this;
    builder.set(Word.descriptor, draw.pick(PROTECTIONS));
    if (draw.chance(style.wrong / 4)) builder.set(Word.descriptor, draw.pick([0x101, 0x100, 3]));
    const isShort = draw.chance(style.allocationFails) || draw.chance(5);
    if (isShort) builder.set(Word.allocationFails, 1);
    return builder.commit();
  }

  /** A live reservation with committed pages that can be named: its pointer, slot and process. */
  private committed(): [HeldPointer, number, number] | undefined {
    const { world } = this.builder;
    for (let tries = 0; tries < 4; tries += 1) {
      const found = this.reservation();
      if (found === undefined) return undefined;
      const [held, slot] = found;
      if (backingOf(world, slot) >= 0) return [held, slot, world.field(slot, Slot.process)];
    }
    return undefined;
  }

  /** A load or store over committed pages, perhaps running on into what is not. */
  protected useCommitted(): boolean {
    const { builder, draw } = this;
    const { world } = builder;
    const found = this.committed();
    if (found === undefined) return false;
    const [held, slot, process] = found;
    const { domain } = world;
    const region = backingOf(world, slot);
    const within: number[] = [];
    for (let i = domain.regionInterval[region]; i < domain.regionInterval[region + 1]; i += 1) {
      const isThere = isCommitted(world, domain.intervalRun[i]) || draw.chance(10);
      const inside = domain.intervalOffset[i] < world.field(slot, Slot.length);
      if (isThere && inside) within.push(i);
    }
    if (within.length === 0) return false;
    const first = draw.pick(within);
    const last = Math.min(first + draw.below(4), domain.regionInterval[region + 1] - 1);
    const from = domain.intervalOffset[first];
    const most = world.field(slot, Slot.length) - from;
    const size = domain.intervalOffset[last] + domain.intervalBytes[last] - from;
    const guarded = isGuarded(world, domain.intervalRun[first]);
    const write = draw.chance(55);
    const on = this.accessor(process);
    const pointer = { name: held.name, value: from };
    const bytes = Math.min(size, most, 3 * PAGE_BYTES);
    if (!this.access(write, on, process, pointer, bytes)) return false;
    if (guarded && draw.chance(70)) this.access(draw.chance(40), on, process, pointer, bytes);
    if (write && draw.chance(60)) this.access(false, on, process, pointer, bytes);
    return true;
  }

  protected decommitPages(): boolean {
    const { builder, draw } = this;
    const { world } = builder;
    const found = this.committed();
    if (found === undefined) return false;
    const [held, slot, process] = found;
    if (draw.chance(25)) return this.protectCommitted(held, process);
    builder.start('VirtualFreeEx', this.thread(true), process);
    const value = PAGE_BYTES * draw.pick([0, 0, 1, 2]);
    builder.setReference(Word.pointerName, { name: held.name, value });
    builder.set(Word.size, draw.pick([1, PAGE_BYTES, PAGE_BYTES, 2 * PAGE_BYTES]));
    builder.set(Word.mode, MEM_DECOMMIT);
    if (draw.chance(this.style.wrong)) {
      builder.set(Word.size, draw.pick([0, world.field(slot, Slot.length) + PAGE_BYTES]));
    }
    if (!builder.commit()) return false;
    const pointer = { name: held.name, value };
    if (draw.chance(50)) this.access(draw.chance(30), -1, process, pointer, 4);
    return true;
  }

  private protectCommitted(held: HeldPointer, process: number): boolean {
    const { builder, draw } = this;
    builder.start('VirtualProtect', -1, process);
    builder.setReference(Word.pointerName, { name: held.name, value: PAGE_BYTES * draw.below(2) });
    builder.set(Word.size, PAGE_BYTES);
    builder.set(Word.descriptor, draw.pick(PROTECTIONS));
    return builder.commit() && this.useCommitted();
  }

  /** What was committed is gone with its reservation. */
  protected unreserveCommitted(): boolean {
    const { draw } = this;
    const found = this.committed();
    if (found === undefined) return false;
    const [held, , process] = found;
    if (!this.releaseOf(held, process)) return false;
    if (draw.chance(60)) {
      this.access(draw.chance(30), -1, process, { name: held.name, value: 0 }, 4);
    }
    return true;
  }
}
