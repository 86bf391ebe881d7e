/**
 * Loads and stores of server and applications. SPACE-1 … SPACE-5, ALIAS-8, ALIAS-11, ASYNC-4,
 * ASYNC-25, INV-ISOLATE, INV-COHERENT.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { Answer } from '../outcome.js';
import { Form, KERNEL_BASE } from '../readings.js';
import type { Step } from '../step.js';
import { locateView, viewAt, wasView } from '../world/dma.js';
import { intervalAt, Rights } from '../world/domain.js';
import {
  citeAt,
  fill,
  type Location,
  locate,
  locateInProcess,
  nothing,
  Place,
  rightsOver,
  tagAt,
} from '../world/memory.js';
import {
  isMappedElsewhere,
  locateShared,
  overlapsCommitted,
  spansMappings,
  wasReserved,
} from '../world/shares.js';
import { Kind, Slot, type World } from '../world/world.js';
import { committedCite, endsInFault } from './commit.js';
import { openStore } from './open-store.js';
import { viewCite } from './windriver.js';

/**
 * Finds what `step.request` accesses, into `step.place`. An application sees its own space alone
 * (SPACE-1, SPACE-2).
 */
export function find(step: Step): void {
  const { world, operation, place } = step;
  const { thread, process, pointer, size } = operation;
  if (world.domain.shares && pointer < KERNEL_BASE && isShared(step)) return;
  if (world.domain.locks > 0 && isView(step)) return;
  if (thread >= 0) return locate(world, thread, pointer, size, place);
  nothing(place);
  if (pointer >= KERNEL_BASE || !world.isAlive(process)) return;
  locateInProcess(world, process, pointer, size, place);
}

/** Finds a mapping, or the lack of one, in a reservation of the process whose space it is. */
function isShared(step: Step): boolean {
  const { world, operation, place } = step;
  const { thread, process, pointer, size } = operation;
  const { domain } = world;
  const owner = thread < 0 ? process : world.callerOf(thread);
  if (owner <= 0 || !world.isAlive(owner) || (thread >= 0 && domain.userServer)) return false;
  nothing(place);
  const cut = (region: number, offset: number): number => intervalAt(domain, region, offset);
  return locateShared(world, owner, pointer, size, cut, place);
}

/** Finds a view of a WinDriver buffer in the space that the address is one of. */
function isView(step: Step): boolean {
  const { world, operation, place } = step;
  const { thread, process, pointer, size } = operation;
  const caller = thread < 0 ? process : world.callerOf(thread);
  const space = thread >= 0 && pointer >= KERNEL_BASE ? 0 : caller;
  if (space < 0 || (thread < 0 && pointer >= KERNEL_BASE)) return false;
  return locateView(world, space, pointer, size, place);
}

/**
 * One access through two mappings that lie side by side, or through committed pages and what else
 * is beside them: the rules speak of one at a time.
 */
function isAcross(step: Step): boolean {
  const { world, operation, place } = step;
  const { thread, process, pointer, size } = operation;
  if (!world.domain.shares || place.place !== Place.nothing || pointer >= KERNEL_BASE) return false;
  const owner = thread < 0 ? process : world.callerOf(thread);
  if (owner <= 0) return false;
  if (spansMappings(world, owner, pointer, size)) return true;
  return world.domain.backings > 0 && overlapsCommitted(world, owner, pointer, pointer + size);
}

/** Why an access to what is not there faults. */
function faultCite(step: Step, write: boolean): ObligationId {
  const { world, operation } = step;
  const { thread, pointer } = operation;
  if (world.domain.shares && pointer < KERNEL_BASE) {
    if (isShared(step)) return 'VM-1.faults';
    const owner = thread < 0 ? operation.process : world.callerOf(thread);
    const released = world.domain.backings > 0 && wasReserved(world, owner, pointer);
    if (released && world.isAlive(owner)) return 'VM-5.releases';
  }
  if (thread < 0 && world.domain.shares && isMappedElsewhere(world, operation.process, pointer)) {
    return 'VM-8';
  }
  if (thread < 0) {
    if (wasView(world, operation.process, pointer)) return 'WD-1.unlock';
    if (viewAt(world, 0, pointer, operation.size) >= 0) return 'WD-2';
    if (pointer < KERNEL_BASE) return 'SPACE-1';
    return write ? 'SPACE-2.write' : 'SPACE-2.read';
  }
  if (world.domain.userServer || pointer >= KERNEL_BASE) return 'SPACE-1';
  if (thread === 0) return 'SPACE-4.direct-faults';
  return world.callerOf(thread) < 0 ? 'QUIET-17.direct-faults' : 'SPACE-1';
}

