/**
 * CeOpenCallerBuffer: checks access to a buffer of the caller and gives the server a pointer that
 * it can use while the call lasts. OPEN-1 … OPEN-6, SPACE-3; readings: what it makes.
 */

import type { ObligationId } from '../clauses/index.js';
import { CITE } from '../clauses/index.js';
import { characterBytes, isInput, isOutput } from '../descriptors.js';
import { Answer } from '../outcome.js';
import { Form, KERNEL_BASE } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { intervalAt, Rights, TAG_ZERO } from '../world/domain.js';
import type { Location } from '../world/memory.js';
import {
  locateInProcess,
  locateInServer,
  nothing,
  Place,
  rightsOver,
  tagAt,
} from '../world/memory.js';
import { create } from '../world/records.js';
import { isCutAt, Measured, measure } from '../world/strings.js';
import { Held, Kind, Slot, type World } from '../world/world.js';
import { Range, rangeOf, refusesArguments, runsOutOfMemory } from './arguments.js';

const ARGUMENTS = {
  outPointer: 'OPEN-3.null-source',
  descriptor: 'OPEN-3.descriptor',
  nullSource: 'OPEN-3.null-source',
  zeroLength: 'OPEN-3.zero-length',
  allocatesNothing: 'OPEN-6',
  ordered: false,
} as const;

const RANGE_CITES: readonly ObligationId[] = [
  'OPEN-1.usable',
  'OPEN-4.kernel-address',
  'OPEN-4.wrapped',
  'OPEN-4.past-limit',
  'OPEN-4.past-limit',
];

/** OPEN-1 … OPEN-6. */
export function openCallerBuffer(step: Step): void {
  const { world, operation } = step;
  if (!step.resumed && refusesArguments(step, ARGUMENTS)) return;
  if (step.isHeldAt('measured')) step.also('ASYNC-5.measured');
  const length = step.resumed ? world.heldField(Held.measured) : checkedLength(step);
  if (length < 0) return;
  const { reading, userServer } = world.domain;
  const forced = operation.forceDuplicate;
  if (reading.style === 'shipped' && !forced && !userServer) {
    const gone = world.isInCall(operation.thread) && world.callerOf(operation.thread) < 0;
    if (gone && operation.source < KERNEL_BASE) {
      return step.refuses(RESULTS.E_ACCESSDENIED, 'QUIET-17.open', 'OPEN-6');
    }
    return makeDirect(step, length, usableCite(step));
  }
  locateCallers(step, operation.source, length, step.place);
  if (refusesAccess(step)) return;
  const forms = userServer ? reading.openUser : reading.openKernel;
  const form = forced ? Form.copy : step.choices.among(forms);
  if (form === Form.direct && step.isHeldAt('checked')) return step.isImpossible();
  if (form === Form.direct) return makeDirect(step, length, usableCite(step));
  if (form === Form.alias && step.place.place !== Place.memory) {
    step.outcome.answer = Answer.open;
    return;
  }
  if (pausesAt(step, 'checked', length, 0)) return;
  if (runsOutOfMemory(step, form === Form.copy)) {
    return step.refuses(RESULTS.E_OUTOFMEMORY, 'OPEN-5', 'OPEN-6');
  }
  makeBuffer(step, form, length, usableCite(step));
}

/** What promises that this Open succeeds. */
function usableCite(step: Step): ObligationId {
  const { world, operation } = step;
  const { source, descriptor, size, thread } = operation;
  const beyond = rangeOf(world, source, Math.max(size, 1), isOutput(descriptor)) !== Range.valid;
  if (beyond && world.isKernelCaller(thread)) return 'OPEN-4.kernel-caller';
  if (characterBytes(descriptor) !== 0) {
    return operation.size === 0 ? 'QUIET-15.measured' : 'ASYNC-5.as-given';
  }
  return operation.forceDuplicate ? 'OPEN-2.starts-as' : 'OPEN-1.usable';
}

