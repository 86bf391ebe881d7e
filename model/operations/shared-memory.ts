/**
 * VirtualAllocEx, VirtualCopyEx and VirtualFreeEx: sharing a block with another process. VM-1 …
 * VM-5, VM-10, VM-13, QUIET-20 … QUIET-23. A failing call gives HRESULT_FROM_WIN32 of what
 * GetLastError says.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { MEM_COMMIT, MEM_DECOMMIT, MEM_RELEASE, MEM_RESERVE } from '../memory-types.js';
import { Answer, Pointer, Value } from '../outcome.js';
import { Form, KERNEL_BASE, LOWEST_USER_ADDRESS } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { canBack, hasCommitted, type PageRights, pageRights } from '../world/committed.js';
import { PAGE_BYTES, Rights } from '../world/domain.js';
import { locateInProcess, nothing, Place, rightsOver } from '../world/memory.js';
import { create } from '../world/records.js';
import {
  kernelAddress,
  overlapping,
  overlapsRegion,
  PAGE_PHYSICAL,
  pageEnd,
  pageOf,
  releaseReservation,
  sourceAddress,
} from '../world/shares.js';
import { Kind, Slot, type World } from '../world/world.js';
import { commitAll, commitInside, decommit, fails, lacksMemory } from './commit.js';
import { regionAt } from './events.js';

const PAGE_NOCACHE = 0x200;
const PROTECTIONS: readonly number[] = [1, 2, 4, 0x202, 0x204];
const BLOCK = 0x1_0000;
/** First address that VirtualAllocEx gives to no user process (QUIET-20). */
const USER_LIMIT = 0x4000_0000;
/** Larger reservations may find no room. */
const SURELY_FITS = 0x100_0000;

/** User mode names no other process; one that has exited is none (QUIET-22). */
function refusesProcess(step: Step, ...processes: number[]): boolean {
  const { world } = step;
  if (world.domain.userServer) {
    fails(step, RESULTS.E_ACCESSDENIED, 'QUIET-22.other-process');
    return true;
  }
  if (processes.every((process) => world.isAlive(process))) return false;
  const known = processes.every((process) => process <= world.domain.applications);
  fails(step, RESULTS.E_HANDLE, known ? 'QUIET-22.exited' : 'VM-2.bad-handle');
  return true;
}

/** VirtualAllocEx(process, address, size, MEM_RESERVE or MEM_COMMIT or both, protection). */
export function virtualAllocEx(step: Step): void {
  const { operation, outcome } = step;
  const { process, pointer, size, mode, descriptor } = operation;
  if (refusesProcess(step, process)) return;
  if (size === 0 || (mode & ~(MEM_COMMIT | MEM_RESERVE)) !== 0 || mode === 0) {
    return fails(step, RESULTS.E_INVALIDARG, 'VM-1.arguments');
  }
  const given = pageRights(descriptor);
  if (given === undefined) return fails(step, RESULTS.E_INVALIDARG, 'VM-1.arguments');
  if (process === 0) return outcome.isOpen();
  if (mode === MEM_COMMIT && pointer !== 0) return commitInside(step, given);
  reserveRange(step, (mode & MEM_COMMIT) === 0 ? undefined : given);
}

/** A new reservation, all of it committed where `given` says how. */
function reserveRange(step: Step, given: PageRights | undefined): void {
  const { world, operation, outcome } = step;
  const { process, pointer, size } = operation;
  const base = pointer - (pointer % BLOCK);
  const length = pageEnd(pointer + size) - base;
  if (pointer !== 0) {
    const low = pointer < LOWEST_USER_ADDRESS;
    if (low || base + length > USER_LIMIT) {
      return fails(step, RESULTS.E_INVALIDARG, 'QUIET-20.limit');
    }
    if (isTakenRange(world, process, base, base + length)) {
      return fails(step, RESULTS.E_INVALIDARG, 'QUIET-20.overlap');
    }
  } else if (length > USER_LIMIT - LOWEST_USER_ADDRESS) {
    return fails(step, RESULTS.E_NOT_ENOUGH_MEMORY, 'VM-1.no-room');
  } else if (length > SURELY_FITS && step.choices.either()) {
    return fails(step, RESULTS.E_NOT_ENOUGH_MEMORY, 'VM-1.no-room');
  }
  if (given === undefined) return void reserve(step, base, length);
  // Whether what lies before an address inside a block is committed with it nobody says.
  if (pointer !== base || !canBack(world, -1, length)) return outcome.isOpen();
  if (!lacksMemory(step)) commitAll(step, reserve(step, base, length), given);
}

