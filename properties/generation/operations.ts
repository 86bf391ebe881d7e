/** Draws one step at a time: which operation, on which buffer, with which values. */

import { Word } from '../../model/case.js';
import { DESCRIPTORS, isOutput, MARSHAL_FORCE_ALIAS } from '../../model/descriptors.js';
import { BLOCK } from './constants.js';
import type { Draw } from './draw.js';
import type { KindName } from './kinds.js';
import { type DrawnBuffer, type DrawnMemory, KERNEL_SECRET } from './memory.js';
import { type HeldPointer, NULL, type ProgramBuilder, type Reference } from './program.js';

const POINTERS = [DESCRIPTORS.ARG_I_PTR, DESCRIPTORS.ARG_O_PTR, DESCRIPTORS.ARG_IO_PTR];
const ANY_DESCRIPTOR = [...Object.values(DESCRIPTORS), 1, 2, 3, 0xb, 0xf, 0x14, 0x84];
const WILD_SIZES = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff];

/** What decides how a case is drawn. */
export interface Style {
  /** Percent of calls that get a wrong value. */
  readonly wrong: number;
  readonly forceAlias: number;
  readonly pauses: number;
  readonly allocationFails: number;
  readonly viaKernel: number;
  /** Tag of the next write. */
  nextTag: number;
}

/** Draws steps into a builder. */
export class OperationDrawer {
  private readonly draw: Draw;
  private readonly builder: ProgramBuilder;
  private memory!: DrawnMemory;
  private style!: Style;
  private applications = 1;

  constructor(draw: Draw, builder: ProgramBuilder) {
    this.draw = draw;
    this.builder = builder;
  }

  begin(memory: DrawnMemory, style: Style, applications: number): void {
    this.memory = memory;
    this.style = style;
    this.applications = applications;
  }

  /** Draws one step of a kind; false when nothing came of it. */
  step(kind: KindName): boolean {
    const { builder } = this;
    if (builder.heldThread >= 0) return this.whileHeld();
    switch (kind) {
      case 'call':
        return this.call();
      case 'return':
        return this.plain('return', this.thread(false));
      case 'open':
        return this.open();
      case 'close':
        return this.release('CeOpenCallerBuffer', 'CeCloseCallerBuffer');
      case 'alloc':
        return this.alloc();
      case 'free':
        return this.release('CeAllocAsynchronousBuffer', 'CeFreeAsynchronousBuffer');
      case 'flush':
        return this.flush();
      case 'duplicate':
        return this.duplicate();
      case 'free-duplicate':
        return this.release('CeAllocDuplicateBuffer', 'CeFreeDuplicateBuffer');
      case 'server-read':
      case 'server-write':
        return this.serverAccess(kind === 'server-write');
      case 'application-read':
      case 'application-write':
        return this.applicationAccess(kind === 'application-write');
      case 'raw-access':
        return this.rawAccess();
      case 'stale-access':
        return this.staleAccess();
      case 'foreign-access':
        return this.foreignAccess();
      case 'string-edit':
        return this.stringEdit();
      case 'exit':
      case 'start':
        return this.plain(kind, -1, 1 + this.draw.below(this.applications));
      case 'protect':
        return this.protect();
      case 'virtual-free':
      case 'virtual-alloc':
        return this.virtualMemory(kind === 'virtual-free' ? 'VirtualFree' : 'VirtualAlloc');
      default: {
        const unknown: never = kind;
        throw new TypeError(`unknown kind ${String(unknown)}`);
      }
    }
  }

  /** Releases what is still held, in the documented order, and reads what came back. */
  finish(): void {
    const { builder } = this;
    if (builder.heldThread >= 0) this.resume();
    const order = ['CeAllocAsynchronousBuffer', 'CeAllocDuplicateBuffer', 'CeOpenCallerBuffer'];
    for (const operation of order) {
      for (const held of builder.held) {
        if (held.operation === operation && !held.released) this.releaseRightly(held);
      }
    }
    for (const buffer of this.memory.buffers) this.readBack(buffer);
  }

  private plain(operation: 'return' | 'exit' | 'start', thread: number, process = 0): boolean {
    this.builder.start(operation, thread, process);
    return this.builder.commit();
  }

