/**
 * Sees what a rule writes: a world that lists the words stored. Words that only explain
 * (`Layout.core` and after) are not part of the state: they read as 0.
 */

import {
  CALLS,
  Call,
  CLIENT_WORDS,
  Global,
  Held,
  LOCK_WORDS,
  OBJECT_WORDS,
  Slot,
} from '../../../model/world/layout.js';
import { World } from '../../../model/world/world.js';
import { type Accesses, accessesOf } from '../accesses.js';
import type { Ground } from './ground.js';

/** What a word belongs to. */
export const Part = {
  global: 0,
  process: 1,
  generation: 2,
  rights: 3,
  aliases: 4,
  tag: 5,
  call: 6,
  held: 7,
  record: 8,
  content: 9,
  object: 10,
  lock: 11,
  client: 12,
} as const;

/** Part and item (process, region, run, interval, thread, record) of every word of the state. */
export class WordMap {
  readonly part: Uint8Array;
  readonly item: Int32Array;

  constructor(ground: Ground) {
    const { at, domain } = ground;
    this.part = new Uint8Array(at.core);
    this.item = new Int32Array(at.core);
    const mark = (from: number, count: number, part: number, width: number): void => {
      for (let i = 0; i < count * width; i += 1) {
        this.part[from + i] = part;
        this.item[from + i] = Math.floor(i / width);
      }
    };
    mark(0, Global.words, Part.global, 1);
    mark(at.alive, domain.applications + 1, Part.process, 1);
    mark(at.regionGeneration, domain.regions, Part.generation, 1);
    mark(at.runRights, domain.runs, Part.rights, 1);
    mark(at.runNocache, domain.runs, Part.rights, 1);
    mark(at.runAliases, domain.runs, Part.aliases, 2);
    mark(at.runUncached, domain.runs, Part.aliases, 2);
    mark(at.tags, domain.intervals, Part.tag, 2);
    mark(at.calls, CALLS + 1, Part.call, Call.words);
    mark(at.held, 1, Part.held, Held.words);
    mark(at.slots, domain.slots, Part.record, Slot.words);
    mark(at.contents, domain.slots, Part.content, domain.widest);
    mark(at.objects, domain.objects, Part.object, OBJECT_WORDS);
    mark(at.locks, domain.locks, Part.lock, LOCK_WORDS);
    if (domain.locks > 0) mark(at.clients, domain.applications + 1, Part.client, CLIENT_WORDS);
  }
}

/** A world whose words are those of the state that is watched. */
class WatchedWorld extends World {
  private readonly watch: Watch;

  constructor(ground: Ground, watch: Watch) {
    // Whoever indexes the words of a world, instead of asking it, is seen as well.
    const words = new Proxy(new Int32Array(0), {
      get: (_, key) => watch.get(Number(key)),
      set: (_, key, value) => {
        watch.set(Number(key), Number(value));
        return true;
      },
    });
    super(ground.domain, words, ground.at);
    this.watch = watch;
  }

  override read(index: number): number {
    return this.watch.get(index);
  }
  override is(index: number, value: number): boolean {
    return this.watch.is(index, value);
  }
  override write(index: number, value: number): void {
    this.watch.set(index, value);
  }
}

/** The world that rules work on, and the list of what they wrote. One object is reused. */
export class Watch {
  /** Words written since {@link over}, each once, in the order of the first write. */
  readonly written: number[] = [];
  readonly world: World;
  private accesses!: Accesses;
  private readonly core: number;
  /** The number of the last step that wrote each word. */
  private readonly writtenIn: Int32Array;
  private steps = 0;

  constructor(ground: Ground) {
    this.core = ground.at.core;
    this.writtenIn = new Int32Array(this.core);
    this.world = new WatchedWorld(ground, this);
  }

  /** Starts over on a state. */
  over(state: Int32Array): void {
    this.accesses = accessesOf(state);
    this.written.length = 0;
    this.steps += 1;
  }

  /** What a word held before the step. */
  before(index: number): number {
    return this.accesses.before(index);
  }

  get(index: number): number {
    return index < this.core ? this.accesses.read(index) : 0;
  }

  is(index: number, value: number): boolean {
    return index < this.core ? this.accesses.is(index, value) : value === 0;
  }

  set(index: number, value: number): void {
    if (index >= this.core) return;
    if (this.writtenIn[index] !== this.steps) {
      this.writtenIn[index] = this.steps;
      this.written.push(index);
    }
    this.accesses.write(index, value);
  }
}
