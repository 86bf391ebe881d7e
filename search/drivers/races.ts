/**
 * Accesses to the same bytes or variable, one of them a write, that nothing orders: no event, no
 * critical section, no call, no handle. Vector clocks over what orders threads for certain, as in
 * Flanagan and Freund (FastTrack, PLDI 2009), but with every access kept, so that both are named.
 */

import type { Event } from './event.js';
import { type Access, Space } from './footprint.js';
import { MOST_THREADS } from './order.js';

/** What races: memory of a shared block, or a variable of the driver. */
export interface Race {
  readonly kind: 'memory' | 'variable';
  /** The two accesses, the later one first: where they were made. */
  readonly labels: readonly [string, string];
  /** Name of the variable; '' for memory. */
  readonly name: string;
}

interface Seen {
  readonly access: Access;
  readonly thread: number;
  /** Number of the event among those of its thread. */
  readonly time: number;
  readonly label: string;
}

/** Spaces whose accesses order threads. */
const ORDERING: ReadonlySet<number> = new Set<number>([Space.object, Space.handle]);

/** Watches one run after the other. */
export class Races {
  private readonly clocks: Int32Array[] = [];
  /** The clock of each event: a later one may come after it for certain. */
  private readonly past: Int32Array[] = [];
  private readonly released = new Map<string, Int32Array>();
  private readonly variables = new Map<number, Seen[]>();
  private memory: Seen[] = [];
  private shared: Access[] = [];
  private readonly names = new Map<number, string>();

  /** Begins a run. */
  begin(): void {
    this.clocks.length = 0;
    this.past.length = 0;
    this.released.clear();
    this.variables.clear();
    this.memory = [];
    this.shared = [];
    this.names.clear();
  }

  /** Physical memory that is seen by more than one from now on. */
  share(accesses: readonly Access[]): void {
    this.shared.push(...accesses.filter(({ space }) => space === Space.physical));
  }

  /** A variable that does not guard itself has this name. */
  name(number: number, name: string): void {
    this.names.set(number, name);
  }

  /** An event has happened; gives the races that it is the second half of. */
  note(event: Event): readonly Race[] {
    const { thread, accesses, after, step } = event;
    const clock = this.clockOf(thread);
    // That the clock went on orders nothing: who relies on time has no lock.
    if (step.kind !== 'tick') {
      for (const index of after) if (index < this.past.length) join(clock, this.past[index]);
    }
    for (const access of accesses) this.acquire(clock, access);
    clock[thread] += 1;
    const races: Race[] = [];
    for (const access of accesses) this.look(event, access, clock, races);
    for (const access of accesses) this.release(clock, access);
    this.past.push(clock.slice());
    return races;
  }

  private clockOf(thread: number): Int32Array {
    for (let i = this.clocks.length; i <= thread; i += 1) {
      this.clocks.push(new Int32Array(MOST_THREADS));
    }
    return this.clocks[thread];
  }

  private acquire(clock: Int32Array, { space, from, writes }: Access): void {
    if (!ORDERING.has(space)) return;
    const written = this.released.get(`${space}/${from}/w`);
    if (written !== undefined) join(clock, written);
    const read = writes ? this.released.get(`${space}/${from}/r`) : undefined;
    if (read !== undefined) join(clock, read);
  }

  private release(clock: Int32Array, { space, from, writes }: Access): void {
    if (!ORDERING.has(space)) return;
    const key = `${space}/${from}/${writes ? 'w' : 'r'}`;
    const old = this.released.get(key);
    if (old === undefined) this.released.set(key, clock.slice());
    else join(old, clock);
  }

  private look(event: Event, access: Access, clock: Int32Array, races: Race[]): void {
    const { thread, label } = event;
    const isMemory = access.space === Space.physical;
    const name = isMemory ? '' : this.names.get(access.from);
    if (isMemory ? !this.isShared(access) : access.space !== Space.variable) return;
    if (name === undefined) return;
    const seen = isMemory ? this.memory : this.seenOf(access.from);
    for (const other of seen) {
      if (other.thread === thread || !(other.access.writes || access.writes)) continue;
      if (clock[other.thread] >= other.time || !overlaps(other.access, access)) continue;
      const kind = isMemory ? 'memory' : 'variable';
      races.push({ kind, labels: [label, other.label], name });
    }
    seen.push({ access, thread, time: clock[thread], label });
  }

  private seenOf(number: number): Seen[] {
    const seen = this.variables.get(number) ?? [];
    this.variables.set(number, seen);
    return seen;
  }

  private isShared(access: Access): boolean {
    return this.shared.some((each) => overlaps(each, access));
  }
}

function overlaps(a: Access, b: Access): boolean {
  return a.from < b.to && b.from < a.to;
}

function join(into: Int32Array, other: Int32Array): void {
  for (let i = 0; i < into.length; i += 1) if (other[i] > into[i]) into[i] = other[i];
}
