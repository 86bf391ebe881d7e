/**
 * The model's state: one Int32Array, laid out from the domain. Rules use the accessors below and
 * never index it themselves. Addresses are kept as 32-bit words and read back unsigned.
 *
 * A physical generation: a region's pages are generation 0 or 1. When a process releases or loses
 * a region, aliases may pin the old pages; the region's next life takes the other generation.
 */

import { type Domain, TAG_UNKNOWN } from './domain.js';

/** Records that may exist at once, stale ones included. */
export const SLOTS = 12;
/** Calls that may be in flight: threads 1 … CALLS. Thread 0 is the service thread. */
export const CALLS = 4;

/** What a slot records. */
export const Kind = { none: 0, opened: 1, asynchronous: 2, duplicate: 3, parameter: 4 } as const;
/** One of {@link Kind}. */
export type Kind = (typeof Kind)[keyof typeof Kind];

/** Life of a slot: a stale one is released, its pointer may still be held. */
export const State = { empty: 0, live: 1, stale: 2, leaked: 3 } as const;

/** Words of a slot. */
export const Slot = {
  kind: 0,
  state: 1,
  form: 2,
  /** What the server was given. */
  pointer: 3,
  /** Source address as passed. */
  source: 4,
  /** Size in bytes as passed; 0 for a measured string. */
  size: 5,
  /** Size in bytes that it covers. */
  length: 6,
  /** Descriptor as passed, with its flag. */
  descriptor: 7,
  /** 1 + slot of the buffer that it was made from; 0 for memory. */
  parent: 8,
  /** Thread of the call that it was made in; 0 for the service thread. */
  thread: 9,
  /** 1 when that call has returned. */
  callOver: 10,
  /** Process whose memory is at the root. */
  process: 11,
  /** 1 when that process has exited since. */
  processGone: 12,
  /** 1 + region at the root; 0 when nothing is known of the bytes. */
  region: 13,
  /** Physical generation that an alias pins. */
  generation: 14,
  /** First interval of the root region that it covers, and how many. */
  first: 15,
  count: 16,
  /** Offset in the root region, bytes. */
  offset: 17,
  /** 1 when an alias may be written through. */
  writable: 18,
  words: 19,
} as const;

/** Words of a call. */
export const Call = {
  active: 0,
  process: 1,
  viaKernel: 2,
  callerGone: 3,
  words: 4,
} as const;

/** Words of the call that is held at a pause point. */
export const Held = {
  /** 1 + thread; 0 when none is held. */
  thread: 0,
  /** 1 + slot that is being released, or 0. */
  slot: 1,
  /** Bytes measured, −1 when nothing was. */
  measured: 2,
  words: 3,
} as const;

const GLOBALS = { heapBlocks: 0, heapBytes: 1, aliases: 2, heapOpen: 3, words: 4 } as const;

/** Where each part of the array begins. */
export interface Layout {
  readonly alive: number;
  readonly regionGeneration: number;
  readonly runRights: number;
  readonly runNocache: number;
  readonly runAliases: number;
  readonly runUncached: number;
  readonly tags: number;
  readonly calls: number;
  readonly held: number;
  readonly slots: number;
  readonly contents: number;
  /** Words that make up the state; what follows only says why. */
  readonly core: number;
  readonly tagCites: number;
  readonly contentCites: number;
  readonly words: number;
}

function layout(domain: Domain): Layout {
  const alive = GLOBALS.words;
  const regionGeneration = alive + domain.applications + 1;
  const runRights = regionGeneration + domain.regions;
  const runNocache = runRights + domain.runs;
  const runAliases = runNocache + domain.runs;
  const runUncached = runAliases + domain.runs * 2;
  const tags = runUncached + domain.runs * 2;
  const calls = tags + domain.intervals * 2;
  const held = calls + (CALLS + 1) * Call.words;
  const slots = held + Held.words;
  const contents = slots + SLOTS * Slot.words;
  const core = contents + SLOTS * domain.widest;
  const tagCites = core;
  const contentCites = tagCites + domain.intervals * 2;
  const words = contentCites + SLOTS * domain.widest;
  return {
    alive,
    regionGeneration,
    runRights,
    runNocache,
    runAliases,
    runUncached,
    tags,
    calls,
    held,
    slots,
    contents,
    core,
    tagCites,
    contentCites,
    words,
  };
}

