/**
 * Novelty: which pairs of obligations, and which operations in which abstract states, a run has
 * shown that no earlier run of the same island had. Guides an island; judges nothing.
 */

import { codeOf } from '../../model/case.js';
import { SLOTS, Slot, State, type World } from '../../model/world/world.js';
import type { Runner } from '../../properties/run.js';

const FEATURES = 1 << 16;

/** Folds two numbers into a feature. */
function fold(a: number, b: number): number {
  const mixed = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 15)) & (FEATURES - 1);
}

/** Live records by kind and form, each counted up to two, and what threads and processes do. */
function abstractState(world: World): number {
  let state = 0;
  for (let s = 0; s < SLOTS; s += 1) {
    if (world.field(s, Slot.state) !== State.live) continue;
    const kind = world.field(s, Slot.kind) * 6 + world.field(s, Slot.form);
    const shift = (kind % 15) * 2;
    const count = (state >>> shift) & 3;
    if (count < 2) state += 1 << shift;
  }
  const running = world.isAlive(1) ? 1 : 0;
  return Math.imul(state, 31) + running + (world.aliases > 0 ? 2 : 0);
}

/** Features that one island has seen. */
export class Novelty {
  private readonly seen = new Uint8Array(FEATURES);
  private before = 0;
  /** Features of the current run that were new. */
  fresh = 0;

  /** Begins a run. */
  begin(): void {
    this.before = 0;
    this.fresh = 0;
  }

  /** Takes in one operation. */
  watch(runner: Runner): void {
    const { step } = runner.belief;
    const cite = step.outcome.valueCite;
    this.note(fold(this.before, cite));
    const code = codeOf(runner.request.operation);
    this.note(fold(abstractState(runner.belief.first), code + 1000));
    this.before = cite;
  }

  private note(feature: number): void {
    if (this.seen[feature] !== 0) return;
    this.seen[feature] = 1;
    this.fresh += 1;
  }
}
