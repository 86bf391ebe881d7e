/**
 * Processes and the regions that they reserve: start, exit, VirtualAlloc, VirtualFree and
 * VirtualProtect, as far as marshalling needs them.
 */

import { HOST_PROCESS, type Region, type Request, type Setup } from '../../interface.js';
import { KERNEL_BASE } from '../constants.js';
import { FAULT } from '../faults/codes.js';
import type { Aliases } from './aliases.js';
import { copyBytes } from './copy.js';
import type { Defect } from './defect.js';
import type { Memory } from './memory.js';
import { FRAMES, PAGE_SHIFT } from './physical.js';
import { flagsOf, pageFlags } from './protection.js';
import {
  ALIAS,
  FRAME_MASK,
  GUARD,
  HOST_SPACE,
  KERNEL_SPACE,
  NO_SPACE,
  UNCACHED,
} from './tables.js';

/** Applications that a setup may have. */
export const APPLICATIONS = 4;
const REGIONS = 64;
/** Of an application; the kernel may have a ring of 60 camera frames. */
const REGION_PAGES = 48;
const KERNEL_REGION_PAGES = 4608;

/** The address space of a process number, or NO_SPACE. */
export function spaceOf(process: number): number {
  if (process >= 0 && process <= APPLICATIONS) return process;
  return process === HOST_PROCESS ? HOST_SPACE : NO_SPACE;
}

/** Processes by number, and their regions. */
export class Processes {
  /** Which start of a process this is; what was made for an earlier one is gone. */
  readonly incarnation: Int32Array = new Int32Array(HOST_PROCESS + 1);
  /** VirtualAllocs and VirtualProtects that succeeded; only faults look at them. */
  allocated = 0;
  protectedTimes = 0;
  private readonly running = new Uint8Array(HOST_PROCESS + 1);
  private readonly reserved = new Uint8Array(REGIONS);
  /** Regions whose pages a fault hands out uncached. */
  private readonly stained = new Uint8Array(REGIONS);
  private readonly memory: Memory;
  private readonly defect: Defect;
  private readonly aliases: Aliases;
  private regions: readonly Region[] = [];
  private applications = 0;

  constructor(memory: Memory, aliases: Aliases, defect: Defect) {
    this.memory = memory;
    this.aliases = aliases;
    this.defect = defect;
  }

  /** Commits the setup's regions with their contents; all applications run. */
  reset(setup: Setup): void {
    assertSetup(setup);
    this.regions = setup.regions;
    this.applications = setup.applications;
    this.running.fill(0);
    this.stained.fill(0);
    this.allocated = 0;
    this.protectedTimes = 0;
    this.incarnation.fill(0);
    this.running[KERNEL_SPACE] = 1;
    for (let process = 1; process <= setup.applications; process += 1) this.running[process] = 1;
    if (setup.server === 'user') this.running[HOST_PROCESS] = 1;
    for (let index = 0; index < setup.regions.length; index += 1) this.commit(index, true);
  }

  /** True while the process runs. */
  lives(process: number): boolean {
    return this.running[process] === 1;
  }

  /** True for an application of the setup, whether it runs or not. */
  wasStarted(process: number): boolean {
    return process >= 0 && process <= this.applications;
  }

  /** True while that very start of the process runs. */
  livesAs(process: number, incarnation: number): boolean {
    return this.running[process] === 1 && this.incarnation[process] === incarnation;
  }

  /** Ends a process: its memory goes, frames under live aliases stay (SPACE-6). */
  exit(process: number): boolean {
    if (!this.lives(process) || process === KERNEL_SPACE) return false;
    for (let index = 0; index < this.regions.length; index += 1) {
      const region = this.regions[index];
      if (this.reserved[index] !== 1) continue;
      if (region.process !== process) continue;
      this.loseAliases(index);
      const isLast = this.regions.findLastIndex((each) => each.process === process) === index;
      if (!isLast || this.defect.active !== FAULT.EXIT_KEEPS_LAST_REGION) this.decommit(index);
    }
    if (this.defect.active === FAULT.EXIT_TAKES_NEXT_PROCESS) this.decommitAnother(process);
    this.running[process] = 0;
    return true;
  }

