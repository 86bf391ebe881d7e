/** Steps of the wrapper classes: objects made, filled, emptied, copied and destroyed. */

import { Flag, Word } from '../../model/case.js';
import { Member, WrapperClass } from '../../model/world/objects.js';
import { MarshallingDrawer } from './marshalling.js';
import type { HeldPointer } from './program.js';

/** Objects that a case with wrapper classes may name. */
export const DRAWN_OBJECTS = 4;

/** Where each class usually finds its source. */
const SOURCES = ['CeOpenCallerBuffer', 'call', 'CeAllocDuplicateBuffer'] as const;

/** Draws methods of wrapper objects. */
export class WrapperDrawer extends MarshallingDrawer {
  protected construct(): boolean {
    const { draw } = this;
    const object = this.objectThat((kind) => kind === 0);
    if (object === 0) return false;
    const mode = draw.pick([
      WrapperClass.asynchronous,
      WrapperClass.asynchronous,
      WrapperClass.marshalled,
      WrapperClass.marshalled,
      WrapperClass.duplicated,
    ]);
    return this.fill('construct', object, mode, draw.chance(35));
  }

  /** Allocate or Marshal, mostly on an empty object. */
  protected fillObject(): boolean {
    const { world } = this.builder;
    const wantsEmpty = !this.draw.chance(20);
    const object = this.objectThat(
      (kind, full) => kind !== 0 && full !== wantsEmpty,
      (kind) => kind !== 0,
    );
    if (object === 0) return this.construct();
    const kind = world.member(object, Member.class);
    const marshals = kind === WrapperClass.marshalled;
    return this.fill(marshals ? 'Marshal' : 'Allocate', object, kind, false);
  }

  private fill(
    operation: 'construct' | 'Allocate' | 'Marshal',
    object: number,
    kind: number,
    empty: boolean,
  ): boolean {
    const { builder, draw } = this;
    const from = kind === WrapperClass.marshalled ? undefined : this.sourceFor(kind);
    const thread = from === undefined || draw.chance(8) ? this.thread(true) : from.thread;
    builder.start(operation, thread);
    builder.set(Word.object, object);
    if (operation === 'construct') builder.set(Word.mode, kind);
    if (empty) return builder.commit();
    const buffer = from === undefined ? this.buffer(this.callerOf(thread)) : this.rootOf(from);
    const offset = from?.offset ?? 0;
    const length = from?.length ?? buffer.size;
    const plain = { name: 0, value: buffer.address };
    const source = from === undefined ? plain : { name: from.name, value: 0 };
    builder.setReference(Word.sourceName, source);
    this.describe(buffer, offset, length);
    if (from !== undefined && draw.chance(60)) this.likeItsSource(from, length);
    if (kind !== WrapperClass.duplicated && draw.chance(this.style.forceAlias)) this.toggleFlag();
    this.options(kind);
    if (draw.chance(this.style.wrong)) this.spoilSource();
    return builder.commit(this.memory.buffers.indexOf(buffer), offset);
  }

  private sourceFor(kind: number): HeldPointer | undefined {
    return this.livePointer(kind === WrapperClass.duplicated ? ['call'] : SOURCES);
  }

  private options(kind: number): void {
    const { builder, draw } = this;
    if (draw.chance(this.style.allocationFails)) {
      builder.set(Word.allocationFails, 1 + draw.below(3));
    }
    let flags = 0;
    if (kind === WrapperClass.marshalled) {
      if (draw.chance(40)) flags |= Flag.unforced;
      if (draw.chance(60)) flags |= Flag.asynchronous;
    } else if (draw.chance(20)) flags |= Flag.constant;
    builder.set(Word.flags, flags);
  }

  /** Free or Unmarshal, mostly of a full object. */
  protected emptyObject(): boolean {
    const { builder, draw } = this;
    const object = this.objectThat(
      (kind, full) => kind !== 0 && full,
      (kind) => kind !== 0,
    );
    if (object === 0) return false;
    const marshalled = builder.world.member(object, Member.class) === WrapperClass.marshalled;
    const released = this.method(marshalled ? 'Unmarshal' : 'Free', object);
    if (released && draw.chance(40)) this.readBack(this.buffer());
    return released;
  }

  protected flushObject(): boolean {
    const object = this.objectThat(
      (kind, full) => kind !== 0 && full,
      (kind) => kind !== 0,
    );
    if (object === 0 || !this.method('Flush', object)) return false;
    if (this.draw.chance(40)) this.readBack(this.buffer());
    return true;
  }

  protected askObject(): boolean {
    const object = this.objectThat((kind) => kind !== 0);
    return object !== 0 && this.method(this.draw.chance(50) ? 'ptr' : 'size', object);
  }

  protected destroyObject(): boolean {
    const object = this.objectThat((kind) => kind !== 0);
    return object !== 0 && this.method('destroy', object);
  }

  protected copyObject(): boolean {
    const { builder } = this;
    const original = this.objectThat((kind, full) => kind !== 0 && full);
    const object = this.objectThat((kind) => kind === 0);
    if (original === 0 || object === 0) return false;
    builder.start('copy', this.thread(true));
    builder.set(Word.object, object);
    builder.set(Word.mode, original);
    return builder.commit();
  }

  /** Every object goes out of scope: the documented end. */
  protected destroyObjects(): void {
    const { world } = this.builder;
    for (let object = 1; object <= world.domain.objects; object += 1) {
      if (this.builder.world.member(object, Member.class) !== 0) this.method('destroy', object);
    }
  }

  /** A method without arguments, on the thread that made the buffer where it can be. */
  private method(
    operation: 'Free' | 'Unmarshal' | 'Flush' | 'ptr' | 'size' | 'destroy',
    object: number,
  ): boolean {
    const { builder, draw } = this;
    const held = builder.held.find((each) => each.object === object && !each.released);
    const own = held !== undefined && draw.chance(60);
    builder.start(operation, own ? this.threadOf(held) : this.thread(true));
    builder.set(Word.object, object);
    return builder.commit();
  }

  /** Some object of a class and fullness; 0 for none. The second test is for want of the first. */
  private objectThat(...tests: readonly ((kind: number, full: boolean) => boolean)[]): number {
    const { world } = this.builder;
    const { objects } = world.domain;
    const first = this.draw.below(objects);
    for (const test of tests) {
      for (let i = 0; i < objects; i += 1) {
        const object = 1 + ((first + i) % objects);
        const kind = world.member(object, Member.class);
        if (test(kind, world.member(object, Member.pointer) !== 0)) return object;
      }
    }
    return 0;
  }
}
