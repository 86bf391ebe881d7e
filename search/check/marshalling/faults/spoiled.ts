/** What a planted defect of the rules is, and what it has to work with. */

import { Answer, type Outcome, Value } from '../../../../model/outcome.js';
import type { Form } from '../../../../model/readings.js';
import { RESULTS } from '../../../../model/results.js';
import type { OperationName } from '../../../../model/step.js';
import { Slot, State, type World } from '../../../../model/world/world.js';
import type { Client } from '../act.js';
import type { System } from '../scope.js';
import type { Watch } from '../watch.js';

/** What a defect has to work with, after a step. */
export interface Spoiled {
  readonly world: World;
  readonly operation: OperationName;
  readonly process: number;
  readonly object: number;
  readonly pointer: number;
  readonly source: number;
  readonly outcome: Outcome;
  /** The record that matched the call in every value, −1 for none. */
  readonly right: number;
  /** The record that was made, −1 for none. */
  readonly made: number;
  readonly watch: Watch;
}

/** One defect of the rules. */
export interface ModelFault {
  readonly id: string;
  readonly sentence: string;
  /** Name of the invariant that it breaks, without the clauses. */
  readonly breaks: string;
  /** The client that meets it; lawful when left out. */
  readonly client?: Client;
  /** The system that a scope has to take in for it to show. */
  readonly system?: System;
  readonly spoil: (step: Spoiled) => void;
}

/** True when the call returned S_OK. */
export function isOk({ outcome }: Spoiled): boolean {
  const exact = outcome.valueKind === Value.exact && outcome.value === RESULTS.S_OK;
  return outcome.answer === Answer.returned && exact;
}

/** The record that a call has just released by the right values, in this form; −1 else. */
export function ended(step: Spoiled, form: Form): number {
  const { right, world } = step;
  if (right < 0 || !isOk(step) || world.field(right, Slot.state) !== State.stale) return -1;
  return world.field(right, Slot.form) === form ? right : -1;
}

/** The record that a call has just made, in this form; −1 else. */
export function made({ made: slot, world }: Spoiled, form: Form): number {
  return slot >= 0 && world.field(slot, Slot.form) === form ? slot : -1;
}

/** The run in which a record begins. */
export function firstRun(world: World, slot: number): number {
  return world.domain.intervalRun[world.field(slot, Slot.first)];
}

/** The physical generation that a record pins. */
export function generation(world: World, slot: number): number {
  return world.field(slot, Slot.generation);
}

/** Calls back for each interval that a record covers. */
export function over(world: World, slot: number, visit: (interval: number) => void): void {
  const first = world.field(slot, Slot.first);
  for (let i = first; i < first + world.field(slot, Slot.count); i += 1) visit(i);
}

/** Puts memory back to what it held before the step; `most` words of it, the last ones first. */
export function unwrite({ world, watch }: Spoiled, most: number): void {
  const { tags, calls } = world.at;
  let left = most;
  for (let i = watch.written.length - 1; i >= 0 && left > 0; i -= 1) {
    const word = watch.written[i];
    if (word < tags || word >= calls) continue;
    world.write(word, watch.before(word));
    left -= 1;
  }
}

/** Puts the words from one on, up to another, back to what they held before the step. */
export function restore({ world, watch }: Spoiled, from: number, to: number): void {
  for (const word of [...watch.written]) {
    if (word >= from && word < to) world.write(word, watch.before(word));
  }
}

/** A live record other than this one, −1 for none. */
export function another(world: World, slot: number): number {
  for (let s = 0; s < world.slots; s += 1) if (s !== slot && world.isLive(s)) return s;
  return -1;
}
