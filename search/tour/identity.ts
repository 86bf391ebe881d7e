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
  /** Equal for beliefs that are the same, and for no others; it holds until the next is asked. */
  readonly key: Int32Array;
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

/** Less than 0 where the first `length` words at `a` come before those at `b`. */
function compared(
  first: Int32Array,
  a: number,
  second: Int32Array,
  b: number,
  length: number,
): number {
  for (let i = 0; i < length; i += 1) {
    const difference = first[a + i] - second[b + i];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Tells beliefs of one ground apart; keeps scratch memory. */
export class Identifier {
  private readonly constants: ReadonlySet<number>;
  private readonly orders: readonly (readonly number[][])[];
  private readonly names: number[] = [];
  private readonly ground: Ground;
  /** Worlds as written in one order of slots, the same sorted, and the least of all so far. */
  private written = new Int32Array(0);
  private trial = new Int32Array(0);
  private best = new Int32Array(0);

  constructor(ground: Ground) {
    this.ground = ground;
    this.constants = new Set([0, KERNEL_MEMORY, UNMAPPED, ...ground.buffers]);
    this.orders = ordersOf(ground.domain.slots);
  }

  /** The identity of worlds that are believed together; puts them in an order that it decides. */
  of(worlds: World[]): Identity {
    if (worlds.length === 0) throw new Error('a belief without worlds has no identity');
    const { core } = this.ground.at;
    const length = worlds.length * core;
    this.grow(length);
    const orders = this.candidates(worlds);
    let chosen = orders[0];
    let ranks = this.write(worlds, chosen);
    [this.best, this.trial] = [this.trial, this.best];
    for (let index = 1; index < orders.length; index += 1) {
      const other = this.write(worlds, orders[index]);
      if (compared(this.trial, 0, this.best, 0, length) >= 0) continue;
      [this.best, this.trial] = [this.trial, this.best];
      chosen = orders[index];
      ranks = other;
    }
    if (worlds.length > 1) {
      const before = [...worlds];
      ranks.forEach((rank, index) => {
        worlds[index] = before[rank];
      });
    }
    return { key: this.best.subarray(0, length), order: chosen };
  }

  /** Used slots in every order, empty ones behind them. */
  private candidates(worlds: readonly World[]): readonly (readonly number[])[] {
    const { slots } = this.ground.domain;
    let used = 0;
    for (const world of worlds) {
      for (let slot = 0; slot < slots; slot += 1) {
        if (!world.has(slot, Slot.state, State.empty)) used |= 1 << slot;
      }
    }
    return this.orders[used];
  }

  /** Writes worlds to `trial`, the least first; gives where each of them was before. */
  private write(worlds: readonly World[], order: readonly number[]): number[] {
    const { core } = this.ground.at;
    this.names.length = 0;
    const into = worlds.length === 1 ? this.trial : this.written;
    worlds.forEach((world, index) => {
      this.writeWorld(world, order, into.subarray(index * core, (index + 1) * core));
    });
    const ranks = worlds.map((_, index) => index);
    if (worlds.length === 1) return ranks;
    ranks.sort((a, b) => compared(into, a * core, into, b * core, core));
    ranks.forEach((rank, index) => {
      this.trial.set(into.subarray(rank * core, (rank + 1) * core), index * core);
    });
    return ranks;
  }

  /** Words of a world with slots in that order and addresses by name. */
  private writeWorld({ words }: World, order: readonly number[], into: Int32Array): void {
    const { at, domain } = this.ground;
    for (let i = 0; i < at.slots; i += 1) into[i] = words[i];
    for (let place = 0; place < order.length; place += 1) {
      const slot = order[place];
      const from = at.slots + slot * Slot.words;
      const to = at.slots + place * Slot.words;
      for (let i = 0; i < Slot.words; i += 1) into[to + i] = words[from + i];
      into[to + Slot.pointer] = this.nameOf(words[from + Slot.pointer]);
      into[to + Slot.source] = this.nameOf(words[from + Slot.source]);
      const parent = words[from + Slot.parent];
      into[to + Slot.parent] = parent === 0 ? 0 : 1 + order.indexOf(parent - 1);
      const content = at.contents + slot * domain.widest;
      const held = at.contents + place * domain.widest;
      for (let i = 0; i < domain.widest; i += 1) into[held + i] = words[content + i];
    }
    for (let i = at.objects; i < at.core; i += 1) into[i] = words[i];
  }

  /** Addresses of the scope stand for themselves; others are numbered as they come. */
  private nameOf(word: number): number {
    if (this.constants.has(word >>> 0)) return word;
    const known = this.names.indexOf(word);
    if (known >= 0) return FIRST_NAME + known;
    return FIRST_NAME + this.names.push(word) - 1;
  }

  private grow(length: number): void {
    if (this.best.length >= length) return;
    this.written = new Int32Array(length);
    this.trial = new Int32Array(length);
    this.best = new Int32Array(length);
  }
}

/** For each set of used slots, a bit each: the orders in which they may stand. */
function ordersOf(slots: number): number[][][] {
  const all = Array.from({ length: slots }, (_, slot) => slot);
  return Array.from({ length: 1 << slots }, (_, set) => {
    const used = all.filter((slot) => (set & (1 << slot)) !== 0);
    const empty = all.filter((slot) => !used.includes(slot));
    return permutations(used).map((order) => [...order, ...empty]);
  });
}
