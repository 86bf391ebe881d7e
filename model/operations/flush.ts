/**
 * CeFlushAsynchronousBuffer: what the server wrote goes back before the buffer is freed.
 * FLUSH-1 … FLUSH-5, ALIAS-7, QUIET-1, QUIET-6, QUIET-10, QUIET-11.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { forcesAlias, isInput, isOutput, isOutputPointer } from '../descriptors.js';
import { Answer, Value } from '../outcome.js';
import { Form } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { liveParent } from '../world/records.js';
import { Kind, Slot, type World } from '../world/world.js';
import { asynchronousAt, isTaken, matchesExactly, seemsAlias } from './asynchronous.js';
import { hasLostItsCopy, shippedWriteBack } from './shipped.js';
import { keepsSource, opensSource, writeToMemory, writeToParent } from './write-back.js';
import { declines, isUnsafe } from './wrong-calls.js';

/** The whole function. */
export function flushAsynchronousBuffer(step: Step): void {
  const { world, operation, outcome } = step;
  outcome.accountCite = CITE['FLUSH-5.releases-nothing'];
  const { reading } = world.domain;
  const flushes = reading.flushes === 'every-output' ? isOutput : isOutputPointer;
  if (!flushes(operation.descriptor)) {
    outcome.gives(RESULTS.E_NOT_SUPPORTED, CITE['FLUSH-2.refuses']);
    outcome.keepCite = CITE['FLUSH-2.writes-nothing'];
    const named = asynchronousAt(step);
    const isAlias = named >= 0 && world.has(named, Slot.form, Form.alias);
    if (named < 0 || isAlias) step.also('FLUSH-2.tested-first');
    if (named >= 0) keepsSource(step, named, 'FLUSH-2.writes-nothing');
    return;
  }
  const slot = asynchronousAt(step);
  if (slot < 0) return nothingThere(step);
  if (reading.wrongCalls === 'by-arguments') return shipped(step, slot);
  if (!matchesExactly(step, slot)) return mismatched(step, slot);
  flush(step, slot);
}

function nothingThere(step: Step): void {
  const { world, outcome } = step;
  outcome.keepCite = CITE['FLUSH-1.no-buffer'];
  if (world.domain.reading.wrongCalls === 'by-arguments') {
    outcome.answer = Answer.open;
    return;
  }
  outcome.givesKind(Value.failed, CITE['FLUSH-1.no-buffer']);
}

/** With the values that Alloc got. */
function flush(step: Step, slot: number): void {
  const { world, outcome } = step;
  const form = world.field(slot, Slot.form);
  if (form === Form.alias) {
    outcome.gives(RESULTS.S_OK, CITE['FLUSH-3']);
    outcome.keepCite = CITE['FLUSH-3'];
    return;
  }
  if (form === Form.opaque) {
    outcome.answer = Answer.open;
    return;
  }
  const source = world.parent(slot);
  if (source >= 0 && world.has(source, Slot.kind, Kind.duplicate)) {
    return flushOnDuplicate(step, slot);
  }
  if (source >= 0 && world.has(source, Slot.kind, Kind.opened)) {
    if (world.has(source, Slot.form, Form.copy)) return flushThroughOpen(step, slot);
  }
  if (form === Form.same) return flushOfParameter(step, slot);
  if (step.operation.unmarshalled !== 0) step.also('QUIET-11.ignored');
  finish(step, writeToMemory(step, slot, 'FLUSH-1.writes-all'), 'FLUSH-1.writes-all');
}

function finish(step: Step, written: boolean, because: ObligationId): void {
  const isBothWays = isInput(step.operation.descriptor);
  step.outcome.keepCite = CITE[isBothWays ? 'FLUSH-4' : because];
  if (isBothWays) step.also('FLUSH-4');
  if (written) step.outcome.gives(RESULTS.S_OK, CITE[because]);
  else step.failsWriteBack('FLUSH-5.reports');
}

/** The same pointer as a user-mode API parameter: an alias of the caller while the call lasts. */
function flushOfParameter(step: Step, slot: number): void {
  if (liveParent(step.world, slot) < 0) {
    if (isTaken(step, slot)) return opensFlush(step, slot);
    return step.failsWriteBack('QUIET-16.output-gone');
  }
  step.outcome.gives(RESULTS.S_OK, CITE['FLUSH-3']);
}

/** Another parameter lies at the address now: any answer, and its memory is open. */
function opensFlush(step: Step, slot: number): void {
  step.outcome.givesKind(Value.any, CITE['QUIET-16.output-gone']);
  opensSource(step, slot, 'QUIET-16.output-gone');
}

/** Open's source plus the part's offset: what pSrcUnmarshalled has to be (QUIET-11). */
function expectedUnmarshalled(world: World, slot: number, source: number): number {
  const part = world.field(slot, Slot.offset) - world.field(source, Slot.offset);
  return (world.field(source, Slot.source) + part) >>> 0;
}

