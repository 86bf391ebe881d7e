/** The machine that both boards run on: memory, heap, aliases and processes behind one reset. */

import type { PageState, Setup } from '../../interface.js';
import { PAGE_NOACCESS, PAGE_READONLY, PAGE_READWRITE, Personality } from '../../interface.js';
import { FAULT } from '../faults/codes.js';
import { Aliases } from './aliases.js';
import type { Defect } from './defect.js';
import { DmaLocks } from './dma.js';
import { Heap, NO_BLOCK } from './heap.js';
import { Memory } from './memory.js';
import { PAGE_SHIFT } from './physical.js';
import { Processes, spaceOf } from './processes.js';
import { Reservations } from './reservations.js';
import { FRAME_MASK, READ, UNCACHED, WRITE } from './tables.js';

/** All hardware and the part of the kernel that knows nothing of marshalling. */
export class Machine implements Defect {
  /** Code of the fault that is planted, 0 for none; set once, when the board is made. */
  readonly active: number;
  readonly memory: Memory;
  readonly heap: Heap;
  readonly aliases: Aliases;
  readonly processes: Processes;
  readonly reservations: Reservations;
  readonly dma: DmaLocks;

  constructor(fault: number) {
    this.active = fault;
    this.memory = new Memory(this);
    this.heap = new Heap(this.memory, this);
    this.aliases = new Aliases(this.memory, this);
    this.processes = new Processes(this.memory, this.aliases, this);
    this.reservations = new Reservations(this.memory, this);
    this.dma = new DmaLocks(this.memory, this);
  }

  /** The state that `setup` describes and nothing else. */
  reset(setup: Setup, virtuallyTagged: boolean): void {
    const inHost = setup.server === 'user';
    const reuses = (setup.personality & Personality.reusesAddresses) !== 0;
    this.memory.reset(virtuallyTagged);
    this.heap.reset(inHost, reuses);
    this.aliases.reset(inHost, reuses);
    this.processes.reset(setup);
    this.reservations.reset();
    this.dma.reset(reuses);
  }

  /** VirtualFree by a process itself: of a region of the setup, or of a reservation. */
  free(process: number, base: number): number {
    const index = this.processes.lives(process) ? this.reservations.at(spaceOf(process), base) : -1;
    if (index < 0) return this.freeElsewhere(base) || this.processes.free(process, base);
    this.reservations.release(index);
    return 1;
  }

  /** Fault: a reservation is found by its base, in whatever process it is. */
  private freeElsewhere(base: number): number {
    if (this.active !== FAULT.VIRTUAL_FREE_REACHES_OTHERS) return 0;
    for (let space = 1; space <= 4; space += 1) {
      const index = this.reservations.at(space, base);
      if (index < 0) continue;
      this.reservations.release(index);
      return 1;
    }
    return 0;
  }

  /** Ends a process with all that it has; false where there was none. */
  exit(process: number): boolean {
    if (!this.processes.exit(process)) return false;
    this.reservations.releaseAllOf(spaceOf(process));
    return true;
  }

  /**
   * True when [address, address + size) may be a source with `rights`: mapped so, and not on a part
   * of the server's heap or alias arena that belongs to no live block or alias.
   */
  offers(space: number, address: number, size: number, rights: number): boolean {
    if (!this.memory.permits(space, address, size, rights)) return false;
    if (space !== this.heap.space || this.active === FAULT.PART_BEYOND_COPY) return true;
    if (this.heap.covers(address)) {
      const block = this.heap.blockAround(address);
      if (block === NO_BLOCK) return false;
      return address + size <= this.heap.addressOf(block) + this.heap.sizeOf(block);
    }
    return !this.aliases.covers(address) || this.aliases.holds(address, size);
  }

  /** Fills in what `Inspection.page` gives. */
  page(process: number, address: number, out: PageState): void {
    const space = spaceOf(process);
    const entry = this.memory.tables.at(space, address >>> PAGE_SHIFT);
    const frame = entry & FRAME_MASK;
    out.present = entry !== 0;
    out.protection =
      (entry & WRITE) !== 0 ? PAGE_READWRITE : (entry & READ) !== 0 ? PAGE_READONLY : PAGE_NOACCESS;
    out.cached = entry !== 0 && (entry & UNCACHED) === 0;
    out.frame = frame;
    out.references = entry === 0 ? 0 : this.memory.physical.references[frame];
  }
}
