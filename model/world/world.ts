/**
 * The model's state: one Int32Array, laid out from the domain. Rules use the accessors below and
 * never index it themselves. Addresses are kept as 32-bit words and read back unsigned.
 *
 * A physical generation: a region's pages are generation 0 or 1. When a process releases or loses
 * a region, aliases may pin the old pages; the region's next life takes the other generation.
 */

import { DMA_PROCESS, type Domain, TAG_UNKNOWN } from './domain.js';
import { Call, Global, type Layout, layout, OBJECT_WORDS, Slot, State } from './layout.js';

export { SLOTS } from './domain.js';
export { Call, Held, Kind, Slot, State } from './layout.js';

/** One world of a domain. */
export class World {
  readonly domain: Domain;
  readonly at: Layout;
  readonly words: Int32Array;

  /**
   * A fresh world: every application runs, every region is committed, nothing is marshalled. With
   * `words` a view of the world that they hold, `Layout.words` of them.
   */
  constructor(domain: Domain, words?: Int32Array, at: Layout = layout(domain)) {
    this.domain = domain;
    this.at = at;
    this.words = words ?? new Int32Array(at.words);
    if (words === undefined) this.reset();
  }

  /** Back to the beginning of the case. */
  reset(): void {
    const { domain } = this;
    this.words.fill(0);
    for (let p = 1; p <= domain.applications; p += 1) this.words[this.at.alive + p] = 1;
    for (let r = 0; r < domain.regions; r += 1) {
      this.setGeneration(r, domain.regionProcess[r] >= DMA_PROCESS ? 0 : 1);
    }
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

  /** Equal for equal states. */
  hash(): number {
    const { words } = this;
    let hash = 0;
    for (let i = 0; i < this.at.core; i += 1) hash = Math.imul(hash ^ words[i], 0x0100_0193) | 0;
    return hash;
  }

  // --- access ---

  /** A word; everything below reads through here, so that a checker can see what a rule read. */
  read(index: number): number {
    return this.words[index];
  }
  /** True where a word is that value: asks for less than the word. */
  is(index: number, value: number): boolean {
    return this.words[index] === value;
  }
  /** Stores a word; everything below stores through here. */
  write(index: number, value: number): void {
    this.words[index] = value;
  }

  // --- accounting ---

  get heapBlocks(): number {
    return this.read(Global.heapBlocks);
  }
  get heapBytes(): number {
    return this.read(Global.heapBytes);
  }
  get aliases(): number {
    return this.read(Global.aliases);
  }
  /** True once a shipped reading's double free left the heap open (QUIET-2). */
  get heapOpen(): boolean {
    return this.read(Global.heapOpen) !== 0;
  }
  openHeap(): void {
    this.write(Global.heapOpen, 1);
  }
  addHeapBlock(bytes: number, sign: 1 | -1): void {
    this.write(Global.heapBlocks, this.read(Global.heapBlocks) + sign);
    this.write(Global.heapBytes, this.read(Global.heapBytes) + sign * bytes);
  }
  addAlias(sign: 1 | -1): void {
    this.write(Global.aliases, this.read(Global.aliases) + sign);
  }

  // --- processes and their memory ---

  isAlive(process: number): boolean {
    if (process === 0) return true;
    return process <= this.domain.applications && this.read(this.at.alive + process) !== 0;
  }
  setAlive(process: number, alive: boolean): void {
    this.write(this.at.alive + process, alive ? 1 : 0);
  }
  /** 0 when the region is released, else 1 + the generation that its process has mapped. */
  generation(region: number): number {
    return this.read(this.at.regionGeneration + region);
  }
  setGeneration(region: number, value: number): void {
    this.write(this.at.regionGeneration + region, value);
  }
  rights(run: number): number {
    return this.read(this.at.runRights + run);
  }
  setRights(run: number, rights: number): void {
    this.write(this.at.runRights + run, rights);
  }
  /** True when the process itself asked for PAGE_NOCACHE. */
  isNocache(run: number): boolean {
    return this.read(this.at.runNocache + run) !== 0;
  }
  setNocache(run: number, nocache: boolean): void {
    this.write(this.at.runNocache + run, nocache ? 1 : 0);
  }
  /** Live aliases of a page run's pages. */
  aliasesOf(run: number, generation: number): number {
    return this.read(this.at.runAliases + run * 2 + generation);
  }
  addAliasOf(run: number, generation: number, sign: 1 | -1): void {
    this.write(
      this.at.runAliases + run * 2 + generation,
      this.read(this.at.runAliases + run * 2 + generation) + sign,
    );
  }
  isUncached(run: number, generation: number): boolean {
    return this.read(this.at.runUncached + run * 2 + generation) !== 0;
  }
  setUncached(run: number, generation: number, uncached: boolean): void {
    this.write(this.at.runUncached + run * 2 + generation, uncached ? 1 : 0);
  }

  // --- bytes ---

  tag(interval: number, generation: number): number {
    return this.read(this.at.tags + interval * 2 + generation);
  }
  /** Sets what an interval holds and the obligation that says so. */
  setTag(interval: number, generation: number, tag: number, cite: number): void {
    this.write(this.at.tags + interval * 2 + generation, tag);
    this.write(this.at.tagCites + interval * 2 + generation, cite);
  }
  /** Says which obligation keeps an interval as it is. */
  keepTag(interval: number, generation: number, cite: number): void {
    this.write(this.at.tagCites + interval * 2 + generation, cite);
  }
  tagCite(interval: number, generation: number): number {
    return this.read(this.at.tagCites + interval * 2 + generation);
  }
  /** Content of a copy; `interval` is an interval of the root region. */
  content(slot: number, interval: number): number {
    if (this.heapOpen) return TAG_UNKNOWN;
    return this.read(this.contentAt(slot, interval));
  }
  setContent(slot: number, interval: number, tag: number, cite: number): void {
    const index = this.contentAt(slot, interval);
    this.write(index, tag);
    this.write(index - this.at.contents + this.at.contentCites, cite);
  }
  /** Says which obligation keeps a copy's interval as it is. */
  keepContent(slot: number, interval: number, cite: number): void {
    const index = this.contentAt(slot, interval);
    this.write(index - this.at.contents + this.at.contentCites, cite);
  }
  contentCite(slot: number, interval: number): number {
    return this.read(this.contentAt(slot, interval) - this.at.contents + this.at.contentCites);
  }
  private contentAt(slot: number, interval: number): number {
    const region = this.field(slot, Slot.region) - 1;
    const within = interval - this.domain.regionInterval[region];
    return this.at.contents + slot * this.domain.widest + within;
  }

  // --- calls ---

  callField(thread: number, field: number): number {
    return this.read(this.at.calls + thread * Call.words + field);
  }
  setCallField(thread: number, field: number, value: number): void {
    this.write(this.at.calls + thread * Call.words + field, value);
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
    return this.read(this.at.held + field);
  }
  setHeldField(field: number, value: number): void {
    this.write(this.at.held + field, value);
  }

  // --- wrapper objects ---

  /** A word of an object, unsigned; `Member` says which. */
  member(object: number, field: number): number {
    return this.read(this.at.objects + (object - 1) * OBJECT_WORDS + field) >>> 0;
  }
  setMember(object: number, field: number, value: number): void {
    this.write(this.at.objects + (object - 1) * OBJECT_WORDS + field, value | 0);
  }

  // --- records ---

  /** Slots that have held a record: what asks for records need not look beyond. */
  get slots(): number {
    return this.read(Global.slots);
  }
  /** Takes the slot that {@link freeSlot} gave. */
  occupy(slot: number): void {
    if (slot >= this.slots) this.write(Global.slots, slot + 1);
  }
  field(slot: number, field: number): number {
    return this.read(this.at.slots + slot * Slot.words + field);
  }
  setField(slot: number, field: number, value: number): void {
    this.write(this.at.slots + slot * Slot.words + field, value);
  }
  /** As `field(slot, field) === value`. */
  has(slot: number, field: number, value: number): boolean {
    return this.is(this.at.slots + slot * Slot.words + field, value);
  }
  isLive(slot: number): boolean {
    return this.has(slot, Slot.state, State.live);
  }
  pointer(slot: number): number {
    return this.field(slot, Slot.pointer) >>> 0;
  }
  /** As `pointer(slot) === address`. */
  pointsTo(slot: number, address: number): boolean {
    return this.has(slot, Slot.pointer, address | 0);
  }
  /** Slot that a record was made from, or −1. */
  parent(slot: number): number {
    return this.field(slot, Slot.parent) - 1;
  }
  /** An empty slot, else the first stale one that no record stands on; −1 when all are taken. */
  freeSlot(): number {
    const { slots } = this.domain;
    if (this.slots < slots) return this.slots;
    for (let s = 0; s < slots; s += 1) {
      if (this.has(s, Slot.state, State.empty)) return s;
    }
    for (let s = 0; s < slots; s += 1) {
      if (this.has(s, Slot.state, State.stale) && !this.hasChild(s)) return s;
    }
    return -1;
  }
  /** True when this many records can be made. */
  hasRoom(count: number): boolean {
    let free = this.domain.slots - this.slots;
    for (let s = 0; s < this.slots && free < count; s += 1) {
      if (this.has(s, Slot.state, State.empty)) free += 1;
      else if (this.has(s, Slot.state, State.stale) && !this.hasChild(s)) free += 1;
    }
    return free >= count;
  }
  /** True when a live or leaked record was made from this one. */
  hasChild(slot: number): boolean {
    for (let s = 0; s < this.slots; s += 1) {
      if (!this.has(s, Slot.parent, slot + 1)) continue;
      if (this.isLive(s) || this.has(s, Slot.state, State.leaked)) return true;
    }
    return false;
  }
}