/** A load. */
export function read(step: Step): void {
  const { world, place, outcome, operation } = step;
  find(step);
  if (isAcross(step)) return step.outcome.isOpen();
  if (place.place === Place.nothing) {
    if (operation.pointer >= KERNEL_BASE) step.also('INV-SECRET.kernel');
    return outcome.faults(CITE[faultCite(step, false)]);
  }
  if (isOpen(place)) {
    const parameter = place.slot >= 0 && world.field(place.slot, Slot.kind) === Kind.parameter;
    if (parameter) step.also('ASYNC-21.use-after-return');
    outcome.answer = Answer.any;
    return;
  }
  if (place.place === Place.memory && rightsOver(world, place) === Rights.none) {
    return outcome.faults(CITE['INV-ISOLATE.read']);
  }
  if (place.place === Place.committed && endsInFault(step, false)) return;
  const { intervalOffset, intervalBytes } = world.domain;
  const otherwise = CITE[readCite(step)];
  for (let i = place.first; i < place.end; i += 1) {
    const cite = citeAt(world, place, i);
    outcome.segment(
      tagAt(world, place, i),
      intervalOffset[i],
      intervalBytes[i],
      cite === 0 ? otherwise : cite,
    );
  }
  outcome.valueCite = otherwise;
  if (place.place !== Place.memory) step.also(livesCite(world, place.slot, operation.thread));
  else if (operation.thread > 0 && isRaw(step)) step.also('SPACE-5.raw-use');
}

/** What promises that a load gives the bytes that are there. */
function readCite(step: Step): ObligationId {
  const { place, operation } = step;
  if (place.place === Place.shared) return sharedCite(step);
  if (place.place === Place.committed) return committedCite(step);
  if (place.place === Place.alias) return 'ALIAS-1.one-memory';
  if (place.place === Place.copy) return 'INV-COHERENT.duplicate';
  return operation.thread > 0 ? 'SPACE-3.read' : 'INV-ISOLATE.write';
}

function sharedCite(step: Step): ObligationId {
  const { world, place } = step;
  return world.field(place.slot, Slot.kind) === Kind.dma ? viewCite(step) : 'VM-2.same-memory';
}

/** What promises that a record's pointer still works here and now (ASYNC-4). */
function livesCite(world: World, slot: number, thread: number): ObligationId {
  if (world.field(slot, Slot.kind) === Kind.duplicate) return 'DUP-1.asynchronous';
  if (world.field(slot, Slot.kind) === Kind.shared) return 'VM-2.same-memory';
  if (world.field(slot, Slot.kind) === Kind.reservation) return 'QUIET-20.committed';
  if (world.field(slot, Slot.kind) === Kind.dma) return 'QUIET-31';
  if (hasChangedRights(world, slot)) return 'QUIET-7';
  if (world.field(slot, Slot.kind) !== Kind.asynchronous) return 'OPEN-1.usable';
  if (world.field(slot, Slot.processGone) !== 0) return 'ASYNC-4.after-exit';
  const region = world.field(slot, Slot.region) - 1;
  if (world.generation(region) - 1 !== world.field(slot, Slot.generation)) {
    return 'ASYNC-4.after-release';
  }
  if (world.field(slot, Slot.callOver) !== 0) return 'ASYNC-4.after-return';
  return thread === 0 ? 'ASYNC-4.other-thread' : 'ASYNC-1';
}

/** True for an alias over pages whose process has changed its own rights since (QUIET-7). */
function hasChangedRights(world: World, slot: number): boolean {
  if (world.field(slot, Slot.form) !== Form.alias) return false;
  const region = world.field(slot, Slot.region) - 1;
  if (world.generation(region) - 1 !== world.field(slot, Slot.generation)) return false;
  const run = world.domain.intervalRun[world.field(slot, Slot.first)];
  return world.rights(run) !== Rights.readWrite;
}

/** True for an address of the caller that nothing marshalled in this call (SPACE-5). */
function isRaw(step: Step): boolean {
  const { world, operation } = step;
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.form) !== Form.direct) continue;
    const first = world.pointer(s);
    const inside = operation.pointer >= first;
    if (inside && operation.pointer < first + world.field(s, Slot.length)) return false;
  }
  return true;
}

function isOpen(place: Location): boolean {
  return (
    place.place === Place.stale || place.place === Place.overrun || place.place === Place.opaque
  );
}