  /** A call is held: what it works on changes under it, or it goes on. */
  private whileHeld(): boolean {
    const { draw } = this;
    if (draw.chance(40)) return this.resume();
    switch (draw.below(8)) {
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
      default:
        return this.plain('exit', -1, 1 + draw.below(this.applications));
    }
  }

  private resume(): boolean {
    this.builder.start('resume', this.builder.heldThread);
    return this.builder.commit();
  }

  /** A thread of the server that is in a call, or (where allowed) the service thread. */
  private thread(service: boolean): number {
    const { world } = this.builder;
    const first = this.draw.below(3);
    for (let i = 0; i < 3; i += 1) {
      const thread = 1 + ((first + i) % 3);
      if (world.isInCall(thread) && !(service && this.draw.chance(25))) return thread;
    }
    return service ? 0 : 1;
  }

  private buffer(process = 0): DrawnBuffer {
    const { buffers } = this.memory;
    const first = this.draw.below(buffers.length);
    for (let i = 0; i < buffers.length; i += 1) {
      const buffer = buffers[(first + i) % buffers.length];
      if (process === 0 || buffer.process === process) return buffer;
    }
    return buffers[first];
  }

  private callerOf(thread: number): number {
    return Math.max(this.builder.world.callerOf(thread), 0);
  }

  private call(): boolean {
    const { builder, draw } = this;
    const process = 1 + draw.below(this.applications);
    builder.start('call', 1 + draw.below(3), process);
    if (draw.chance(this.style.viaKernel)) builder.set(Word.flags, 2);
    if (draw.chance(60)) return builder.commit();
    const buffer = this.buffer(process);
    builder.set(Word.source, buffer.address);
    builder.set(Word.size, buffer.size);
    builder.set(Word.descriptor, draw.pick(POINTERS));
    if (draw.chance(this.style.wrong)) this.spoilSource();
    return builder.commit(this.memory.buffers.indexOf(buffer), 0);
  }

  /** A descriptor that suits a buffer, and the size that goes with it. */
  private describe(buffer: DrawnBuffer, offset: number, length: number): void {
    const { builder, draw } = this;
    let descriptor: number = draw.pick(POINTERS);
    let size = length;
    if (buffer.terminator >= offset && buffer.terminator < offset + length && draw.chance(60)) {
      descriptor = buffer.character === 2 ? DESCRIPTORS.ARG_I_WSTR : DESCRIPTORS.ARG_I_ASTR;
      const whole = draw.chance(50) ? length : buffer.terminator + buffer.character - offset;
      size = draw.chance(60) ? 0 : whole;
    } else if (length === 4 && draw.chance(40)) {
      descriptor = draw.pick([DESCRIPTORS.ARG_O_PDW, DESCRIPTORS.ARG_IO_PDW]);
    } else if (length === 8 && draw.chance(40)) {
      descriptor = draw.pick([DESCRIPTORS.ARG_O_PI64, DESCRIPTORS.ARG_IO_PI64]);
    }
    builder.set(Word.descriptor, descriptor);
    builder.set(Word.size, size);
  }

  private conditions(points: readonly ('checked' | 'measured')[]): void {
    const { builder, draw, style } = this;
    if (draw.chance(style.allocationFails)) builder.set(Word.allocationFails, 1 + draw.below(3));
    if (draw.chance(style.pauses)) builder.setPause(draw.pick(points));
  }

  private open(): boolean {
    const { builder, draw } = this;
    const thread = this.thread(true);
    const buffer = this.buffer(draw.chance(90) ? this.callerOf(thread) : 0);
    builder.start('CeOpenCallerBuffer', thread);
    const [offset, length] = draw.chance(75) ? [0, buffer.size] : this.part(buffer.marks);
    builder.setReference(Word.sourceName, { name: 0, value: buffer.address + offset });
    this.describe(buffer, offset, length);
    if (draw.chance(45)) builder.set(Word.flags, 1);
    this.conditions(['checked', 'measured']);
    if (draw.chance(this.style.wrong)) this.spoilSource();
    return builder.commit(this.memory.buffers.indexOf(buffer), offset);
  }

