/**
 * Where two readings part: the shortest sequences of operations after which one permits an
 * observation that the other does not, one for each pair of obligations. Both sides are beliefs:
 * every world that explains what was observed so far.
 */

import { type Case, lengthOf, Word } from '../../../model/case.js';
import { OPERATION_NAMES } from '../../../model/operations/index.js';
import { Answer } from '../../../model/outcome.js';
import { Branches } from '../marshalling/branches.js';
import { groundOf } from '../marshalling/ground.js';
import { initialState, Stepper } from '../marshalling/model.js';
import { caseOf, type PathStep } from '../marshalling/path.js';
import type { Scope } from '../marshalling/scope.js';
import {
  type Aspect,
  differing,
  type Observation,
  observations,
  phrased,
  wordFor,
} from './observation.js';

/** One place where two readings differ. */
export interface ReadingDifference {
  readonly aspect: Aspect;
  readonly operation: string;
  /** Obligations that the two readings cite for it, '' where one permits nothing alike. */
  readonly obligations: readonly [string, string];
  /** What each alone permits there; where that is nothing, all that it permits. */
  readonly permits: readonly [readonly string[], readonly string[]];
  /** Operations of the sequence, the one that differs included. */
  readonly length: number;
  readonly case: Case;
  /** Scenario file that shows it, '' when it was not saved. */
  readonly file: string;
}

/** Bounds and result of a comparison. */
export interface Comparison {
  readonly readings: readonly [string, string];
  /** Operations that every sequence was tried up to. */
  readonly depth: number;
  readonly beliefs: number;
  /** False where the bound on beliefs ended it before `depth`. */
  readonly complete: boolean;
  readonly differences: readonly ReadingDifference[];
}

/** A world of a belief, and how it came about. */
interface Reached {
  readonly state: Int32Array;
  readonly before: Reached | null;
  readonly rule: number;
  readonly answers: readonly number[];
}

/** What one reading permits next: worlds by observation. */
type Permitted = Map<string, { readonly seen: Observation; readonly worlds: Reached[] }>;

/** Laws are judged by the exhaustive search, not here. */
const NO_INDICES = { lawIndex: () => 0, firstUnsafe: 0 };

/** One reading of a comparison. */
class Side {
  readonly stepper: Stepper;
  readonly initial: Reached;

  constructor(scope: Scope, reading: string) {
    const ground = groundOf(scope, reading);
    this.stepper = new Stepper(ground, 'misusing', NO_INDICES, {
      reads: true,
      reuse: false,
      judges: false,
    });
    this.initial = { state: initialState(ground), before: null, rule: -1, answers: [] };
  }

  /** All that a belief permits when an operation is issued; undefined where it cannot be. */
  permits(belief: readonly Reached[], rule: number): Permitted | undefined {
    const permitted: Permitted = new Map();
    const template = this.stepper.templates[rule];
    let issued = false;
    for (const world of belief) {
      const branches = new Branches();
      do {
        branches.begin();
        const state = world.state.slice();
        this.stepper.take(template, state, branches);
        const { outcome, wasIssued } = this.stepper;
        if (!wasIssued) break;
        issued = true;
        if (outcome.answer === Answer.impossible) continue;
        const answers = [...branches.answers];
        const ends = branches.isDisabled;
        this.add(permitted, observations(outcome), { state, before: world, rule, answers }, ends);
      } while (branches.advance());
    }
    return issued ? permitted : undefined;
  }

  private add(
    permitted: Permitted,
    seen: readonly Observation[],
    world: Reached,
    ends: boolean,
  ): void {
    for (const one of seen) {
      const known = permitted.get(one.key);
      if (known === undefined) permitted.set(one.key, { seen: one, worlds: ends ? [] : [world] });
      else if (!ends) known.worlds.push(world);
    }
  }
}

