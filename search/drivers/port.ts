/** The target as a run of a driver uses it: requests out of steps, and what each touches. */

import type { PerformStep } from '../../drivers/interface.js';
import { emptyOperation } from '../../model/case.js';
import { isOutput } from '../../model/descriptors.js';
import { isWinDriverCall } from '../../model/families.js';
import { KERNEL_BASE } from '../../model/readings.js';
import type { Operation, OperationName } from '../../model/step.js';
import { costsOf } from '../../properties/offers.js';
import {
  APPLICATION_THREAD,
  CALL_THREADS,
  type Costs,
  HOST_PROCESS,
  KERNEL_PROCESS,
  PAGE_BYTES,
  type PageState,
  POINTER_SENTINEL,
  type Request,
  type Response,
  type Setup,
  type Target,
} from '../../targets/interface.js';
import { type Access, Space, thing } from './footprint.js';

/** Who acts: a thread of the target, and the application behind it (0 for none). */
export interface Actor {
  readonly thread: number;
  readonly process: number;
}

const RESPONSE_BYTES = 1 << 20;
/** What a size of 0 is taken to reach where a string is measured. */
const MEASURED_BYTES = PAGE_BYTES;

const MAKERS: ReadonlySet<OperationName> = new Set<OperationName>([
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
  'construct',
  'Allocate',
  'Marshal',
  'WD_DMALock',
  'WD_KernelPlugInOpen',
]);

/** True for a function that allocates, and so may run out of memory. */
export function allocates(operation: OperationName): boolean {
  return MAKERS.has(operation);
}

/** Drives one target. */
export class Port {
  readonly request: Request = { ...emptyOperation(), bytes: new Uint8Array(0) };
  readonly response: Response = {
    status: 'returned',
    value: 0,
    pointer: POINTER_SENTINEL,
    bytes: Buffer.alloc(RESPONSE_BYTES),
  };
  private readonly target: Target;
  private readonly page: PageState = {
    present: false,
    protection: 0,
    cached: false,
    frame: 0,
    references: 0,
  };
  /** A client of WinDriver has locked a buffer in this run. */
  hasLocked = false;
  private isUser = false;
  /** The driver has memory to share: what is mapped where may change. */
  private shares = false;
  /** Bytes of each reservation, by the place of its base. */
  private readonly reserved = new Map<number, number>();

  constructor(target: Target) {
    this.target = target;
  }

  /** Begins a run. */
  reset(setup: Setup): void {
    this.isUser = setup.server === 'user';
    this.shares = setup.regions.some(({ process }) => process === KERNEL_PROCESS);
    this.reserved.clear();
    this.hasLocked = false;
    this.target.reset(setup);
  }

  /** Carries an operation out; the answer is in `response`. */
  perform(actor: Actor, step: PerformStep, more: Partial<Operation> = {}): Response {
    const { request, response } = this;
    Object.assign(request, EMPTY);
    request.operation = step.operation;
    request.thread = actor.thread;
    request.pointer = (step.pointer ?? 0) >>> 0;
    request.source = (step.source ?? 0) >>> 0;
    request.unmarshalled = (step.unmarshalled ?? 0) >>> 0;
    request.size = (step.size ?? 0) >>> 0;
    request.descriptor = (step.descriptor ?? 0) >>> 0;
    request.forceDuplicate = step.forceDuplicate ?? false;
    request.process = step.process ?? actor.process;
    request.mode = step.mode ?? 0;
    request.object = step.object ?? 0;
    request.constant = step.constant ?? false;
    request.unforced = step.unforced ?? false;
    request.asynchronous = step.asynchronous ?? false;
    if (step.bytes !== undefined) request.bytes = step.bytes;
    Object.assign(request, more);
    response.status = 'returned';
    response.value = 0;
    response.pointer = POINTER_SENTINEL;
    if (step.operation === 'read' && request.size > RESPONSE_BYTES) response.status = 'faulted';
    else this.target.perform(request, response);
    if (step.operation === 'WD_DMALock') this.hasLocked = true;
    if (step.operation === 'VirtualAllocEx' && response.value === 0) {
      this.reserved.set(place(request.process, response.pointer), request.size);
    }
    return response;
  }

  /** What the run has cost so far; null where the target counts nothing. */
  get costs(): Costs | null {
    return costsOf(this.target);
  }