/** Open copied: the bytes go through Open's copy to the caller's own buffer. */
function flushThroughOpen(step: Step, slot: number): void {
  const { world, operation, outcome } = step;
  const source = liveParent(world, slot);
  if (source < 0) return step.failsWriteBack('FLUSH-5.reports');
  if (operation.unmarshalled === 0) {
    outcome.gives(RESULTS.E_INVALIDARG, CITE['QUIET-11.null']);
    return keepsSource(step, slot, 'QUIET-11.null');
  }
  if (operation.unmarshalled !== expectedUnmarshalled(world, slot, source)) {
    outcome.givesKind(Value.failed, CITE['QUIET-11.other-source']);
    return keepsSource(step, slot, 'QUIET-11.other-source');
  }
  if (!isOutput(world.field(source, Slot.descriptor))) {
    outcome.givesKind(Value.failed, CITE['QUIET-6.output-flush']);
    return keepsSource(step, slot, 'QUIET-6.output-flush');
  }
  const copied = world.has(slot, Slot.form, Form.copy);
  const holds = copied ? slot : source;
  const written = writeToMemory(step, slot, 'FLUSH-1.through-copy', holds);
  if (copied && (written || step.choices.either())) {
    writeToParent(world, slot, 'FLUSH-1.writes-all');
  }
  finish(step, written, 'FLUSH-1.through-copy');
}

/** CeAllocDuplicateBuffer copied: CeFreeDuplicateBuffer carries it on (QUIET-10, QUIET-11). */
function flushOnDuplicate(step: Step, slot: number): void {
  const { world, operation, outcome } = step;
  if (operation.unmarshalled !== 0) {
    outcome.givesKind(Value.failed, CITE['QUIET-11.duplicate']);
    return keepsSource(step, slot, 'QUIET-11.duplicate');
  }
  if (liveParent(world, slot) < 0) return step.failsWriteBack('FLUSH-5.reports');
  if (world.has(slot, Slot.form, Form.copy)) {
    writeToParent(world, slot, 'FLUSH-1.writes-all');
  }
  keepsSource(step, slot, 'QUIET-10.flush');
  outcome.gives(RESULTS.S_OK, CITE['QUIET-10.flush']);
}

/** Other values than Alloc's, documented readings: refused, or written by the record. */
function mismatched(step: Step, slot: number): void {
  const { world, operation, outcome } = step;
  const flagDiffers =
    forcesAlias(operation.descriptor) !== forcesAlias(world.field(slot, Slot.descriptor));
  const because = flagDiffers ? 'ALIAS-7.bystanders' : 'FLUSH-1.other-values';
  const branch = step.choices.choose(flagDiffers && !world.domain.userServer ? 4 : 2);
  if (branch === 1) return flushByRecord(step, slot);
  outcome.keepCite = CITE[because];
  if (branch === 0) return outcome.givesKind(Value.failed, CITE[because]);
  if (branch === 2) {
    outcome.answer = Answer.hung;
    return;
  }
  outcome.gives(RESULTS.S_OK, CITE['ALIAS-7.open-effect']);
  if (world.has(slot, Slot.form, Form.copy)) opensSource(step, slot, 'ALIAS-7.open-effect');
}

/** Written by the recorded values; a record that was not for output is left alone. */
function flushByRecord(step: Step, slot: number): void {
  const { world } = step;
  if (isOutput(world.field(slot, Slot.descriptor))) return flush(step, slot);
  keepsSource(step, slot, 'FREE-1.input-unchanged');
  step.outcome.givesKind(Value.any, CITE['FLUSH-1.other-values']);
}

/** Shipped readings decide again from size and flag (QUIET-1). */
function shipped(step: Step, slot: number): void {
  const { world, outcome } = step;
  const form = world.field(slot, Slot.form);
  if (form === Form.opaque) return flush(step, slot);
  if (form === Form.same) return shippedSame(step, slot);
  if (!matchesExactly(step, slot) && declines(step, 'FLUSH-1.other-values')) return;
  if (world.heapOpen && form === Form.copy) {
    outcome.givesKind(Value.any, CITE['QUIET-2.heap']);
    return opensSource(step, slot, 'QUIET-2.heap');
  }
  const asAlias = seemsAlias(step, slot);
  if (form === Form.alias) {
    if (asAlias) {
      outcome.keepCite = CITE['FLUSH-3'];
      return outcome.gives(RESULTS.S_OK, CITE['FLUSH-3']);
    }
    outcome.givesKind(Value.any, CITE['QUIET-1.alias-as-heap']);
    isUnsafe(step, 'alias-flushed-as-heap', 'QUIET-1.alias-as-heap');
    return opensSource(step, slot, 'QUIET-1.alias-as-heap');
  }
  if (asAlias) {
    outcome.gives(RESULTS.S_OK, CITE['QUIET-1.duplicate-flushed-with-flag']);
    isUnsafe(step, 'duplicate-flushed-as-alias', 'QUIET-1.duplicate-flushed-with-flag');
    return keepsSource(step, slot, 'QUIET-1.duplicate-flushed-with-flag');
  }
  finish(step, shippedWriteBack(step, slot, 'FLUSH-1.writes-all'), 'FLUSH-1.writes-all');
}

/** The pointer of a copy: as documented while that lives; else what lives there now is open. */
function shippedSame(step: Step, slot: number): void {
  const { world, operation, outcome } = step;
  const right = matchesExactly(step, slot);
  if (!right && declines(step, 'FLUSH-1.other-values')) return;
  if (right && !hasLostItsCopy(world, slot)) return flush(step, slot);
  outcome.givesKind(Value.any, CITE['QUIET-1.size-within']);
  isUnsafe(step, 'write-back-of-other-size', 'QUIET-1.size-within');
  for (let s = 0; s < world.slots; s += 1) {
    if (world.isLive(s) && world.pointer(s) === operation.pointer) {
      opensSource(step, s, 'QUIET-1.size-within');
    }
  }
}