function isTakenRange(world: World, process: number, from: number, to: number): boolean {
  if (overlapsRegion(world, process, from, to)) return true;
  return overlapping(world, Kind.reservation, process, from, to) >= 0;
}

function reserve(step: Step, base: number, length: number): number {
  const { world, operation, place } = step;
  const { thread, source, size, descriptor, pointer } = operation;
  const slot = world.freeSlot();
  const kind = Kind.reservation;
  const form = Form.none;
  nothing(place);
  create(
    world,
    slot,
    { kind, form, thread, source, size, length, descriptor, writable: false },
    place,
  );
  world.setField(slot, Slot.process, operation.process);
  if (pointer === 0) step.givesBuffer(slot, 'VM-1.in-given-process');
  else step.givesPointer(slot, base, 'VM-1.in-given-process');
  world.setField(slot, Slot.pointer, base | 0);
  step.also('VM-13.process-id');
  step.also('VM-1.below-2-gb');
  step.also('VM-13.exist');
  step.outcome.accountCite = CITE['VM-10.no-memory'];
  return slot;
}

/** VirtualCopyEx(process, address, source process, source, size, protection). */
export function virtualCopyEx(step: Step): void {
  const { world, operation, place } = step;
  const { process, mode, source, size, descriptor } = operation;
  step.outcome.pointerKind = Pointer.any;
  if (world.domain.userServer) {
    return fails(step, RESULTS.E_ACCESSDENIED, 'QUIET-22.user-mode');
  }
  if (refusesProcess(step, process, mode)) return;
  const error = copyError(step);
  if (error !== '') return fails(step, RESULTS.E_INVALIDARG, error);
  const start = sourceAddress(source, descriptor);
  const [from, length] = [pageOf(start), pageEnd(start + size) - pageOf(start)];
  if ((descriptor & PAGE_PHYSICAL) !== 0) return copyPhysical(step, from, length);
  locateInProcess(world, mode, from, length, place);
  if (place.place === Place.opaque || (mode === 0) !== source >= KERNEL_BASE) {
    step.outcome.answer = Answer.open;
    return;
  }
  if (place.place === Place.nothing || rightsOver(world, place) === Rights.none) {
    return fails(step, RESULTS.E_INVALIDARG, 'QUIET-21.unmapped-source');
  }
  step.also('VM-9.unshifted');
  map(step, length, 'VM-2.same-memory');
}

/** Physical memory: where the kernel sees it, or memory that it does not know (VM-9, VM-10). */
function copyPhysical(step: Step, from: number, length: number): void {
  const { world, operation, place } = step;
  const known = kernelAddress(world, from, length);
  nothing(place);
  if (known >= 0) {
    locateInProcess(world, 0, known, length, place);
    // Partly memory that the kernel knows: no rule speaks of it.
    if (place.place !== Place.memory) return step.outcome.isOpen();
  }
  const offset = (operation.source * 0x100) % PAGE_BYTES;
  const unknown = known < 0 ? 'VM-10.unknown-memory' : undefined;
  const found = known === from ? 'QUIET-29.mapped' : 'VM-9.shifted';
  map(step, length, unknown ?? (offset === 0 ? 'VM-9.shifted' : 'QUIET-24.low-bits'));
  step.also('VM-9.shifted');
  step.outcome.accountCite = CITE[unknown ?? found];
}

