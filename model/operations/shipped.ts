/**
 * CeFreeAsynchronousBuffer as shipped kernels do it: nothing is recorded, every call decides again
 * from the size and the flag that it is given. QUIET-1, QUIET-2, QUIET-16, QUIET-32; the table of
 * mismatches in facts.md. Each danger is listed in unsafe.ts.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { characterBytes, forcesAlias, isOutput } from '../descriptors.js';
import { Value } from '../outcome.js';
import { Form } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { unsafeIndex } from '../unsafe.js';
import { type Domain, intervalAt, TAG_UNKNOWN } from '../world/domain.js';
import { locate, locateInProcess, Place } from '../world/memory.js';
import { leak, release } from '../world/records.js';
import { measure } from '../world/strings.js';
import { Kind, Slot, State, type World } from '../world/world.js';
import {
  alsoAboutCache,
  freeRecord,
  freeSame,
  matchesExactly,
  seemsAlias,
} from './asynchronous.js';
import { pausesAt } from './open.js';
import {
  keepsSource,
  opensSource,
  rootMemory,
  standsOnCopy,
  writeToMemory,
  writeToParent,
} from './write-back.js';
import { declines, endsInOpenHeap, isUnsafe } from './wrong-calls.js';

/** The whole function; `slot` is the live asynchronous buffer at the pointer, or −1. */
export function shippedFree(step: Step, slot: number): void {
  const { world, operation } = step;
  if (slot < 0) return freeOfNothing(step);
  const form = world.field(slot, Slot.form);
  const right = matchesExactly(step, slot);
  if (form === Form.opaque) return freeRecord(step, slot);
  if (world.heapOpen && form === Form.copy) return endsInOpenHeap(step, slot, 'QUIET-2.heap');
  if (form === Form.same && hasLostItsCopy(world, slot)) {
    return freeStranger(step, slot);
  }
  if (form === Form.same) return right ? freeRecord(step, slot) : freeSameWrongly(step, slot);
  const doubtful = !right || isUnmeasurable(step);
  const asAlias = seemsAlias(step, slot);
  if (doubtful && declines(step, wrongCite(step, slot))) {
    // FAILED either way: a refusal looks like an alias that was sought in vain.
    if (form === Form.copy && asAlias) {
      step.outcome.unsafe = unsafeIndex('duplicate-freed-as-alias');
    }
    return;
  }
  if (form === Form.alias) return asAlias ? freeAlias(step, slot) : freeAliasAsHeap(step, slot);
  if (asAlias) return freeCopyAsAlias(step, slot);
  if (right) return freeRecord(step, slot);
  freeCopy(step, slot, isOutput(operation.descriptor));
}

/** True for the pointer of a copy that is closed: something else may live there now. */
export function hasLostItsCopy(world: World, slot: number): boolean {
  const parent = world.parent(slot);
  return parent >= 0 && !world.isLive(parent) && world.field(parent, Slot.form) === Form.copy;
}

/** True for a size-0 string whose terminator is gone: QUIET-32 measures at the buffer. */
function isUnmeasurable(step: Step): boolean {
  const { world, operation, place } = step;
  const unit = characterBytes(operation.descriptor);
  if (unit === 0 || operation.size !== 0) return false;
  locate(world, operation.thread, operation.pointer, 0, place);
  return place.region < 0 || measure(world, place, unit) < 0;
}

/** The copy that the pointer was shared with is closed: whatever lives there now is released. */
function freeStranger(step: Step, slot: number): void {
  const { world, operation, outcome } = step;
  outcome.givesKind(Value.any, CITE['QUIET-2.reused-address']);
  isUnsafe(step, 'stranger-released', 'QUIET-2.reused-address');
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.form) !== Form.copy) continue;
    if (world.pointer(s) === operation.pointer) opensSource(step, s, 'QUIET-2.reused-address');
  }
  world.openHeap();
  release(world, slot);
}

function wrongCite(step: Step, slot: number): ObligationId {
  const recorded = forcesAlias(step.world.field(slot, Slot.descriptor));
  const flagDiffers = recorded !== forcesAlias(step.operation.descriptor);
  return flagDiffers ? 'ALIAS-7.bystanders' : 'FREE-4.free';
}

