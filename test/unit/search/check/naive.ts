// An explorer that shares nothing with the product's: strings in a Set, rules run as they are.

import type { Branch, CheckModel } from '#dist/search/check/model.js';

/** One transition as the rules give it. */
export interface PlainTransition {
  readonly rule: number;
  readonly state: Int32Array;
  readonly notes: readonly number[];
  readonly violated: readonly number[];
}

/** All transitions out of a state, in the order of rules and of answers to their choices. */
export function plainTransitions(model: CheckModel, from: Int32Array): PlainTransition[] {
  const found: PlainTransition[] = [];
  model.rules.forEach((rule, index) => {
    const open: number[][] = [[]];
    while (open.length > 0) {
      const answers = open.shift()!;
      const state = from.slice();
      const notes: number[] = [];
      const violated: number[] = [];
      let enabled = true;
      let asked = 0;
      const branch: Branch = {
        choose(count) {
          if (count <= 1) return 0;
          if (asked === answers.length) {
            for (let other = 1; other < count; other += 1) open.push([...answers, other]);
            answers.push(0);
          }
          asked += 1;
          return answers[asked - 1];
        },
        disabled: () => {
          enabled = false;
        },
        note: (note) => notes.push(note),
        violates: (invariant) => violated.push(invariant),
      };
      rule.run(state, branch);
      if (enabled) found.push({ rule: index, state, notes, violated });
    }
  });
  return found;
}

/** Counts of a whole search. */
export interface NaiveCounts {
  readonly states: number;
  readonly transitions: number;
  /** Steps from an initial state to the farthest one. */
  readonly depth: number;
  /** Steps to the nearest state or transition that breaks the invariant, by its name. */
  readonly broken: Readonly<Record<string, number>>;
}

/** Explores everything, states told apart by `key`. */
export function exploreNaively(
  model: CheckModel,
  key: (state: Int32Array) => string = (state) => state.join(),
): NaiveCounts {
  const seen = new Set<string>();
  const broken: Record<string, number> = {};
  let transitions = 0;
  let depth = -1;
  let next: Int32Array[] = [];
  const add = (state: Int32Array, steps: number): void => {
    if (seen.has(key(state))) return;
    seen.add(key(state));
    next.push(state);
    for (const invariant of model.invariants) {
      if (invariant.judge(state) === 2) broken[invariant.name] ??= steps;
    }
  };
  for (const state of model.initial) add(state, 0);
  while (next.length > 0) {
    const level = next;
    next = [];
    depth += 1;
    for (const state of level) {
      for (const transition of plainTransitions(model, state)) {
        transitions += 1;
        for (const index of transition.violated) broken[model.invariants[index].name] ??= depth + 1;
        add(transition.state, depth + 1);
      }
    }
  }
  return { states: seen.size, transitions, depth, broken };
}
