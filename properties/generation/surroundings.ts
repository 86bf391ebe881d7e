/** Steps beside the API: what callers, other processes and stray servers do. */

import { Word } from '../../model/case.js';
import { Drafting } from './drafting.js';
import { KERNEL_SECRET } from './memory.js';

/** Draws loads, stores, exits and changes of protection. */
export abstract class SurroundingsDrawer extends Drafting {
  protected plain(operation: 'return' | 'exit' | 'start', thread: number, process = 0): boolean {
    this.builder.start(operation, thread, process);
    return this.builder.commit();
  }

  protected resume(): boolean {
    this.builder.start('resume', this.builder.heldThread);
    return this.builder.commit();
  }

  protected serverAccess(write: boolean): boolean {
    const { draw } = this;
    const held = this.livePointer([
      'CeAllocAsynchronousBuffer',
      'CeOpenCallerBuffer',
      'CeAllocDuplicateBuffer',
      'call',
      'construct',
      'Allocate',
      'Marshal',
    ]);
    if (held === undefined || held.length === 0) return false;
    const thread = draw.chance(70) ? this.threadOf(held) : this.thread(true);
    const marks = this.marksWithin(this.rootOf(held), held.offset, held.length);
    const [from, length] = draw.chance(50) ? [held.offset, held.length] : this.part(marks);
    return this.access(write, thread, 0, { name: held.name, value: from - held.offset }, length);
  }

  protected applicationAccess(write: boolean): boolean {
    const { draw } = this;
    const buffer = this.buffer();
    const [from, length] = draw.chance(50) ? [0, buffer.size] : this.part(buffer.marks);
    const pointer = { name: 0, value: buffer.address + from };
    return this.access(write, -1, buffer.process, pointer, length);
  }

  /** The server uses an address of the caller that nobody marshalled (SPACE-5). */
  protected rawAccess(): boolean {
    const { draw } = this;
    const buffer = this.buffer();
    const secret = draw.chance(20);
    const pointer = { name: 0, value: secret ? KERNEL_SECRET : buffer.address };
    const size = secret ? 64 : buffer.size;
    return this.access(draw.chance(30) && !secret, this.thread(true), 0, pointer, size);
  }

  protected staleAccess(): boolean {
    const { draw, builder } = this;
    const stale = builder.held.filter((held) => held.released && held.length > 0);
    if (stale.length === 0) return false;
    const held = draw.pick(stale);
    const pointer = { name: held.name, value: 0 };
    return this.access(draw.chance(30), this.thread(true), 0, pointer, held.length);
  }

  /** An application reaches for the server's memory, or another's address (SPACE-1, SPACE-2). */
  protected foreignAccess(): boolean {
    const { draw, builder } = this;
    const process = 1 + draw.below(this.applications);
    if (builder.held.length > 0 && draw.chance(60)) {
      const held = draw.pick(builder.held);
      if (held.length === 0) return false;
      const pointer = { name: held.name, value: 0 };
      return this.access(draw.chance(50), -1, process, pointer, held.length);
    }
    const other = this.buffer();
    const secret = draw.chance(40);
    const pointer = { name: 0, value: secret ? KERNEL_SECRET : other.address };
    return this.access(draw.chance(40), -1, process, pointer, secret ? 64 : other.size);
  }

  /** The caller writes, moves or removes a terminator, perhaps while a call is held (ASYNC-5). */
  protected stringEdit(): boolean {
    const { draw, builder } = this;
    const texts = this.memory.buffers.filter((buffer) => buffer.terminator >= 0);
    if (texts.length === 0) return false;
    const worked = this.memory.buffers.at(Math.max(builder.heldBuffer, 0));
    const atHand = worked !== undefined && builder.heldBuffer >= 0 && worked.terminator >= 0;
    const buffer = atHand && draw.chance(80) ? worked : draw.pick(texts);
    builder.start('write', -1, buffer.process);
    const earlier = buffer.terminator > 4 && draw.chance(50);
    builder.set(Word.pointer, buffer.address + (earlier ? 4 : buffer.terminator));
    builder.set(Word.size, buffer.character);
    if (!earlier && draw.chance(50)) {
      builder.set(Word.tag, this.style.nextTag);
      this.style.nextTag += 1;
    }
    return builder.commit();
  }

  protected protect(): boolean {
    const { draw, builder } = this;
    const buffer = this.buffer();
    const { runs, base } = this.memory.regions[buffer.region];
    const pages = runs.reduce((sum, run) => sum + run.pages, 0);
    builder.start('VirtualProtect', -1, buffer.process);
    builder.set(Word.pointer, base);
    builder.set(Word.size, pages * 4096);
    builder.set(Word.descriptor, draw.pick([1, 2, 2, 4, 4, 0x204]));
    return builder.commit();
  }

  protected virtualMemory(operation: 'VirtualFree' | 'VirtualAlloc'): boolean {
    const { draw, builder } = this;
    const buffer = this.buffer();
    const region = this.memory.regions[buffer.region];
    builder.start(operation, -1, buffer.process);
    builder.set(Word.pointer, region.base);
    if (operation === 'VirtualFree' && builder.held.length > 0 && draw.chance(15)) {
      builder.setReference(Word.pointerName, { name: draw.pick(builder.held).name, value: 0 });
    }
    return builder.commit();
  }

  /** A call is held: what it works on changes under it, or it goes on. */
  protected whileHeld(): boolean {
    const { draw } = this;
    if (draw.chance(40)) return this.resume();
    switch (draw.below(11)) {
      case 0:
      case 1:
      case 2:
        return this.stringEdit();
      case 3:
      case 4:
        return this.applicationAccess(true);
      case 5:
        return this.protect();
      case 6:
        return this.virtualMemory('VirtualFree');
      case 7:
        return this.plain('exit', -1, 1 + draw.below(this.applications));
      case 8:
        return this.plain('return', this.thread(false));
      default:
        return this.call();
    }
  }

  /** An application calls the server. */
  protected abstract call(): boolean;
}