/** Caller's memory at the caller's addresses; kernel memory for a caller that is the kernel. */
export function locateCallers(step: Step, address: number, size: number, location: Location): void {
  const { world, operation } = step;
  const { thread } = operation;
  nothing(location);
  if (address >= KERNEL_BASE) {
    if (!world.isKernelCaller(thread)) return;
    if (world.domain.userServer && step.choices.either()) return;
    locateInProcess(world, 0, address, size, location);
    if (location.place === Place.nothing && !world.domain.userServer) {
      locateInServer(world, address, size, location);
    }
    return;
  }
  const caller = world.callerOf(thread);
  if (thread === 0 && world.domain.userServer) return locateHost(world, address, size, location);
  if (caller > 0) locateInProcess(world, caller, address, size, location);
}

/** The host's own thread opens the host's own memory: no rule speaks of it. */
function locateHost(world: World, address: number, size: number, location: Location): void {
  locateInServer(world, address, size, location);
  if (location.place !== Place.nothing) location.place = Place.opaque;
}

/** Length in bytes after range check and measuring, or −1 when the call has been answered. */
function checkedLength(step: Step): number {
  const { world, operation } = step;
  const { source, size, descriptor, thread } = operation;
  const unit = characterBytes(descriptor);
  if (!world.isKernelCaller(thread) && refusesRange(step, size)) return -1;
  if (unit === 0 || size !== 0) return size;
  locateCallers(step, source, 0, step.place);
  const { place } = step;
  let length: number = Measured.bad;
  if (isUnspoken(place.place)) length = Measured.open;
  else if (place.place !== Place.nothing) length = measure(world, place, unit);
  if (length === Measured.bad && place.slot >= 0) length = Measured.open;
  if (length === Measured.open) {
    step.outcome.answer = Answer.open;
    return -1;
  }
  if (length === Measured.bad) {
    step.also('OPEN-4.unreadable');
    step.refuses(RESULTS.E_ACCESSDENIED, 'QUIET-15.bad-byte', 'OPEN-6');
    return -1;
  }
  if (!isCutAt(world, place, length)) intervalAt(world.domain, place.region, place.offset + length);
  step.outcome.also(CITE['QUIET-15.measured']);
  if (!world.isKernelCaller(thread) && refusesRange(step, length)) return -1;
  return pausesAt(step, 'measured', length, 0) ? -1 : length;
}

/** OPEN-4's range check; true when it refuses. */
function refusesRange(step: Step, length: number): boolean {
  const { world, operation } = step;
  const range = rangeOf(world, operation.source, length, isOutput(operation.descriptor));
  if (range === Range.valid) return false;
  if (range === Range.atLimit) step.also('QUIET-4');
  const documented = world.domain.reading.style === 'documented';
  if (range === Range.atLimit && documented && step.choices.either()) return false;
  step.refuses(RESULTS.E_ACCESSDENIED, RANGE_CITES[range], 'OPEN-6');
  return true;
}

/** OPEN-1's access check (documented), or that a copy can be read; true when it refuses. */
function refusesAccess(step: Step): boolean {
  const { world, operation, place } = step;
  if (isUnspoken(place.place)) {
    step.outcome.answer = Answer.open;
    return true;
  }
  if (place.place === Place.nothing) {
    const gone = world.callerOf(operation.thread) < 0 && operation.source < KERNEL_BASE;
    const cite = gone ? 'QUIET-17.open' : 'OPEN-1.unmapped';
    if (!isInput(operation.descriptor)) step.also('QUIET-13');
    step.refuses(RESULTS.E_ACCESSDENIED, cite, 'OPEN-6');
    return true;
  }
  if (place.place !== Place.memory) return refusesRecord(step);
  const rights = rightsOver(world, place);
  if (rights === Rights.none) {
    step.refuses(RESULTS.E_ACCESSDENIED, 'OPEN-4.unreadable', 'OPEN-6');
    return true;
  }
  if (rights === Rights.readWrite || !isOutput(operation.descriptor)) return false;
  if (world.domain.reading.style === 'shipped') {
    step.also('ALIAS-11.shipped-duplicate');
    return false;
  }
  if (step.resumed && step.choices.either()) return false;
  step.also('ALIAS-11.open-refuses');
  step.refuses(RESULTS.E_ACCESSDENIED, 'OPEN-1.read-only', 'OPEN-6');
  return true;
}