/** Worlds of a belief, each once. */
function distinct(worlds: readonly Reached[]): Reached[] {
  const seen = new Set<string>();
  return worlds.filter(({ state }) => {
    const key = keyOf(state);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function keyOf(state: Int32Array): string {
  return Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString('latin1');
}

function beliefKey(worlds: readonly Reached[]): string {
  return worlds
    .map(({ state }) => keyOf(state))
    .sort()
    .join('/');
}

interface Pair {
  readonly left: readonly Reached[];
  readonly right: readonly Reached[];
}

/** Compares two readings over a scope, breadth-first; see {@link Comparison}. */
export class Comparer {
  private readonly left: Side;
  private readonly right: Side;
  private readonly found = new Map<string, ReadingDifference>();
  private readonly seen = new Set<string>();

  constructor(scope: Scope, readings: readonly [string, string]) {
    this.left = new Side(scope, readings[0]);
    this.right = new Side(scope, readings[1]);
  }

  /** Sequences of up to `depth` operations, at most `most` pairs of beliefs. */
  compare(depth: number, most: number): Omit<Comparison, 'readings'> {
    let frontier: Pair[] = [{ left: [this.left.initial], right: [this.right.initial] }];
    let level = 0;
    for (; level < depth && frontier.length > 0 && this.seen.size < most; level += 1) {
      const next: Pair[] = [];
      for (const pair of frontier) {
        this.expand(pair, level, next);
        if (this.seen.size >= most) break;
      }
      frontier = next;
    }
    const complete = this.seen.size < most;
    const beliefs = this.seen.size;
    return { depth: level, beliefs, complete, differences: [...this.found.values()] };
  }

  private expand(pair: Pair, level: number, next: Pair[]): void {
    const rules = this.left.stepper.templates.length;
    for (let rule = 0; rule < rules; rule += 1) {
      const left = this.left.permits(pair.left, rule);
      const right = this.right.permits(pair.right, rule);
      if (left === undefined || right === undefined) continue;
      this.note(left, right, level);
      for (const [key, { worlds }] of left) {
        const other = right.get(key);
        if (other === undefined || worlds.length === 0 || other.worlds.length === 0) continue;
        const both = { left: distinct(worlds), right: distinct(other.worlds) };
        const name = `${beliefKey(both.left)}#${beliefKey(both.right)}`;
        if (this.seen.has(name)) continue;
        this.seen.add(name);
        next.push(both);
      }
    }
  }

  /** Takes down what one side permits and the other does not. */
  private note(left: Permitted, right: Permitted, level: number): void {
    for (const [key, { seen, worlds }] of left) {
      if (!right.has(key)) this.take(seen, closest(seen, right), worlds, left, right, level, true);
    }
    for (const [key, { seen, worlds }] of right) {
      if (!left.has(key)) this.take(seen, closest(seen, left), worlds, left, right, level, false);
    }
  }

  private take(
    seen: Observation,
    other: Observation | undefined,
    worlds: readonly Reached[],
    left: Permitted,
    right: Permitted,
    level: number,
    isLeft: boolean,
  ): void {
    const aspect = other === undefined ? 'answer' : (differing(seen, other) ?? 'answer');
    const mine = seen.cites[aspect];
    const theirs = other?.cites[aspect] ?? '';
    const obligations = isLeft ? ([mine, theirs] as const) : ([theirs, mine] as const);
    const key = `${aspect} ${obligations.join(' ')}`;
    const world = worlds[0];
    if (this.found.has(key) || world === undefined) return;
    const side = isLeft ? this.left : this.right;
    const given = caseOf(pathTo(world), side.stepper);
    this.found.set(key, {
      aspect,
      operation: operationOf(given),
      obligations,
      permits: [words(left, right, aspect), words(right, left, aspect)],
      length: level + 1,
      case: given,
      file: '',
    });
  }
}

/** The observation on the other side that agrees in most aspects. */
function closest(seen: Observation, permitted: Permitted): Observation | undefined {
  const order: (Aspect | undefined)[] = ['answer', 'result', 'out-pointer', 'bytes'];
  let best: Observation | undefined;
  let most = -1;
  for (const { seen: other } of permitted.values()) {
    const agreed = order.indexOf(differing(seen, other));
    if (agreed > most) [best, most] = [other, agreed];
  }
  return best;
}

/** What one side permits and the other does not; all of it where that is nothing. */
function words(permitted: Permitted, other: Permitted, aspect: Aspect): string[] {
  const of = (each: Permitted): Set<string> =>
    new Set([...each.values()].map(({ seen }) => wordFor(seen, aspect)));
  const all = [...of(permitted)];
  const shared = of(other);
  const alone = all.filter((word) => !shared.has(word));
  return phrased(alone.length > 0 ? alone : all);
}

function pathTo(world: Reached): PathStep[] {
  const path: PathStep[] = [];
  for (let at = world; at.before !== null; at = at.before) {
    path.unshift({ rule: at.rule, answers: at.answers, state: at.before.state });
  }
  return path;
}

/** The last operation of a case. */
function operationOf(given: Case): string {
  const last = (lengthOf(given.program) - 1) * Word.width;
  return OPERATION_NAMES[given.program[last + Word.operation]];
}