  /** A stretch between two marks: offset and length. */
  private part(marks: readonly number[]): [number, number] {
    const first = this.draw.below(marks.length - 1);
    const last = first + 1 + this.draw.below(marks.length - 1 - first);
    const from = marks[first];
    return [from, marks[last] - from];
  }

  /** A live pointer that one of these functions (or a call's parameter) gave. */
  private livePointer(operations: readonly string[]): HeldPointer | undefined {
    const { held } = this.builder;
    if (held.length === 0) return undefined;
    const first = this.draw.below(held.length);
    for (let i = 0; i < held.length; i += 1) {
      const pointer = held[(first + i) % held.length];
      if (!pointer.released && operations.includes(pointer.operation)) return pointer;
    }
    return undefined;
  }

  private alloc(): boolean {
    const { builder, draw } = this;
    const again = draw.chance(this.style.wrong / 3);
    const from = this.livePointer(
      again
        ? ['CeAllocAsynchronousBuffer']
        : ['CeOpenCallerBuffer', 'call', 'CeAllocDuplicateBuffer'],
    );
    if (from === undefined && draw.chance(80)) return this.open();
    const thread = from === undefined || draw.chance(8) ? this.thread(true) : from.thread;
    builder.start('CeAllocAsynchronousBuffer', thread);
    const buffer = from === undefined ? this.buffer(this.callerOf(thread)) : this.rootOf(from);
    let offset = from?.offset ?? 0;
    let length = from?.length ?? buffer.size;
    const start = offset;
    if (draw.chance(25)) [offset, length] = this.part(this.marksWithin(buffer, offset, length));
    const source =
      from === undefined
        ? { name: 0, value: buffer.address + offset }
        : { name: from.name, value: offset - start };
    builder.setReference(Word.sourceName, source);
    this.describe(buffer, offset, length);
    if (from !== undefined && draw.chance(75)) this.likeItsSource(from, length);
    if (draw.chance(this.style.forceAlias)) this.toggleFlag();
    this.conditions(['checked', 'measured']);
    if (draw.chance(this.style.wrong)) this.spoilSource();
    return builder.commit(this.memory.buffers.indexOf(buffer), offset);
  }

  /** The descriptor of the buffer that it is made from, where the length allows it. */
  private likeItsSource(from: HeldPointer, length: number): void {
    if (from.length !== length) return;
    this.builder.set(Word.descriptor, from.descriptor & 0x7fff_ffff);
    this.builder.set(Word.size, from.size);
  }

  private toggleFlag(): void {
    const { builder } = this;
    builder.set(Word.descriptor, builder.get(Word.descriptor) ^ MARSHAL_FORCE_ALIAS);
  }

  private rootOf(held: HeldPointer): DrawnBuffer {
    return this.memory.buffers[Math.max(held.buffer, 0)];
  }

  /** Marks of a buffer that lie in a stretch of it, its ends included. */
  private marksWithin(buffer: DrawnBuffer, offset: number, length: number): number[] {
    const inside = buffer.marks.filter((mark) => mark > offset && mark < offset + length);
    return [offset, ...inside, offset + length];
  }

  private duplicate(): boolean {
    const { builder, draw } = this;
    const parameter = this.livePointer(['call']);
    const thread = parameter?.thread ?? this.thread(false);
    const buffer =
      parameter === undefined ? this.buffer(this.callerOf(thread)) : this.rootOf(parameter);
    builder.start('CeAllocDuplicateBuffer', thread);
    const length = parameter?.length ?? buffer.size;
    builder.setReference(
      Word.sourceName,
      parameter === undefined
        ? { name: 0, value: buffer.address }
        : { name: parameter.name, value: 0 },
    );
    this.describe(buffer, 0, length);
    this.conditions(['checked', 'measured']);
    if (draw.chance(this.style.wrong)) this.spoilSource();
    return builder.commit(this.memory.buffers.indexOf(buffer), 0);
  }

