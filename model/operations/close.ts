/**
 * CeCloseCallerBuffer and CeFreeDuplicateBuffer: the ends of what Open and CeAllocDuplicateBuffer
 * made. CLOSE-1, CLOSE-3, CLOSE-5, DUP-2, FREE-3, FREE-4, QUIET-5, QUIET-16, QUIET-33.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { isInput, isOutput, typeOf } from '../descriptors.js';
import { Answer, Value } from '../outcome.js';
import { Form } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { hidesRecord } from '../world/objects.js';
import { release } from '../world/records.js';
import { Held, Kind, Slot, type World } from '../world/world.js';
import { alsoAboutCache } from './asynchronous.js';
import { pausesAt } from './open.js';
import { keepsSource, standsOnCopy, writeToMemory, writeToParent } from './write-back.js';
import { declines, endsInOpenHeap, opensRecord } from './wrong-calls.js';

interface ClosingCites {
  readonly kind: Kind;
  readonly frees: ObligationId;
  readonly writesBack: ObligationId;
  readonly inputUnchanged: ObligationId;
  readonly failureReports: ObligationId;
  readonly failureReleases: ObligationId;
  readonly second: ObligationId;
  readonly otherValues: ObligationId;
  readonly tooEarly: ObligationId;
  readonly shippedOtherValues: ObligationId;
}

const CLOSE: ClosingCites = {
  kind: Kind.opened,
  frees: 'CLOSE-1.frees',
  writesBack: 'CLOSE-1.writes-back',
  inputUnchanged: 'CLOSE-1.input-unchanged',
  failureReports: 'CLOSE-3.reports',
  failureReleases: 'CLOSE-3.releases',
  second: 'FREE-3.close',
  otherValues: 'FREE-4.close',
  tooEarly: 'FREE-4.close-first',
  shippedOtherValues: 'QUIET-33.close',
};

const FREE_DUPLICATE: ClosingCites = {
  kind: Kind.duplicate,
  frees: 'DUP-2.frees',
  writesBack: 'DUP-2.writes-back',
  inputUnchanged: 'DUP-2.input-unchanged',
  failureReports: 'CLOSE-3.reports',
  failureReleases: 'CLOSE-3.releases',
  second: 'FREE-3.free-duplicate',
  otherValues: 'FREE-4.free-duplicate',
  tooEarly: 'FREE-4.free-duplicate-first',
  shippedOtherValues: 'QUIET-33.free-duplicate',
};

/** CeCloseCallerBuffer. */
export function closeCallerBuffer(step: Step): void {
  end(step, CLOSE);
}

/** CeFreeDuplicateBuffer. */
export function freeDuplicateBuffer(step: Step): void {
  end(step, FREE_DUPLICATE);
}

/** True when a live record's values are those of the call (source, size, descriptor). */
function matches(step: Step, slot: number): boolean {
  const { world, operation } = step;
  return (
    world.has(slot, Slot.source, operation.source | 0) &&
    world.has(slot, Slot.size, operation.size | 0) &&
    typeOf(world.field(slot, Slot.descriptor)) === typeOf(operation.descriptor)
  );
}

/** The live record at the pointer, one that matches in every value where there is one; or −1. */
function recordAt(step: Step, kind: Kind): number {
  const { world, operation } = step;
  let found = -1;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || !world.has(s, Slot.kind, kind)) continue;
    if (!world.pointsTo(s, operation.pointer)) continue;
    if (matches(step, s)) return s;
    if (found < 0) found = s;
  }
  return found;
}

function end(step: Step, cites: ClosingCites): void {
  const { world, outcome } = step;
  outcome.accountCite = CITE[cites.frees];
  outcome.cacheCite = CITE['QUIET-8.last-of-both'];
  if (step.resumed) return finish(step, cites, world.heldField(Held.slot), true);
  const slot = recordAt(step, cites.kind);
  if (slot < 0) return nothingThere(step, cites);
  if (world.heapOpen && world.has(slot, Slot.form, Form.copy)) {
    return endsInOpenHeap(step, slot, cites.shippedOtherValues);
  }
  if (world.has(slot, Slot.form, Form.direct)) return endDirect(step, slot, cites);
  if (!matches(step, slot)) return otherValues(step, slot, cites);
  if (world.has(slot, Slot.form, Form.copy) && world.hasChild(slot)) {
    outcome.also(CITE['QUIET-5.under-asynchronous']);
    if (step.choices.either()) return refuse(step, cites.tooEarly);
  }
  writeBackAndRelease(step, cites, slot);
}

/** Released twice, or never made: FAILED, and nothing that others hold changes (FREE-3). */
function nothingThere(step: Step, cites: ClosingCites): void {
  const { world, operation } = step;
  const own = operation.pointer === operation.source;
  if (cites.kind === Kind.opened && (own || isDirectPointer(world, operation.pointer))) {
    return anyResult(step, 'QUIET-5.close');
  }
  if (cites.kind === Kind.opened && hidesRecord(world)) {
    step.outcome.answer = Answer.open;
    return;
  }
  refuse(step, cites.second);
}

/** Addresses of user space that direct Opens gave are not told apart from any other. */
function isDirectPointer(world: World, pointer: number): boolean {
  return pointer !== 0 && pointer < 0x80000000 && !world.domain.userServer;
}

