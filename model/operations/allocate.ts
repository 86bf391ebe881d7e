/**
 * CeAllocAsynchronousBuffer: marshals a buffer anew so that the server can use it after the call
 * has returned. ASYNC-1 … ASYNC-13, ASYNC-15, ASYNC-18, ASYNC-21, ASYNC-22, ALIAS-1 … ALIAS-4,
 * ALIAS-11, QUIET-6, QUIET-17, QUIET-19, QUIET-30.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { characterBytes, forcesAlias, isInput, isOutput } from '../descriptors.js';
import { Answer, Value } from '../outcome.js';
import { Form, KERNEL_BASE, type Reading } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { intervalAt, Rights } from '../world/domain.js';
import { type Location, locate, Place, rightsOver } from '../world/memory.js';
import { create } from '../world/records.js';
import { isCutAt, Measured, measure } from '../world/strings.js';
import { Held, Kind, Slot, type World } from '../world/world.js';
import {
  acceptedCite,
  alsoAboutArguments,
  alsoAboutSource,
  Claim,
  claimOn,
  stringCite,
} from './allocate-source.js';
import { Range, rangeOf, refusesArguments, runsOutOfMemory } from './arguments.js';
import { alsoAboutAlias, pausesAt, startCopy } from './open.js';

const ARGUMENTS = {
  outPointer: 'ASYNC-22.out-pointer',
  descriptor: 'ASYNC-22.descriptor',
  nullSource: 'ASYNC-22.null-source',
  zeroLength: 'ASYNC-22.zero-length',
  allocatesNothing: 'ASYNC-12.failed-call',
  ordered: true,
} as const;

/** The whole function. */
export function allocAsynchronousBuffer(step: Step): void {
  const { world, operation, place } = step;
  if (!step.resumed && refusesArguments(step, ARGUMENTS)) return alsoAboutArguments(step);
  if (step.isHeldAt('measured')) step.also('ASYNC-5.measured');
  const length = step.resumed ? world.heldField(Held.measured) : measuredLength(step);
  if (length < 0) return;
  locate(world, operation.thread, operation.source, length, place);
  if (refusesPlace(step, length)) return;
  const claim = claimOn(step, length);
  if (claim === Claim.never) {
    const alias = place.place === Place.alias;
    return refuseAddress(step, alias ? 'QUIET-19.alloc-alias' : 'QUIET-19.user-caller');
  }
  if (claim === Claim.may) {
    step.outcome.also(CITE['ASYNC-21.result']);
    if (step.choices.either()) return refuseAddress(step, 'ASYNC-21.result');
  }
  const form = formOf(step, length);
  if (form === Form.same) return makeSame(step, length);
  if (refusesWrites(step, form)) return;
  if (pausesAt(step, 'checked', length, 0)) return;
  if (runsOutOfMemory(step, form === Form.copy)) {
    step.also('ASYNC-22.memory');
    return step.refuses(RESULTS.E_OUTOFMEMORY, 'ASYNC-11.no-memory', 'ASYNC-12.failed-call');
  }
  make(step, form, length);
}

/** E_ACCESSDENIED by the documents; shipped readings: any FAILED code (ASYNC-9). */
function refuseAddress(step: Step, because: ObligationId): void {
  step.also('ASYNC-13');
  step.also('ASYNC-22.address');
  if (step.world.domain.reading.style === 'documented') {
    step.refuses(RESULTS.E_ACCESSDENIED, because, 'ASYNC-12.failed-call');
  } else {
    step.refusesWith(Value.failed, because, 'ASYNC-12.failed-call');
  }
}

