/**
 * Page tables: one flat table an address space, one 32-bit entry a virtual page. Space 0 is the
 * kernel, 1 … 4 are the applications, 5 is the host of a user-mode driver.
 */

import type { Changes } from './changes.js';

/** Address spaces of the machine. */
export const SPACES = 6;
/** The kernel's space. */
export const KERNEL_SPACE = 0;
/** The host's space. */
export const HOST_SPACE = 5;
/** No space at all: every access faults there. */
export const NO_SPACE = -1;

/** Low bits of an entry: the frame. */
export const FRAME_MASK = 0xffff;
/** The page is committed. */
export const PRESENT = 0x1_0000;
/** Loads are permitted. */
export const READ = 0x2_0000;
/** Stores are permitted. */
export const WRITE = 0x4_0000;
/** Accessed past the cache, whatever the reason. */
export const UNCACHED = 0x8_0000;
/** Its owner asked for PAGE_NOCACHE: it stays uncached without aliases too (ALIAS-3). */
export const PLAIN_NOCACHE = 0x10_0000;
/** An alias, made by Open, by Alloc or by the reflector. */
export const ALIAS = 0x20_0000;

/** A mapping that VirtualCopyEx made. */
export const SHARED = 0x40_0000;
/** PAGE_GUARD: the next access faults, and takes this away. */
export const GUARD = 0x80_0000;

const PAGES_IN_SPACE = 1 << 20;
const JOURNAL_LENGTH = 1 << 16;

/** Stands for the tables of a space that nothing was mapped in yet; never written. */
const EMPTY_ENTRIES = new Uint32Array(PAGES_IN_SPACE);
const EMPTY_COUNTS = new Uint8Array(PAGES_IN_SPACE);
const EMPTY_CHANGED = new Float64Array(PAGES_IN_SPACE);

/** The tables of all spaces. */
export class Tables {
  /** `entry[space][page]`; 0 where nothing is mapped. */
  readonly entry: Uint32Array[];
  /** Cache lines that hold bytes of that page, counted per mapping. */
  readonly resident: Uint8Array[];
  /** Count at which a page's mapping, or what the cache holds through it, last changed. */
  readonly changed: Float64Array[];
  private readonly changes: Changes;
  private readonly journal = new Int32Array(JOURNAL_LENGTH);
  private journalLength = 0;

  constructor(changes: Changes) {
    const entry: Uint32Array[] = [];
    const resident: Uint8Array[] = [];
    const changed: Float64Array[] = [];
    for (let space = 0; space < SPACES; space += 1) {
      entry.push(EMPTY_ENTRIES);
      resident.push(EMPTY_COUNTS);
      changed.push(EMPTY_CHANGED);
    }
    this.changes = changes;
    this.entry = entry;
    this.resident = resident;
    this.changed = changed;
  }

  /** Unmaps everything without touching frames or cache: for a reset of the whole machine. */
  reset(): void {
    if (this.journalLength > JOURNAL_LENGTH) {
      for (let space = 0; space < SPACES; space += 1) {
        this.entry[space].fill(0);
        this.resident[space].fill(0);
      }
    } else {
      for (let index = 0; index < this.journalLength; index += 1) {
        const place = this.journal[index];
        const page = place & (PAGES_IN_SPACE - 1);
        this.entry[place >> 20][page] = 0;
        this.resident[place >> 20][page] = 0;
      }
    }
    this.journalLength = 0;
  }

  /** Entry of a page; 0 where `space` is NO_SPACE. */
  at(space: number, page: number): number {
    return space < 0 ? 0 : this.entry[space][page];
  }

  /** Writes an entry and remembers that the page needs clearing at the next reset. */
  set(space: number, page: number, entry: number): void {
    let table = this.entry[space];
    if (table === EMPTY_ENTRIES) table = this.open(space);
    if (table[page] === 0) {
      if (this.journalLength < JOURNAL_LENGTH) {
        this.journal[this.journalLength] = (space << 20) | page;
        this.journalLength += 1;
      } else {
        this.journalLength = JOURNAL_LENGTH + 1;
      }
    }
    table[page] = entry;
    this.touch(space, page);
  }

  /** What is seen through a mapped page may be another thing now. */
  touch(space: number, page: number): void {
    this.changed[space][page] = this.changes.next();
  }

  /** Gives a space tables of its own, at its first mapping. */
  private open(space: number): Uint32Array {
    const table = new Uint32Array(PAGES_IN_SPACE);
    this.entry[space] = table;
    this.resident[space] = new Uint8Array(PAGES_IN_SPACE);
    this.changed[space] = new Float64Array(PAGES_IN_SPACE);
    return table;
  }
}
