/**
 * Reduction: the shortest program that shows the same signature. References are creation names,
 * so leaving out an operation leaves out what depends on it. First whole operations, then
 * arguments, then memory; again until nothing gets smaller.
 */

import { type Case, lengthOf } from '../model/case.js';
import { describe, signatureOf } from '../properties/describe.js';
import { Runner } from '../properties/run.js';
import { plainer } from '../properties/shrinking/arguments.js';
import { pick } from '../properties/shrinking/edits.js';
import { tidied, withFittingBuffers } from '../properties/shrinking/memory.js';
import { closures, leaveOut } from '../properties/shrinking/operations.js';
import { substitutes } from '../properties/shrinking/substitutes.js';
import type { Target } from '../targets/interface.js';
import type { Finding } from './finding.js';

/** What reduction came to. */
export interface ReducedFinding {
  readonly finding: Finding;
  /** Cases that were run on the way. */
  readonly executions: number;
}

/** How a finding is reduced. */
export interface ReduceOptions {
  /** The target that showed it. */
  readonly target: Target;
  readonly inspection: boolean;
  /** Most cases to run; the best so far is the result then. */
  readonly mostExecutions?: number;
}

const MOST_EXECUTIONS = 3000;

/** Tries cases against one signature and keeps the best. */
class Reducer {
  best: Case;
  executions = 0;
  private readonly runner: Runner;
  private readonly signature: string;
  private readonly most: number;

  constructor(finding: Finding, options: ReduceOptions) {
    this.best = finding.case;
    this.signature = finding.signature;
    this.runner = new Runner(options.target, options.inspection);
    this.most = options.mostExecutions ?? MOST_EXECUTIONS;
  }

  get isSpent(): boolean {
    return this.executions >= this.most;
  }

  /** Keeps the candidate when it shows the same signature; cuts off what was not carried out. */
  accepts(candidate: Case): boolean {
    if (this.isSpent) return false;
    this.executions += 1;
    const carried: number[] = [];
    const result = this.runner.run(candidate, undefined, (index) => carried.push(index));
    if (result.verdict !== 'departure') return false;
    if (signatureOf(this.runner, candidate) !== this.signature) return false;
    this.best = { ...candidate, program: pick(candidate.program, carried) };
    return true;
  }

  /** The finding of the best case. */
  finish(finding: Finding): Finding {
    this.best = withFittingBuffers(this.best);
    const result = this.runner.run(this.best);
    if (result.verdict !== 'departure') return finding;
    return describe(this.runner, this.best, result, finding.origin);
  }
}

/** Tries each candidate of a stream once, restarting the stream after a success. */
function improve(reducer: Reducer, candidates: (best: Case) => Iterable<Case>): boolean {
  let improved = false;
  for (let again = true; again && !reducer.isSpent; ) {
    again = false;
    for (const candidate of candidates(reducer.best)) {
      if (!reducer.accepts(candidate)) continue;
      improved = true;
      again = true;
      break;
    }
  }
  return improved;
}

/** Reduces a finding. Deterministic; never returns a longer one. */
export function reduceFinding(finding: Finding, options: ReduceOptions): ReducedFinding {
  const reducer = new Reducer(finding, options);
  if (!reducer.accepts(finding.case)) return { finding, executions: reducer.executions };
  for (const candidate of closures(reducer.best)) if (reducer.accepts(candidate)) break;
  for (let round = 0; round < 6 && !reducer.isSpent; round += 1) {
    const before = lengthOf(reducer.best.program);
    let changed = improve(reducer, leaveOut);
    changed = improve(reducer, substitutes) || changed;
    changed = improve(reducer, plainer) || changed;
    changed = improve(reducer, tidied) || changed;
    if (!changed || (round > 0 && lengthOf(reducer.best.program) === before)) break;
  }
  return { finding: reducer.finish(finding), executions: reducer.executions };
}