/** A kernel caller opens what the kernel marshalled: rights of an alias may count or not. */
function refusesRecord(step: Step): boolean {
  const { world, operation, place } = step;
  const readOnly = place.place === Place.alias && world.field(place.slot, Slot.writable) === 0;
  if (!readOnly || !isOutput(operation.descriptor) || step.choices.either()) return false;
  step.refuses(RESULTS.E_ACCESSDENIED, 'OPEN-1.read-only', 'OPEN-6');
  return true;
}

/** Kernel addresses that a kernel caller has no business with: no rule speaks of them. */
function isUnspoken(place: number): boolean {
  return place === Place.opaque || place === Place.overrun || place === Place.stale;
}

/** True when the call is held at this point; it then goes on with `resume`. */
export function pausesAt(
  step: Step,
  point: 'checked' | 'measured' | 'written-back',
  length: number,
  slot: number,
): boolean {
  const { world, request, outcome } = step;
  if (step.resumed || request.pause !== point) return false;
  world.setHeldField(Held.thread, request.thread + 1);
  world.setHeldField(Held.measured, length);
  world.setHeldField(Held.slot, slot);
  outcome.answer = Answer.paused;
  outcome.valueCite = point === 'measured' ? CITE['ASYNC-5.measured'] : outcome.writtenCite;
  return true;
}

/** The caller's own pointer: nothing is allocated (SPACE-3). */
function makeDirect(step: Step, length: number, because: ObligationId): void {
  const { world, operation } = step;
  locateCallers(step, operation.source, length, step.place);
  if (isUnspoken(step.place.place)) {
    step.outcome.answer = Answer.open;
    return;
  }
  const slot = world.freeSlot();
  create(world, slot, { ...making(step, Form.direct, length), writable: true }, step.place);
  step.givesPointer(slot, operation.source, because);
  step.outcome.accountCite = CITE['INV-COUNT.equal'];
}

function making(step: Step, form: Form, length: number): Parameters<typeof create>[2] {
  const { source, size, descriptor, thread } = step.operation;
  const kind = Kind.opened;
  const writable = isOutput(descriptor);
  return { kind, form, thread, source, size, length, descriptor, writable };
}

/** An alias or a copy of the caller's memory at `step.place`. */
function makeBuffer(step: Step, form: Form, length: number, because: ObligationId): void {
  const { world, operation, place } = step;
  const slot = world.freeSlot();
  create(world, slot, making(step, form, length), place);
  step.givesBuffer(slot, because);
  step.outcome.accountCite = CITE[because];
  if (form === Form.alias) alsoAboutAlias(step);
  step.outcome.cacheCite = CITE['QUIET-8.open-alias-counts'];
  if (form === Form.copy) startCopy(step, slot, isInput(operation.descriptor), because);
}

/** What holds of every alias that is made (QUIET-18, ALIAS-2, ALIAS-4). */
export function alsoAboutAlias(step: Step): void {
  const { reading } = step.world.domain;
  step.also(reading.style === 'shipped' ? 'QUIET-18.low-16-bits' : 'QUIET-18.page-offset');
  if (!reading.virtuallyTagged) return;
  step.also('ALIAS-2.alias');
  step.also('ALIAS-4');
}

/** What a fresh copy holds: its source, or for OUT alone what the reading starts it as. */
export function startCopy(step: Step, slot: number, input: boolean, because: ObligationId): void {
  const { world, place } = step;
  const starts = input ? 'source' : step.choices.among(world.domain.reading.outStartsAs);
  const cite = CITE[input ? because : 'DUP-4.no-foreign-bytes'];
  for (let i = place.first; i < place.end; i += 1) {
    const tag = starts === 'zeroes' ? TAG_ZERO : tagAt(world, place, i);
    world.setContent(slot, i, tag, cite);
  }
}
