/**
 * WinDriver: DMA buffers with a user-mode and a kernel-mode address, and the calls of a Kernel
 * PlugIn. WD-1 … WD-3, WD-6 … WD-8, QUIET-26, QUIET-31. The client is an application that acts by
 * itself; `object` is one of its WD_DMA structures.
 */

import { CITE, type ObligationId } from '../clauses/index.js';
import { Pointer, Value } from '../outcome.js';
import type { Step } from '../step.js';
import {
  Client,
  capacityOf,
  clientWord,
  endClient,
  Lock,
  lockBuffer,
  lockWord,
  setClientWord,
  setLockWord,
  unlockBuffer,
} from '../world/dma.js';
import { Call, Slot } from '../world/world.js';

/** Status of a call that succeeded. */
const SUCCESS = 0;
const INVALID_WD_HANDLE = 0xffff_ffff;
const INVALID_HANDLE = 0x2000_0001;
const INSUFFICIENT_RESOURCES = 0x2000_0005;

const KERNEL_BUFFER_ALLOC = 1;
const KERNEL_ONLY_MAP = 0x10;
/** The last version whose kernel mapping comes from WD_CardRegister. */
const BY_CARD_REGISTER = 522;
/** The first version whose WD_DMALock gives it. */
const BY_LOCK = 600;

/** Members of WD_DMA, as `mode` of the operation WD_DMA numbers them. */
export const DmaMember = { hDma: 1, pUserAddr: 2, pKernelAddr: 3 } as const;

function gives(step: Step, value: number, because: ObligationId): void {
  const { outcome } = step;
  outcome.gives(value, CITE[because]);
  outcome.accountCite = CITE[because];
  outcome.keepCite = CITE['INV-FAILSAFE.unchanged'];
}

/** A client without a handle, or with another's (QUIET-26). */
function refusesHandle(step: Step): boolean {
  const { process, mode } = step.operation;
  if (mode !== 0 && mode !== process) gives(step, INVALID_WD_HANDLE, 'QUIET-26.foreign-handle');
  else if (clientWord(step.world, process, Client.version) !== 0) return false;
  else gives(step, INVALID_WD_HANDLE, 'QUIET-26.foreign-handle');
  return true;
}

/** WD_Open: true with a handle. */
export function open(step: Step): void {
  const { process, mode, allocationFails } = step.operation;
  const succeeds = allocationFails === 0;
  if (succeeds) setClientWord(step.world, process, Client.version, mode);
  gives(step, succeeds ? 1 : 0, succeeds ? 'WD-7.gives-handle' : 'WD-7.null-handle');
}

/** WD_Close: what is still locked is unlocked. */
export function close(step: Step): void {
  const { world, operation } = step;
  const { process } = operation;
  if (refusesHandle(step)) return;
  gives(step, SUCCESS, endClient(world, process) ? 'QUIET-26.close-unlocks' : 'WD-7.gives-handle');
  setClientWord(world, process, Client.version, 0);
  setClientWord(world, process, Client.plugIn, 0);
}

/** WD_DMALock. */
export function lock(step: Step): void {
  const { world, operation, outcome } = step;
  const { process, object, size, descriptor, allocationFails } = operation;
  if (refusesHandle(step)) return;
  if (allocationFails > 0) return gives(step, INSUFFICIENT_RESOURCES, 'WD-1.failure');
  if (size === 0) {
    gives(step, 0, 'WD-1.failure');
    return outcome.givesKind(Value.status, CITE['WD-1.failure']);
  }
  if ((descriptor & KERNEL_BUFFER_ALLOC) === 0 || size > capacityOf(world, object)) {
    return outcome.isOpen();
  }
  const version = clientWord(world, process, Client.version);
  const stated = version <= BY_CARD_REGISTER || version >= BY_LOCK;
  const byLock = stated ? version >= BY_LOCK : step.choices.either();
  const kernelOnly = (descriptor & KERNEL_ONLY_MAP) !== 0;
  lockBuffer(world, object, process, size, kernelOnly);
  setLockWord(world, object, Lock.byLock, byLock ? 1 : 0);
  gives(step, SUCCESS, 'WD-1.two-addresses');
  step.also('WD-1.contiguous');
  step.also('INV-SECRET.kernel');
  if (size === 0x1_0000) step.also('WD-8');
  if (kernelOnly) {
    outcome.pointerKind = Pointer.isNull;
    outcome.pointerCite = CITE['QUIET-26.kernel-only-map'];
    return;
  }
  outcome.pointerKind = Pointer.fresh;
  outcome.pointerSlot = lockWord(world, object, Lock.user) - 1;
  outcome.pointerCite = CITE['WD-1.two-addresses'];
}

/** WD_DMA: the client looks at a member of its structure. */
export function member(step: Step): void {
  const { world, operation, outcome } = step;
  const { object, mode } = operation;
  const live = lockWord(world, object, Lock.live) !== 0;
  if (mode === DmaMember.hDma) {
    return gives(step, live ? 1 : 0, live ? 'WD-1.two-addresses' : 'WD-1.failure');
  }
  gives(step, SUCCESS, 'WD-1.two-addresses');
  // What the structure says after WD_DMAUnlock, or a failed lock, is nobody's promise.
  outcome.pointerKind = Pointer.any;
  if (!live) return;
  if (mode === DmaMember.pKernelAddr) return tellKernelAddress(step);
  const slot = lockWord(world, object, Lock.user) - 1;
  outcome.pointerCite = CITE[slot < 0 ? 'QUIET-26.kernel-only-map' : 'WD-1.two-addresses'];
  outcome.pointerKind = slot < 0 ? Pointer.isNull : Pointer.exact;
  if (slot < 0) return;
  outcome.pointerSlot = slot;
  outcome.pointerValue = world.pointer(slot);
}