/** The size, or the measured length of a string; −1 when the call has been answered. */
function measuredLength(step: Step): number {
  const { world, operation, place } = step;
  const unit = characterBytes(operation.descriptor);
  if (unit === 0 || operation.size !== 0) return operation.size;
  locate(world, operation.thread, operation.source, 0, place);
  if (refusesPlace(step, 0)) return -1;
  if (claimOn(step, 0) !== Claim.must && step.choices.either()) {
    refuseAddress(step, 'ASYNC-21.result');
    return -1;
  }
  const length = measure(world, place, unit);
  if (length === Measured.open) {
    step.outcome.answer = Answer.open;
    return -1;
  }
  if (length === Measured.bad) {
    if (runsOutOfBuffer(step)) step.outcome.answer = Answer.open;
    else refuseAddress(step, 'ASYNC-9.measured');
    return -1;
  }
  if (!isCutAt(world, place, length)) intervalAt(world.domain, place.region, place.offset + length);
  locate(world, operation.thread, operation.source, length, place);
  if (place.place === Place.alias && refusesAlias(step)) return -1;
  step.also('ASYNC-5.measured');
  if (world.domain.reading.style === 'shipped') step.also('QUIET-32.alloc');
  return pausesAt(step, 'measured', length, 0) ? -1 : length;
}

/**
 * True where an unterminated string leads out of a marshalled buffer into memory that may be read:
 * only for a copy is it said what follows (QUIET-6), and not at which point of the call.
 */
function runsOutOfBuffer(step: Step): boolean {
  const { place } = step.place;
  return place === Place.alias || (place === Place.copy && step.request.pause === 'measured');
}

/** ASYNC-9: refuses what is not there; hands over to an open answer where no rule speaks. */
function refusesPlace(step: Step, length: number): boolean {
  const { world, operation, place } = step;
  const { source } = operation;
  if (place.place === Place.nothing) {
    const wrapped = source + length > 0xffff_ffff;
    refuseAddress(step, wrapped ? 'ASYNC-9.wrapped' : placeCite(step));
    return true;
  }
  const beside = place.place === Place.overrun && !world.isKernelCaller(operation.thread);
  if (beside && world.field(place.slot, Slot.form) === Form.copy) {
    refuseAddress(step, 'QUIET-6.outside-copy');
    return true;
  }
  if (place.place === Place.memory) {
    const range = rangeOf(world, source, length, isOutput(operation.descriptor));
    const doubtful = range === Range.atLimit || range === Range.pastLimit;
    if (doubtful && step.choices.either()) {
      refuseAddress(step, 'ASYNC-9.past-limit');
      return true;
    }
    if (rightsOver(world, place) !== Rights.none) return false;
    refuseAddress(step, 'ASYNC-9.unmapped');
    return true;
  }
  if (place.place === Place.copy) return false;
  if (place.place === Place.alias && world.generation(place.region) - 1 === place.generation) {
    return false;
  }
  if (place.place === Place.alias && world.generation(place.region) === 0) return false;
  if (!world.isKernelCaller(operation.thread) && place.place === Place.stale) {
    refuseAddress(step, 'QUIET-19.user-caller');
    return true;
  }
  step.outcome.answer = Answer.open;
  return true;
}

function placeCite(step: Step): ObligationId {
  const { world, operation } = step;
  if (operation.source >= KERNEL_BASE) return 'ASYNC-9.past-limit';
  const gone = world.isInCall(operation.thread) && world.callerOf(operation.thread) < 0;
  if (gone) return 'QUIET-17.alloc-direct';
  return operation.thread === 0 ? 'QUIET-30.not-owned' : 'ASYNC-9.unmapped';
}

/** Alias, copy or same pointer: the reading's table, rows Alloc (ASYNC-7, ASYNC-8, ALIAS-1). */
function formOf(step: Step, length: number): Form {
  const { world, operation, place } = step;
  const { reading, userServer, copyLimit } = world.domain;
  if (place.place === Place.copy || userServer) {
    if (!step.isHeldAt('checked')) return step.choices.among(reading.allocOnCopy);
    return Form.copy;
  }
  if (forcesAlias(operation.descriptor)) return Form.alias;
  return aliases(reading, length, copyLimit) ? Form.alias : Form.copy;
}

/** True when a reading aliases a buffer of this length without the flag. */
export function aliases(reading: Reading, length: number, copyLimit: number): boolean {
  if (reading.alloc === 'by-size') return length > copyLimit;
  return reading.alloc === 'alias';
}

