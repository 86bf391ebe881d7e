/** Steps of WinDriver: clients that lock buffers, a plug-in that uses them, both at once. */

import { type BufferNeed, Word } from '../../model/case.js';
import { DmaMember } from '../../model/operations/windriver.js';
import { bufferOf, Client, clientWord, Lock, lockWord } from '../../model/world/dma.js';
import { PAGE_BYTES } from '../../model/world/domain.js';
import { Slot } from '../../model/world/world.js';
import { CommitDrawer } from './commits.js';
import type { Draw } from './draw.js';
import type { HeldPointer } from './program.js';

const VERSIONS = [522, 500, 550, 600, 600, 1000];
/** Option sets: the buffer must be one of the kernel. */
const OPTIONS = [1, 1, 1, 9, 9, 0x11, 0x21, 0x45];
const SIZES = [0x1_0000, 0x1_0000, PAGE_BYTES, 100, PAGE_BYTES + 1];

/** Buffers that a case may lock, and where accesses to them begin and end. */
export function drawLocks(draw: Draw): BufferNeed[] {
  return [0, 1, 2].map(() => {
    const size = draw.pick(SIZES);
    const pages = Math.ceil(size / PAGE_BYTES);
    return { pages, cuts: [4, 64, Math.min(size, 0x4000), size - 4, size] };
  });
}

/** Draws what clients of WinDriver and their plug-in do. */
export class WinDriverDrawer extends CommitDrawer {
  private anyClient(open: boolean): number {
    const { world } = this.builder;
    const first = 1 + this.draw.below(this.applications);
    for (let n = 0; n < this.applications; n += 1) {
      const process = 1 + ((first - 1 + n) % this.applications);
      if ((clientWord(world, process, Client.version) !== 0) === open) return process;
    }
    return first;
  }

  private start(
    operation: Parameters<typeof this.builder.start>[0],
    process: number,
    thread = -1,
  ): void {
    this.builder.start(operation, thread, process);
  }

  protected openWinDriver(): boolean {
    const { builder, draw } = this;
    if (draw.chance(45)) return this.openPlugIn();
    this.start('WD_Open', this.anyClient(false));
    builder.set(Word.mode, draw.pick(VERSIONS));
    if (draw.chance(this.style.allocationFails)) builder.set(Word.allocationFails, 1);
    return builder.commit();
  }

  private openPlugIn(): boolean {
    const { builder, draw } = this;
    this.start('WD_KernelPlugInOpen', this.anyClient(!draw.chance(this.style.wrong)));
    if (draw.chance(30)) builder.set(Word.source, this.buffer().address);
    if (draw.chance(this.style.allocationFails)) builder.set(Word.allocationFails, 1);
    this.passForeign();
    return builder.commit();
  }

  /** Another process's hWD (QUIET-26). */
  private passForeign(): void {
    const { builder, draw } = this;
    if (draw.chance(this.style.wrong / 2))
      builder.set(Word.mode, 1 + draw.below(this.applications));
  }

  protected lockBuffer(): boolean {
    const { builder, draw } = this;
    const { domain } = builder.world;
    const lock = 1 + draw.below(domain.locks);
    this.start('WD_DMALock', this.anyClient(true));
    builder.set(Word.object, lock);
    const region = bufferOf(builder.world, lock);
    const largest = domain.intervalOffset.subarray(
      domain.regionInterval[region],
      domain.regionInterval[region + 1],
    );
    const size = draw.chance(80) ? domain.regionBytes[region] : draw.pick([...largest]);
    builder.set(Word.size, draw.chance(this.style.wrong / 2) ? 0 : size);
    builder.set(Word.descriptor, draw.pick(OPTIONS));
    if (draw.chance(this.style.allocationFails)) builder.set(Word.allocationFails, 1);
    this.passForeign();
    if (!builder.commit()) return false;
    if (draw.chance(75)) this.askKernelAddress(lock);
    return true;
  }

  /** The client learns the kernel-mode address: WD-6. */
  private askKernelAddress(lock: number): boolean {
    const { builder, draw } = this;
    const { world } = builder;
    const process = lockWord(world, lock, Lock.process) || this.anyClient(true);
    const old = clientWord(world, process, Client.version) < 600;
    const registers = old && draw.chance(60);
    this.start(registers ? 'WD_CardRegister' : 'WD_DMA', process);
    builder.set(Word.object, lock);
    if (!registers) builder.set(Word.mode, DmaMember.pKernelAddr);
    return builder.commit();
  }

