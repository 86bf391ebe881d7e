/** Common ground of everything that draws steps. */

import { Word } from '../../model/case.js';
import { MARSHAL_FORCE_ALIAS } from '../../model/descriptors.js';
import type { Draw } from './draw.js';
import { type DrawnBuffer, type DrawnMemory, KERNEL_SECRET } from './memory.js';
import type { HeldPointer, ProgramBuilder, Reference } from './program.js';

/** What decides how a case is drawn. */
export interface Style {
  /** Percent of calls that get a wrong value. */
  readonly wrong: number;
  /** Percent of releases and flushes that get one. */
  readonly wrongRelease: number;
  readonly forceAlias: number;
  readonly pauses: number;
  readonly allocationFails: number;
  readonly viaKernel: number;
  /** Tag of the next write. */
  nextTag: number;
}

/** What every kind of step needs: the draws, the program so far, and the pointers it holds. */
export class Drafting {
  protected readonly draw: Draw;
  protected readonly builder: ProgramBuilder;
  protected memory!: DrawnMemory;
  protected style!: Style;
  protected applications = 1;

  constructor(draw: Draw, builder: ProgramBuilder) {
    this.draw = draw;
    this.builder = builder;
  }

  begin(memory: DrawnMemory, style: Style, applications: number): void {
    this.memory = memory;
    this.style = style;
    this.applications = applications;
  }

  /** A thread of the server that is in a call, or (where allowed) the service thread. */
  protected thread(service: boolean): number {
    const { world } = this.builder;
    const first = this.draw.below(3);
    for (let i = 0; i < 3; i += 1) {
      const thread = 1 + ((first + i) % 3);
      if (world.isInCall(thread) && !(service && this.draw.chance(25))) return thread;
    }
    return service ? 0 : 1;
  }

  protected buffer(process = 0): DrawnBuffer {
    const { buffers } = this.memory;
    const first = this.draw.below(buffers.length);
    for (let i = 0; i < buffers.length; i += 1) {
      const buffer = buffers[(first + i) % buffers.length];
      if (process === 0 || buffer.process === process) return buffer;
    }
    return buffers[first];
  }

  protected callerOf(thread: number): number {
    return Math.max(this.builder.world.callerOf(thread), 0);
  }

  /** A stretch between two marks: offset and length. */
  protected part(marks: readonly number[]): [number, number] {
    const first = this.draw.below(marks.length - 1);
    const last = first + 1 + this.draw.below(marks.length - 1 - first);
    const from = marks[first];
    return [from, marks[last] - from];
  }

  /** A live pointer that one of these functions (or a call's parameter) gave. */
  protected livePointer(operations: readonly string[]): HeldPointer | undefined {
    const { held } = this.builder;
    if (held.length === 0) return undefined;
    const first = this.draw.below(held.length);
    for (let i = 0; i < held.length; i += 1) {
      const pointer = held[(first + i) % held.length];
      if (!pointer.released && operations.includes(pointer.operation)) return pointer;
    }
    return undefined;
  }

  /** The call that a pointer was made in while it lasts, else the service thread. */
  protected threadOf(held: HeldPointer): number {
    return this.builder.world.isInCall(held.thread) ? held.thread : 0;
  }

  protected sameValues(held: HeldPointer): void {
    const { builder } = this;
    builder.setReference(Word.pointerName, { name: held.name, value: 0 });
    builder.setReference(Word.sourceName, held.source);
    builder.set(Word.size, held.size);
    builder.set(Word.descriptor, held.descriptor);
  }

  protected toggleFlag(): void {
    const { builder } = this;
    builder.set(Word.descriptor, builder.get(Word.descriptor) ^ MARSHAL_FORCE_ALIAS);
  }

  protected rootOf(held: HeldPointer): DrawnBuffer {
    return this.memory.buffers[Math.max(held.buffer, 0)];
  }

  /** Marks of a buffer that lie in a stretch of it, its ends included. */
  protected marksWithin(buffer: DrawnBuffer, offset: number, length: number): number[] {
    const inside = buffer.marks.filter((mark) => mark > offset && mark < offset + length);
    return [offset, ...inside, offset + length];
  }

  /** Some address: a buffer of anyone, a pointer that was ever held, or a bad one. */
  protected anyReference(): Reference {
    const { draw, builder } = this;
    if (draw.chance(40) && builder.held.length > 0) {
      return { name: draw.pick(builder.held).name, value: 0 };
    }
    if (draw.chance(60)) return { name: 0, value: this.buffer().address };
    return { name: 0, value: draw.pick([0x1000, 0x3fff_0000, 0xffff_f000, KERNEL_SECRET]) };
  }

  protected access(
    write: boolean,
    thread: number,
    process: number,
    pointer: Reference,
    size: number,
  ): boolean {
    const { builder, style } = this;
    builder.start(write ? 'write' : 'read', thread, process);
    builder.setReference(Word.pointerName, pointer);
    builder.set(Word.size, size);
    if (write) {
      builder.set(Word.tag, style.nextTag);
      style.nextTag += 1;
    }
    return builder.commit();
  }

  protected readBack(buffer: DrawnBuffer): void {
    const pointer = { name: 0, value: buffer.address };
    this.access(false, -1, buffer.process, pointer, buffer.size);
  }
}
