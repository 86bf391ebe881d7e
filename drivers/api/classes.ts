/**
 * The wrapper classes of marshal.hpp. Where C++ has a constructor that allocates, use
 * `yield* AsynchronousBuffer_t.create(environment, …)`; where a scope ends, `yield* it.destroy()`.
 */

import { WrapperClass, type WrapperOperation } from '../../targets/interface.js';
import type { Environment } from '../environment.js';
import type { Coroutine, PerformStep, Result } from '../interface.js';

/** What the constructors and Allocate or Marshal are given. */
export interface WrappedBuffer {
  readonly source: number;
  readonly size: number;
  readonly descriptor: number;
  /** The source is a PCVOID. */
  readonly constant?: boolean;
}

/** What MarshalledBuffer_t is given besides. */
export interface MarshalledOptions {
  /** True where it is left out. */
  readonly forceDuplicate?: boolean;
  readonly asynchronous?: boolean;
}

const EMPTY: WrappedBuffer = { source: 0, size: 0, descriptor: 0 };

/** What the three classes have in common. */
class Wrapper {
  protected readonly environment: Environment;
  private readonly number: number;
  private kept: WrappedBuffer = EMPTY;
  private pointer = 0;

  protected constructor(environment: Environment) {
    this.environment = environment;
    this.number = environment.takeWrapper();
  }

  /** The buffer; 0 (NULL) while the object is empty. */
  ptr(): number {
    return this.pointer;
  }

  /** Bytes as they were given; 0 while the object is empty. */
  size(): number {
    return this.pointer === 0 ? 0 : this.kept.size;
  }

  /** The destructor: releases what is held. The object is not to be used any more. */
  *destroy(): Coroutine {
    yield* this.method('destroy');
    this.environment.giveWrapperBack(this.number);
  }

  protected *construct(kind: number, given: WrappedBuffer, more = {}): Coroutine {
    this.note(given, yield { ...this.step('construct', given), mode: kind, ...more });
  }

  protected *fill(
    operation: 'Allocate' | 'Marshal',
    given: WrappedBuffer,
    more = {},
  ): Coroutine<number> {
    const wasEmpty = this.pointer === 0;
    const result = yield { ...this.step(operation, given), ...more };
    if (wasEmpty) this.note(given, result);
    return result.value;
  }

  /** A method without arguments; its HRESULT. */
  protected *method(operation: 'Free' | 'Unmarshal' | 'Flush' | 'destroy'): Coroutine<number> {
    const result = yield { ...this.step(operation, this.kept), pointer: this.pointer };
    this.note(this.kept, result);
    return result.value;
  }

  /** Takes the place of a copy constructor: a second object over the same buffer. */
  protected *copyOf(original: Wrapper): Coroutine {
    const result = yield { ...this.step('copy', original.kept), mode: original.number };
    this.note(original.kept, result);
  }

  private note(given: WrappedBuffer, { pointer }: Result): void {
    this.kept = given;
    this.pointer = pointer;
  }

  private step(operation: WrapperOperation, given: WrappedBuffer): PerformStep {
    const { source, size, descriptor, constant = false } = given;
    const object = this.number;
    return { kind: 'perform', operation, object, source, size, descriptor, constant };
  }
}

/** Over CeAllocAsynchronousBuffer and CeFreeAsynchronousBuffer; for drivers in the kernel. */
export class AsynchronousBuffer_t extends Wrapper {
  /** A constructor; without a buffer the default one. It gives no HRESULT: look at `ptr()`. */
  static *create(
    environment: Environment,
    given: WrappedBuffer = EMPTY,
  ): Coroutine<AsynchronousBuffer_t> {
    const it = new AsynchronousBuffer_t(environment);
    yield* it.construct(WrapperClass.asynchronous, given);
    return it;
  }

  /** The copy constructor that nobody wrote: both objects will free. */
  *copy(): Coroutine<AsynchronousBuffer_t> {
    const it = new AsynchronousBuffer_t(this.environment);
    yield* it.copyOf(this);
    return it;
  }

  /** Gives an HRESULT. */
  Allocate(given: WrappedBuffer): Coroutine<number> {
    return this.fill('Allocate', given);
  }

  /** Gives an HRESULT. */
  Free(): Coroutine<number> {
    return this.method('Free');
  }

  /** Gives an HRESULT. */
  Flush(): Coroutine<number> {
    return this.method('Flush');
  }
}

/** Over CeAllocDuplicateBuffer and CeFreeDuplicateBuffer. */
export class DuplicatedBuffer_t extends Wrapper {
  /** See {@link AsynchronousBuffer_t.create}. */
  static *create(
    environment: Environment,
    given: WrappedBuffer = EMPTY,
  ): Coroutine<DuplicatedBuffer_t> {
    const it = new DuplicatedBuffer_t(environment);
    yield* it.construct(WrapperClass.duplicated, given);
    return it;
  }

  /** Gives an HRESULT. */
  Allocate(given: WrappedBuffer): Coroutine<number> {
    return this.fill('Allocate', given);
  }

  /** Gives an HRESULT. */
  Free(): Coroutine<number> {
    return this.method('Free');
  }
}

/** Over Open and, where it is asked for, Alloc: for pointers embedded in structures. */
export class MarshalledBuffer_t extends Wrapper {
  /** See {@link AsynchronousBuffer_t.create}. */
  static *create(
    environment: Environment,
    given: WrappedBuffer = EMPTY,
    options: MarshalledOptions = {},
  ): Coroutine<MarshalledBuffer_t> {
    const it = new MarshalledBuffer_t(environment);
    yield* it.construct(WrapperClass.marshalled, given, flags(options));
    return it;
  }

  /** Gives an HRESULT. */
  Marshal(given: WrappedBuffer, options: MarshalledOptions = {}): Coroutine<number> {
    return this.fill('Marshal', given, flags(options));
  }

  /** Gives an HRESULT. */
  Unmarshal(): Coroutine<number> {
    return this.method('Unmarshal');
  }

  /** Gives an HRESULT. */
  Flush(): Coroutine<number> {
    return this.method('Flush');
  }
}

function flags({ forceDuplicate = true, asynchronous = false }: MarshalledOptions): {
  readonly unforced: boolean;
  readonly asynchronous: boolean;
} {
  return { unforced: !forceDuplicate, asynchronous };
}
