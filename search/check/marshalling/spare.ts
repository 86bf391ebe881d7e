/**
 * Which record a new buffer takes. `World.freeSlot` takes the first that will do; for a driver that
 * remembers released pointers it matters which of them gives way, and where interchangeable records
 * are told apart every empty one must have its turn.
 */

import type { Operation, OperationName } from '../../../model/step.js';
import { Lock, lockWord, setLockWord } from '../../../model/world/dma.js';
import type { Domain } from '../../../model/world/domain.js';
import { Member, standIn } from '../../../model/world/objects.js';
import { Slot, State, type World } from '../../../model/world/world.js';

/** Operations that make one record of the seven functions. */
const MAKES = new Set<OperationName>([
  'call',
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
]);

/** Operations that make records, up to two, for which there is always an empty one. */
const MAKES_OTHERS = new Set<OperationName>([
  'VirtualAllocEx',
  'VirtualCopyEx',
  'WD_DMALock',
  'construct',
  'Allocate',
  'Marshal',
]);

/** Lets the search choose among the records that a new buffer may take. One object is reused. */
export class Spare {
  private readonly tellsApart: boolean;
  private readonly kept: Int32Array;
  /** Records that may be taken, the one that the rules take first; none: there is no choice. */
  private readonly free: number[] = [];
  /** A released record gives way, and no empty one is there. */
  private givesWay = false;

  constructor(domain: Domain, tellsApart: boolean) {
    this.tellsApart = tellsApart;
    this.kept = new Int32Array(Slot.words + domain.widest);
  }

  /** Looks at the world before the operation. */
  before(world: World, operation: Operation): void {
    const { free } = this;
    free.length = 0;
    const { operation: name, descriptor } = operation;
    const makes = MAKES.has(name) && (name !== 'call' || descriptor !== 0);
    if (!makes && !(this.tellsApart && MAKES_OTHERS.has(name))) return;
    const first = world.freeSlot();
    if (first < 0) return;
    const state = world.field(first, Slot.state);
    this.givesWay = state !== State.empty;
    if (!this.givesWay && !this.tellsApart) return;
    free.push(first);
    for (let s = first + 1; s < world.slots; s += 1) {
      if (world.field(s, Slot.state) !== state) continue;
      if (state === State.empty || !world.hasChild(s)) free.push(s);
    }
    if (free.length === 1) free.length = 0;
    else if (this.givesWay) this.copy(world, first, this.kept);
  }

  /** Puts each new record in the place of another one that was as free. */
  after(world: World, choose: (count: number) => number): void {
    const { free } = this;
    if (free.length === 0) return;
    const made = free.filter((s) => world.isLive(s));
    while (made.length > 0 && free.length > 1) {
      const from = made[0];
      free.splice(free.indexOf(from), 1);
      const chosen = choose(free.length + 1);
      made.shift();
      if (chosen === 0) continue;
      const place = free[chosen - 1];
      free[chosen - 1] = from;
      if (this.givesWay) this.giveWay(world, from, place);
      else exchange(world, from, place);
      const other = made.indexOf(place);
      if (other >= 0) made[other] = from;
    }
  }

  /** Moves a new record; the released one that it took the place of is there again. */
  private giveWay(world: World, from: number, place: number): void {
    const { kept } = this;
    const { widest } = world.domain;
    const contents = world.at.contents;
    for (let field = 0; field < Slot.words; field += 1) {
      world.setField(place, field, world.field(from, field));
      world.setField(from, field, kept[field]);
    }
    for (let i = 0; i < widest; i += 1) {
      world.words[contents + place * widest + i] = world.words[contents + from * widest + i];
      world.words[contents + from * widest + i] = kept[Slot.words + i];
    }
  }

  private copy(world: World, slot: number, out: Int32Array): void {
    for (let field = 0; field < Slot.words; field += 1) out[field] = world.field(slot, field);
    const from = world.at.contents + slot * world.domain.widest;
    for (let i = 0; i < world.domain.widest; i += 1) out[Slot.words + i] = world.words[from + i];
  }
}

/** Exchanges two records, and all that speaks of them. */
function exchange(world: World, a: number, b: number): void {
  const { at, domain } = world;
  exchangeWords(world, at.slots + a * Slot.words, at.slots + b * Slot.words, Slot.words);
  const { widest } = domain;
  exchangeWords(world, at.contents + a * widest, at.contents + b * widest, widest);
  const turned = (value: number, first: number, second: number): number => {
    if (value === first) return second;
    return value === second ? first : value;
  };
  const numbered = (value: number): number => turned(value, a + 1, b + 1);
  const addressed = (value: number): number => turned(value, standIn(world, a), standIn(world, b));
  for (let s = 0; s < domain.slots; s += 1) {
    world.setField(s, Slot.parent, numbered(world.field(s, Slot.parent)));
    if (domain.objects === 0) continue;
    for (const field of [Slot.pointer, Slot.source]) {
      world.setField(s, field, addressed(world.field(s, field) >>> 0) | 0);
    }
  }
  for (let lock = 1; lock <= domain.locks; lock += 1) {
    for (const word of [Lock.user, Lock.kernel]) {
      setLockWord(world, lock, word, numbered(lockWord(world, lock, word)));
    }
  }
  for (let object = 1; object <= domain.objects; object += 1) {
    for (const member of [Member.pointer, Member.source, Member.opened]) {
      world.setMember(object, member, addressed(world.member(object, member)));
    }
  }
}

function exchangeWords(world: World, a: number, b: number, count: number): void {
  for (let i = 0; i < count; i += 1) {
    const kept = world.read(a + i);
    world.write(a + i, world.read(b + i));
    world.write(b + i, kept);
  }
}