  /** Spoils one argument of the operation under construction. */
  private spoilSource(): void {
    const { builder, draw } = this;
    switch (draw.below(9)) {
      case 0:
        return builder.setReference(Word.sourceName, NULL);
      case 1:
        return builder.set(Word.size, draw.pick(WILD_SIZES));
      case 2:
        return builder.set(Word.descriptor, draw.pick(ANY_DESCRIPTOR));
      case 3:
        return builder.set(Word.descriptor, builder.get(Word.descriptor) | MARSHAL_FORCE_ALIAS);
      case 4:
        builder.set(Word.size, draw.pick([64, 100, 520]));
        return builder.setReference(Word.sourceName, { name: 0, value: KERNEL_SECRET });
      case 5:
        return builder.setReference(Word.sourceName, this.anyReference());
      case 6:
        return builder.set(Word.destination, 0);
      case 7:
        return builder.set(Word.size, builder.get(Word.size) + draw.pick([-1, 1]));
      default:
        builder.set(Word.source, builder.get(Word.source) + draw.pick([-1, 1, 4, BLOCK]));
    }
  }

  /** Some address: a buffer of anyone, a pointer that was ever held, or a bad one. */
  private anyReference(): Reference {
    const { draw, builder } = this;
    if (draw.chance(40) && builder.held.length > 0) {
      return { name: draw.pick(builder.held).name, value: 0 };
    }
    if (draw.chance(60)) return { name: 0, value: this.buffer().address };
    return { name: 0, value: draw.pick([0x1000, 0x3fff_0000, 0xffff_f000, KERNEL_SECRET]) };
  }

  private release(
    made: 'CeOpenCallerBuffer' | 'CeAllocAsynchronousBuffer' | 'CeAllocDuplicateBuffer',
    by: 'CeCloseCallerBuffer' | 'CeFreeAsynchronousBuffer' | 'CeFreeDuplicateBuffer',
  ): boolean {
    const { builder, draw } = this;
    const again = draw.chance(this.style.wrong / 3) && builder.held.length > 0;
    const held = again ? draw.pick(builder.held) : this.livePointer([made]);
    if (held === undefined) return false;
    const thread = draw.chance(60) ? this.threadOf(held) : this.thread(true);
    builder.start(by, thread);
    this.sameValues(held);
    if (draw.chance(this.style.pauses)) builder.setPause('written-back');
    if (draw.chance(this.style.wrong)) this.spoilRelease(held);
    if (!builder.commit()) return false;
    held.released = true;
    if (isOutput(held.descriptor) && draw.chance(40)) this.readBack(this.rootOf(held));
    return true;
  }

  /** The call that a pointer was made in while it lasts, else the service thread. */
  private threadOf(held: HeldPointer): number {
    return this.builder.world.isInCall(held.thread) ? held.thread : 0;
  }

  private sameValues(held: HeldPointer): void {
    const { builder } = this;
    builder.setReference(Word.pointerName, { name: held.name, value: 0 });
    builder.setReference(Word.sourceName, held.source);
    builder.set(Word.size, held.size);
    builder.set(Word.descriptor, held.descriptor);
  }

  private releaseRightly(held: HeldPointer): void {
    const by = {
      CeAllocAsynchronousBuffer: 'CeFreeAsynchronousBuffer',
      CeAllocDuplicateBuffer: 'CeFreeDuplicateBuffer',
      CeOpenCallerBuffer: 'CeCloseCallerBuffer',
    } as const;
    this.builder.start(by[held.operation as keyof typeof by], this.threadOf(held));
    this.sameValues(held);
    if (this.builder.commit()) held.released = true;
  }

  /** One value of a release or flush that is not the one it was made with. */
  private spoilRelease(held: HeldPointer): void {
    const { builder, draw } = this;
    const marks = this.rootOf(held).marks;
    switch (draw.below(8)) {
      case 0:
      case 1:
        return this.toggleFlag();
      case 2:
        return builder.set(Word.size, Math.max(held.size + draw.pick([-1, 1]), 0));
      case 3:
        return builder.set(Word.size, draw.pick(marks));
      case 4:
        return builder.set(Word.descriptor, draw.pick(POINTERS));
      case 5:
        return builder.set(Word.descriptor, draw.pick(ANY_DESCRIPTOR));
      case 6:
        return builder.setReference(Word.sourceName, this.anyReference());
      default:
        return builder.setReference(Word.pointerName, this.anyReference());
    }
  }

