/** What happens before what: the partial order that a run's events have in common with others. */

import type { Event } from './event.js';
import { dependent } from './footprint.js';

/** Vector clocks of the events of one run; grows and shrinks with its trace. */
export class Order {
  /** For each event, by thread: the number of events of that thread up to and including it. */
  private readonly clocks: Int32Array[] = [];
  private readonly positions: number[][] = [];
  private readonly events: Event[] = [];

  /** Events so far. */
  get length(): number {
    return this.events.length;
  }

  /** Forgets the events from this one on. */
  cut(length: number): void {
    while (this.events.length > length) {
      const event = this.events.pop();
      this.clocks.pop();
      if (event !== undefined) this.positions[event.thread]?.pop();
    }
  }

  /**
   * Adds an event; gives the earlier events of other threads that it depends on and that nothing
   * else puts before it: those that might as well have come after it.
   */
  add(event: Event): number[] {
    const before = this.clockBefore(event.thread, event.after);
    const races = this.racesWith(event, before);
    const clock = before.slice();
    for (let i = 0; i < this.events.length; i += 1) {
      const other = this.events[i];
      if (other.thread === event.thread) continue;
      if (dependent(other.accesses, event.accesses)) join(clock, this.clocks[i]);
    }
    this.positions[event.thread] ??= [];
    this.positions[event.thread].push(this.events.length);
    clock[event.thread] = this.positions[event.thread].length;
    this.events.push(event);
    this.clocks.push(clock);
    return races;
  }

  /** As {@link add} for an event that has not happened. */
  racesOf(event: Event): number[] {
    return this.racesWith(event, this.clockBefore(event.thread, event.after));
  }

  /** True when event `a` comes before event `b` in every schedule of this partial order. */
  isBefore(a: number, b: number): boolean {
    const { thread } = this.events[a];
    return this.clocks[b][thread] >= this.numberOf(a);
  }

  /** True when event `a` comes before what the thread does next, whatever that is. */
  isKnown(a: number, thread: number): boolean {
    const last = this.positions[thread]?.at(-1);
    return last !== undefined && this.isBefore(a, last);
  }

  /** Events before one, and itself, in the order of the run. */
  pastOf(index: number): number[] {
    const past: number[] = [];
    for (let i = 0; i <= index; i += 1) if (this.isBefore(i, index)) past.push(i);
    return past;
  }

  private numberOf(index: number): number {
    return this.clocks[index][this.events[index].thread];
  }

  private clockBefore(thread: number, after: readonly number[]): Int32Array {
    const clock = new Int32Array(MOST_THREADS);
    const last = this.positions[thread]?.at(-1);
    if (last !== undefined) join(clock, this.clocks[last]);
    for (const index of after) if (index < this.clocks.length) join(clock, this.clocks[index]);
    return clock;
  }

  private racesWith(event: Event, before: Int32Array): number[] {
    const races: number[] = [];
    for (let i = 0; i < this.events.length; i += 1) {
      const other = this.events[i];
      if (other.thread === event.thread) continue;
      if (before[other.thread] >= this.numberOf(i)) continue;
      if (dependent(other.accesses, event.accesses)) races.push(i);
    }
    return races;
  }
}

/** The order of a whole run. */
export function orderOf(events: readonly Event[]): Order {
  const order = new Order();
  for (const event of events) order.add(event);
  return order;
}

/** Threads of one run: applications, the driver, chances, and those that clean up. */
export const MOST_THREADS = 48;

function join(into: Int32Array, other: Int32Array): void {
  for (let i = 0; i < into.length; i += 1) if (other[i] > into[i]) into[i] = other[i];
}
