/** What a rule works on: the world, the operation, the branch, and where the answer goes. */

import { Choices } from './choices.js';
import type { ObligationId } from './clauses/index.js';
import { CITE } from './clauses/index.js';
import { Answer, Outcome, Pointer, Value } from './outcome.js';
import { isFailed, RESULTS } from './results.js';
import { Location } from './world/memory.js';
import type { World } from './world/world.js';

/** Methods of the wrapper classes of marshal.hpp, and the life of their objects. */
export type WrapperOperation =
  | 'construct'
  | 'Allocate'
  | 'Free'
  | 'Marshal'
  | 'Unmarshal'
  | 'Flush'
  | 'ptr'
  | 'size'
  | 'copy'
  | 'destroy';

/** Sharing memory with another process. */
export type SharingOperation = 'VirtualAllocEx' | 'VirtualCopyEx' | 'VirtualFreeEx';

/** WinDriver's calls, and a look at a member of a WD_DMA structure. */
export type WinDriverOperation =
  | 'WD_Open'
  | 'WD_Close'
  | 'WD_DMALock'
  | 'WD_DMA'
  | 'WD_CardRegister'
  | 'WD_DMAUnlock'
  | 'WD_DMASyncCpu'
  | 'WD_DMASyncIo'
  | 'WD_KernelPlugInOpen'
  | 'WD_KernelPlugInCall'
  | 'WD_KernelPlugInClose';

/** Events and critical sections, which order what threads do. */
export type OrderingOperation =
  | 'SetEvent'
  | 'WaitForSingleObject'
  | 'EnterCriticalSection'
  | 'LeaveCriticalSection';

/** Operations, by the names that scenarios, logs and targets use. */
export type OperationName =
  | 'CeOpenCallerBuffer'
  | 'CeCloseCallerBuffer'
  | 'CeAllocAsynchronousBuffer'
  | 'CeFreeAsynchronousBuffer'
  | 'CeFlushAsynchronousBuffer'
  | 'CeAllocDuplicateBuffer'
  | 'CeFreeDuplicateBuffer'
  | WrapperOperation
  | 'resume'
  | 'read'
  | 'write'
  | 'call'
  | 'return'
  | 'start'
  | 'exit'
  | 'VirtualProtect'
  | 'VirtualFree'
  | 'VirtualAlloc'
  | SharingOperation
  | WinDriverOperation
  | OrderingOperation;

/** Points at which a call can be held. */
export type PausePoint = '' | 'checked' | 'measured' | 'written-back';

/** One operation with plain numbers, as a target gets it; see docs/operations.md. */
export interface Operation {
  operation: OperationName;
  thread: number;
  process: number;
  destination: boolean;
  pointer: number;
  source: number;
  unmarshalled: number;
  size: number;
  descriptor: number;
  forceDuplicate: boolean;
  viaKernel: boolean;
  allocationFails: number;
  pause: PausePoint;
  /** A wrapper object or a WD_DMA structure, from 1. */
  object: number;
  /**
   * construct: the class. copy: the object that is copied. VirtualAllocEx, VirtualFreeEx: MEM_*.
   * VirtualCopyEx: the source process. WD_Open: the version, as 600. WD_DMA: the member.
   * WD_DMALock, WD_DMAUnlock, WD_KernelPlugInOpen: whose hWD is passed, 0 for the own.
   */
  mode: number;
  /** The source is a PCVOID. */
  constant: boolean;
  /** FALSE is passed for ForceDuplicate where TRUE is the default. */
  unforced: boolean;
  /** TRUE is passed for Asynchronous. */
  asynchronous: boolean;
}

/** A fresh operation with nothing in it. */
export function emptyOperation(): Operation {
  return {
    operation: 'read',
    thread: 0,
    process: 0,
    destination: true,
    pointer: 0,
    source: 0,
    unmarshalled: 0,
    size: 0,
    descriptor: 0,
    forceDuplicate: false,
    viaKernel: false,
    allocationFails: 0,
    pause: '',
    object: 0,
    mode: 0,
    constant: false,
    unforced: false,
    asynchronous: false,
  };
}