  /** Brings a process back with the setup's regions, all bytes zero. */
  start(process: number): boolean {
    const known = process === HOST_PROCESS || (process >= 1 && process <= this.applications);
    if (!known || this.lives(process)) return false;
    this.running[process] = 1;
    this.incarnation[process] = this.incarnation[process] + 1;
    for (let index = 0; index < this.regions.length; index += 1) {
      if (this.regions[index].process === process) this.commit(index, false);
    }
    return true;
  }

  /** VirtualFree(base, 0, MEM_RELEASE): 1, or 0 where no region of that process begins there. */
  free(process: number, base: number): number {
    const index = this.regionAt(process, base);
    if (index < 0 || this.reserved[index] !== 1 || !this.lives(process)) return 0;
    if (this.defect.active === FAULT.FREE_IGNORES_PINS) this.dropAliases(index, 1);
    this.decommit(index);
    return 1;
  }

  /** VirtualAlloc at the base of a released region: the base, or 0. */
  allocate(process: number, base: number): number {
    const index = this.regionAt(process, base);
    if (index < 0 || this.reserved[index] === 1 || !this.lives(process)) return 0;
    this.commit(index, false);
    this.allocated += 1;
    return base;
  }

  /** VirtualProtect: 1, or 0 where the pages are not all committed or the protection is bad. */
  protect(given: Pick<Request, 'process' | 'pointer' | 'size' | 'descriptor'>): number {
    const { process, pointer: address, size } = given;
    const space = spaceOf(process);
    const ignores = this.defect.active === FAULT.GUARD_IGNORED;
    const flags = pageFlags(given.descriptor) & ~(ignores ? GUARD : 0);
    if (flags < 0 || size === 0 || ((address | size) & 0xfff) !== 0) return 0;
    if (space === NO_SPACE || !this.lives(process)) return 0;
    if (!this.memory.permits(space, address, size, 0)) return 0;
    const last = (address + size - 1) >>> PAGE_SHIFT;
    for (let page = address >>> PAGE_SHIFT; page <= last; page += 1) {
      if ((this.memory.tables.at(space, page) & ALIAS) !== 0) return 0;
    }
    for (let page = address >>> PAGE_SHIFT; page <= last; page += 1) {
      this.memory.protect(space, page, flags);
      if (this.defect.active === FAULT.PROTECT_REACHES_ALIASES) {
        this.aliases.setRightsOf(this.memory.tables.at(space, page) & FRAME_MASK, flags);
      }
    }
    this.protectedTimes += 1;
    return this.defect.active === FAULT.PROTECT_GIVES_OLD_PROTECTION ? 4 : 1;
  }

  /** True where a region of the setup lies over [from, to), released ones included. */
  overlaps(process: number, from: number, to: number): boolean {
    return this.regions.some((region) => {
      const end = region.base + pagesOf(region) * 4096;
      return region.process === process && from < end && to > region.base;
    });
  }

  private regionAt(process: number, base: number): number {
    for (let index = 0; index < this.regions.length; index += 1) {
      const region = this.regions[index];
      if (region.process === process && region.base === base) return index;
    }
    return -1;
  }

  private commit(index: number, withContents: boolean): void {
    const region = this.regions[index];
    const space = spaceOf(region.process);
    const physical = this.memory.physical;
    let page = region.base >>> PAGE_SHIFT;
    let at = 0;
    for (const run of region.runs) {
      const flags = flagsOf(run.protection) | (this.stained[index] === 1 ? UNCACHED : 0);
      for (let left = run.pages; left > 0; left -= 1) {
        const isWhole = withContents && at + 4096 <= region.contents.length;
        const frame = isWhole ? physical.takeUnfilled() : physical.take(0);
        if (frame < 0) throw new Error(`simulator: out of physical memory (${FRAMES} frames)`);
        this.memory.map(space, page, frame, flags);
        if (withContents) {
          const count = Math.max(0, Math.min(4096, region.contents.length - at));
          copyBytes(region.contents, at, physical.bytes, frame << PAGE_SHIFT, count);
          physical.touch(frame);
        }
        page += 1;
        at += 4096;
      }
    }
    this.reserved[index] = 1;
  }