/** pKernelAddr, by the version of the client's WinDriver (WD-6). */
function tellKernelAddress(step: Step): void {
  const { world, operation, outcome } = step;
  const version = clientWord(world, operation.process, Client.version);
  if (lockWord(world, operation.object, Lock.byLock) === 0) {
    const because = version <= BY_CARD_REGISTER ? 'WD-6.card-register' : 'WD-6.between';
    outcome.pointerKind = Pointer.isNull;
    outcome.pointerCite = CITE[because];
    return step.also(because);
  }
  tell(step, version >= BY_LOCK ? 'WD-6.lock' : 'WD-6.between');
}

/** The kernel-mode address: any at first, the same from then on. */
function tell(step: Step, because: ObligationId): void {
  const { world, operation, outcome } = step;
  const slot = lockWord(world, operation.object, Lock.kernel) - 1;
  const known = world.pointer(slot);
  outcome.pointerKind = known === 0 ? Pointer.fresh : Pointer.exact;
  outcome.pointerSlot = slot;
  outcome.pointerValue = known;
  outcome.pointerCite = CITE[because];
  step.also(because);
}

/** True where hDma, or the client's handle, is not valid (WD-7). */
function refusesLock(step: Step): boolean {
  const { world, operation } = step;
  if (refusesHandle(step)) return true;
  const { object, process } = operation;
  const its = lockWord(world, object, Lock.process) === process;
  if (its && lockWord(world, object, Lock.live) !== 0) return false;
  gives(step, INVALID_HANDLE, 'WD-7.bad-handle');
  return true;
}

/** WD_CardRegister with the lock's buffer as an item: the kernel mapping of old versions. */
export function cardRegister(step: Step): void {
  const { world, operation, outcome } = step;
  if (refusesLock(step)) return;
  const version = clientWord(world, operation.process, Client.version);
  if (version >= BY_LOCK) return outcome.isOpen();
  const because = version <= BY_CARD_REGISTER ? 'WD-6.card-register' : 'WD-6.between';
  gives(step, SUCCESS, because);
  tell(step, because);
}

/** WD_DMAUnlock. */
export function unlock(step: Step): void {
  if (refusesLock(step)) return;
  unlockBuffer(step.world, step.operation.object);
  gives(step, SUCCESS, 'WD-1.unlock');
}

/** WD_DMASyncCpu, WD_DMASyncIo: both views agree already (QUIET-31). */
export function sync(step: Step): void {
  if (!refusesLock(step)) gives(step, SUCCESS, 'QUIET-31');
}

/** WD_KernelPlugInOpen: true with a handle, which is 0 on failure. */
export function plugInOpen(step: Step): void {
  const { world, operation } = step;
  const { process, mode, allocationFails } = operation;
  const foreign = mode !== 0 && mode !== process;
  const opens =
    clientWord(world, process, Client.version) !== 0 && !foreign && allocationFails === 0;
  if (opens) setClientWord(world, process, Client.plugIn, 1);
  gives(step, opens ? 1 : 0, opens ? 'WD-7.gives-handle' : 'WD-7.null-handle');
  if (opens) delivers(step);
}

/** pData arrives as it was passed. */
function delivers(step: Step): void {
  const { outcome, operation } = step;
  outcome.pointerKind = Pointer.exact;
  outcome.pointerValue = operation.source;
  outcome.pointerCite = CITE['WD-5.delivers'];
}

/** WD_KernelPlugInCall: KP_Call runs on the client's thread, in the kernel, until its return. */
export function plugInCall(step: Step): void {
  const { world, operation } = step;
  const { process, thread } = operation;
  if (clientWord(world, process, Client.plugIn) === 0) {
    return gives(step, INVALID_HANDLE, 'WD-7.bad-handle');
  }
  world.setCallField(thread, Call.active, 1);
  world.setCallField(thread, Call.process, process);
  world.setCallField(thread, Call.viaKernel, 0);
  world.setCallField(thread, Call.callerGone, 0);
  gives(step, SUCCESS, 'WD-7.gives-handle');
  delivers(step);
}

/** WD_KernelPlugInClose. */
export function plugInClose(step: Step): void {
  const { world, operation } = step;
  const { process } = operation;
  if (clientWord(world, process, Client.plugIn) === 0) {
    return gives(step, INVALID_HANDLE, 'WD-7.bad-handle');
  }
  setClientWord(world, process, Client.plugIn, 0);
  gives(step, SUCCESS, 'WD-7.gives-handle');
}

/** What is loaded through a view the other side wrote; what is stored this side did (WD-3). */
export function viewCite(step: Step): ObligationId {
  const isKernels = step.world.field(step.place.slot, Slot.process) === 0;
  const stores = step.operation.operation === 'write';
  return isKernels === stores ? 'WD-3.kernel-write' : 'WD-3.user-write';
}