/** What says what a failed call leaves in its out-pointer. */
function outPointerCite(operation: OperationName): ObligationId {
  if (operation === 'CeOpenCallerBuffer') return 'OPEN-1.out-pointer';
  return operation === 'CeAllocDuplicateBuffer' ? 'QUIET-14.out-pointer' : 'ASYNC-11.out-pointer';
}

/** A write's tag travels beside the operation: targets see bytes, the model sees tags. */
export class Step {
  world!: World;
  request!: Operation;
  /** The operation that `resume` goes on with. */
  held!: Operation;
  /** Tag that a write stores. */
  tag = 0;
  /** True when a held call goes on. */
  resumed = false;
  /** The call that a method of a wrapper object makes. */
  readonly inner: Operation = emptyOperation();
  readonly outcome: Outcome = new Outcome();
  readonly choices: Choices;
  readonly place: Location = new Location();
  readonly other: Location = new Location();

  /** `choices` answers where a rule leaves a choice; enumerates all branches when left out. */
  constructor(choices: Choices = new Choices()) {
    this.choices = choices;
  }

  /** The call returns this value; on a FAILED one nothing else happens. */
  gives(value: number, because: ObligationId): void {
    this.outcome.gives(value >>> 0, CITE[because]);
    if (isFailed(value)) this.outcome.keepCite = CITE['INV-FAILSAFE.unchanged'];
  }

  /** A call with an out-pointer fails: the code, what the out-pointer holds, nothing allocated. */
  refuses(value: number, because: ObligationId, allocatesNothing: ObligationId): void {
    this.outcome.gives(value >>> 0, CITE[because]);
    this.failsWithPointer(allocatesNothing);
  }

  /** As {@link refuses}, with a kind of result in place of an exact one. */
  refusesWith(kind: number, because: ObligationId, allocatesNothing: ObligationId): void {
    this.outcome.givesKind(kind, CITE[because]);
    this.failsWithPointer(allocatesNothing);
  }

  private failsWithPointer(allocatesNothing: ObligationId): void {
    const { outcome } = this;
    const { reading } = this.world.domain;
    const untouched = reading.pointerAfterFailure === 'untouched';
    outcome.pointerKind = untouched ? Pointer.untouched : Pointer.isNull;
    if (!this.operation.destination) outcome.pointerKind = Pointer.any;
    outcome.pointerCite = CITE[outPointerCite(this.operation.operation)];
    outcome.accountCite = CITE[allocatesNothing];
    outcome.keepCite = CITE['INV-FAILSAFE.unchanged'];
  }

  /** A write-back failed: FAILED by the reading, yet what had to be released was. */
  failsWriteBack(because: ObligationId): void {
    const { reading } = this.world.domain;
    const any = reading.writeBackFailure === 'any';
    this.outcome.givesKind(any ? Value.failed : Value.failedAccess, CITE[because]);
  }

  /** The call succeeds with a new address for `slot`. */
  givesBuffer(slot: number, because: ObligationId): void {
    this.outcome.gives(RESULTS.S_OK, CITE[because]);
    this.outcome.pointerKind = Pointer.fresh;
    this.outcome.pointerSlot = slot;
    this.outcome.pointerCite = CITE[because];
  }

  /** The call succeeds with an address that is known beforehand. */
  givesPointer(slot: number, pointer: number, because: ObligationId): void {
    this.outcome.gives(RESULTS.S_OK, CITE[because]);
    this.outcome.pointerKind = Pointer.exact;
    this.outcome.pointerSlot = slot;
    this.outcome.pointerValue = pointer >>> 0;
    this.outcome.pointerCite = CITE[because];
  }

  /** A further obligation whose condition holds here. */
  also(obligation: ObligationId): void {
    this.outcome.also(CITE[obligation]);
  }

  /** True when the call that goes on was held at this point. */
  isHeldAt(point: PausePoint): boolean {
    return this.resumed && this.held.pause === point;
  }

  /** This branch contradicts what was chosen before the call was held. */
  isImpossible(): void {
    this.outcome.answer = Answer.impossible;
  }

  /** The operation being carried out: the held one when it goes on. */
  get operation(): Operation {
    return this.resumed ? this.held : this.request;
  }
}
