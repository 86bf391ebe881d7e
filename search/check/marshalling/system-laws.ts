/**
 * What transitions of the systems beside the seven functions owe: VM-2, VM-5, WD-1, WD-3,
 * INV-ISOLATE, CLASS-2, CLASS-3, CLASS-7.
 */

import { MEM_RELEASE } from '../../../model/memory-types.js';
import { Answer, Value } from '../../../model/outcome.js';
import { isFailed } from '../../../model/results.js';
import { TAG_UNKNOWN } from '../../../model/world/domain.js';
import { Member } from '../../../model/world/objects.js';
import { Kind, Slot, State } from '../../../model/world/world.js';
import { RESERVED, RESERVED_BYTES, USER_VIEW } from './estates.js';
import type { Law } from './invariants.js';
import { EMPTIES, reaches, viewOf } from './system-frames.js';
import type { Transition } from './transition.js';

/** Looks at a step twice: before it, for what it names, and after it. One object is reused. */
export class SystemLaws {
  /** The view that an access goes through, −1 for none. */
  private view = -1;
  /** The reservation that a release names, −1 for none. */
  private reservation = -1;

  /** Looks at the world before the step. */
  before(transition: Transition): void {
    const { operation } = transition.operation;
    this.view = -1;
    this.reservation = -1;
    if (operation === 'read' || operation === 'write') this.view = viewOf(transition);
    else if (operation === 'VirtualFreeEx' || operation === 'VirtualFree') {
      this.reservation = reservationOf(transition);
    }
  }

  /** Judges the step that has been taken. */
  after(transition: Transition, violates: (law: Law) => void): void {
    const { operation, outcome } = transition;
    const name = operation.operation;
    if (name === 'read' || name === 'write') {
      if (isOutside(transition) && this.view < 0 && outcome.answer !== Answer.faulted) {
        violates('no-access-without-a-view');
      }
      if (name === 'write' && this.view >= 0 && !this.arrives(transition)) {
        violates('stores-arrive-in-every-view');
      }
    }
    if (this.reservation >= 0 && !this.isReleased(transition)) violates('reservations-released');
    if (EMPTIES.has(name) && !isEmptied(transition)) violates('objects-release-what-they-hold');
  }

  /** What was stored is in the memory behind the view, or open where views are mixed (VM-4). */
  private arrives(transition: Transition): boolean {
    const { world, outcome, act } = transition;
    const { view } = this;
    if (outcome.answer !== Answer.returned) return world.field(view, Slot.writable) === 0;
    const first = world.field(view, Slot.first);
    const generation = world.field(view, Slot.generation);
    for (let i = first; i < first + world.field(view, Slot.count); i += 1) {
      const tag = world.tag(i, generation);
      if (!reaches(transition, view, i) || tag === act.tag) continue;
      if (tag !== TAG_UNKNOWN || act.isLawful) return false;
    }
    return true;
  }

  /** A release with the right values succeeds, and ends what it names with all that is in it. */
  private isReleased({ world, operation, outcome }: Transition): boolean {
    if (outcome.answer !== Answer.returned || outcome.valueKind !== Value.exact) return false;
    const expected = operation.operation === 'VirtualFree' ? outcome.value === 1 : true;
    if (isFailed(outcome.value) || !expected) return false;
    const process = operation.process;
    for (let s = 0; s < world.slots; s += 1) {
      if (!world.isLive(s) || !world.has(s, Slot.process, process)) continue;
      const shares =
        world.has(s, Slot.kind, Kind.reservation) || world.has(s, Slot.kind, Kind.shared);
      const base = world.pointer(this.reservation);
      const end = base + world.field(this.reservation, Slot.length);
      if (shares && world.pointer(s) >= base && world.pointer(s) < end) return false;
    }
    return true;
  }
}

/** The live reservation that a release names with the right values, −1 for none. */
function reservationOf({ world, operation }: Transition): number {
  const { process, pointer, size, mode } = operation;
  const right = operation.operation === 'VirtualFree' || (size === 0 && mode === MEM_RELEASE);
  if (!right || !world.isAlive(process)) return -1;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || !world.has(s, Slot.kind, Kind.reservation)) continue;
    if (world.has(s, Slot.process, process) && world.pointsTo(s, pointer)) return s;
  }
  return -1;
}

/** An address of user mode at which a process has nothing but views. */
function isOutside({ operation }: Transition): boolean {
  const { pointer } = operation;
  if (pointer === USER_VIEW) return true;
  return pointer >= RESERVED && pointer < RESERVED + RESERVED_BYTES;
}

/** After Free, Unmarshal or destruction an object is empty, and nothing that it held is live. */
function isEmptied({ world, operation, outcome, act, objectHeld }: Transition): boolean {
  if (outcome.answer !== Answer.returned) return true;
  const { object } = operation;
  const left = [Member.pointer, Member.source, Member.size, Member.opened];
  if (left.some((member) => world.member(object, member) !== 0)) return false;
  if (!act.isLawful) return true;
  for (let s = 0; s < world.slots; s += 1) {
    if ((objectHeld & (1 << s)) === 0) continue;
    const state = world.field(s, Slot.state);
    if (state === State.live || state === State.leaked) return false;
  }
  return true;
}