function anyResult(step: Step, cite: ObligationId): void {
  step.outcome.givesKind(Value.any, CITE[cite]);
  step.outcome.keepCite = CITE[cite];
}

function refuse(step: Step, cite: ObligationId): void {
  step.outcome.givesKind(Value.failed, CITE[cite]);
  step.outcome.keepCite = CITE[cite];
  step.outcome.accountCite = CITE[cite];
}

/** Nothing was allocated, so there is nothing to refuse (QUIET-5). */
function endDirect(step: Step, slot: number, cites: ClosingCites): void {
  if (!matches(step, slot)) {
    anyResult(step, cites.otherValues);
    if (step.choices.either()) release(step.world, oneOfEqual(step, slot));
    return;
  }
  const doubtful = isDoubtful(step.world, slot);
  release(step.world, doubtful ? oneOfEqual(step, slot) : slot);
  if (doubtful) return anyResult(step, 'QUIET-5.close');
  step.also('QUIET-5.counted');
  step.outcome.gives(RESULTS.S_OK, CITE['QUIET-5.close']);
  step.outcome.keepCite = CITE[cites.inputUnchanged];
}

/** Direct Opens of one address are not told apart: which of them ends is the target's choice. */
function oneOfEqual(step: Step, slot: number): number {
  const { world } = step;
  let chosen = slot;
  for (let s = 0; s < world.slots; s += 1) {
    if (s === slot || !world.isLive(s) || !world.has(s, Slot.form, Form.direct)) continue;
    if (!world.has(s, Slot.kind, Kind.opened)) continue;
    if (world.pointer(s) === world.pointer(slot) && !step.choices.either()) chosen = s;
  }
  return chosen;
}

/** True when the call is over, or another direct Open gave the same address for other values. */
function isDoubtful(world: World, slot: number): boolean {
  if (world.field(slot, Slot.callOver) !== 0) return true;
  for (let s = 0; s < world.slots; s += 1) {
    if (s === slot || !world.has(s, Slot.form, Form.direct)) continue;
    if (world.pointer(s) !== world.pointer(slot)) continue;
    for (const field of [Slot.size, Slot.descriptor, Slot.callOver]) {
      if (world.field(s, field) !== world.field(slot, field)) return true;
    }
  }
  return false;
}

function otherValues(step: Step, slot: number, cites: ClosingCites): void {
  const { world, outcome } = step;
  outcome.valueCite = CITE[cites.otherValues];
  if (world.domain.reading.wrongCalls === 'by-arguments') {
    if (step.request.pause !== '') {
      outcome.answer = Answer.open;
      return;
    }
    if (declines(step, cites.otherValues)) return;
    return opensRecord(step, slot, 'closed-with-other-values', cites.shippedOtherValues);
  }
  if (step.choices.either()) return refuse(step, cites.otherValues);
  writeBackAndRelease(step, cites, slot);
}

function writeBackAndRelease(step: Step, cites: ClosingCites, slot: number): void {
  const { world } = step;
  const writes =
    world.has(slot, Slot.form, Form.copy) && isOutput(world.field(slot, Slot.descriptor));
  if (!writes) {
    const copied = world.has(slot, Slot.form, Form.copy);
    if (copied) keepsSource(step, slot, cites.inputUnchanged);
    if (copied && cites.kind === Kind.opened) step.also('QUIET-6.output-close');
    release(world, slot);
    if (!copied) alsoAboutCache(step, slot);
    step.outcome.gives(RESULTS.S_OK, CITE[cites.frees]);
    return;
  }
  step.outcome.keepCite = CITE[cites.writesBack];
  if (!isInput(world.field(slot, Slot.descriptor))) step.also('DUP-4.unwritten-part');
  const because = isOutsideItsCall(world, slot, cites) ? 'CLOSE-5.into-caller' : cites.writesBack;
  const written = standsOnCopy(world, slot)
    ? writeToParent(world, slot, because)
    : writeToMemory(step, slot, because);
  if (written && pausesAt(step, 'written-back', -1, slot)) return;
  finish(step, cites, slot, written);
}

/** True for a Close after the call that Open was made in (CLOSE-5). */
function isOutsideItsCall(world: World, slot: number, cites: ClosingCites): boolean {
  return world.field(slot, Slot.callOver) !== 0 && cites.kind === Kind.opened;
}

function finish(step: Step, cites: ClosingCites, slot: number, written: boolean): void {
  const { world, outcome } = step;
  const outside = isOutsideItsCall(world, slot, cites);
  outcome.keepCite = CITE[cites.writesBack];
  release(world, slot);
  if (written && cites.kind === Kind.duplicate) step.also('QUIET-10.carried');
  if (written) {
    outcome.gives(RESULTS.S_OK, CITE[outside ? 'CLOSE-5.into-caller' : cites.writesBack]);
    return;
  }
  if (cites.kind === Kind.duplicate) step.also('QUIET-14.read-only-free');
  step.also('INV-FAILSAFE.releases');
  step.failsWriteBack(outside ? 'CLOSE-5.caller-gone' : cites.failureReports);
  outcome.accountCite = CITE[cites.failureReleases];
}