/** QUIET-2: released twice, or never allocated. */
function freeOfNothing(step: Step): void {
  const { world, operation, outcome } = step;
  const ofOthers = isCopyOfOthers(world, operation.pointer);
  const asAlias = !ofOthers && seemsAlias(step, -1);
  const stranger = asAlias ? aliasAt(world, operation.pointer) : -1;
  if (asAlias && stranger < 0) {
    const leaked = leakedAliasAt(world, operation.pointer);
    if (leaked >= 0 && step.choices.either()) {
      release(world, leaked);
      return outcome.gives(RESULTS.S_OK, CITE['QUIET-2.alias']);
    }
    outcome.givesKind(Value.failed, CITE['QUIET-2.alias']);
    outcome.keepCite = CITE['QUIET-2.alias'];
    return;
  }
  if (declines(step, 'FREE-3.free')) return;
  if (ofOthers) {
    outcome.givesKind(Value.any, CITE['QUIET-2.heap']);
    outcome.keepCite = CITE['FREE-3.free'];
    return;
  }
  if (stranger >= 0) {
    release(world, stranger);
    outcome.gives(RESULTS.S_OK, CITE['QUIET-2.reused-address']);
    return isUnsafe(step, 'stranger-released', 'QUIET-2.reused-address');
  }
  outcome.givesKind(Value.any, CITE['QUIET-2.heap']);
  isUnsafe(step, 'heap-freed-twice', 'QUIET-2.heap');
  if (operation.pointer === operation.source) return;
  world.openHeap();
  if (isOutput(operation.descriptor)) opensGiven(step);
}

/** True for a copy that Open or CeAllocDuplicateBuffer made: Free takes it for its own source. */
function isCopyOfOthers(world: World, pointer: number): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.form) !== Form.copy) continue;
    if (world.field(s, Slot.kind) === Kind.asynchronous) continue;
    const first = world.pointer(s);
    if (pointer >= first && pointer < first + world.field(s, Slot.length)) return true;
  }
  return false;
}

/** An alias that an earlier mismatch leaked at this address; a right Free may still find it. */
function leakedAliasAt(world: World, pointer: number): number {
  for (let s = 0; s < world.slots; s += 1) {
    if (world.field(s, Slot.state) !== State.leaked || world.pointer(s) !== pointer) continue;
    if (world.field(s, Slot.form) === Form.alias) return s;
  }
  return -1;
}

/** A live alias in the 64 KB block of an address: releasing one releases the block. */
function aliasAt(world: World, pointer: number): number {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.form) !== Form.alias) continue;
    const block = world.pointer(s) >>> 16 === pointer >>> 16;
    if (block && world.field(s, Slot.kind) !== Kind.parameter) return s;
  }
  return -1;
}

/** Whatever memory the source given may mean is open. */
function opensGiven(step: Step): void {
  const { world, operation, other } = step;
  const { domain } = world;
  for (let process = 0; process <= domain.applications; process += 1) {
    locateInProcess(world, process, operation.source, 0, other);
    if (other.place !== Place.memory) continue;
    opensRegion(world, other.region, other.generation, 'QUIET-2.heap');
  }
}

function opensRegion(world: World, region: number, generation: number, cite: ObligationId): void {
  const { regionInterval }: Domain = world.domain;
  for (let i = regionInterval[region]; i < regionInterval[region + 1]; i += 1) {
    world.setTag(i, generation, TAG_UNKNOWN, CITE[cite]);
  }
}

/** Other values with the buffer's own pointer as an Open copy: the copy's block may go. */
function freeSameWrongly(step: Step, slot: number): void {
  const { world, operation, outcome } = step;
  if (operation.source === operation.pointer) {
    outcome.keepCite = CITE['FREE-1.frees'];
    if (!declines(step, 'FREE-4.free')) freeSame(step, slot, isOutput(operation.descriptor));
    return;
  }
  if (declines(step, 'FREE-4.free')) return;
  outcome.givesKind(Value.any, CITE['QUIET-1.size-within']);
  isUnsafe(step, 'other-source-written', 'QUIET-1.size-within');
  world.openHeap();
  opensGiven(step);
  release(world, slot);
}

/** An alias taken for an alias: released, whatever else differs. */
function freeAlias(step: Step, slot: number): void {
  const { world, operation, outcome } = step;
  const stranger = world.field(slot, Slot.source) >>> 0 !== operation.source;
  const recorded = world.field(slot, Slot.descriptor);
  if (forcesAlias(recorded) !== forcesAlias(operation.descriptor)) step.also('QUIET-1.large-alias');
  if (characterBytes(recorded) !== 0 && operation.size === 0) step.also('QUIET-32.free');
  release(world, slot);
  alsoAboutCache(step, slot);
  outcome.gives(RESULTS.S_OK, CITE['FREE-1.frees']);
  if (stranger) isUnsafe(step, 'stranger-released', 'QUIET-2.reused-address');
}