/** ALIAS-11: the O bit over pages that the caller may not write; true when it refuses. */
function refusesWrites(step: Step, form: Form): boolean {
  const { world, operation, place } = step;
  if (place.place === Place.alias) return refusesAlias(step);
  if (!isOutput(operation.descriptor) || place.place !== Place.memory) return false;
  if (rightsOver(world, place) === Rights.readWrite) return false;
  if (world.domain.reading.style === 'documented') {
    if (step.resumed && step.choices.either()) return false;
    step.refuses(RESULTS.E_ACCESSDENIED, 'ALIAS-11.alloc-refuses', 'ASYNC-12.failed-call');
    return true;
  }
  if (form === Form.copy) {
    step.also('ALIAS-11.shipped-duplicate');
    return false;
  }
  step.outcome.also(CITE['ALIAS-11.shipped-alias']);
  if (!step.choices.either()) return false;
  step.refusesWith(Value.failed, 'ALIAS-11.shipped-alias', 'ASYNC-12.failed-call');
  return true;
}

/**
 * Open's alias counts as the caller's own pages (QUIET-19) and as itself (QUIET-7): where those
 * two disagree on rights, refusing and accepting are both permitted.
 */
function refusesAlias(step: Step): boolean {
  const { world, operation, place } = step;
  const wanted = isOutput(operation.descriptor) ? Rights.readWrite : Rights.read;
  const own = world.field(place.slot, Slot.writable) !== 0 ? Rights.readWrite : Rights.read;
  if (own >= wanted && pagesRights(world, place) >= wanted) return false;
  if (step.choices.either()) return false;
  refuseAddress(step, 'ALIAS-11.alloc-refuses');
  return true;
}

/** Rights that the process has now over the pages of an alias; none where they are gone. */
function pagesRights(world: World, place: Location): Rights {
  if (world.generation(place.region) - 1 !== place.generation) return Rights.none;
  return rightsOver(world, place);
}

/** The source's own pointer comes back; nothing is allocated. */
function makeSame(step: Step, length: number): void {
  const { world, operation } = step;
  if (operation.allocationFails > 0 && step.choices.either()) {
    return step.refuses(RESULTS.E_OUTOFMEMORY, 'ASYNC-11.no-memory', 'ASYNC-12.failed-call');
  }
  const slot = world.freeSlot();
  create(world, slot, making(step, Form.same, length, false), step.place);
  step.givesPointer(slot, operation.source, 'ASYNC-7.copied-source');
  step.outcome.valueCite = CITE[acceptedCite(step)];
  alsoAboutSource(step);
  const { userServer } = world.domain;
  step.outcome.accountCite = CITE[userServer ? 'ASYNC-8.no-alias' : 'ASYNC-7.copied-source'];
}

function making(
  step: Step,
  form: Form,
  length: number,
  writable: boolean,
): Parameters<typeof create>[2] {
  const { source, size, descriptor, thread } = step.operation;
  return { kind: Kind.asynchronous, form, thread, source, size, length, descriptor, writable };
}

function make(step: Step, form: Form, length: number): void {
  const { world, operation, place, outcome } = step;
  const slot = world.freeSlot();
  let writable = isOutput(operation.descriptor);
  if (place.place === Place.memory) writable &&= rightsOver(world, place) === Rights.readWrite;
  create(world, slot, making(step, form, length, writable), place);
  const forced = forcesAlias(operation.descriptor);
  const because = form === Form.alias && forced ? 'ALIAS-1.alias' : 'ASYNC-7.as-reading';
  const copied = place.place === Place.copy;
  const made = copied ? 'ALIAS-1.copied-source' : because;
  step.givesBuffer(slot, copied ? 'ASYNC-7.copied-source' : because);
  outcome.valueCite = CITE[acceptedCite(step)];
  alsoAboutSource(step);
  if (form === Form.alias) alsoAboutAlias(step);
  outcome.accountCite = CITE[world.domain.userServer ? 'ASYNC-8.no-alias' : made];
  if (form === Form.copy && characterBytes(operation.descriptor) !== 0) {
    outcome.accountCite = CITE[stringCite(step)];
  }
  outcome.cacheCite = CITE['ALIAS-2.source'];
  outcome.keepCite = CITE['INV-ISOLATE.write'];
  if (form !== Form.copy) return;
  const text = characterBytes(operation.descriptor) !== 0;
  const starts = text ? stringCite(step) : 'ASYNC-7.starts-as';
  startCopy(step, slot, isInput(operation.descriptor), starts);
}
