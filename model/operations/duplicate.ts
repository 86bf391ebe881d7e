/**
 * CeAllocDuplicateBuffer: a secure copy of an API parameter. DUP-1, DUP-3, QUIET-14. Its end,
 * CeFreeDuplicateBuffer, is in close.ts.
 */

import { CITE } from '../clauses/index.js';
import { characterBytes, isInput, isOutput } from '../descriptors.js';
import { Answer } from '../outcome.js';
import { Form, KERNEL_BASE } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { intervalAt, Rights } from '../world/domain.js';
import { locate, Place, rightsOver } from '../world/memory.js';
import { create } from '../world/records.js';
import { isCutAt, Measured, measure } from '../world/strings.js';
import { Held, Kind } from '../world/world.js';
import { refusesArguments, runsOutOfMemory } from './arguments.js';
import { pausesAt, startCopy } from './open.js';

const ARGUMENTS = {
  outPointer: 'QUIET-14.null-source',
  descriptor: 'QUIET-14.descriptor',
  nullSource: 'QUIET-14.null-source',
  zeroLength: 'QUIET-14.zero-length',
  allocatesNothing: 'QUIET-14.allocates-nothing',
  ordered: false,
} as const;

/** The whole function. */
export function allocDuplicateBuffer(step: Step): void {
  const { world, operation, place } = step;
  if (!step.resumed && refusesArguments(step, ARGUMENTS)) return;
  const length = step.resumed ? world.heldField(Held.measured) : measuredLength(step);
  if (length < 0) return;
  locate(world, operation.thread, operation.source, length, place);
  if (isUnreadable(step)) return;
  if (pausesAt(step, 'checked', length, 0)) return;
  if (runsOutOfMemory(step, true)) {
    return step.refuses(RESULTS.E_OUTOFMEMORY, 'QUIET-14.no-memory', 'QUIET-14.allocates-nothing');
  }
  make(step, length);
}

function make(step: Step, length: number): void {
  const { world, operation, place } = step;
  const { source, size, descriptor, thread } = operation;
  const slot = world.freeSlot();
  const kind = Kind.duplicate;
  const writable = isOutput(descriptor);
  const form = Form.copy;
  create(world, slot, { kind, form, thread, source, size, length, descriptor, writable }, place);
  step.givesBuffer(slot, 'DUP-1.secure-copy');
  const text = characterBytes(descriptor) !== 0;
  const measured = size === 0 ? 'ASYNC-5.measured' : 'ASYNC-5.as-given';
  step.outcome.accountCite = CITE[text ? measured : 'DUP-1.secure-copy'];
  const readOnly = place.place === Place.memory && rightsOver(world, place) === Rights.read;
  if (readOnly && writable) step.also('QUIET-14.read-only-source');
  startCopy(step, slot, isInput(descriptor), text ? measured : 'DUP-1.starts-as');
}

function measuredLength(step: Step): number {
  const { world, operation, place } = step;
  const unit = characterBytes(operation.descriptor);
  if (unit === 0 || operation.size !== 0) return operation.size;
  locate(world, operation.thread, operation.source, 0, place);
  if (isUnreadable(step)) return -1;
  const length = measure(world, place, unit);
  if (length === Measured.open || (length === Measured.bad && place.slot >= 0)) {
    step.outcome.answer = Answer.open;
    return -1;
  }
  if (length === Measured.bad) {
    refuse(step);
    return -1;
  }
  if (!isCutAt(world, place, length)) intervalAt(world.domain, place.region, place.offset + length);
  return pausesAt(step, 'measured', length, 0) ? -1 : length;
}

function refuse(step: Step): void {
  step.refuses(RESULTS.E_ACCESSDENIED, 'QUIET-14.unreadable', 'QUIET-14.allocates-nothing');
}

/**
 * E_ACCESSDENIED for what cannot be read; kernel memory may be refused to a user caller, though
 * access is not checked here (DUP-3); an open answer where no rule speaks.
 */
function isUnreadable(step: Step): boolean {
  const { world, operation, place } = step;
  const readable = place.place !== Place.nothing && operation.source >= KERNEL_BASE;
  if (readable && !world.isKernelCaller(operation.thread) && step.choices.either()) {
    refuse(step);
    return true;
  }
  if (place.place === Place.copy || place.place === Place.alias) return false;
  if (place.place === Place.memory && rightsOver(world, place) !== Rights.none) return false;
  if (place.place === Place.memory || place.place === Place.nothing) refuse(step);
  else step.outcome.answer = Answer.open;
  return true;
}