  private flush(): boolean {
    const { builder, draw } = this;
    const held = this.livePointer(['CeAllocAsynchronousBuffer']);
    if (held === undefined) return false;
    builder.start('CeFlushAsynchronousBuffer', draw.chance(50) ? this.threadOf(held) : 0);
    this.sameValues(held);
    builder.setReference(Word.unmarshalledName, this.unmarshalledOf(held));
    if (draw.chance(this.style.wrong)) this.spoilRelease(held);
    if (draw.chance(this.style.wrong)) {
      builder.setReference(Word.unmarshalledName, draw.chance(40) ? NULL : this.anyReference());
    }
    if (!builder.commit()) return false;
    if (draw.chance(40)) this.readBack(this.rootOf(held));
    return true;
  }

  /** What pSrcUnmarshalled should be: the caller's address of an opened buffer, else NULL. */
  private unmarshalledOf(held: HeldPointer): Reference {
    const parent = this.builder.held.find((other) => other.name === held.source.name);
    if (parent?.operation !== 'CeOpenCallerBuffer') return NULL;
    return { name: 0, value: this.rootOf(held).address + held.offset };
  }

  private serverAccess(write: boolean): boolean {
    const { draw } = this;
    const held = this.livePointer([
      'CeAllocAsynchronousBuffer',
      'CeOpenCallerBuffer',
      'CeAllocDuplicateBuffer',
      'call',
    ]);
    if (held === undefined || held.length === 0) return false;
    const thread = draw.chance(70) ? this.threadOf(held) : this.thread(true);
    const marks = this.marksWithin(this.rootOf(held), held.offset, held.length);
    const [from, length] = draw.chance(50) ? [held.offset, held.length] : this.part(marks);
    return this.access(write, thread, 0, { name: held.name, value: from - held.offset }, length);
  }

  private access(
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

  private applicationAccess(write: boolean): boolean {
    const { draw } = this;
    const buffer = this.buffer();
    const [from, length] = draw.chance(50) ? [0, buffer.size] : this.part(buffer.marks);
    const pointer = { name: 0, value: buffer.address + from };
    return this.access(write, -1, buffer.process, pointer, length);
  }

  private readBack(buffer: DrawnBuffer): void {
    const pointer = { name: 0, value: buffer.address };
    this.access(false, -1, buffer.process, pointer, buffer.size);
  }

  /** The server uses an address of the caller that nobody marshalled (SPACE-5). */
  private rawAccess(): boolean {
    const { draw } = this;
    const buffer = this.buffer();
    const secret = draw.chance(20);
    const pointer = { name: 0, value: secret ? KERNEL_SECRET : buffer.address };
    const size = secret ? 64 : buffer.size;
    return this.access(draw.chance(30) && !secret, this.thread(true), 0, pointer, size);
  }

  private staleAccess(): boolean {
    const { draw, builder } = this;
    const stale = builder.held.filter((held) => held.released && held.length > 0);
    if (stale.length === 0) return false;
    const held = draw.pick(stale);
    const pointer = { name: held.name, value: 0 };
    return this.access(draw.chance(30), this.thread(true), 0, pointer, held.length);
  }

  /** An application reaches for the server's memory, or another's address (SPACE-1, SPACE-2). */
  private foreignAccess(): boolean {
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

  /** The caller writes or removes a terminator, perhaps while a call is held (ASYNC-5). */
  private stringEdit(): boolean {
    const { draw, builder } = this;
    const texts = this.memory.buffers.filter((buffer) => buffer.terminator >= 0);
    if (texts.length === 0) return false;
    const buffer = draw.pick(texts);
    builder.start('write', -1, buffer.process);
    builder.set(Word.pointer, buffer.address + buffer.terminator);
    builder.set(Word.size, buffer.character);
    if (draw.chance(50)) {
      builder.set(Word.tag, this.style.nextTag);
      this.style.nextTag += 1;
    }
    return builder.commit();
  }

  private protect(): boolean {
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

  private virtualMemory(operation: 'VirtualFree' | 'VirtualAlloc'): boolean {
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
}
