/** What a worker counts. */

import type { Outcomes } from '../compile/outcomes.js';
import type { CheckModel } from '../model.js';
import { foremost, type Sighting } from './findings.js';
import type { Expanded } from './tasks.js';

/** Counts since the worker was made, and since the last reply. */
export class Tally {
  readonly fires: Float64Array;
  readonly notes: Float64Array;
  readonly broken: (Sighting | undefined)[];
  deadlock: Sighting | undefined;
  transitions: number = 0;
  orbitStates: number = 0;
  orbitTransitions: number = 0;
  private deadlocks = 0;
  private counted = 0;

  constructor(model: CheckModel) {
    this.fires = new Float64Array(model.rules.length);
    this.notes = new Float64Array(model.notes.length);
    this.broken = model.invariants.map(() => undefined);
  }

  /** Counts the transitions that were taken since the last time. */
  drain(outcomes: Outcomes): void {
    outcomes.drain((transition, times) => {
      this.fires[outcomes.ruleOf(transition)] += times;
      for (const note of outcomes.remarksOf(transition).notes) this.notes[note] += times;
    });
  }

  /** A state, or a transition out of it, breaks invariants. */
  noteBroken(invariants: readonly number[], sighting: Sighting): void {
    for (const invariant of invariants) {
      this.broken[invariant] = foremost(this.broken[invariant], sighting);
    }
  }

  /** A state has no transition. */
  noteDeadlock(sighting: Sighting): void {
    this.deadlocks += 1;
    this.deadlock = foremost(this.deadlock, sighting);
  }

  /** Transitions since the worker was made. */
  allTransitions(): number {
    return this.counted + this.transitions;
  }

  /** Counts since the last call. */
  takeCounts(): Omit<Expanded, 'rest' | 'ranges' | 'segments'> {
    const { transitions, orbitStates, orbitTransitions, deadlocks } = this;
    this.counted += transitions;
    this.transitions = 0;
    this.orbitStates = 0;
    this.orbitTransitions = 0;
    this.deadlocks = 0;
    return { transitions, orbitStates, orbitTransitions, deadlocks };
  }
}
