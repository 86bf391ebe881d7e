/**
 * Calls, processes and their memory. SPACE-3, SPACE-4, SPACE-6, ASYNC-15, QUIET-17, QUIET-23,
 * QUIET-34, INV-SECRET.
 */

import { CITE } from '../clauses/index.js';
import { fixedBytes, isMarshallable, isOutput } from '../descriptors.js';
import { Answer, Value } from '../outcome.js';
import { Form, KERNEL_BASE } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import { Client, endClient, setClientWord } from '../world/dma.js';
import { MissingCut, PAGE_BYTES, Rights, TAG_ZERO } from '../world/domain.js';
import { endHost, HOST, setHostGone } from '../world/host.js';
import { locateInProcess, Place, rightsOver } from '../world/memory.js';
import { create, release, setCacheAttribute } from '../world/records.js';
import {
  isReservedElsewhere,
  releaseReservation,
  releaseReservations,
  sharesOf,
} from '../world/shares.js';
import { Call, Kind, Slot, State, type World } from '../world/world.js';
import { Range, rangeOf } from './arguments.js';
import { protectCommitted } from './commit.js';

/** An application calls the server; `descriptor` 0: no parameter that the kernel marshals. */
export function call(step: Step): void {
  const { world, operation, outcome } = step;
  const { thread, process, descriptor } = operation;
  outcome.accountCite = CITE['INV-FAILSAFE.unchanged'];
  if (descriptor !== 0 && refusesParameter(step)) return;
  world.setCallField(thread, Call.active, 1);
  world.setCallField(thread, Call.process, process);
  world.setCallField(thread, Call.viaKernel, operation.viaKernel ? 1 : 0);
  world.setCallField(thread, Call.callerGone, 0);
  outcome.gives(RESULTS.S_OK, CITE['SPACE-3.read']);
  outcome.accountCite = CITE['SPACE-3.read'];
  if (descriptor === 0) return;
  step.also('SPACE-5.left-alone');
  outcome.keepCite = CITE['SPACE-5.left-alone'];
  const userServer = world.domain.userServer;
  const slot = world.freeSlot();
  const form = userServer ? Form.alias : Form.direct;
  const { source, size } = operation;
  const kind = Kind.parameter;
  const writable = isOutput(descriptor);
  create(
    world,
    slot,
    { kind, form, thread, source, size, length: size, descriptor, writable },
    step.place,
  );
  if (userServer) {
    step.givesBuffer(slot, 'QUIET-34.for-the-call');
    outcome.accountCite = CITE['QUIET-34.for-the-call'];
  } else step.givesPointer(slot, source, 'ASYNC-15');
}

/** The kernel's own check of an API parameter (OPEN-1, OPEN-3, OPEN-4); true when it refuses. */
function refusesParameter(step: Step): boolean {
  const { world, operation, outcome, place } = step;
  const { process, source, size, descriptor } = operation;
  const { reading, userServer } = world.domain;
  outcome.keepCite = CITE['INV-FAILSAFE.unchanged'];
  const fixed = fixedBytes(descriptor);
  const wrongSize = size === 0 || (fixed !== 0 && size !== fixed);
  if (!isMarshallable(descriptor) || source === 0 || wrongSize) {
    outcome.givesKind(Value.failed, CITE['OPEN-3.descriptor']);
    return true;
  }
  const range = operation.viaKernel
    ? Range.valid
    : rangeOf(world, source, size, isOutput(descriptor));
  const owner = operation.viaKernel && source >= KERNEL_BASE ? 0 : process;
  locateInProcess(world, owner, source, size, place);
  if (place.place === Place.opaque) {
    outcome.answer = Answer.open;
    return true;
  }
  const missing = place.place === Place.nothing;
  if (owner === 0 && (missing || userServer)) {
    outcome.answer = Answer.open;
    return true;
  }
  const rights = missing ? Rights.none : rightsOver(world, place);
  const denied = rights === Rights.none || (isOutput(descriptor) && rights !== Rights.readWrite);
  const checked = reading.style === 'documented' || userServer;
  if (range === Range.atLimit && reading.style === 'documented' && step.choices.either()) {
    return false;
  }
  if (range === Range.valid && !(denied && checked)) return false;
  outcome.gives(RESULTS.E_ACCESSDENIED, CITE[denied ? 'OPEN-1.unmapped' : 'OPEN-4.past-limit']);
  return true;
}

