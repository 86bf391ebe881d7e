/** Steps of the API: calls, the seven functions, and what can be wrong with them. */

import { Word } from '../../model/case.js';
import {
  characterBytes,
  DESCRIPTORS,
  isOutput,
  MARSHAL_FORCE_ALIAS,
} from '../../model/descriptors.js';
import { BLOCK } from './constants.js';
import { type DrawnBuffer, KERNEL_SECRET } from './memory.js';
import { type HeldPointer, NULL, type Reference } from './program.js';
import { SurroundingsDrawer } from './surroundings.js';

/** Percent of Opens that repeat a live one. */
const OPENED_AGAIN = 8;
const POINTERS = [DESCRIPTORS.ARG_I_PTR, DESCRIPTORS.ARG_O_PTR, DESCRIPTORS.ARG_IO_PTR];
const INPUTS = [DESCRIPTORS.ARG_I_PTR];
const OUTPUTS = [DESCRIPTORS.ARG_O_PTR, DESCRIPTORS.ARG_IO_PTR];
const ANY_DESCRIPTOR = [...Object.values(DESCRIPTORS), 1, 2, 3, 0xb, 0xf, 0x14, 0x84];
const WILD_SIZES = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff];

/** Draws calls of the seven functions, right ones and wrong ones. */
export class MarshallingDrawer extends SurroundingsDrawer {
  protected override call(): boolean {
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
  protected describe(buffer: DrawnBuffer, offset: number, length: number): void {
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

  /** Memory that runs out; a hold, for a string mostly between its measuring and its check. */
  protected conditions(): void {
    const { builder, draw, style } = this;
    if (draw.chance(style.allocationFails)) builder.set(Word.allocationFails, 1 + draw.below(3));
    const isText = characterBytes(builder.get(Word.descriptor) >>> 0) > 0;
    const measured = isText && builder.get(Word.size) === 0;
    if (!draw.chance(measured ? style.pauses * 2 : style.pauses)) return;
    builder.setPause(measured && draw.chance(60) ? 'measured' : 'checked');
  }

  /** Opens again what is open already, with equal values. */
  protected openAgain(): boolean {
    const { builder, draw } = this;
    const held = this.livePointer(['CeOpenCallerBuffer']);
    if (held === undefined) return false;
    builder.start('CeOpenCallerBuffer', held.thread);
    this.sameValues(held);
    builder.setReference(Word.pointerName, NULL);
    if (draw.chance(30)) builder.set(Word.flags, 1);
    return builder.commit(held.buffer, held.offset);
  }

  protected open(): boolean {
    const { builder, draw } = this;
    if (draw.chance(OPENED_AGAIN) && this.openAgain()) return true;
    const thread = this.thread(true);
    const buffer = this.buffer(draw.chance(90) ? this.callerOf(thread) : 0);
    builder.start('CeOpenCallerBuffer', thread);
    const [offset, length] = draw.chance(75) ? [0, buffer.size] : this.part(buffer.marks);
    builder.setReference(Word.sourceName, { name: 0, value: buffer.address + offset });
    this.describe(buffer, offset, length);
    if (draw.chance(45)) builder.set(Word.flags, 1);
    this.conditions();
    if (draw.chance(this.style.wrong)) this.spoilSource();
    return builder.commit(this.memory.buffers.indexOf(buffer), offset);
  }

  protected alloc(): boolean {
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
    this.conditions();
    if (draw.chance(this.style.wrong)) this.spoilSource();
    return builder.commit(this.memory.buffers.indexOf(buffer), offset);
  }

  /** The descriptor of the buffer that it is made from, where the length allows it. */
  protected likeItsSource(from: HeldPointer, length: number): void {
    if (from.length !== length) return;
    this.builder.set(Word.descriptor, from.descriptor & 0x7fff_ffff);
    this.builder.set(Word.size, from.size);
  }

  protected duplicate(): boolean {
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
    this.conditions();
    if (draw.chance(this.style.wrong)) this.spoilSource();
    return builder.commit(this.memory.buffers.indexOf(buffer), 0);
  }

  /** Spoils one argument of the operation under construction. */
  protected spoilSource(): void {
    const { builder, draw } = this;
    switch (draw.below(9)) {
      case 0:
        return builder.setReference(Word.sourceName, NULL);
      case 1:
        return builder.set(Word.size, draw.pick(WILD_SIZES));
      case 2:
        return builder.set(Word.descriptor, draw.pick(ANY_DESCRIPTOR));
      case 3:
        return builder.set(
          Word.descriptor,
          draw.chance(30)
            ? MARSHAL_FORCE_ALIAS
            : builder.get(Word.descriptor) | MARSHAL_FORCE_ALIAS,
        );
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

  protected release(
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
    if (draw.chance(this.style.wrongRelease)) this.spoilRelease(held);
    if (!builder.commit()) return false;
    held.released = true;
    if (isOutput(held.descriptor) && draw.chance(40)) this.readBack(this.rootOf(held));
    return true;
  }

  protected releaseRightly(held: HeldPointer): void {
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
  protected spoilRelease(held: HeldPointer): void {
    const { builder, draw } = this;
    const marks = this.rootOf(held).marks;
    switch (draw.below(10)) {
      case 0:
      case 1:
        return this.toggleFlag();
      case 2:
        return builder.set(Word.size, Math.max(held.size + draw.pick([-1, 1]), 0));
      case 3:
        return builder.set(Word.size, draw.pick(marks));
      case 4:
      case 5:
      case 6:
        return builder.set(
          Word.descriptor,
          draw.pick(isOutput(held.descriptor) ? INPUTS : OUTPUTS),
        );
      case 7:
        return builder.set(Word.descriptor, draw.pick(ANY_DESCRIPTOR));
      case 8:
        return builder.setReference(Word.sourceName, this.anyReference());
      default:
        return builder.setReference(Word.pointerName, this.anyReference());
    }
  }

  protected flush(): boolean {
    const { builder, draw } = this;
    const held = this.livePointer(['CeAllocAsynchronousBuffer']);
    if (held === undefined) return false;
    builder.start('CeFlushAsynchronousBuffer', draw.chance(50) ? this.threadOf(held) : 0);
    this.sameValues(held);
    builder.setReference(Word.unmarshalledName, this.unmarshalledOf(held));
    if (draw.chance(this.style.wrongRelease)) {
      if (draw.chance(40)) this.toggleFlag();
      else this.spoilRelease(held);
    }
    if (draw.chance(this.style.wrong)) {
      builder.setReference(Word.unmarshalledName, draw.chance(40) ? NULL : this.anyReference());
    }
    if (!builder.commit()) return false;
    if (draw.chance(40)) this.readBack(this.rootOf(held));
    return true;
  }

  /** What pSrcUnmarshalled should be: the caller's address of an opened buffer, else NULL. */
  protected unmarshalledOf(held: HeldPointer): Reference {
    const parent = this.builder.held.find((other) => other.name === held.source.name);
    if (parent?.operation !== 'CeOpenCallerBuffer') return NULL;
    return { name: 0, value: this.rootOf(held).address + held.offset };
  }
}
