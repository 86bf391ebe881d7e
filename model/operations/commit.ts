/**
 * Committed pages of a reservation: VirtualAllocEx with MEM_COMMIT, VirtualFreeEx with
 * MEM_DECOMMIT, VirtualProtect, loads and stores. QUIET-20, QUIET-25, VM-5.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { Pointer, Value } from '../outcome.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import {
  absenceOf,
  canBack,
  clearGuard,
  commitPages,
  decommitPages,
  hasCommitted,
  type PageRights,
  pageRights,
  protectPages,
  stopsOf,
  wasGuarded,
} from '../world/committed.js';
import { PAGE_BYTES } from '../world/domain.js';
import { overlapping, overlapsRegion, pageEnd, pageOf } from '../world/shares.js';
import { Kind, Slot, type World } from '../world/world.js';
import { runsOutOfMemory } from './arguments.js';

/** One of the three functions fails: nothing changes (HRESULT_FROM_WIN32 of the last error). */
export function fails(step: Step, value: number, because: ObligationId): void {
  step.outcome.gives(value, CITE[because]);
  step.outcome.pointerKind = Pointer.isNull;
  step.outcome.pointerCite = CITE[because];
  step.outcome.accountCite = CITE[because];
  step.outcome.keepCite = CITE['INV-FAILSAFE.unchanged'];
}

/** The reservation that holds all of a range of a process, or −1. */
function reservationAround(world: World, process: number, from: number, to: number): number {
  const slot = overlapping(world, Kind.reservation, process, from, to);
  if (slot < 0) return -1;
  const base = world.pointer(slot);
  return from >= base && to <= base + world.field(slot, Slot.length) ? slot : -1;
}

/** True where the rules do not speak of a commit over these pages: they are in use already. */
function isInUse(world: World, process: number, slot: number, from: number, to: number): boolean {
  if (overlapping(world, Kind.shared, process, from, to) >= 0) return true;
  const base = world.pointer(slot);
  return hasCommitted(world, slot, from - base, to - base);
}

/** VirtualAllocEx(process, address, size, MEM_COMMIT, protection) where pages are reserved. */
export function commitInside(step: Step, given: PageRights): void {
  const { world, operation, outcome } = step;
  const { process, pointer, size } = operation;
  const [from, to] = [pageOf(pointer), pageEnd(pointer + size)];
  if (overlapsRegion(world, process, from, to)) return outcome.isOpen();
  const slot = reservationAround(world, process, from, to);
  if (slot < 0) return fails(step, RESULTS.E_INVALIDARG, 'QUIET-20.commit-outside');
  if (isInUse(world, process, slot, from, to)) return outcome.isOpen();
  const base = world.pointer(slot);
  if (!canBack(world, slot, to - base)) return outcome.isOpen();
  if (lacksMemory(step)) return;
  commitPages(world, slot, from - base, to - base, given);
  outcome.gives(RESULTS.S_OK, CITE['QUIET-20.committed']);
  outcome.pointerKind = Pointer.exact;
  outcome.pointerValue = from;
  outcome.pointerCite = CITE['QUIET-20.committed'];
  outcome.accountCite = CITE['QUIET-20.committed'];
}

/** A commit that finds no memory leaves nothing behind; true where this one does. */
export function lacksMemory(step: Step): boolean {
  const out = runsOutOfMemory(step, true);
  if (out) fails(step, RESULTS.E_NOT_ENOUGH_MEMORY, 'QUIET-20.no-memory');
  return out;
}

/** What a reservation that was made by the same call commits: all of it. */
export function commitAll(step: Step, slot: number, given: PageRights): void {
  const { world, operation, outcome } = step;
  commitPages(world, slot, 0, world.field(slot, Slot.length), given);
  const because = operation.pointer === 0 ? 'QUIET-20.commit-reserves' : 'QUIET-20.committed';
  outcome.accountCite = CITE[because];
  step.also(because);
}

/** VirtualFreeEx(process, address, size, MEM_DECOMMIT), size not 0. */
export function decommit(step: Step): void {
  const { world, operation, outcome } = step;
  const { process, pointer, size } = operation;
  const [from, to] = [pageOf(pointer), pageEnd(pointer + size)];
  if (overlapsRegion(world, process, from, to)) return outcome.isOpen();
  const slot = reservationAround(world, process, from, to);
  if (slot < 0) {
    fails(step, 0, 'VM-5.no-reservation');
    return outcome.givesKind(Value.failed, CITE['VM-5.no-reservation']);
  }
  if (overlapping(world, Kind.shared, process, from, to) >= 0) return outcome.isOpen();
  const base = world.pointer(slot);
  decommitPages(world, slot, from - base, to - base);
  outcome.gives(RESULTS.S_OK, CITE['VM-5.decommits']);
  outcome.accountCite = CITE['VM-5.decommits'];
}

/** VirtualProtect by a process in a reservation of its own; false where it has none there. */
export function protectCommitted(step: Step): boolean {
  const { world, operation, outcome } = step;
  const { process, pointer, size, descriptor } = operation;
  const [from, to] = [pageOf(pointer), pageEnd(pointer + size)];
  const slot = reservationAround(world, process, from, to);
  if (slot < 0) return false;
  const given = pageRights(descriptor);
  if (given === undefined || overlapping(world, Kind.shared, process, from, to) >= 0) {
    outcome.isOpen();
    return true;
  }
  const base = world.pointer(slot);
  const protects = protectPages(world, slot, from - base, to - base, given);
  outcome.gives(protects ? 1 : 0, CITE['QUIET-23.virtual-protect']);
  return true;
}

/** What promises that a committed page serves the access at hand. */
export function committedCite({ world, place }: Step): ObligationId {
  return wasGuarded(world, place) ? 'QUIET-25.cleared' : 'QUIET-20.committed';
}

/**
 * An access to pages of which some do not serve it: true, and a fault. It goes upwards or
 * downwards; the first of these pages ends it, and a guarded one is guarded no more.
 */
export function endsInFault(step: Step, writes: boolean): boolean {
  const { world, place, outcome, choices } = step;
  const stops = stopsOf(world, place, writes);
  if (stops.length === 0) return false;
  const upwards = stops.length === 1 || choices.either();
  const { page, guarded } = stops[upwards ? 0 : stops.length - 1];
  const isolate = CITE[writes ? 'INV-ISOLATE.write' : 'INV-ISOLATE.read'];
  const denied = wasGuarded(world, place) ? CITE['QUIET-25.cleared'] : isolate;
  const absent = absenceOf(world, place, page);
  outcome.faults(guarded ? CITE['QUIET-25.first-access'] : absent || denied);
  if (guarded) clearGuard(world, place.region, page);
  if (writes) storePart(step, page, upwards);
  return true;
}

/** What lies on the way to the page that ended a store may have been stored, or not. */
function storePart(step: Step, page: number, upwards: boolean): void {
  const { world, place, choices } = step;
  const { intervalOffset } = world.domain;
  const isOnTheWay = (i: number): boolean =>
    upwards ? intervalOffset[i] < page : intervalOffset[i] >= page + PAGE_BYTES;
  let asked = false;
  for (let i = place.first; i < place.end; i += 1) {
    if (!isOnTheWay(i)) continue;
    if (!asked && choices.either()) return;
    asked = true;
    world.setTag(i, 0, step.tag, CITE['INV-ISOLATE.write']);
  }
}
