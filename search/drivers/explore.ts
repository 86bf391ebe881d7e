/**
 * Every order of events that matters within a number of preemptions. Partial-order reduction:
 * another order is tried only where two events touch the same and one of them writes (Flanagan and
 * Godefroid, POPL 2005). With a bound on preemptions such a choice is also added where the thread
 * that would be interrupted began, so that it need not cost one (Coons, Musuvathi and McKinley,
 * OOPSLA 2013).
 */

import { undone } from './enabled.js';
import type { Execution } from './execution.js';
import { Order } from './order.js';

/** How far to look. */
export interface ExploreOptions {
  readonly preemptions: number;
  /** False: every order, to compare with. */
  readonly reduced: boolean;
  /** Schedules after which to give up. */
  readonly mostSchedules: number;
  /** Called at the end of each run, before the next begins; true to stop. */
  readonly onRun: (run: Execution, order: Order) => boolean;
}

/** What was looked at. */
export interface Explored {
  readonly schedules: number;
  /** Every order within the bound was tried, or has the same outcome as one that was. */
  readonly isComplete: boolean;
}

/** A point of a run at which one of several threads goes on. */
interface Choice {
  readonly enabled: readonly number[];
  readonly costs: readonly number[];
  /** The thread that had the turn before, −1 for none. */
  readonly last: number;
  readonly spent: number;
  readonly wanted: Set<number>;
  readonly done: Set<number>;
  chosen: number;
}

class Explorer {
  readonly choices: Choice[] = [];
  readonly order = new Order();
  private readonly run: Execution;
  private readonly options: ExploreOptions;

  constructor(run: Execution, options: ExploreOptions) {
    this.run = run;
    this.options = options;
  }

  /** One run: the choices made so far again, then on without interruption. */
  execute(): void {
    const { run, choices, order } = this;
    run.begin();
    order.cut(Math.max(choices.length - 1, 0));
    for (const [index, { chosen }] of choices.entries()) {
      run.step(chosen);
      if (index >= order.length) this.note(index);
    }
    for (;;) {
      const enabled = run.enabled();
      const first = enabled.find((index) => run.threads[index].role !== 'chance');
      if (first === undefined) break;
      const { last, preemptions: spent } = run;
      const costs = enabled.map((index) => run.costOf(index));
      const wanted = new Set(this.options.reduced ? [first] : enabled);
      choices.push({ enabled, costs, last, spent, wanted, done: new Set(), chosen: first });
      run.step(first);
      this.note(choices.length - 1);
    }
    if (this.options.reduced) this.lookAhead();
    run.finish();
  }

  /** Moves to the next schedule; false when there is none. */
  advance(): boolean {
    const { choices, options } = this;
    for (let choice = choices.at(-1); choice !== undefined; choice = choices.at(-1)) {
      choice.done.add(choice.chosen);
      const next = choice.enabled.find((index, position) => {
        const isOpen = choice.wanted.has(index) && !choice.done.has(index);
        return isOpen && choice.spent + choice.costs[position] <= options.preemptions;
      });
      if (next !== undefined) {
        choice.chosen = next;
        return true;
      }
      choices.pop();
    }
    return false;
  }

  /** The event just carried out: where else could its thread have come? */
  private note(index: number): void {
    const event = this.run.trace[index];
    const races = this.order.add(event);
    if (!this.options.reduced) return;
    for (const race of races) this.want(race, event.thread, index);
  }

  /** Steps that never happened, since their thread waits or chance did not strike. */
  private lookAhead(): void {
    const { run, order } = this;
    for (const event of undone(run)) {
      for (const race of order.racesOf(event)) this.want(race, event.thread, order.length);
    }
  }

  /** A thread should have the turn before event `race`, and where the block of that began. */
  private want(race: number, thread: number, now: number): void {
    this.add(race, thread, now);
    const { last, enabled, costs } = this.choices[race];
    if (costs[enabled.indexOf(thread)] === 0) return;
    let start = race;
    while (start > 0 && this.choices[start].last === last) start -= 1;
    if (start !== race) this.add(start, thread, now);
  }

  private add(at: number, thread: number, now: number): void {
    const { enabled, wanted } = this.choices[at];
    if (enabled.includes(thread)) {
      wanted.add(thread);
      return;
    }
    // It cannot go on there: whoever leads to it has to come first.
    const leading = enabled.filter((each) => this.leadsTo(each, thread, at, now));
    for (const each of leading.length > 0 ? leading : enabled) wanted.add(each);
  }

  private leadsTo(each: number, thread: number, at: number, now: number): boolean {
    const { order, run } = this;
    for (let i = at; i < now && i < order.length; i += 1) {
      if (run.trace[i].thread !== each) continue;
      const isBefore = now < order.length ? order.isBefore(i, now) : order.isKnown(i, thread);
      if (isBefore) return true;
    }
    return false;
  }
}

/** Runs the schedules. Deterministic. */
export function explore(run: Execution, options: ExploreOptions): Explored {
  const explorer = new Explorer(run, options);
  let schedules = 0;
  do {
    if (schedules >= options.mostSchedules) return { schedules, isComplete: false };
    explorer.execute();
    schedules += 1;
    if (options.onRun(run, explorer.order)) return { schedules, isComplete: false };
  } while (explorer.advance());
  return { schedules, isComplete: true };
}