  protected lookAtLock(): boolean {
    const { builder, draw } = this;
    const { world } = builder;
    const lock = 1 + draw.below(world.domain.locks);
    if (draw.chance(40)) return this.askKernelAddress(lock);
    this.start('WD_DMA', lockWord(world, lock, Lock.process) || this.anyClient(true));
    builder.set(Word.object, lock);
    builder.set(Word.mode, draw.pick([DmaMember.hDma, DmaMember.hDma, DmaMember.pUserAddr]));
    return builder.commit();
  }

  /** WD_DMAUnlock, a sync, or WD_Close with what is live. */
  protected releaseLock(): boolean {
    const { builder, draw } = this;
    const { world } = builder;
    const lock = 1 + draw.below(world.domain.locks);
    const process = lockWord(world, lock, Lock.process) || this.anyClient(true);
    const kind = draw.pick([
      'WD_DMAUnlock',
      'WD_DMAUnlock',
      'WD_DMASyncCpu',
      'WD_DMASyncIo',
      'WD_DMASyncIo',
      'WD_Close',
      'WD_KernelPlugInClose',
    ] as const);
    this.start(kind, process);
    if (kind !== 'WD_Close' && kind !== 'WD_KernelPlugInClose') builder.set(Word.object, lock);
    if (kind === 'WD_DMAUnlock') this.passForeign();
    return builder.commit();
  }

  /** The plug-in is called, with an address or with a structure. */
  protected callPlugIn(): boolean {
    const { builder, draw } = this;
    const thread = 1 + draw.below(3);
    if (builder.world.isInCall(thread)) return this.plain('return', thread);
    this.start('WD_KernelPlugInCall', this.anyClient(true), thread);
    const held = this.views();
    if (held.length > 0 && draw.chance(70)) {
      builder.setReference(Word.sourceName, { name: draw.pick(held).name, value: 0 });
    } else if (draw.chance(50)) {
      builder.set(Word.source, this.buffer().address);
      builder.set(Word.descriptor, 1);
    }
    return builder.commit();
  }

  /** Addresses of buffers that the program can name. */
  private views(): HeldPointer[] {
    return this.builder.held.filter(({ operation }) => operation.startsWith('WD_'));
  }

  /** A load or store through one of the views, often seen through the other after that. */
  protected useView(): boolean {
    const { builder, draw } = this;
    const held = this.views();
    if (held.length === 0) return this.lockBuffer();
    const one = draw.pick(held);
    const slot = this.slotAt(builder.addressOf(one.name));
    if (slot < 0 && draw.chance(70)) return false;
    const [from, size] = slot < 0 ? [0, 4] : this.stretch(slot);
    const write = draw.chance(50);
    const process = slot < 0 ? this.anyClient(true) : builder.world.field(slot, Slot.process);
    if (!this.through(one.name, process, from, size, write)) return false;
    const other = held.find(
      (each) => each !== one && this.isTwin(slot, builder.addressOf(each.name)),
    );
    if (other === undefined || draw.chance(30)) return true;
    const twin = this.slotAt(builder.addressOf(other.name));
    const owner = builder.world.field(twin, Slot.process);
    return this.through(other.name, owner, from, size, !write);
  }

  private through(
    name: number,
    process: number,
    value: number,
    size: number,
    write: boolean,
  ): boolean {
    const foreign = this.draw.chance(6);
    if (process === 0 && !foreign)
      return this.access(write, this.thread(true), 0, { name, value }, size);
    return this.access(write, -1, Math.max(process, 1), { name, value }, size);
  }

  private slotAt(address: number): number {
    const { world } = this.builder;
    for (let s = 0; s < world.slots; s += 1) {
      if (world.isLive(s) && world.pointer(s) === address) return s;
    }
    return -1;
  }

  private isTwin(slot: number, address: number): boolean {
    const { world } = this.builder;
    const other = this.slotAt(address);
    if (slot < 0 || other < 0 || other === slot) return false;
    return world.field(other, Slot.region) === world.field(slot, Slot.region);
  }

  /** The documented end: every lock is given back, every handle closed. */
  protected leaveWinDriver(): void {
    const { builder } = this;
    const { locks, applications } = builder.world.domain;
    for (let lock = 1; lock <= locks; lock += 1) {
      if (lockWord(builder.world, lock, Lock.live) === 0) continue;
      this.start('WD_DMAUnlock', lockWord(builder.world, lock, Lock.process));
      builder.set(Word.object, lock);
      builder.commit();
    }
    for (let process = 1; locks > 0 && process <= applications; process += 1) {
      if (clientWord(builder.world, process, Client.version) === 0) continue;
      this.start('WD_Close', process);
      builder.commit();
    }
  }
}
