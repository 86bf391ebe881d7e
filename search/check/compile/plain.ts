/** The rules as they are written, run on every state: what compiled rules are compared with. */

import { comparePacked } from '../engine/findings.js';
import type { Layout } from '../layout.js';
import { type CheckModel, VERDICT } from '../model.js';
import { Outcomes } from './outcomes.js';
import { BranchLog } from './record.js';
import { Rows } from './rows.js';

/** One transition as the rules give it. */
export interface PlainTransition {
  readonly rule: number;
  readonly branch: number;
  readonly state: Int32Array;
  readonly notes: readonly number[];
  readonly violated: readonly number[];
}

/** All transitions out of a state (values, not codes), in the order of rules and branches. */
export function transitionsOf(model: CheckModel, from: Int32Array): PlainTransition[] {
  const found: PlainTransition[] = [];
  const log = new BranchLog();
  const state = from.slice();
  model.rules.forEach((_, rule) => {
    visitBranches(model, rule, from, state, log, (branch) => {
      const { notes, violated } = log;
      found.push({
        rule,
        branch,
        state: state.slice(),
        notes: [...notes],
        violated: [...violated],
      });
    });
  });
  return found;
}

/** Runs a rule on `state`, made anew from `from`, for each branch; `visit` sees enabled ones. */
function visitBranches(
  model: CheckModel,
  rule: number,
  from: Int32Array,
  state: Int32Array,
  log: BranchLog,
  visit: (branch: number) => void,
): void {
  let branch = 0;
  log.choices.reset();
  do {
    log.begin();
    state.set(from);
    model.rules[rule].run(state, log);
    if (log.isEnabled) visit(branch);
    branch += 1;
  } while (log.choices.advance());
}

/** Finds successors and verdicts without remembering anything. */
export class PlainRules {
  readonly outcomes: Outcomes;
  readonly violating: number[] = [];
  private readonly model: CheckModel;
  private readonly layout: Layout;
  private readonly log = new BranchLog();
  private readonly from: Int32Array;
  private readonly state: Int32Array;
  /** A list of one transition for each rule, branch and remarks. */
  private readonly lists = new Map<string, number>();

  constructor(model: CheckModel, layout: Layout) {
    this.model = model;
    this.layout = layout;
    this.outcomes = new Outcomes(layout);
    this.from = new Int32Array(layout.fields.length);
    this.state = new Int32Array(layout.fields.length);
  }

  /** As `Compiled.expand`. */
  expand(packed: Int32Array, at: number, rows: Rows): number {
    this.violating.length = 0;
    let transitions = 0;
    for (let rule = 0; rule < this.model.rules.length; rule += 1) {
      transitions += this.expandBy(rule, packed, at, rows);
    }
    return transitions;
  }

  /** As `Compiled.expandBy`. */
  expandBy(rule: number, packed: Int32Array, at: number, rows: Rows): number {
    this.layout.unpack(packed, at, this.from);
    let transitions = 0;
    visitBranches(this.model, rule, this.from, this.state, this.log, (branch) => {
      transitions += 1;
      this.addRow(rule, branch, packed, at, rows);
    });
    return transitions;
  }

  /** The invariants that a state breaks. */
  violatedIn(packed: Int32Array, at: number, exercised: Uint8Array): number[] {
    this.layout.unpack(packed, at, this.state);
    const violated: number[] = [];
    this.model.invariants.forEach((invariant, index) => {
      const verdict = invariant.judge(this.state);
      if (verdict === VERDICT.VIOLATED) violated.push(index);
      else if (verdict === VERDICT.HOLDS) exercised[index] = 1;
    });
    return violated;
  }

  private addRow(rule: number, branch: number, packed: Int32Array, at: number, rows: Rows): void {
    const { words } = this.layout;
    const list = this.listOf(rule, branch);
    const { data } = this.outcomes.lists;
    data[list] += 1;
    const transition = this.outcomes.firstOf(list);
    if (this.log.violated.length > 0) this.violating.push(transition);
    rows.ensure(1);
    const to = rows.count * rows.stride;
    this.packInto(rows.data, to, rule);
    rows.data[to + words] = transition;
    if (comparePacked(rows.data, to, packed, at, words) !== 0) rows.count += 1;
  }

  private packInto(packed: Int32Array, to: number, rule: number): void {
    try {
      this.layout.pack(this.state, packed, to);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new RangeError(`rule ${this.model.rules[rule].name}: ${cause}`, { cause: error });
    }
  }

  private listOf(rule: number, branch: number): number {
    const { notes, violated } = this.log;
    const key = `${rule}/${branch}/${notes.join()}/${violated.join()}`;
    let list = this.lists.get(key);
    if (list === undefined) {
      const remarks = { notes: [...notes], violated: [...violated] };
      list = this.outcomes.add(rule, [{ branch, writes: [], ...remarks }]);
      this.lists.set(key, list);
    }
    return list;
  }
}

/** Something that finds successors. */
type Rules = Pick<PlainRules, 'expand' | 'outcomes'>;

/** Throws unless both find the same transitions out of a state. */
export function compareRules(
  model: CheckModel,
  layout: Layout,
  compiled: Rules,
  plain: Rules,
  packed: Int32Array,
  at: number,
): void {
  const [got, wanted] = [compiled, plain].map((rules) => {
    const rows = new Rows(layout.words, 64);
    const count = rules.expand(packed, at, rows);
    const lines = Array.from({ length: rows.count }, (_, row) => {
      const from = row * rows.stride;
      const transition = rows.data[from + layout.words];
      const rule = model.rules[rules.outcomes.ruleOf(transition)].name;
      const { notes, violated } = rules.outcomes.remarksOf(transition);
      const to = [...rows.data.subarray(from, from + layout.words)].join();
      const said = `notes [${notes.join()}] violates [${violated.join()}]`;
      return `rule ${rule}, branch ${rules.outcomes.branchOf(transition)}: to ${to} ${said}`;
    });
    return [`${count} transitions`, ...lines.sort()];
  });
  const wrong =
    wanted.find((line) => !got.includes(line)) ?? got.find((line) => !wanted.includes(line));
  if (wrong === undefined) return;
  const state = new Int32Array(layout.fields.length);
  layout.unpack(packed, at, state);
  const fields = layout.fields.map(({ name }, i) => `${name}=${state[i]}`).join(' ');
  throw new Error(
    `compiled and plain rules differ: ${wrong}\nin ${fields}\n` +
      `plain: ${wanted.length - 1} successors, compiled: ${got.length - 1}; ` +
      'a rule that reads something other than the state would explain it',
  );
}