/** The call returns: what it held directly dies (SPACE-4, QUIET-34). */
export function returns(step: Step): void {
  const { world, operation, outcome } = step;
  const { thread } = operation;
  if (world.callField(thread, Call.callerGone) !== 0) step.also('QUIET-17.call-goes-on');
  outcome.gives(0, CITE['SPACE-4.after-return']);
  outcome.accountCite = CITE['QUIET-34.for-the-call'];
  outcome.cacheCite = CITE['QUIET-8.last-of-both'];
  for (let f = 0; f < Call.words; f += 1) world.setCallField(thread, f, 0);
  for (let s = 0; s < world.slots; s += 1) {
    if (world.field(s, Slot.thread) !== thread || world.field(s, Slot.callOver) !== 0) continue;
    world.setField(s, Slot.callOver, 1);
    if (world.isLive(s) && world.field(s, Slot.kind) === Kind.parameter) release(world, s);
  }
}

/** The host of a user-mode server exits: its calls end, nothing is written back (QUIET-17). */
function exitHost(step: Step): void {
  const { world, outcome } = step;
  outcome.gives(0, CITE['QUIET-17.host-records']);
  outcome.keepCite = CITE['QUIET-17.host-records'];
  outcome.accountCite = CITE['QUIET-17.host-records'];
  if (endHost(world)) {
    step.also('QUIET-17.host-calls');
    outcome.accountCite = CITE['QUIET-17.host-calls'];
  }
  setHostGone(world, true);
}

/** A process exits, perhaps inside a call; its memory goes, aliases of it stay (SPACE-6). */
export function exit(step: Step): void {
  const { world, operation, outcome } = step;
  const { process } = operation;
  const { domain } = world;
  if (process === HOST) return exitHost(step);
  outcome.gives(0, CITE['SPACE-6.takes-memory']);
  outcome.keepCite = CITE['SPACE-6.breaks-no-other'];
  outcome.accountCite = CITE['SPACE-6.keeps-aliases'];
  outcome.cacheCite = CITE['SPACE-6.keeps-aliases'];
  world.setAlive(process, false);
  releaseReservations(world, process);
  if (domain.locks > 0) leaveWinDriver(step, process);
  for (let r = 0; r < domain.regions; r += 1) {
    if (domain.regionProcess[r] === process) world.setGeneration(r, 0);
  }
  for (let s = 0; s < world.slots; s += 1) {
    const state = world.field(s, Slot.state);
    if (state !== State.empty && world.field(s, Slot.process) === process) {
      world.setField(s, Slot.processGone, 1);
    }
  }
  for (let thread = 1; thread <= 4; thread += 1) {
    const calls = world.isInCall(thread) && world.callField(thread, Call.process) === process;
    if (!calls) continue;
    world.setCallField(thread, Call.callerGone, 1);
    step.also('SPACE-6.inside-call');
  }
}

/** What the process had of WinDriver goes (QUIET-26). */
function leaveWinDriver(step: Step, process: number): void {
  const { world } = step;
  if (endClient(world, process)) step.also('QUIET-26.exit-unlocks');
  setClientWord(world, process, Client.version, 0);
  setClientWord(world, process, Client.plugIn, 0);
}

/** A generation of a region that no alias pins, or −1. */
export function freshGeneration(world: World, region: number): number {
  const { domain } = world;
  for (let generation = 0; generation < 2; generation += 1) {
    let pinned = world.generation(region) - 1 === generation;
    for (let run = domain.regionRun[region]; run < domain.regionRun[region + 1]; run += 1) {
      pinned ||= world.aliasesOf(run, generation) > 0 || sharesOf(world, run, generation) > 0;
    }
    if (!pinned) return generation;
  }
  return -1;
}

/** Fresh pages: the setup's protections, bytes zero (INV-SECRET). */
function commit(world: World, region: number): void {
  const { domain } = world;
  const generation = freshGeneration(world, region);
  world.setGeneration(region, generation + 1);
  for (let run = domain.regionRun[region]; run < domain.regionRun[region + 1]; run += 1) {
    world.setRights(run, domain.runRights[run]);
    world.setNocache(run, domain.runCached[run] === 0);
    setCacheAttribute(world, run, generation);
  }
  const end = domain.regionInterval[region + 1];
  for (let i = domain.regionInterval[region]; i < end; i += 1) {
    world.setTag(i, generation, TAG_ZERO, CITE['INV-SECRET.other-process']);
  }
}

