/**
 * Who may change what of the systems beside the seven functions: their own calls, in the process
 * and of the thing that a call names; the exit of the process (SPACE-6, QUIET-26).
 */

import type { OperationName } from '../../../model/step.js';
import { Lock, lockWord } from '../../../model/world/dma.js';
import { DMA_PROCESS, TAG_ZERO } from '../../../model/world/domain.js';
import { isStandIn } from '../../../model/world/objects.js';
import { Kind, Slot, type World } from '../../../model/world/world.js';
import type { Transition } from './transition.js';

/** Methods that may make records. */
export const FILLS: ReadonlySet<OperationName> = new Set<OperationName>([
  'construct',
  'Allocate',
  'Marshal',
]);
/** Methods that may release what an object holds. */
export const EMPTIES: ReadonlySet<OperationName> = new Set<OperationName>([
  'Free',
  'Unmarshal',
  'destroy',
]);
const METHODS = new Set<OperationName>([...FILLS, ...EMPTIES, 'Flush', 'ptr', 'size', 'copy']);
/** Operations after which a lock may be live, or no longer. */
const LOCKS = new Set<OperationName>(['WD_DMALock', 'WD_DMAUnlock', 'WD_Close', 'exit']);

/** True where a step may change a word of an object to `after`. */
export function mayChangeObject(transition: Transition, object: number, after: number): boolean {
  const { operation } = transition.operation;
  if (!METHODS.has(operation)) return false;
  return transition.operation.object === object + 1 || mayForget(transition, after);
}

/** Which buffer an address that was never shown belongs to may be forgotten: no change of state. */
export function mayForget({ operation, world }: Transition, after: number): boolean {
  return FILLS.has(operation.operation) && isStandIn(world, after >>> 0);
}

/** True where a step may change a word of a WD_DMA structure. */
export function mayChangeLock({ operation }: Transition): boolean {
  return LOCKS.has(operation.operation);
}

/** True where a step may change a client of WinDriver. */
export function mayChangeClient({ operation }: Transition, process: number): boolean {
  const name = operation.operation;
  if (!name.startsWith('WD_') && name !== 'exit') return false;
  return operation.process === process;
}

/** True where a step may commit or take away a region: a locked buffer, or by VirtualFreeEx. */
export function mayMap({ operation, world, act }: Transition, region: number): boolean {
  const owner = world.domain.regionProcess[region];
  if (owner === DMA_PROCESS) return LOCKS.has(operation.operation);
  const frees = operation.operation === 'VirtualFreeEx' && !act.isLawful;
  return frees && owner === operation.process;
}

type Permission = (transition: Transition, slot: number, word: number) => boolean;

function wasThere({ taken }: Transition, slot: number): boolean {
  return (taken & (1 << slot)) !== 0;
}

function isKind({ world }: Transition, slot: number, kind: Kind): boolean {
  return world.has(slot, Slot.kind, kind);
}

const isDma: Permission = (transition, slot) => isKind(transition, slot, Kind.dma);
const isUnshared: Permission = (transition, slot) =>
  wasThere(transition, slot) && !isDma(transition, slot, 0) && isUnder(transition, slot);
const isTold: Permission = (transition, slot, word) =>
  slot === transition.outcome.pointerSlot && isAddress(slot, word, transition.world);

/** Which records that are none of the seven functions' an operation may change. */
const CHANGES: Partial<Record<OperationName, Permission>> = {
  VirtualAllocEx: (transition, slot) =>
    !wasThere(transition, slot) && isKind(transition, slot, Kind.reservation),
  VirtualCopyEx: (transition, slot) =>
    !wasThere(transition, slot) && isKind(transition, slot, Kind.shared),
  VirtualFreeEx: isUnshared,
  VirtualFree: isUnshared,
  WD_DMALock: (transition, slot) => isDma(transition, slot, 0) && !wasThere(transition, slot),
  WD_DMAUnlock: isDma,
  WD_Close: isDma,
  WD_DMA: isTold,
  WD_CardRegister: isTold,
  exit: (transition, slot) => {
    const { world, operation } = transition;
    if (isDma(transition, slot, 0)) return ownerOfLock(transition) === operation.process;
    return world.has(slot, Slot.process, operation.process);
  },
};

/** True where a step may change a record that is none of the seven functions'. */
export function mayChangeEstate(transition: Transition, slot: number, word: number): boolean {
  return CHANGES[transition.operation.operation]?.(transition, slot, word) ?? false;
}

