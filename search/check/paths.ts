/**
 * Shortest paths, found after the search. No parents are kept: a state's level says how far it is,
 * so a predecessor is in the level before, and the least of them does not depend on which worker
 * was first. Going backwards expands each level once more, for all paths together.
 */

import { type PlainTransition, transitionsOf } from './compile/plain.js';
import type { Sighting } from './engine/findings.js';
import { comparePacked } from './engine/findings.js';
import type { Layout } from './layout.js';
import type { CheckModel } from './model.js';
import type { CheckPath, PathStep } from './result.js';
import type { Search } from './search.js';
import { Canonical } from './symmetry/canonical.js';

/** What a path leads to; `invariant` where the sighting is of a transition. */
export interface Destination {
  readonly sighting: Sighting;
  readonly invariant?: number;
}

/** The shortest path to each destination. */
export async function pathsTo(
  search: Search,
  scalarsets: readonly string[] | undefined,
  destinations: readonly Destination[],
): Promise<CheckPath[]> {
  const chains = await chainsTo(search, destinations);
  const { model, layout } = search;
  const { symmetry } = model;
  const canonical =
    symmetry === undefined || scalarsets === undefined
      ? undefined
      : new Canonical(layout, symmetry, scalarsets);
  const walker = new Walker(model, layout, canonical);
  return destinations.map((destination, i) => walker.walk(chains[i], destination));
}

/** For each destination the canonical states that lead to it, the initial one first. */
async function chainsTo(
  search: Search,
  destinations: readonly Destination[],
): Promise<readonly Int32Array[][]> {
  const chains = destinations.map(({ sighting }) => [sighting.packed]);
  const depths = destinations.map(
    ({ sighting }) => sighting.depth - (sighting.byTransition ? 1 : 0),
  );
  for (let depth = Math.max(0, ...depths); depth > 0; depth -= 1) {
    const active = chains.filter((_, i) => depths[i] >= depth);
    const targets = [...new Map(active.map(([first]) => [first.join(), first])).values()];
    const ranges = search.territory.levels[depth - 1];
    search.dealAnew();
    const replies = await search.crew.askAll({ kind: 'seek', targets, ranges });
    const found = new Map(
      targets.map((target, i) => {
        const candidates = replies.flatMap(({ predecessors }) => predecessors[i] ?? []);
        return [target.join(), least(candidates)];
      }),
    );
    for (const chain of active) {
      const predecessor = found.get(chain[0].join());
      if (predecessor === undefined) throw new Error(`no predecessor at depth ${depth - 1}`);
      chain.unshift(predecessor);
    }
  }
  return chains;
}

function least(states: readonly Int32Array[]): Int32Array | undefined {
  return states.reduce<Int32Array | undefined>(
    (best, state) =>
      best === undefined || comparePacked(state, 0, best, 0, state.length) < 0 ? state : best,
    undefined,
  );
}

/** Goes along canonical states with real ones. */
class Walker {
  private readonly model: CheckModel;
  private readonly layout: Layout;
  private readonly canonical: Canonical | undefined;
  private readonly packed: Int32Array;
  private readonly form: Int32Array;

  constructor(model: CheckModel, layout: Layout, canonical: Canonical | undefined) {
    this.model = model;
    this.layout = layout;
    this.canonical = canonical;
    this.packed = new Int32Array(layout.words);
    this.form = new Int32Array(layout.words);
  }

  /** The first rule, and its first branch, that leads on is taken at every step. */
  walk(chain: readonly Int32Array[], { sighting, invariant }: Destination): CheckPath {
    const start = this.model.initial.find((state) => this.isForm(state, chain[0]));
    if (start === undefined) throw new Error('a path begins at no initial state');
    const states = [start];
    const steps: PathStep[] = [];
    const follow = (wanted: (transition: PlainTransition) => boolean): void => {
      const found = transitionsOf(this.model, states[states.length - 1]).find(wanted);
      if (found === undefined) throw new Error(this.stuck(steps.length, states[states.length - 1]));
      states.push(found.state);
      steps.push(this.step(found));
    };
    for (const next of chain.slice(1)) follow(({ state }) => this.isForm(state, next));
    if (sighting.byTransition && invariant !== undefined) {
      follow(({ violated }) => violated.includes(invariant));
    } else if (invariant !== undefined) {
      this.checkBroken(invariant, states[states.length - 1]);
    }
    return { states: states.map((state) => [...state]), steps };
  }

  private step({ rule, branch, notes }: PlainTransition): PathStep {
    const { rules, notes: names } = this.model;
    return { rule: rules[rule].name, branch, notes: notes.map((note) => names[note]) };
  }

  private isForm(state: Int32Array, form: Int32Array): boolean {
    this.layout.pack(state, this.packed, 0);
    if (this.canonical === undefined)
      return comparePacked(this.packed, 0, form, 0, form.length) === 0;
    this.canonical.form(this.packed, 0, this.form, 0);
    return comparePacked(this.form, 0, form, 0, form.length) === 0;
  }

  private checkBroken(invariant: number, state: Int32Array): void {
    const { name, judge } = this.model.invariants[invariant];
    if (judge(state) === 2) return;
    throw new Error(
      `invariant ${name} is broken in the canonical form of a state, not in the state: it does ` +
        'not treat the elements of a scalarset alike; make one invariant of those of all elements',
    );
  }

  private stuck(step: number, state: Int32Array): string {
    const fields = this.layout.fields.map(({ name }, i) => `${name}=${state[i]}`).join(' ');
    return (
      `nothing leads on after step ${step}, from ${fields}: rules do not treat the elements ` +
      'of a scalarset alike, or depend on something other than the state; search with --unreduced'
    );
  }
}