/** The process comes back as a new one with the same layout. */
export function start(step: Step): void {
  const { world, operation, outcome } = step;
  const { domain } = world;
  outcome.gives(0, CITE['INV-SECRET.other-process']);
  outcome.keepCite = CITE['SPACE-6.breaks-no-other'];
  outcome.accountCite = CITE['SPACE-6.breaks-no-other'];
  if (operation.process === HOST) return setHostGone(world, false);
  world.setAlive(operation.process, true);
  for (let r = 0; r < domain.regions; r += 1) {
    if (domain.regionProcess[r] === operation.process) commit(world, r);
  }
}

/** The region of a process that begins at an address, or −1. */
export function regionAt(world: World, process: number, base: number): number {
  const { domain } = world;
  for (let r = 0; r < domain.regions; r += 1) {
    if (domain.regionProcess[r] === process && domain.regionBase[r] === base) return r;
  }
  return -1;
}

/** VirtualFree(base, 0, MEM_RELEASE) by the process itself; aliases keep the pages (ASYNC-4). */
export function virtualFree(step: Step): void {
  const { world, operation, outcome } = step;
  const region = regionAt(world, operation.process, operation.pointer);
  outcome.keepCite = CITE['INV-ISOLATE.write'];
  outcome.accountCite = CITE['ASYNC-4.after-release'];
  outcome.cacheCite = CITE['ASYNC-4.after-release'];
  if (world.domain.shares && releaseReservation(world, operation.process, operation.pointer)) {
    return outcome.gives(1, CITE['VM-5.releases']);
  }
  if (isReservedElsewhere(world, operation.process, operation.pointer)) {
    step.also('VM-5.virtual-free');
  }
  if (region < 0 || world.generation(region) === 0) {
    return outcome.gives(0, CITE['QUIET-23.virtual-free']);
  }
  world.setGeneration(region, 0);
  outcome.gives(1, CITE['QUIET-23.virtual-free']);
}

/** Reserves and commits a released region again. */
export function virtualAlloc(step: Step): void {
  const { world, operation, outcome } = step;
  const region = regionAt(world, operation.process, operation.pointer);
  outcome.keepCite = CITE['INV-ISOLATE.write'];
  outcome.accountCite = CITE['ASYNC-4.after-release'];
  if (region < 0 || world.generation(region) !== 0) {
    return outcome.gives(0, CITE['QUIET-20.overlap']);
  }
  commit(world, region);
  outcome.gives(operation.pointer, CITE['INV-SECRET.other-process']);
}

/** Rights (and PAGE_NOCACHE) of pages change; an alias keeps those of its making (QUIET-7). */
export function virtualProtect(step: Step): void {
  const { world, operation, outcome } = step;
  const { domain } = world;
  const { process, pointer, size } = operation;
  outcome.keepCite = CITE['QUIET-7'];
  outcome.accountCite = CITE['QUIET-7'];
  outcome.cacheCite = CITE['QUIET-7'];
  for (let r = 0; r < domain.regions; r += 1) {
    const base = domain.regionBase[r];
    const inside = pointer >= base && pointer + size <= base + domain.regionBytes[r];
    if (domain.regionProcess[r] !== process || !inside || world.generation(r) === 0) continue;
    // PAGE_GUARD is followed on committed pages of a reservation only.
    if ((operation.descriptor & PAGE_GUARD) !== 0) return outcome.isOpen();
    protect(world, r, pointer - base, size, operation.descriptor);
    return outcome.gives(1, CITE['QUIET-23.virtual-protect']);
  }
  if (world.domain.backings > 0 && protectCommitted(step)) return;
  outcome.gives(0, CITE['QUIET-23.virtual-protect']);
}

const PAGE_GUARD = 0x100;
const PAGE_NOCACHE = 0x200;
const RIGHTS = new Map<number, Rights>([
  [2, Rights.read],
  [4, Rights.readWrite],
]);

function protect(world: World, region: number, from: number, size: number, page: number): void {
  const { domain } = world;
  const rights = RIGHTS.get(page & ~PAGE_NOCACHE) ?? Rights.none;
  const generation = world.generation(region) - 1;
  const end = from + Math.ceil(size / PAGE_BYTES) * PAGE_BYTES;
  for (let run = domain.regionRun[region]; run < domain.regionRun[region + 1]; run += 1) {
    const start = domain.runOffset[run];
    const stop = start + domain.runBytes[run];
    if (stop <= from || start >= end) continue;
    if (start < from) throw new MissingCut(region, from);
    if (stop > end) throw new MissingCut(region, end);
    world.setRights(run, rights);
    world.setNocache(run, (page & PAGE_NOCACHE) !== 0);
    setCacheAttribute(world, run, generation);
  }
}