function isAddress(slot: number, word: number, world: World): boolean {
  return word === world.at.slots + slot * Slot.words + Slot.pointer;
}

/** Process of the first structure, before the step or after it. */
function ownerOfLock({ world }: Transition): number {
  return lockWord(world, 1, Lock.process);
}

/** True for the reservation that a call names, and for what is mapped in it. */
function isUnder({ world, operation }: Transition, slot: number): boolean {
  if (!world.has(slot, Slot.process, operation.process)) return false;
  if (world.has(slot, Slot.kind, Kind.reservation)) return world.pointsTo(slot, operation.pointer);
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.has(s, Slot.kind, Kind.reservation) || !world.pointsTo(s, operation.pointer)) {
      continue;
    }
    const end = operation.pointer + world.field(s, Slot.length);
    const inside = world.pointer(slot) >= operation.pointer && world.pointer(slot) < end;
    if (inside && world.has(s, Slot.process, operation.process)) return true;
  }
  return false;
}

/** A view of memory: a mapping, or one of the two of a WinDriver buffer. */
export function isView(world: World, slot: number): boolean {
  if (!world.isLive(slot)) return false;
  return world.has(slot, Slot.kind, Kind.shared) || world.has(slot, Slot.kind, Kind.dma);
}

/** The address space that an access is made in: 0 the kernel, −1 none. */
export function spaceOf({ world, operation }: Transition): number {
  const { thread, process, pointer } = operation;
  if (thread < 0) return process;
  return pointer >= 0x8000_0000 ? 0 : world.callerOf(thread);
}

/** The live view that an access goes through as a whole, −1 for none. */
export function viewOf(transition: Transition): number {
  const { world, operation } = transition;
  const { pointer, size } = operation;
  const space = spaceOf(transition);
  for (let s = 0; s < world.slots; s += 1) {
    if (!isView(world, s) || !world.has(s, Slot.process, space)) continue;
    const first = world.pointer(s);
    if (pointer >= first && pointer + size <= first + world.field(s, Slot.length)) return s;
  }
  return -1;
}

/** True where an access through a view covers an interval of the memory behind it. */
export function reaches(transition: Transition, slot: number, interval: number): boolean {
  const { world, operation } = transition;
  const { domain } = world;
  const region = world.field(slot, Slot.region) - 1;
  if (domain.runRegion[domain.intervalRun[interval]] !== region) return false;
  const from = operation.pointer - world.pointer(slot) + world.field(slot, Slot.offset);
  const start = domain.intervalOffset[interval];
  return start >= from && start < from + operation.size;
}

/** True where a store may change memory through a view of it (VM-2, WD-3). */
export function mayStoreThrough(
  transition: Transition,
  interval: number,
  generation: number,
): boolean {
  const { world } = transition;
  const view = viewOf(transition);
  if (view < 0 || world.field(view, Slot.writable) === 0) return false;
  if (world.field(view, Slot.generation) !== generation) return false;
  return reaches(transition, view, interval);
}

/** True where WinDriver clears a buffer that it locks (INV-SECRET). */
export function mayClear({ world, operation }: Transition, interval: number, tag: number): boolean {
  const { domain } = world;
  const owner = domain.regionProcess[domain.runRegion[domain.intervalRun[interval]]];
  return operation.operation === 'WD_DMALock' && owner === DMA_PROCESS && tag === TAG_ZERO;
}

/** True where two views of a page may disagree, so that its bytes are open (VM-4). */
export function isMixed({ world, act }: Transition, interval: number): boolean {
  const { domain } = world;
  if (act.isLawful || !domain.shares || !domain.reading.virtuallyTagged) return false;
  const region = domain.runRegion[domain.intervalRun[interval]];
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || !world.has(s, Slot.kind, Kind.shared)) continue;
    if (world.has(s, Slot.region, region + 1)) return true;
  }
  return false;
}

/** True where a live mapping stands on this generation of a region's pages. */
export function isMappedElsewhere(world: World, interval: number, generation: number): boolean {
  const region = world.domain.runRegion[world.domain.intervalRun[interval]];
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || !world.has(s, Slot.kind, Kind.shared)) continue;
    if (!world.has(s, Slot.region, region + 1)) continue;
    if (world.has(s, Slot.generation, generation)) return true;
  }
  return false;
}