/** What is wrong with the arguments, '' for nothing. */
function copyError(step: Step): ObligationId | '' {
  const { world, operation } = step;
  const { process, pointer, source, size, descriptor } = operation;
  if (size === 0) return 'VM-2.zero-size';
  const rights = descriptor & ~PAGE_PHYSICAL;
  if (!PROTECTIONS.includes(rights) || rights === 1) return 'VM-2.not-reserved';
  const start = sourceAddress(source, descriptor);
  if (pointer % PAGE_BYTES !== start % PAGE_BYTES) {
    return rights === descriptor ? 'VM-3.refuses' : 'QUIET-24.page-offset';
  }
  if (rights !== descriptor && start + size > 0x1_0000_0000) return 'QUIET-21.past-4-gb';
  const [from, to] = [pageOf(pointer), pageEnd(pointer + size)];
  const inside = overlapping(world, Kind.reservation, process, from, to);
  if (inside < 0) return 'VM-2.not-reserved';
  const base = world.pointer(inside);
  if (from < base || to > base + world.field(inside, Slot.length)) return 'VM-2.not-reserved';
  if (overlapping(world, Kind.shared, process, from, to) >= 0) return 'QUIET-21.occupied';
  return hasCommitted(world, inside, from - base, to - base) ? 'QUIET-21.occupied' : '';
}

function map(step: Step, length: number, because: ObligationId): void {
  const { world, operation, place, outcome } = step;
  const { process, thread, source, size, descriptor } = operation;
  const slot = world.freeSlot();
  const [kind, form, writable] = [Kind.shared, Form.none, (descriptor & 4) !== 0];
  create(world, slot, { kind, form, thread, source, size, length, descriptor, writable }, place);
  world.setField(slot, Slot.process, process);
  world.setField(slot, Slot.parent, 0);
  world.setField(slot, Slot.pointer, pageOf(operation.pointer) | 0);
  world.setField(slot, Slot.descriptor, (descriptor & PAGE_NOCACHE) === 0 ? 1 : 0);
  outcome.gives(RESULTS.S_OK, CITE[because]);
  outcome.accountCite = CITE['VM-2.same-memory'];
  outcome.cacheCite = CITE['VM-4.uncached'];
  step.also('VM-13.two-processes');
  step.also('VM-8');
  if ((descriptor & PAGE_NOCACHE) !== 0) step.also('VM-4.uncached');
}

/** VirtualFreeEx(process, base, 0, MEM_RELEASE); MEM_DECOMMIT takes a size. */
export function virtualFreeEx(step: Step): void {
  const { world, operation, outcome } = step;
  const { process, pointer, size, mode } = operation;
  outcome.accountCite = CITE['VM-5.releases'];
  if (refusesProcess(step, process)) return;
  if (mode === MEM_DECOMMIT && size > 0) return decommit(step);
  if (mode === MEM_DECOMMIT) return fails(step, RESULTS.E_INVALIDARG, 'VM-5.decommit');
  if (mode !== MEM_RELEASE) return fails(step, RESULTS.E_INVALIDARG, 'VM-5.type');
  if (size !== 0) return fails(step, RESULTS.E_INVALIDARG, 'VM-5.size');
  if (releaseReservation(world, process, pointer)) {
    return outcome.gives(RESULTS.S_OK, CITE['VM-5.releases']);
  }
  const region = regionAt(world, process, pointer);
  if (process === 0 && region >= 0) {
    outcome.answer = Answer.open;
    return;
  }
  if (region >= 0 && world.generation(region) !== 0) {
    step.also('VM-5.other-process');
    world.setGeneration(region, 0);
    outcome.cacheCite = CITE['ASYNC-4.after-release'];
    return outcome.gives(RESULTS.S_OK, CITE['VM-5.releases']);
  }
  fails(step, 0, 'VM-5.no-reservation');
  outcome.givesKind(Value.failed, CITE['VM-5.no-reservation']);
}
