/**
 * Sees what a rule writes: the words of a world behind a proxy that lists the changed ones. Words
 * that only explain (`Layout.core` and after) are not part of the state: they read as 0.
 */

import { CALLS, Call, Global, Held, Slot } from '../../../model/world/layout.js';
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
  }
}

/** The view that rules work on, and the list of what they wrote. One object is reused. */
export class Watch {
  /** Words written since {@link over}, each once, in the order of the first write. */
  readonly written: number[] = [];
  /** Their values before; not looked up for records and contents (0). */
  readonly before: number[] = [];
  readonly view: Int32Array;
  private state!: Int32Array;
  private readonly map: WordMap;
  private readonly core: number;

  constructor(map: WordMap) {
    this.map = map;
    this.core = map.part.length;
    this.view = new Proxy(new Int32Array(0), {
      get: (_, key) => this.get(Number(key)),
      set: (_, key, value) => this.set(Number(key), Number(value)),
    });
  }

  /** Starts over on a state. */
  over(state: Int32Array): void {
    this.state = state;
    this.written.length = 0;
    this.before.length = 0;
  }

  private get(index: number): number {
    return index < this.core ? this.state[index] : 0;
  }

  private set(index: number, value: number): boolean {
    if (index >= this.core) return true;
    if (!this.written.includes(index)) {
      const part = this.map.part[index];
      this.written.push(index);
      this.before.push(part >= Part.record ? 0 : this.state[index]);
    }
    this.state[index] = value;
    return true;
  }
}
