/**
 * CeFreeAsynchronousBuffer: ends the life of an asynchronous buffer. FREE-1 … FREE-4, ALIAS-3,
 * ALIAS-7, QUIET-16; shipped readings: shipped.ts. The caller's side is ASYNC-20 and ALIAS-6.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { forcesAlias, isOutput } from '../descriptors.js';
import { Answer, Value } from '../outcome.js';
import { Form } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { leak } from '../world/records.js';
import { Held, Slot } from '../world/world.js';
import {
  asynchronousAt,
  finish,
  freeRecord,
  matchesButFlag,
  matchesExactly,
} from './asynchronous.js';
import { shippedFree } from './shipped.js';
import { opensSource } from './write-back.js';

/** The whole function. */
export function freeAsynchronousBuffer(step: Step): void {
  const { world, outcome } = step;
  outcome.accountCite = CITE['FREE-1.frees'];
  outcome.cacheCite = CITE['ALIAS-3.recaches-at-last'];
  if (step.resumed) return finish(step, world.heldField(Held.slot), true, 'FREE-1.writes-back');
  const slot = asynchronousAt(step);
  if (world.domain.reading.wrongCalls === 'by-arguments') return shippedFree(step, slot);
  if (slot < 0) return refuse(step, 'FREE-3.free');
  if (!matchesExactly(step, slot)) return mismatched(step, slot);
  alsoAboutFlag(step, slot);
  freeRecord(step, slot);
}

function refuse(step: Step, because: ObligationId): void {
  const { outcome } = step;
  outcome.givesKind(Value.failed, CITE[because]);
  outcome.keepCite = CITE[because];
  outcome.accountCite = CITE[because];
  outcome.cacheCite = CITE[because];
}

/** A user-mode server ignores the flag, so that a difference in it is no difference. */
function alsoAboutFlag(step: Step, slot: number): void {
  const { world, operation } = step;
  const recorded = world.field(slot, Slot.descriptor);
  if (forcesAlias(recorded) !== forcesAlias(operation.descriptor)) step.also('ALIAS-7.user-mode');
}

/** FREE-4, and ALIAS-7 where the flag alone differs. */
function mismatched(step: Step, slot: number): void {
  const { world, outcome } = step;
  const flagOnly = matchesButFlag(step, slot);
  const because = flagOnly ? 'ALIAS-7.bystanders' : 'FREE-4.free';
  const branch = step.choices.choose(flagOnly ? 4 : 2);
  if (branch === 0) return refuse(step, because);
  if (branch === 1) {
    freeRecord(step, slot);
    outcome.keepCite = CITE[because];
    return;
  }
  outcome.keepCite = CITE[because];
  outcome.accountCite = CITE['ALIAS-7.open-effect'];
  outcome.cacheCite = CITE['ALIAS-7.open-effect'];
  if (branch === 2) {
    outcome.answer = Answer.hung;
    return;
  }
  outcome.gives(RESULTS.S_OK, CITE['ALIAS-7.open-effect']);
  leak(world, slot);
  if (isOutput(world.field(slot, Slot.descriptor)) && world.has(slot, Slot.form, Form.copy)) {
    opensSource(step, slot, 'ALIAS-7.open-effect');
  }
}