/** A store of `step.tag`. */
export function write(step: Step): void {
  const { world, place, outcome } = step;
  find(step);
  if (isAcross(step)) return step.outcome.isOpen();
  outcome.keepCite = CITE['INV-ISOLATE.write'];
  if (place.place === Place.nothing) return outcome.faults(CITE[faultCite(step, true)]);
  if (isOpen(place)) return openStore(step);
  if (place.place === Place.memory && rightsOver(world, place) !== Rights.readWrite) {
    return storeToReadOnly(step);
  }
  if (place.place === Place.committed && endsInFault(step, true)) return;
  if (place.place === Place.shared && world.field(place.slot, Slot.writable) === 0) {
    return outcome.faults(CITE['VM-2.same-memory']);
  }
  const parameter = place.slot >= 0 && world.field(place.slot, Slot.kind) === Kind.parameter;
  if (parameter && world.field(place.slot, Slot.writable) === 0) {
    step.also('ALIAS-11.stray-write');
    return outcome.faults(CITE['QUIET-34.input']);
  }
  if (parameter) step.also('QUIET-34.output');
  if (place.place === Place.alias && world.field(place.slot, Slot.writable) === 0) {
    outcome.also(CITE['ALIAS-11.stray-write']);
    if (step.choices.either()) return outcome.faults(CITE['ALIAS-11.stray-write']);
  }
  outcome.valueCite = CITE[storeCite(step)];
  fill(world, place, step.tag, CITE[storeCite(step)]);
  if (place.place !== Place.memory) step.also(livesCite(world, place.slot, step.operation.thread));
  isolate(world, place);
}

/** Faults; a prefix up to the first page that may not be written may have been stored. */
function storeToReadOnly(step: Step): void {
  const { world, place, outcome } = step;
  outcome.faults(CITE['INV-ISOLATE.write']);
  const { intervalRun } = world.domain;
  if (world.rights(intervalRun[place.first]) !== Rights.readWrite || step.choices.either()) return;
  for (let i = place.first; i < place.end; i += 1) {
    if (world.rights(intervalRun[i]) !== Rights.readWrite) return;
    world.setTag(i, place.generation, step.tag, CITE['INV-ISOLATE.write']);
  }
}

/** What promises that a store is seen where it should be seen. */
function storeCite(step: Step): ObligationId {
  const { world, place, operation } = step;
  if (place.place === Place.copy) return 'INV-COHERENT.duplicate';
  if (place.place === Place.shared) return sharedCite(step);
  if (place.place === Place.committed) return committedCite(step);
  if (place.place === Place.alias) return 'ALIAS-8.alias-write';
  for (let i = place.first; i < place.end; i += 1) {
    if (world.aliasesOf(world.domain.intervalRun[i], place.generation) > 0) {
      return 'ALIAS-8.source-write';
    }
  }
  return operation.thread > 0 ? 'SPACE-3.write' : 'INV-ISOLATE.write';
}

/** A store to memory leaves its copies alone, a store to a copy leaves its source alone. */
function isolate(world: World, place: Location): void {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.form) !== Form.copy) continue;
    if (world.field(s, Slot.region) - 1 !== place.region) continue;
    if (place.place === Place.copy) {
      if (s === place.slot) keepSource(world, place, s);
      continue;
    }
    const unseen = world.field(s, Slot.kind) === Kind.opened;
    const cite = CITE[unseen ? 'OPEN-2.caller-changes-unseen' : copyCite(world, s)];
    const first = Math.max(place.first, world.field(s, Slot.first));
    const end = Math.min(place.end, world.field(s, Slot.first) + world.field(s, Slot.count));
    for (let i = first; i < end; i += 1) world.keepContent(s, i, cite);
  }
}

function copyCite(world: World, slot: number): ObligationId {
  return world.field(slot, Slot.kind) === Kind.duplicate
    ? 'DUP-1.secure-copy'
    : 'INV-COHERENT.duplicate';
}

function keepSource(world: World, place: Location, slot: number): void {
  const opened = world.field(slot, Slot.kind) === Kind.opened;
  const cite = CITE[opened ? 'OPEN-2.server-changes-unseen' : 'INV-COHERENT.source'];
  if (world.field(slot, Slot.processGone) !== 0) return;
  const generation = world.generation(place.region) - 1;
  if (generation < 0) return;
  for (let i = place.first; i < place.end; i += 1) world.keepTag(i, generation, cite);
}