  /** What an operation touches, judged by the memory as it is before it. */
  footprint(actor: Actor, step: PerformStep, mayFail: boolean): Access[] {
    const found: Access[] = [];
    const { operation, pointer = 0, source = 0, size = 0, descriptor = 0 } = step;
    const isServer = actor.thread !== APPLICATION_THREAD;
    if (changesSpace(operation)) found.push(thing(Space.process, actor.process, true));
    if (actor.thread === 0) {
      for (let call = 1; call <= CALL_THREADS; call += 1)
        found.push(thing(Space.call, call, false));
    }
    if (isWinDriverCall(operation)) return this.touchLocks(found, actor, step, mayFail);
    if (operation === 'read' || operation === 'write') {
      if (this.hasLocked) this.touchBuffers(found);
      this.touch(found, actor, pointer, size, operation === 'write');
      if (isServer) found.push(range(Space.server, pointer, size, false));
      const process = this.spaceOf(actor, pointer);
      if (this.shares && process > 0) {
        found.push(range(Space.mapping, place(process, pointer), size, false));
      }
      return found;
    }
    if (isSharing(operation)) return this.touchMappings(found, step);
    for (const object of objectsOf(step)) found.push(thing(Space.wrapper, object, true));
    const length = size === 0 ? MEASURED_BYTES : size;
    if (allocates(operation)) {
      this.touch(found, actor, source, length, false);
      found.push(range(Space.server, source, length, false));
      found.push(thing(Space.memory, 0, mayFail), thing(Space.reuse, 0, false));
      return found;
    }
    this.touch(found, actor, source, length, isOutput(descriptor));
    this.touch(found, actor, pointer, length, false);
    found.push(range(Space.server, source, length, false));
    const releases = !operation.endsWith('Flush') && operation !== 'CeFlushAsynchronousBuffer';
    found.push(range(Space.server, pointer, Math.max(length, PAGE_BYTES), releases));
    if (releases) found.push(thing(Space.reuse, 0, true));
    else this.touch(found, actor, step.unmarshalled ?? 0, length, true);
    return found;
  }

  /** The physical memory behind a range of a process. */
  memoryBehind(process: number, address: number, size: number): Access[] {
    const found: Access[] = [];
    const thread = process === KERNEL_PROCESS ? 0 : APPLICATION_THREAD;
    this.touch(found, { thread, process }, address, size, true);
    return found;
  }

  /** A call of WinDriver; buffers come and go with some. */
  private touchLocks(
    found: Access[],
    { process }: Actor,
    { operation }: PerformStep,
    mayFail: boolean,
  ): Access[] {
    const ends = operation === 'WD_DMAUnlock' || operation === 'WD_Close';
    const isHandle = operation.endsWith('Open') || operation.endsWith('Close');
    found.push(thing(Space.process, process, false), thing(Space.dma, process, isHandle));
    // Nobody knows the address of a buffer before it is locked: only its end matters to others.
    if (ends) found.push(thing(Space.buffers, process, true));
    if (allocates(operation)) found.push(thing(Space.memory, 0, mayFail));
    // Places in the kernel are handed out again to all clients alike.
    if (ends || operation === 'WD_DMALock') found.push(thing(Space.reuse, 0, ends));
    return found;
  }

  /** A load or store may hit a buffer of any client. */
  private touchBuffers(found: Access[]): void {
    for (let process = 1; process <= CLIENTS; process += 1) {
      found.push(thing(Space.buffers, process, false));
    }
  }

  /** What the three functions of sharing touch: addresses of a process, not what is there. */
  private touchMappings(found: Access[], step: PerformStep): Access[] {
    const { operation, process = 0, pointer = 0, size = 0 } = step;
    found.push(thing(Space.process, process, false));
    if (operation !== 'VirtualCopyEx') found.push(thing(Space.arena, process, true));
    const at = place(process, pointer);
    const length = operation === 'VirtualFreeEx' ? (this.reserved.get(at) ?? 0) : size;
    if (operation !== 'VirtualAllocEx') found.push(range(Space.mapping, at, length, true));
    return found;
  }

  /** Adds the physical memory behind a range, a run of frames at a time. */
  private touch(
    found: Access[],
    actor: Actor,
    address: number,
    size: number,
    writes: boolean,
  ): void {
    const { inspection } = this.target;
    const process = this.spaceOf(actor, address);
    if (inspection === null || process < 0) return;
    let at = address;
    let from = 0;
    let to = 0;
    const end = address + size;
    while (at < end) {
      const next = Math.min(end, at - (at % PAGE_BYTES) + PAGE_BYTES);
      inspection.page(process, at, this.page);
      if (this.page.present) {
        const here = this.page.frame * PAGE_BYTES + (at % PAGE_BYTES);
        if (here !== to) {
          if (to > from) found.push(range(Space.physical, from, to - from, writes));
          from = here;
        }
        to = here + next - at;
      }
      at = next;
    }
    if (to > from) found.push(range(Space.physical, from, to - from, writes));
  }

  /** Whose mapping an actor goes through at an address; −1 for none. */
  private spaceOf(actor: Actor, address: number): number {
    if (actor.thread === APPLICATION_THREAD) return actor.process;
    if (this.isUser) return address < KERNEL_BASE ? HOST_PROCESS : -1;
    if (address >= KERNEL_BASE) return KERNEL_PROCESS;
    return actor.process > 0 ? actor.process : -1;
  }
}

/** Applications that there may be. */
const CLIENTS = 4;
const EMPTY = emptyOperation();

/** True for VirtualAllocEx, VirtualCopyEx and VirtualFreeEx. */
export function isSharing(operation: OperationName): boolean {
  return /^Virtual(Alloc|Copy|Free)Ex$/.test(operation);
}

/** Wrapper objects that a step is about. */
function objectsOf({ operation, object = 0, mode = 0 }: PerformStep): readonly number[] {
  if (object === 0) return [];
  return operation === 'copy' ? [object, mode] : [object];
}

/** An address of a process as one number. */
function place(process: number, address: number): number {
  return process * 0x1_0000_0000 + address;
}

function changesSpace(operation: OperationName): boolean {
  return operation === 'VirtualFree' || operation === 'exit';
}

function range(space: number, from: number, size: number, writes: boolean): Access {
  return { space, from, to: from + Math.max(size, 1), writes };
}
