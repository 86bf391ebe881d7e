/**
 * What a driver keeps: variables, tables, events, critical sections. They are made here rather
 * than with `let` so that whoever runs the driver knows which thread touched what, which decides
 * what is worth trying in another order, and sees one call read what another call wrote (DRV-1).
 */

import { MOST_OBJECTS } from '../model/case.js';
import type { SyncObject } from './sync-object.js';

/** A variable of {@link Environment.globals}, of `shared`, or one of its lists. */
export type VariableKind = 'global' | 'shared' | 'list';

/** Told of each access to a variable; `number` is the variable's. */
export interface Tracker {
  touch(number: number, name: string, writes: boolean, kind: VariableKind): void;
}

/** A queue or table of the driver. */
export interface List<T> {
  readonly length: number;
  push(item: T): void;
  /** The oldest item, taken out; undefined where there is none. */
  shift(): T | undefined;
  at(index: number): T | undefined;
  /** The first item for which the test holds. */
  find(test: (item: T) => boolean): T | undefined;
  /** Takes an item out; false where it is not in. */
  remove(item: T): boolean;
}

/** Makes what one run of a driver keeps. */
export class Environment {
  private readonly tracker: Tracker;
  private variables = 0;
  private objects = 0;
  private readonly wrappers = new Set<number>();

  constructor(tracker: Tracker) {
    this.tracker = tracker;
  }

  /**
   * Global variables as C has them. One call that reads here what another call wrote is reported
   * (DRV-1): what belongs to the device and not to a call goes into {@link shared}.
   */
  globals<T extends object>(initial: T): T {
    return this.watch(initial, 'global', 'g');
  }

  /** Variables that belong to the device, and that calls share on purpose. */
  shared<T extends object>(initial: T): T {
    return this.watch(initial, 'shared', 'shared');
  }

  /** A queue or table that calls share on purpose. */
  list<T>(name: string): List<T> {
    const items: T[] = [];
    const number = this.number();
    const touch = (writes: boolean): void => {
      this.tracker.touch(number, name, writes, 'list');
    };
    return {
      get length(): number {
        touch(false);
        return items.length;
      },
      push(item: T): void {
        touch(true);
        items.push(item);
      },
      shift(): T | undefined {
        touch(true);
        return items.shift();
      },
      at(index: number): T | undefined {
        touch(false);
        return items.at(index);
      },
      find(test: (item: T) => boolean): T | undefined {
        touch(false);
        return items.find(test);
      },
      remove(item: T): boolean {
        touch(true);
        const index = items.indexOf(item);
        if (index >= 0) items.splice(index, 1);
        return index >= 0;
      },
    };
  }

  /** CreateEvent: resets itself when a wait takes it, unless `manual`. */
  event(name: string, options: { manual?: boolean; signalled?: boolean } = {}): SyncObject {
    const { manual = false, signalled = false } = options;
    return this.object(name, 'event', manual, signalled);
  }

  /** InitializeCriticalSection; the thread that is inside may enter again. */
  criticalSection(name: string): SyncObject {
    return this.object(name, 'section', false, false);
  }

  /** A number for an object of a wrapper class. Throws RangeError where there are too many. */
  takeWrapper(): number {
    let number = 1;
    while (this.wrappers.has(number)) number += 1;
    if (number > MOST_OBJECTS) {
      throw new RangeError(`more than ${MOST_OBJECTS} wrapper objects at one time`);
    }
    this.wrappers.add(number);
    return number;
  }

  /** The object is destroyed. */
  giveWrapperBack(number: number): void {
    this.wrappers.delete(number);
  }

  private object(
    name: string,
    kind: SyncObject['kind'],
    manual: boolean,
    signalled: boolean,
  ): SyncObject {
    this.objects += 1;
    return { name, number: this.objects, kind, manual, signalled, owner: -1, depth: 0 };
  }

  private number(): number {
    this.variables += 1;
    return this.variables;
  }

  private watch<T extends object>(initial: T, kind: VariableKind, prefix: string): T {
    const numbers = new Map<string | symbol, number>();
    const touch = (key: string | symbol, writes: boolean): void => {
      let number = numbers.get(key);
      if (number === undefined) {
        number = this.number();
        numbers.set(key, number);
      }
      this.tracker.touch(number, `${prefix}.${String(key)}`, writes, kind);
    };
    return new Proxy(initial, {
      get(target, key, receiver): unknown {
        touch(key, false);
        return Reflect.get(target, key, receiver);
      },
      set(target, key, value, receiver): boolean {
        touch(key, true);
        return Reflect.set(target, key, value, receiver);
      },
    });
  }
}