/** Row 1 of the table: S_OK, the alias leaks, bystanders' bytes are not compared. */
function freeAliasAsHeap(step: Step, slot: number): void {
  const { outcome } = step;
  outcome.givesKind(Value.any, CITE['QUIET-1.alias-as-heap']);
  isUnsafe(step, 'alias-freed-as-heap', 'QUIET-1.alias-as-heap');
  if (isOutput(step.operation.descriptor)) {
    opensSource(step, slot, 'QUIET-1.alias-as-heap');
    opensGiven(step);
  }
  leak(step.world, slot);
}

/** Rows 3 and 5: the release of a heap address fails; duplicate leaked, write-back lost. */
function freeCopyAsAlias(step: Step, slot: number): void {
  const { world, outcome } = step;
  outcome.givesKind(Value.failed, CITE['QUIET-1.duplicate-freed-with-flag']);
  if (!forcesAlias(step.operation.descriptor)) step.also('QUIET-1.size-across');
  isUnsafe(step, 'duplicate-freed-as-alias', 'QUIET-1.duplicate-freed-with-flag');
  keepsSource(step, slot, 'QUIET-1.duplicate-freed-with-flag');
  leak(world, slot);
}

/** A heap block released with other values, on the same side of the copy size. */
function freeCopy(step: Step, slot: number, output: boolean): void {
  const { world, outcome } = step;
  const recorded = isOutput(world.field(slot, Slot.descriptor));
  if (!output) {
    if (recorded) isUnsafe(step, 'write-back-skipped', 'QUIET-1.output-as-input');
    keepsSource(step, slot, recorded ? 'QUIET-1.output-as-input' : 'FREE-1.input-unchanged');
    release(world, slot);
    return outcome.gives(RESULTS.S_OK, CITE['FREE-1.frees']);
  }
  const written = shippedWriteBack(step, slot, 'FREE-1.writes-back');
  if (written && pausesAt(step, 'written-back', -1, slot)) return;
  release(world, slot);
  if (written) return outcome.gives(RESULTS.S_OK, CITE['FREE-1.writes-back']);
  step.failsWriteBack('FREE-2.reports');
}

/** Writes as many bytes as the call says to the source that it names. False when that fails. */
export function shippedWriteBack(step: Step, slot: number, because: ObligationId): boolean {
  const { world, operation, other } = step;
  const length = world.field(slot, Slot.length);
  if (world.field(slot, Slot.source) >>> 0 !== operation.source) {
    isUnsafe(step, 'other-source-written', 'QUIET-1.size-within');
    opensGiven(step);
    opensSource(step, slot, 'QUIET-1.size-within');
    return step.choices.either();
  }
  if (!isOutput(world.field(slot, Slot.descriptor))) {
    isUnsafe(step, 'input-overwritten', 'QUIET-1.input-as-output');
  }
  const given = operation.size === 0 ? length : operation.size;
  if (given !== length) {
    isUnsafe(step, 'write-back-of-other-size', 'QUIET-1.size-within');
    if (standsOnCopy(world, slot)) world.openHeap();
    if (!rootMemory(world, slot, other)) return false;
    return writesOtherSize(step, slot, given);
  }
  if (standsOnCopy(world, slot)) return writeToParent(world, slot, because);
  return writeToMemory(step, slot, because);
}

/** Fewer bytes, or more than the block holds: heap beyond it goes along. */
function writesOtherSize(step: Step, slot: number, given: number): boolean {
  const { world, other } = step;
  const { domain } = world;
  const { region, generation, offset } = other;
  const last = domain.regionInterval[region + 1];
  const end =
    offset + given > domain.regionBytes[region] ? last : intervalAt(domain, region, offset + given);
  const fails = offset + given > domain.regionBytes[region] || !isWritable(world, other.first, end);
  const cite = CITE['QUIET-1.size-within'];
  for (let i = other.first; i < end; i += 1) {
    const tag = i < other.end && !fails ? world.content(slot, i) : TAG_UNKNOWN;
    world.setTag(i, generation, tag, cite);
  }
  return !fails;
}

function isWritable(world: World, first: number, end: number): boolean {
  for (let i = first; i < end; i += 1) {
    if (world.rights(world.domain.intervalRun[i]) !== 2) return false;
  }
  return true;
}
