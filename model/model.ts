/** The transition function: one operation, one branch, on one world. */

import { freshGeneration, regionAt } from './operations/events.js';
import { ruleOf } from './operations/index.js';
import { actorOf } from './operations/ordering.js';
import type {
  Operation,
  OrderingOperation,
  Step,
  WinDriverOperation,
  WrapperOperation,
} from './step.js';
import { Client, clientWord, Lock, lockWord } from './world/dma.js';
import { HOST, hasPlainHost, isHostGone } from './world/host.js';
import { ORDERING_OBJECTS } from './world/layout.js';
import { Member, WrapperClass } from './world/objects.js';
import { sectionOf } from './world/ordering.js';
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
      return process > 0 && world.isAlive(process) && canCall(world, thread);
    case 'return':
      return world.isInCall(thread) && held !== thread;
    case 'resume':
      return held === thread;
    case 'exit':
      return canExit(world, process);
    case 'start':
      return process === HOST ? isHostGone(world) : canStart(world, process);
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
    case 'WD_Open':
    case 'WD_Close':
    case 'WD_DMALock':
    case 'WD_DMA':
    case 'WD_CardRegister':
    case 'WD_DMAUnlock':
    case 'WD_DMASyncCpu':
    case 'WD_DMASyncIo':
    case 'WD_KernelPlugInOpen':
    case 'WD_KernelPlugInCall':
    case 'WD_KernelPlugInClose':
      return isClient(world, process) && canAsk(world, request, operation);
    case 'SetEvent':
    case 'WaitForSingleObject':
    case 'EnterCriticalSection':
    case 'LeaveCriticalSection':
      if (thread < 0 ? !world.isAlive(process) : !canRun(world, thread, held)) return false;
      return canOrder(world, request, operation);
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

/** Nobody enters twice; who is inside leaves. */
function canOrder(world: World, request: Operation, operation: OrderingOperation): boolean {
  const { object } = request;
  if (!world.domain.orders || object < 1 || object > ORDERING_OBJECTS) return false;
  if (operation === 'SetEvent' || operation === 'WaitForSingleObject') return true;
  const inside = sectionOf(world, object) === actorOf(request);
  return inside === (operation === 'LeaveCriticalSection');
}

function canCall(world: World, thread: number): boolean {
  if (isHostGone(world)) return false;
  return thread >= 1 && thread <= 4 && !world.isInCall(thread) && world.freeSlot() >= 0;
}

/** WinDriver's plug-in lives in the kernel; its clients are applications. */
function isClient(world: World, process: number): boolean {
  const { domain } = world;
  return domain.locks > 0 && !domain.userServer && process > 0 && world.isAlive(process);
}

/** True where a client has the handle or structure to spare, and records can be made. */
function canAsk(world: World, request: Operation, operation: WinDriverOperation): boolean {
  const { process, object, mode } = request;
  switch (operation) {
    case 'WD_Open':
      return clientWord(world, process, Client.version) === 0 && mode > 0;
    case 'WD_KernelPlugInOpen':
      return clientWord(world, process, Client.plugIn) === 0;
    case 'WD_KernelPlugInCall':
      return canCall(world, request.thread);
    case 'WD_Close':
    case 'WD_KernelPlugInClose':
      return true;
    case 'WD_DMALock':
    case 'WD_DMA':
    case 'WD_CardRegister':
    case 'WD_DMAUnlock':
    case 'WD_DMASyncCpu':
    case 'WD_DMASyncIo':
      break;
  }
  if (object < 1 || object > world.domain.locks) return false;
  const owner = lockWord(world, object, Lock.process);
  if (owner !== 0 && owner !== process) return false;
  if (operation === 'WD_DMA') return mode >= 1 && mode <= 3;
  if (operation !== 'WD_DMALock') return true;
  return lockWord(world, object, Lock.live) === 0 && world.hasRoom(2);
}

function canRun(world: World, thread: number, held: number): boolean {
  if (thread === 0) return !isHostGone(world);
  return world.isInCall(thread) && held !== thread;
}

/** False where aliases pin both generations of the pages that are to be committed again. */
function hasRoom(world: World, request: Operation): boolean {
  const region = regionAt(world, request.process, request.pointer);
  return region < 0 || world.generation(region) !== 0 || freshGeneration(world, region) >= 0;
}

function canExit(world: World, process: number): boolean {
  if (process === HOST) return hasPlainHost(world) && !isHostGone(world);
  return process > 0 && world.isAlive(process);
}

function canStart(world: World, process: number): boolean {
  const { domain } = world;
  if (process < 1 || process > domain.applications || world.isAlive(process)) return false;
  for (let r = 0; r < domain.regions; r += 1) {
    if (domain.regionProcess[r] === process && freshGeneration(world, r) < 0) return false;
  }
  return true;
}
