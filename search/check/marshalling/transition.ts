/** One transition as the laws look at it: before, after, and what the call said. */

import { CITE } from '../../../model/clauses/index.js';
import { Answer, type Outcome, Value } from '../../../model/outcome.js';
import { isFailed } from '../../../model/results.js';
import type { Operation, OperationName } from '../../../model/step.js';
import { Kind, Slot, State, type World } from '../../../model/world/world.js';
import type { Act } from './act.js';
import { isEstate, namedByObject } from './estates.js';

/** Operations that make a record. */
export const MAKES: ReadonlySet<OperationName> = new Set<OperationName>([
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
]);
/** Operations that end one, and its kind. */
export const ENDS: ReadonlyMap<OperationName, Kind> = new Map<OperationName, Kind>([
  ['CeCloseCallerBuffer', Kind.opened],
  ['CeFreeAsynchronousBuffer', Kind.asynchronous],
  ['CeFreeDuplicateBuffer', Kind.duplicate],
]);
/** Calls of WinDriver that give a status. */
const STATUSES = new Set<OperationName>([
  'WD_DMALock',
  'WD_DMAUnlock',
  'WD_CardRegister',
  'WD_Close',
]);
/** Calls after which, where they fail, everything is as it was. */
export const CHANGES_NOTHING_FAILED: ReadonlySet<OperationName> = new Set<OperationName>([
  ...MAKES,
  'Allocate',
  'Marshal',
  'VirtualAllocEx',
  'VirtualCopyEx',
  'VirtualFreeEx',
  'WD_Open',
  ...STATUSES,
]);
const OPEN_EFFECT = CITE['ALIAS-7.open-effect'];

/** One object is reused for every transition. */
export class Transition {
  /** Records at the pointer of a call that ends or flushes, before it: a bit each. */
  named = 0;
  /** Records that were live or leaked before. */
  taken = 0;
  /** The record that matches the call in every value, −1 for none. */
  right = -1;
  /** Live records that the object of a method holds, and will release: a bit each. */
  objectHeld = 0;
  act!: Act;
  operation!: Operation;
  outcome!: Outcome;

  get world(): World {
    return this.act.world;
  }

  /** Looks at the world before the step. */
  before(act: Act, operation: Operation): void {
    const { world } = act;
    this.act = act;
    this.operation = operation;
    const ends = ENDS.get(operation.operation);
    const flushes = operation.operation === 'CeFlushAsynchronousBuffer';
    this.named = 0;
    this.taken = 0;
    this.right = -1;
    this.objectHeld = 0;
    if (act.ground.hasEstates) return this.beforeSystems(ends ?? Kind.asynchronous);
    const looks = ends !== undefined || flushes || MAKES.has(operation.operation);
    for (let s = 0; looks && s < world.slots; s += 1) {
      const state = world.field(s, Slot.state);
      if (isTakenState(state)) this.taken |= 1 << s;
      if ((ends === undefined && !flushes) || !isTakenState(state)) continue;
      if (!world.pointsTo(s, operation.pointer)) continue;
      this.named |= 1 << s;
      if (state === State.leaked) continue;
      const kind = ends ?? Kind.asynchronous;
      if (world.has(s, Slot.kind, kind) && isRight(world, s, operation)) this.right = s;
    }
  }

  /** The same where records may be estates, and methods stand for calls. */
  private beforeSystems(kind: Kind): void {
    const { world, operation, act } = this;
    const name = operation.operation;
    if (name === 'read' || name === 'write' || name === 'call' || name === 'return') return;
    const byObject = operation.object > 0 && world.domain.objects >= operation.object;
    const held = byObject && !name.startsWith('WD_') ? namedByObject(world, operation.object) : 0;
    const byPointer = ENDS.has(name) || name === 'CeFlushAsynchronousBuffer';
    for (let s = 0; s < world.slots; s += 1) {
      const state = world.field(s, Slot.state);
      if (!isTakenState(state)) continue;
      this.taken |= 1 << s;
      if (isEstate(world, s)) continue;
      if ((held & (1 << s)) !== 0) {
        this.named |= 1 << s;
        if (act.isHeldByObject(s)) this.objectHeld |= 1 << s;
      }
      if (!byPointer || !world.pointsTo(s, operation.pointer)) continue;
      this.named |= 1 << s;
      if (state === State.leaked) continue;
      if (world.has(s, Slot.kind, kind) && isRight(world, s, operation)) this.right = s;
    }
  }

  /** True where the call said that it failed: FAILED, or a status of WinDriver. */
  get isFailed(): boolean {
    const { valueKind, value, answer } = this.outcome;
    if (answer !== Answer.returned) return false;
    const name = this.operation.operation;
    if (name === 'WD_Open') return value === 0;
    if (STATUSES.has(name)) return valueKind === Value.status || value !== 0;
    return valueKind === Value.exact ? isFailed(value) : valueKind !== Value.any;
  }

  /** True where the documents leave open what a mismatched flag does (ALIAS-7). */
  get isOpenEffect(): boolean {
    const { valueCite, accountCite, cites, citeCount } = this.outcome;
    if (valueCite === OPEN_EFFECT || accountCite === OPEN_EFFECT) return true;
    // A method cites what it promises itself first.
    const isMethod = this.operation.object > 0;
    return isMethod && cites.subarray(0, citeCount).includes(OPEN_EFFECT);
  }

  /** True where bytes may become anything: documented dangers and the client's own stray stores. */
  get mayOpen(): boolean {
    if (this.act.isLawful) return false;
    const { outcome } = this;
    if (outcome.answer === Answer.any || outcome.unsafe !== 0 || this.world.heapOpen) return true;
    return this.isOpenEffect || outcome.valueKind === Value.any;
  }
}

function isTakenState(state: number): boolean {
  return state === State.live || state === State.leaked;
}

function isRight(world: World, slot: number, operation: Operation): boolean {
  return (
    world.has(slot, Slot.source, operation.source | 0) &&
    world.has(slot, Slot.size, operation.size | 0) &&
    world.has(slot, Slot.descriptor, operation.descriptor | 0)
  );
}
