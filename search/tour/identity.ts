/**
 * When two beliefs are the same for a tour: they differ only in which slot holds which record, and
 * in the addresses that a target happened to give out.
 */

import { Slot, State, type World } from '../../model/world/world.js';
import type { Ground } from '../check/marshalling/ground.js';
import { KERNEL_MEMORY, UNMAPPED } from '../check/marshalling/ground.js';

/** First name of an address; no scope has an address below 64 KB. */
const FIRST_NAME = 1;

/** The identity of a belief. */
export interface Identity {
  /** Equal for beliefs that are the same, and for no others. */
  readonly key: string;
  /** Slots in canonical order: `order[place]` is the slot that stands there. */
  readonly order: readonly number[];
}

/** All orders of some slots. */
function permutations(slots: readonly number[]): number[][] {
  if (slots.length <= 1) return [[...slots]];
  return slots.flatMap((slot) =>
    permutations(slots.filter((other) => other !== slot)).map((rest) => [slot, ...rest]),
  );
}

/** Tells beliefs of one ground apart; keeps scratch memory. */
export class Identifier {
  private readonly constants: ReadonlySet<number>;
  private readonly scratch: Int32Array;
  private readonly orders = new Map<string, number[][]>();
  private readonly names = new Map<number, number>();
  private readonly ground: Ground;

  constructor(ground: Ground) {
    this.ground = ground;
    this.constants = new Set([0, KERNEL_MEMORY, UNMAPPED, ...ground.buffers]);
    this.scratch = new Int32Array(ground.at.core);
  }

  /** The identity of worlds that are believed together; puts them in an order that it decides. */
  of(worlds: World[]): Identity {
    let best: (Identity & { readonly keys: readonly string[] }) | null = null;
    for (const order of this.candidates(worlds)) {
      this.names.clear();
      const keys = worlds.map((world) => this.written(world, order));
      const key = keys.length === 1 ? keys[0] : [...keys].sort().join('');
      if (best === null || key < best.key) best = { key, order, keys };
    }
    if (best === null) throw new Error('a belief without worlds has no identity');
    if (worlds.length > 1) {
      const { keys } = best;
      const before = worlds.map((world, index) => ({ world, key: keys[index] }));
      before.sort((a, b) => (a.key < b.key ? -1 : 1));
      before.forEach(({ world }, index) => {
        worlds[index] = world;
      });
    }
    return best;
  }

  /** Used slots in every order, empty ones behind them. */
  private candidates(worlds: readonly World[]): number[][] {
    const { slots } = this.ground.domain;
    const all = Array.from({ length: slots }, (_, slot) => slot);
    const isEmpty = (slot: number): boolean =>
      worlds.every((world) => world.field(slot, Slot.state) === State.empty);
    const empty = all.filter(isEmpty);
    const name = empty.join();
    const known = this.orders.get(name);
    if (known !== undefined) return known;
    const used = all.filter((slot) => !empty.includes(slot));
    const orders = permutations(used).map((order) => [...order, ...empty]);
    this.orders.set(name, orders);
    return orders;
  }

  /** Words of a world with slots in that order and addresses by name, as a string. */
  private written(world: World, order: readonly number[]): string {
    const { scratch, ground } = this;
    const { at, domain } = ground;
    scratch.set(world.words.subarray(0, at.slots));
    order.forEach((slot, place) => {
      const from = at.slots + slot * Slot.words;
      const to = at.slots + place * Slot.words;
      scratch.set(world.words.subarray(from, from + Slot.words), to);
      scratch[to + Slot.pointer] = this.nameOf(world.words[from + Slot.pointer]);
      scratch[to + Slot.source] = this.nameOf(world.words[from + Slot.source]);
      const parent = world.words[from + Slot.parent];
      scratch[to + Slot.parent] = parent === 0 ? 0 : 1 + order.indexOf(parent - 1);
      const content = at.contents + slot * domain.widest;
      const held = world.words.subarray(content, content + domain.widest);
      scratch.set(held, at.contents + place * domain.widest);
    });
    scratch.set(world.words.subarray(at.objects, at.core), at.objects);
    return Buffer.from(scratch.buffer).toString('latin1');
  }

  /** Addresses of the scope stand for themselves; others are numbered as they come. */
  private nameOf(word: number): number {
    const address = word >>> 0;
    if (this.constants.has(address)) return word;
    const known = this.names.get(address);
    if (known !== undefined) return known;
    const name = FIRST_NAME + this.names.size;
    this.names.set(address, name);
    return name;
  }
}
