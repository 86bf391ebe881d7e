/** The transition function: one operation, one branch, on one world. */

import { freshGeneration, regionAt } from './operations/events.js';
import { ruleOf } from './operations/index.js';
import type { Operation, Step, WrapperOperation } from './step.js';
import { Member, WrapperClass } from './world/objects.js';
import { openMixedViews } from './world/shares.js';
import { Held, type World } from './world/world.js';

/**
 * Carries out `step.request` on `step.world` along the branch that `step.choices` selects, and
 * fills `step.outcome`. Allocation-free but for records. Throws MissingCut where the domain is
 * too coarse; the world is undefined then.
 */
export function perform(step: Step): void {
  step.outcome.reset();
  step.resumed = step.request.operation === 'resume';
  if (step.resumed) step.world.setHeldField(Held.thread, 0);
  ruleOf(step.operation.operation)(step);
  if (step.world.domain.shares) openMixedViews(step.world);
}

const NEEDS_SLOT = new Set<string>([
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
]);

/**
 * True when an operation can be issued at all: its thread is in a call, its process runs, no other
 * call is held. An operation that is not enabled is skipped, by target and model alike.
 */
export function isEnabled(world: World, request: Operation): boolean {
  const { operation, thread, process } = request;
  const held = world.heldField(Held.thread) - 1;
  switch (operation) {
    case 'call':
      return (
        thread >= 1 &&
        thread <= 4 &&
        !world.isInCall(thread) &&
        process > 0 &&
        world.isAlive(process) &&
        world.freeSlot() >= 0
      );
    case 'return':
      return world.isInCall(thread) && held !== thread;
    case 'resume':
      return held === thread;
    case 'exit':
      return process > 0 && world.isAlive(process);
    case 'start':
      return canStart(world, process);
    case 'VirtualAlloc':
      return process > 0 && world.isAlive(process) && hasRoom(world, request);
    case 'VirtualFree':
    case 'VirtualProtect':
      return process > 0 && world.isAlive(process);
    case 'read':
    case 'write':
      return thread < 0 ? world.isAlive(process) : canRun(world, thread, held);
    case 'CeOpenCallerBuffer':
    case 'CeCloseCallerBuffer':
    case 'CeAllocAsynchronousBuffer':
    case 'CeFreeAsynchronousBuffer':
    case 'CeFlushAsynchronousBuffer':
    case 'CeAllocDuplicateBuffer':
    case 'CeFreeDuplicateBuffer':
      if (NEEDS_SLOT.has(operation) && world.freeSlot() < 0) return false;
      return held < 0 && canRun(world, thread, held);
    case 'construct':
    case 'Allocate':
    case 'Free':
    case 'Marshal':
    case 'Unmarshal':
    case 'Flush':
    case 'ptr':
    case 'size':
    case 'copy':
    case 'destroy':
      return held < 0 && canRun(world, thread, held) && hasObject(world, request, operation);
    case 'VirtualAllocEx':
    case 'VirtualCopyEx':
    case 'VirtualFreeEx':
      return world.domain.shares && world.hasRoom(1) && held < 0 && canRun(world, thread, held);
    default: {
      const unknown: never = operation;
      throw new TypeError(`unknown operation ${String(unknown)}`);
    }
  }
}

/** True when the object is there, of a class that has the method, and records can be made. */
function hasObject(world: World, request: Operation, operation: WrapperOperation): boolean {
  const { object, mode } = request;
  if (object < 1 || object > world.domain.objects) return false;
  const kind = world.member(object, Member.class);
  const marshalled = kind === WrapperClass.marshalled;
  switch (operation) {
    case 'construct':
      return kind === 0 && mode >= 1 && mode <= WrapperClass.marshalled && world.hasRoom(2);
    case 'copy':
      if (kind !== 0 || mode < 1 || mode > world.domain.objects) return false;
      return world.member(mode, Member.class) !== 0;
    case 'Allocate':
      return kind !== 0 && !marshalled && world.hasRoom(1);
    case 'Marshal':
      return marshalled && world.hasRoom(2);
    case 'Free':
      return kind !== 0 && !marshalled;
    case 'Unmarshal':
      return marshalled;
    case 'Flush':
    case 'ptr':
    case 'size':
    case 'destroy':
      return kind !== 0;
  }
}

function canRun(world: World, thread: number, held: number): boolean {
  return thread === 0 || (world.isInCall(thread) && held !== thread);
}

/** False where aliases pin both generations of the pages that are to be committed again. */
function hasRoom(world: World, request: Operation): boolean {
  const region = regionAt(world, request.process, request.pointer);
  return region < 0 || world.generation(region) !== 0 || freshGeneration(world, region) >= 0;
}

function canStart(world: World, process: number): boolean {
  const { domain } = world;
  if (process < 1 || process > domain.applications || world.isAlive(process)) return false;
  for (let r = 0; r < domain.regions; r += 1) {
    if (domain.regionProcess[r] === process && freshGeneration(world, r) < 0) return false;
  }
  return true;
}