/** One world of a domain. */
export class World {
  readonly domain: Domain;
  readonly at: Layout;
  readonly words: Int32Array;

  /** A fresh world: every application runs, every region is committed, nothing is marshalled. */
  constructor(domain: Domain) {
    this.domain = domain;
    this.at = layout(domain);
    this.words = new Int32Array(this.at.words);
    this.reset();
  }

  /** Back to the beginning of the case. */
  reset(): void {
    const { domain } = this;
    this.words.fill(0);
    for (let p = 1; p <= domain.applications; p += 1) this.words[this.at.alive + p] = 1;
    for (let r = 0; r < domain.regions; r += 1) this.setGeneration(r, 1);
    for (let run = 0; run < domain.runs; run += 1) {
      this.setRights(run, domain.runRights[run]);
      this.setNocache(run, domain.runCached[run] === 0);
      this.setUncached(run, 0, domain.runCached[run] === 0);
    }
    for (let i = 0; i < domain.intervals; i += 1) {
      this.words[this.at.tags + i * 2] = domain.intervalTag[i];
    }
  }

  /** Becomes equal to another world of the same domain. */
  copyFrom(other: World): void {
    this.words.set(other.words);
  }

  /** True when both worlds are the same state, whatever led to it. */
  equals(other: World): boolean {
    const mine = this.words;
    const theirs = other.words;
    for (let i = 0; i < this.at.core; i += 1) if (mine[i] !== theirs[i]) return false;
    return true;
  }

  // --- accounting -------------------------------------------------------------------------

  get heapBlocks(): number {
    return this.words[GLOBALS.heapBlocks];
  }
  get heapBytes(): number {
    return this.words[GLOBALS.heapBytes];
  }
  get aliases(): number {
    return this.words[GLOBALS.aliases];
  }
  /** True once a shipped reading's double free left the heap open (QUIET-2). */
  get heapOpen(): boolean {
    return this.words[GLOBALS.heapOpen] !== 0;
  }
  openHeap(): void {
    this.words[GLOBALS.heapOpen] = 1;
  }
  addHeapBlock(bytes: number, sign: 1 | -1): void {
    this.words[GLOBALS.heapBlocks] += sign;
    this.words[GLOBALS.heapBytes] += sign * bytes;
  }
  addAlias(sign: 1 | -1): void {
    this.words[GLOBALS.aliases] += sign;
  }

  // --- processes and their memory -----------------------------------------------------------

  isAlive(process: number): boolean {
    if (process === 0) return true;
    return process <= this.domain.applications && this.words[this.at.alive + process] !== 0;
  }
  setAlive(process: number, alive: boolean): void {
    this.words[this.at.alive + process] = alive ? 1 : 0;
  }
  /** 0 when the region is released, else 1 + the generation that its process has mapped. */
  generation(region: number): number {
    return this.words[this.at.regionGeneration + region];
  }
  setGeneration(region: number, value: number): void {
    this.words[this.at.regionGeneration + region] = value;
  }
  rights(run: number): number {
    return this.words[this.at.runRights + run];
  }
  setRights(run: number, rights: number): void {
    this.words[this.at.runRights + run] = rights;
  }
  /** True when the process itself asked for PAGE_NOCACHE. */
  isNocache(run: number): boolean {
    return this.words[this.at.runNocache + run] !== 0;
  }
  setNocache(run: number, nocache: boolean): void {
    this.words[this.at.runNocache + run] = nocache ? 1 : 0;
  }
  /** Live aliases of a run's pages. */
  aliasesOf(run: number, generation: number): number {
    return this.words[this.at.runAliases + run * 2 + generation];
  }
  addAliasOf(run: number, generation: number, sign: 1 | -1): void {
    this.words[this.at.runAliases + run * 2 + generation] += sign;
  }
  isUncached(run: number, generation: number): boolean {
    return this.words[this.at.runUncached + run * 2 + generation] !== 0;
  }
  setUncached(run: number, generation: number, uncached: boolean): void {
    this.words[this.at.runUncached + run * 2 + generation] = uncached ? 1 : 0;
  }

