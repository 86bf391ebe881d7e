/** One transition as the laws look at it: before, after, and what the call said. */

import { CITE } from '../../../model/clauses/index.js';
import { Answer, type Outcome, Value } from '../../../model/outcome.js';
import { isFailed } from '../../../model/results.js';
import type { Operation, OperationName } from '../../../model/step.js';
import { Kind, Slot, State, type World } from '../../../model/world/world.js';
import type { Act } from './act.js';

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
const OPEN_EFFECT = CITE['ALIAS-7.open-effect'];

/** One object is reused for every transition. */
export class Transition {
  /** Records at the pointer of a call that ends or flushes, before it: a bit each. */
  named = 0;
  /** Records that were live or leaked before. */
  taken = 0;
  /** The record that matches the call in every value, −1 for none. */
  right = -1;
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

  /** True where the call said FAILED. */
  get isFailed(): boolean {
    const { valueKind, value, answer } = this.outcome;
    if (answer !== Answer.returned) return false;
    return valueKind === Value.exact ? isFailed(value) : valueKind !== Value.any;
  }

  /** True where the documents leave open what a mismatched flag does (ALIAS-7). */
  get isOpenEffect(): boolean {
    const { valueCite, accountCite } = this.outcome;
    return valueCite === OPEN_EFFECT || accountCite === OPEN_EFFECT;
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
