/** Steps of sharing: VirtualAllocEx, VirtualCopyEx, VirtualFreeEx and accesses through mappings. */

import { Word } from '../../model/case.js';
import { MEM_DECOMMIT, MEM_RELEASE, MEM_RESERVE } from '../../model/memory-types.js';
import { PAGE_BYTES } from '../../model/world/domain.js';
import { PAGE_PHYSICAL, pageEnd, pageOf } from '../../model/world/shares.js';
import { Kind, Slot } from '../../model/world/world.js';
import type { HeldPointer } from './program.js';
import { WrapperDrawer } from './wrapper-objects.js';

const PAGE_READONLY = 2;
const PAGE_READWRITE = 4;
const PAGE_NOCACHE = 0x200;
/** Physical memory that the kernel does not know of. */
const UNKNOWN_MEMORY = 0x3000_0000;
/** Physical memory right below 4 GB. */
const LAST_MEMORY = 0xffff_f000;
/** Where reservations at a given address go: nobody's memory lies there. */
export const FIXED = 0x3000_0000;

/** Draws calls that share memory with applications. */
export class SharingDrawer extends WrapperDrawer {
  protected reserve(): boolean {
    const { builder, draw } = this;
    builder.start('VirtualAllocEx', this.thread(true), 1 + draw.below(this.applications));
    const pages = draw.pick([1, 2, 16, 17]);
    builder.set(Word.size, pages * PAGE_BYTES - draw.pick([0, 0, 1]));
    builder.set(Word.mode, MEM_RESERVE);
    builder.set(Word.descriptor, draw.pick([1, 1, PAGE_READWRITE]));
    if (draw.chance(30)) {
      builder.set(Word.pointer, FIXED + 0x1_0000 * draw.below(3) + draw.pick([0, 0, 0x1234]));
    }
    if (draw.chance(this.style.wrong / 2)) this.spoilReserve();
    return builder.commit();
  }

  private spoilReserve(): void {
    const { builder, draw } = this;
    switch (draw.below(6)) {
      case 5:
        return builder.set(Word.process, 5);
      case 0:
        return builder.set(Word.size, draw.pick([0, 0x4000_0000, 0x7000_0000]));
      case 1:
        return builder.set(Word.mode, draw.pick([0, 1, MEM_RELEASE]));
      case 2:
        return builder.set(Word.descriptor, draw.pick([0, 3, 0x201]));
      case 3:
        return builder.set(Word.pointer, draw.pick([0x3fff_0000, 0x4000_0000, 0x1000]));
      default:
        return builder.set(Word.pointer, this.buffer().address);
    }
  }

