/**
 * Which record a new buffer takes. `World.freeSlot` takes the first that will do; for a driver that
 * remembers released pointers it matters which of them gives way, and where interchangeable records
 * are told apart every empty one must have its turn.
 */

import type { Operation, OperationName } from '../../../model/step.js';
import type { Domain } from '../../../model/world/domain.js';
import { Slot, State, type World } from '../../../model/world/world.js';

const MAKES = new Set<OperationName>([
  'call',
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
]);

/** Lets the search choose among the records that a new buffer may take. One object is reused. */
export class Spare {
  private readonly tellsApart: boolean;
  private readonly kept: Int32Array;
  /** The record that the rules take, −1 when the operation makes none. */
  private first = -1;
  private readonly others: number[] = [];

  constructor(domain: Domain, tellsApart: boolean) {
    this.tellsApart = tellsApart;
    this.kept = new Int32Array(Slot.words + domain.widest);
  }

  /** Looks at the world before the operation. */
  before(world: World, operation: Operation): void {
    this.first = -1;
    this.others.length = 0;
    const { operation: name, descriptor } = operation;
    if (!MAKES.has(name) || (name === 'call' && descriptor === 0)) return;
    const first = world.freeSlot();
    if (first < 0) return;
    const state = world.field(first, Slot.state);
    if (state === State.empty && !this.tellsApart) return;
    for (let s = first + 1; s < world.slots; s += 1) {
      if (world.field(s, Slot.state) !== state) continue;
      if (state === State.empty || !world.hasChild(s)) this.others.push(s);
    }
    if (this.others.length === 0) return;
    this.first = first;
    this.copy(world, first, this.kept);
  }

  /** Puts a new record in the place of another one that was as free. */
  after(world: World, choose: (count: number) => number): void {
    const { first, others, kept } = this;
    if (first < 0 || !world.isLive(first)) return;
    const chosen = choose(others.length + 1);
    if (chosen === 0) return;
    const place = others[chosen - 1];
    const from = world.at.contents + first * world.domain.widest;
    const to = world.at.contents + place * world.domain.widest;
    for (let field = 0; field < Slot.words; field += 1) {
      world.setField(place, field, world.field(first, field));
      world.setField(first, field, kept[field]);
    }
    for (let i = 0; i < world.domain.widest; i += 1) {
      world.words[to + i] = world.words[from + i];
      world.words[from + i] = kept[Slot.words + i];
    }
  }

  private copy(world: World, slot: number, out: Int32Array): void {
    for (let field = 0; field < Slot.words; field += 1) out[field] = world.field(slot, field);
    const from = world.at.contents + slot * world.domain.widest;
    for (let i = 0; i < world.domain.widest; i += 1) out[Slot.words + i] = world.words[from + i];
  }
}
