/**
 * Verdicts of invariants, remembered like the transitions of rules. A state that a transition led
 * to is judged only by those invariants that read something that the transition stored.
 */

import type { Layout } from '../layout.js';
import { type CheckModel, VERDICT } from '../model.js';
import type { Outcomes } from './outcomes.js';
import { Recorder } from './record.js';
import { MISSING, Tries } from './tries.js';

/** Judges packed states. */
export class Judge {
  /** For each invariant 1 once a state kept it and its condition held. */
  readonly exercised: Uint8Array;
  private readonly model: CheckModel;
  private readonly layout: Layout;
  private readonly tries: Tries;
  private readonly recorder: Recorder;
  /**
   * For each invariant the bits that any worker saw it read, after a counter of changes. A verdict
   * about a state that is expanded was given before, so its reads are in here.
   */
  private readonly reads: Int32Array;
  private readonly all: readonly number[];
  private readonly affected = new Map<number, readonly number[]>();
  private changes = -1;

  /** `memory` as made by {@link Judge.memory}, shared by all workers. */
  constructor(model: CheckModel, layout: Layout, memory: SharedArrayBuffer) {
    this.model = model;
    this.layout = layout;
    this.tries = new Tries(
      layout,
      model.invariants.map(({ name }) => `invariant ${name}`),
    );
    this.recorder = new Recorder(layout);
    this.reads = new Int32Array(memory);
    this.exercised = new Uint8Array(model.invariants.length);
    this.all = model.invariants.map((_, invariant) => invariant);
  }

  /** Memory for what the invariants of a model read. */
  static memory(model: CheckModel, layout: Layout): SharedArrayBuffer {
    return new SharedArrayBuffer(4 * (1 + model.invariants.length * layout.words));
  }

  /** Integers held, of four bytes each. */
  get size(): number {
    return this.tries.size;
  }

  /** The invariants that a state breaks. */
  violatedIn(packed: Int32Array, at: number): number[] {
    return this.violatedOf(this.all, packed, at);
  }

  /** As {@link violatedIn}, of a state whose predecessor broke none that is not among them. */
  violatedAfter(transition: number, outcomes: Outcomes, packed: Int32Array, at: number): number[] {
    const changes = Atomics.load(this.reads, 0);
    if (changes !== this.changes) {
      this.affected.clear();
      this.changes = changes;
    }
    let affected = this.affected.get(transition);
    if (affected === undefined) {
      const { words } = this.layout;
      affected = this.all.filter((i) => outcomes.stores(transition, this.reads, 1 + i * words));
      this.affected.set(transition, affected);
    }
    return affected.length === 0 ? NONE : this.violatedOf(affected, packed, at);
  }

  /** Forgets verdicts, and what transitions touch: their numbers will be given again. */
  clear(): void {
    this.tries.clear();
    this.affected.clear();
  }

  private violatedOf(invariants: readonly number[], packed: Int32Array, at: number): number[] {
    let violated: number[] = NONE;
    for (const invariant of invariants) {
      let verdict = this.tries.find(invariant, packed, at);
      if (verdict === MISSING) verdict = this.learn(invariant, packed, at);
      if (verdict === VERDICT.VIOLATED) violated = [...violated, invariant];
      else if (verdict === VERDICT.HOLDS) this.exercised[invariant] = 1;
    }
    return violated;
  }

  private learn(invariant: number, packed: Int32Array, at: number): number {
    const { name, judge } = this.model.invariants[invariant];
    const verdict = this.recorder.verdict(`invariant ${name}`, judge, packed, at);
    const { questions } = this.recorder;
    this.tries.learn(invariant, questions, packed, at, verdict);
    let news = 0;
    for (const field of questions.fields) {
      const bits = this.layout.mask[field] << this.layout.shift[field];
      const cell = 1 + invariant * this.layout.words + this.layout.word[field];
      news |= bits & ~Atomics.or(this.reads, cell, bits);
    }
    if (news !== 0) Atomics.add(this.reads, 0, 1);
    return verdict;
  }
}

const NONE: number[] = [];