  /** A live reservation that the program can name. */
  protected reservation(): [HeldPointer, number] | undefined {
    const { world, held } = this.builder;
    const named = held.filter((each) => each.operation === 'VirtualAllocEx' && !each.released);
    if (named.length === 0) return undefined;
    const one = this.draw.pick(named);
    for (let s = 0; s < world.slots; s += 1) {
      if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.reservation) continue;
      if (world.pointer(s) === this.builder.addressOf(one.name)) return [one, s];
    }
    return undefined;
  }

  protected map(): boolean {
    const { builder, draw } = this;
    const { world } = builder;
    const found = this.reservation();
    if (found === undefined) return world.domain.userServer ? this.mapInVain() : this.reserve();
    const [held, slot] = found;
    const { regions } = this.memory;
    const kernel = regions.findIndex((region) => region.process === 0);
    const buffer = this.buffer();
    const fromKernel = kernel >= 0 && draw.chance(60);
    const region = fromKernel ? regions[kernel] : regions[buffer.region];
    const bytes = region.runs.reduce((sum, run) => sum + run.pages, 0) * PAGE_BYTES;
    const whole = fromKernel || draw.chance(50);
    const from = whole ? region.base : pageOf(buffer.address);
    const to = whole ? region.base + bytes : pageEnd(buffer.address + buffer.size);
    const shift = draw.chance(30) ? 4 * (1 + draw.below(8)) : 0;
    builder.start('VirtualCopyEx', this.thread(true), world.field(slot, Slot.process));
    const late = world.field(slot, Slot.length) >= 2 * (to - from) && draw.chance(30);
    const at = (late ? to - from : 0) + shift;
    builder.setReference(Word.pointerName, { name: held.name, value: at });
    builder.set(Word.mode, region.process);
    builder.set(Word.source, from + shift);
    builder.set(Word.size, to - from - shift);
    const cached = draw.chance(60) ? PAGE_NOCACHE : 0;
    builder.set(
      Word.descriptor,
      draw.pick([PAGE_READWRITE, PAGE_READWRITE, PAGE_READONLY]) | cached,
    );
    if (draw.chance(fromKernel ? 35 : 10)) this.mapPhysical(fromKernel ? region.base : 0);
    if (draw.chance(this.style.wrong / 2)) this.spoilMap();
    return builder.commit(this.memory.buffers.indexOf(buffer), 0);
  }

  /** The call at hand, with PAGE_PHYSICAL: the kernel's own memory, or some that it knows not. */
  private mapPhysical(base: number): void {
    const { builder, draw } = this;
    const low = builder.get(Word.source) % PAGE_BYTES;
    const shift = draw.chance(30) ? 0x100 * draw.below(4) : 0;
    const at = base >= 0xa000_0000 && base < 0xc000_0000 ? base - 0x2000_0000 : base;
    const place = base !== 0 && draw.chance(80) ? at : draw.pick([UNKNOWN_MEMORY, LAST_MEMORY]);
    builder.set(Word.descriptor, builder.get(Word.descriptor) | PAGE_PHYSICAL);
    builder.set(Word.source, (place + shift) / 0x100 + (draw.chance(20) ? 0x100_0000 : 0));
    builder.set(Word.size, builder.get(Word.size) + low - shift);
    const keepsOffset = draw.chance(10);
    builder.set(Word.pointer, builder.get(Word.pointer) + (keepsOffset ? 0 : shift - low));
  }

  /** A user-mode driver has no reservation, and may map nothing (QUIET-22). */
  private mapInVain(): boolean {
    const { builder } = this;
    const buffer = this.buffer();
    builder.start('VirtualCopyEx', this.thread(true), buffer.process);
    builder.set(Word.pointer, FIXED);
    builder.set(Word.mode, buffer.process);
    builder.set(Word.source, pageOf(buffer.address));
    builder.set(Word.size, PAGE_BYTES);
    builder.set(Word.descriptor, PAGE_READWRITE);
    return builder.commit();
  }

  private spoilMap(): void {
    const { builder, draw } = this;
    switch (draw.below(6)) {
      case 0:
        return builder.set(Word.size, draw.pick([0, 0x20_0000]));
      case 1:
        return builder.set(
          Word.pointer,
          builder.get(Word.pointer) + draw.pick([1, 0x100, 0x20_0000]),
        );
      case 2:
        return builder.set(Word.process, draw.pick([1, this.applications, 5]));
      case 3:
        return builder.set(Word.mode, 1 + draw.below(this.applications));
      case 4:
        return builder.set(Word.descriptor, draw.pick([0, 1, 3]));
      default:
        return builder.set(Word.source, 0x1800_0000 + (builder.get(Word.source) % PAGE_BYTES));
    }
  }

  /** A load or store through a mapping, or beside it in its reservation. */
  protected useShare(): boolean {
    const { builder, draw } = this;
    const { world } = builder;
    const found = this.reservation();
    if (found === undefined) return this.map();
    const [held, slot] = found;
    const base = world.pointer(slot);
    const process = world.field(slot, Slot.process);
    const mappings: number[] = [];
    for (let s = 0; s < world.slots; s += 1) {
      const its = world.isLive(s) && world.field(s, Slot.kind) === Kind.shared;
      if (!its || world.field(s, Slot.process) !== process) continue;
      const first = world.pointer(s);
      if (first >= base && first < base + world.field(slot, Slot.length)) mappings.push(s);
    }
    const write = draw.chance(50);
    const on = this.accessor(process);
    const known = mappings.filter((s) => world.field(s, Slot.region) > 0);
    if (known.length === 0 || draw.chance(8)) {
      const value = world.field(slot, Slot.length) - 4;
      return this.access(write, on, process, { name: held.name, value }, 4);
    }
    const mapping = draw.pick(known);
    const offset = world.field(mapping, Slot.offset);
    const [from, size] = this.stretch(mapping);
    const value = world.pointer(mapping) - base + from - offset;
    if (!this.access(write, on, process, { name: held.name, value }, size)) return false;
    if (draw.chance(50)) this.seeOtherSide(mapping, from, size, !write);
    return true;
  }

  /** The application that it is mapped in, or the thread of a call of it. */
  protected accessor(process: number): number {
    const { world } = this.builder;
    for (let thread = 1; thread <= 3; thread += 1) {
      if (world.callerOf(thread) === process && this.draw.chance(30)) return thread;
    }
    return -1;
  }

  /** Intervals of the root region inside a mapping: first offset and length. */
  protected stretch(mapping: number): [number, number] {
    const { world } = this.builder;
    const { intervalOffset, intervalBytes } = world.domain;
    const first = world.field(mapping, Slot.first);
    const count = world.field(mapping, Slot.count);
    const from = first + this.draw.below(count);
    const last = from + this.draw.below(first + count - from);
    return [
      intervalOffset[from],
      intervalOffset[last] + intervalBytes[last] - intervalOffset[from],
    ];
  }

  /** The same bytes through the owner's own mapping (VM-2). */
  private seeOtherSide(mapping: number, offset: number, size: number, write: boolean): void {
    const { world } = this.builder;
    const region = world.field(mapping, Slot.region) - 1;
    const owner = world.domain.regionProcess[region];
    const pointer = { name: 0, value: world.domain.regionBase[region] + offset };
    if (owner === 0) this.access(write, 0, 0, pointer, size);
    else this.access(write, -1, owner, pointer, size);
  }

  protected unreserve(): boolean {
    const { builder, draw } = this;
    const found = this.reservation();
    if (found === undefined) return false;
    const [held, slot] = found;
    const process = builder.world.field(slot, Slot.process);
    if (draw.chance(10)) {
      const mistaken = draw.chance(40) ? 1 + draw.below(this.applications) : process;
      builder.start('VirtualFree', -1, mistaken);
      builder.setReference(Word.pointerName, { name: held.name, value: 0 });
      if (!builder.commit()) return false;
      held.released = mistaken === process;
      return true;
    }
    builder.start('VirtualFreeEx', this.thread(true), process);
    builder.setReference(Word.pointerName, { name: held.name, value: 0 });
    builder.set(Word.mode, MEM_RELEASE);
    const wrong = draw.chance(this.style.wrong);
    if (wrong) this.spoilUnreserve();
    if (!builder.commit()) return false;
    held.released = !wrong;
    return true;
  }

  private spoilUnreserve(): void {
    const { builder, draw } = this;
    switch (draw.below(5)) {
      case 0:
        return builder.set(Word.size, PAGE_BYTES);
      case 1:
        return builder.set(
          Word.mode,
          draw.pick([0, MEM_DECOMMIT, MEM_RESERVE, MEM_DECOMMIT | MEM_RELEASE]),
        );
      case 2:
        return builder.set(Word.process, 1 + draw.below(this.applications));
      case 3:
        return builder.set(Word.pointer, draw.pick([0x1000, 0x1_0000]));
      default: {
        const region = draw.pick(this.memory.regions);
        builder.set(Word.process, Math.max(region.process, 1));
        return builder.setReference(Word.pointerName, { name: 0, value: region.base });
      }
    }
  }

  /** The documented end: every reservation is released. */
  protected unreserveAll(): void {
    const { builder } = this;
    for (const held of builder.held) {
      if (held.operation !== 'VirtualAllocEx' || held.released) continue;
      const { world } = builder;
      for (let s = 0; s < world.slots; s += 1) {
        const its = world.isLive(s) && world.field(s, Slot.kind) === Kind.reservation;
        if (!its || world.pointer(s) !== builder.addressOf(held.name)) continue;
        this.releaseOf(held, world.field(s, Slot.process));
        break;
      }
    }
  }

  protected releaseOf(held: HeldPointer, process: number): boolean {
    const { builder } = this;
    builder.start('VirtualFreeEx', 0, process);
    builder.setReference(Word.pointerName, { name: held.name, value: 0 });
    builder.set(Word.mode, MEM_RELEASE);
    held.released = builder.commit();
    return held.released;
  }
}