  // --- bytes ----------------------------------------------------------------------------------

  tag(interval: number, generation: number): number {
    return this.words[this.at.tags + interval * 2 + generation];
  }
  /** Sets what an interval holds and the obligation that says so. */
  setTag(interval: number, generation: number, tag: number, cite: number): void {
    this.words[this.at.tags + interval * 2 + generation] = tag;
    this.words[this.at.tagCites + interval * 2 + generation] = cite;
  }
  /** Says which obligation keeps an interval as it is. */
  keepTag(interval: number, generation: number, cite: number): void {
    this.words[this.at.tagCites + interval * 2 + generation] = cite;
  }
  tagCite(interval: number, generation: number): number {
    return this.words[this.at.tagCites + interval * 2 + generation];
  }
  /** Content of a copy; `interval` is an interval of the root region. */
  content(slot: number, interval: number): number {
    if (this.heapOpen) return TAG_UNKNOWN;
    return this.words[this.contentAt(slot, interval)];
  }
  setContent(slot: number, interval: number, tag: number, cite: number): void {
    const index = this.contentAt(slot, interval);
    this.words[index] = tag;
    this.words[index - this.at.contents + this.at.contentCites] = cite;
  }
  contentCite(slot: number, interval: number): number {
    return this.words[this.contentAt(slot, interval) - this.at.contents + this.at.contentCites];
  }
  private contentAt(slot: number, interval: number): number {
    const region = this.field(slot, Slot.region) - 1;
    const within = interval - this.domain.regionInterval[region];
    return this.at.contents + slot * this.domain.widest + within;
  }

  // --- calls ------------------------------------------------------------------------------------

  callField(thread: number, field: number): number {
    return this.words[this.at.calls + thread * Call.words + field];
  }
  setCallField(thread: number, field: number, value: number): void {
    this.words[this.at.calls + thread * Call.words + field] = value;
  }
  isInCall(thread: number): boolean {
    return thread > 0 && this.callField(thread, Call.active) !== 0;
  }
  /** The process whose address space the thread sees, or −1 (service thread, caller exited). */
  callerOf(thread: number): number {
    if (!this.isInCall(thread) || this.callField(thread, Call.callerGone) !== 0) return -1;
    return this.callField(thread, Call.process);
  }
  /** True when the kernel itself is the direct caller: no range check (OPEN-4). */
  isKernelCaller(thread: number): boolean {
    if (thread === 0) return !this.domain.userServer;
    return this.callField(thread, Call.viaKernel) !== 0;
  }
  heldField(field: number): number {
    return this.words[this.at.held + field];
  }
  setHeldField(field: number, value: number): void {
    this.words[this.at.held + field] = value;
  }

  // --- records ------------------------------------------------------------------------------------

  field(slot: number, field: number): number {
    return this.words[this.at.slots + slot * Slot.words + field];
  }
  setField(slot: number, field: number, value: number): void {
    this.words[this.at.slots + slot * Slot.words + field] = value;
  }
  isLive(slot: number): boolean {
    return this.field(slot, Slot.state) === State.live;
  }
  pointer(slot: number): number {
    return this.field(slot, Slot.pointer) >>> 0;
  }
  /** Slot that a record was made from, or −1. */
  parent(slot: number): number {
    return this.field(slot, Slot.parent) - 1;
  }
  /** An empty slot, else the first stale one that no record stands on; −1 when all are taken. */
  freeSlot(): number {
    for (let s = 0; s < SLOTS; s += 1) if (this.field(s, Slot.state) === State.empty) return s;
    for (let s = 0; s < SLOTS; s += 1) {
      if (this.field(s, Slot.state) === State.stale && !this.hasChild(s)) return s;
    }
    return -1;
  }
  /** True when a live or leaked record was made from this one. */
  hasChild(slot: number): boolean {
    for (let s = 0; s < SLOTS; s += 1) {
      const state = this.field(s, Slot.state);
      if (this.parent(s) === slot && (state === State.live || state === State.leaked)) return true;
    }
    return false;
  }
}