  private decommit(index: number): void {
    const region = this.regions[index];
    const space = spaceOf(region.process);
    const first = region.base >>> PAGE_SHIFT;
    if (this.defect.active === FAULT.UNCACHED_PAGE_HANDED_OUT && this.isAliased(index)) {
      this.stained[index] = this.memory.virtuallyTagged ? 1 : 0;
    }
    for (let page = first; page < first + pagesOf(region); page += 1)
      this.memory.unmap(space, page);
    this.reserved[index] = 0;
  }

  /** Fault: the first region of another application goes too. */
  private decommitAnother(process: number): void {
    for (let index = 0; index < this.regions.length; index += 1) {
      const owner = this.regions[index].process;
      if (owner !== process && owner !== KERNEL_SPACE && this.reserved[index] === 1) {
        this.decommit(index);
        return;
      }
    }
  }

  /** Faults: what else an exit takes of the server's space. */
  private loseAliases(index: number): void {
    const { active } = this.defect;
    if (active === FAULT.EXIT_DROPS_ALIASES) this.dropAliases(index, 1);
    if (this.aliases.space !== KERNEL_SPACE) return;
    if (active === FAULT.EXIT_DROPS_TWICE_ALIASED) this.dropAliases(index, 2);
    if (active !== FAULT.EXIT_DROPS_OTHERS_ALIASES || !this.isAliased(index)) return;
    const { process } = this.regions[index];
    for (let other = 0; other < this.regions.length; other += 1) {
      if (this.regions[other].process !== process) this.dropAliases(other, 1);
    }
  }

  /** Fault: mappings of frames with `least` aliases in the server's space go with the region. */
  private dropAliases(index: number, least: number): void {
    const region = this.regions[index];
    const space = spaceOf(region.process);
    const first = region.base >>> PAGE_SHIFT;
    for (let page = first; page < first + pagesOf(region); page += 1) {
      const entry = this.memory.tables.at(space, page);
      const frame = entry & FRAME_MASK;
      if (entry !== 0 && this.memory.physical.aliases[frame] >= least) {
        this.aliases.dropMappingsOf(frame);
      }
    }
  }

  /** True where a page of the region has an alias of a kernel server. */
  private isAliased(index: number): boolean {
    if (this.aliases.space !== KERNEL_SPACE) return false;
    const region = this.regions[index];
    const first = region.base >>> PAGE_SHIFT;
    for (let page = first; page < first + pagesOf(region); page += 1) {
      const entry = this.memory.tables.at(spaceOf(region.process), page);
      if (entry !== 0 && this.memory.physical.aliases[entry & FRAME_MASK] > 0) return true;
    }
    return false;
  }
}

function pagesOf(region: Region): number {
  let pages = 0;
  for (const run of region.runs) pages += run.pages;
  return pages;
}

/** Limits of the machine; a setup beyond them is the harness's mistake. */
function assertSetup(setup: Setup): void {
  if (setup.applications < 0 || setup.applications > APPLICATIONS) {
    throw new Error(`simulator: ${setup.applications} applications; at most ${APPLICATIONS}`);
  }
  if (setup.regions.length > REGIONS) {
    throw new Error(`simulator: ${setup.regions.length} regions; at most ${REGIONS}`);
  }
  for (const region of setup.regions) {
    if ((region.base & 0xffff) !== 0) throw refused(region, 'is not 64 KB aligned');
    const inKernel = region.process === 0;
    const most = inKernel ? KERNEL_REGION_PAGES : REGION_PAGES;
    if (pagesOf(region) > most) {
      throw refused(region, `is longer than ${most} pages`);
    }
    const end = region.base + pagesOf(region) * 4096;
    if (inKernel ? region.base < KERNEL_BASE || end > 0xd000_0000 : end > KERNEL_BASE) {
      throw refused(region, 'lies outside 0x80000000 … 0xCFFFFFFF, or below it');
    }
    if (!inKernel && (region.process < 1 || region.process > setup.applications)) {
      throw refused(region, 'is of no such application');
    }
  }
}

function refused(region: Region, why: string): Error {
  const where = `region 0x${region.base.toString(16)} of process ${region.process}`;
  return new Error(`simulator: ${where} ${why}`);
}
