/** What the readings permit after a call with values that are not those of the record. */

import { CITE, type ObligationId } from '../clauses/index.js';
import { Answer, Value } from '../outcome.js';
import { Form } from '../readings.js';
import type { Step } from '../step.js';
import { type UnsafeId, unsafeIndex } from '../unsafe.js';
import { leak, release } from '../world/records.js';
import { Slot } from '../world/world.js';
import { opensSource } from './write-back.js';

/**
 * A target may answer FAILED and change nothing where its reading would let a wrong call through:
 * listed, no departure (QUIET-1). True in the branch in which it does.
 */
export function declines(step: Step, because: ObligationId): boolean {
  if (!step.choices.either()) return false;
  const { outcome } = step;
  outcome.givesKind(Value.failed, CITE[because]);
  outcome.keepCite = CITE['QUIET-1.refusal'];
  outcome.accountCite = CITE['QUIET-1.refusal'];
  outcome.declined = true;
  return true;
}

/** Marks the branch as a documented danger. */
export function isUnsafe(step: Step, id: UnsafeId, because: ObligationId): void {
  step.outcome.unsafe = unsafeIndex(id);
  step.outcome.valueCite = CITE[because];
  step.outcome.accountCite = CITE[because];
  step.outcome.keepCite = CITE[because];
}

/**
 * Hazard over a record and its source: any result; it may be released, leaked or still live, and
 * the bytes of its source are open.
 */
export function opensRecord(step: Step, slot: number, id: UnsafeId, because: ObligationId): void {
  const { world, outcome } = step;
  outcome.givesKind(Value.any, CITE[because]);
  isUnsafe(step, id, because);
  if (world.field(slot, Slot.form) === Form.copy) opensSource(step, slot, because);
  const life = step.choices.choose(3);
  if (life === 0) release(world, slot);
  if (life === 1) leak(world, slot);
}

/** After a double free nothing about heap blocks is certain: any answer, any bytes (QUIET-2). */
export function endsInOpenHeap(step: Step, slot: number, because: ObligationId): void {
  const { world, outcome } = step;
  if (step.request.pause !== '') {
    outcome.answer = Answer.open;
    return;
  }
  outcome.givesKind(Value.any, CITE[because]);
  outcome.keepCite = CITE['QUIET-2.heap'];
  opensSource(step, slot, 'QUIET-2.heap');
  if (step.choices.either()) release(world, slot);
}
