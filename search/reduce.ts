/**
 * Reduction: the shortest program that shows the same signature. References are creation names,
 * so leaving out an operation leaves out what depends on it. First whole operations, then
 * arguments, then memory; again until nothing gets smaller.
 */

import type { Case } from '../model/case.js';
import { findReading } from '../model/readings.js';
import { describe, signatureOf } from '../properties/describe.js';
import { Runner } from '../properties/run.js';
import { plainer } from '../properties/shrinking/arguments.js';
import { pick } from '../properties/shrinking/edits.js';
import { tidied, withFittingBuffers } from '../properties/shrinking/memory.js';
import { closures, leaveOut } from '../properties/shrinking/operations.js';
import { substitutes, withoutOpens } from '../properties/shrinking/substitutes.js';
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
  /** Other readings that the finding may be shown in, and what makes their targets. */
  readonly elsewhere?: {
    readonly readings: readonly string[];
    readonly createTarget: (reading: string) => Target;
  };
  /** Most cases to run; the best so far is the result then. */
  readonly mostExecutions?: number;
}

const MOST_EXECUTIONS = 3000;
/** A target that has to be started again, or waited for, is not asked as often. */
const MOST_BREAKDOWNS = 120;
const HANG_COUNTS = 10;

/** Tries cases against one signature and keeps the best. */
class Reducer {
  best: Case;
  executions = 0;
  private breakdowns = 0;
  private runner: Runner;
  private readonly runners = new Map<string, Runner>();
  private readonly options: ReduceOptions;
  private readonly signature: string;
  private readonly most: number;

  constructor(finding: Finding, options: ReduceOptions) {
    this.best = finding.case;
    this.signature = finding.signature;
    this.options = options;
    this.runner = new Runner(options.target, options.inspection);
    this.runners.set(finding.case.platform.reading, this.runner);
    this.most = options.mostExecutions ?? MOST_EXECUTIONS;
  }

  get isSpent(): boolean {
    return this.executions >= this.most || this.breakdowns >= MOST_BREAKDOWNS;
  }

  /** Keeps the candidate when it shows the same signature; cuts off what was not carried out. */
  accepts(candidate: Case): boolean {
    if (this.isSpent) return false;
    this.executions += 1;
    const carried: number[] = [];
    this.runner = this.runnerFor(candidate.platform.reading);
    const result = this.runner.run(candidate, undefined, (index) => {
      // A case that is laid out anew starts over.
      if (index <= (carried.at(-1) ?? -1)) carried.length = 0;
      carried.push(index);
    });
    if (result.verdict !== 'departure') return false;
    const { status } = this.runner.response;
    if (status === 'hung') this.breakdowns += HANG_COUNTS;
    else if (status === 'crashed' || status === 'garbled') this.breakdowns += 1;
    if (signatureOf(this.runner, candidate) !== this.signature) return false;
    this.best = { ...candidate, program: pick(candidate.program, carried) };
    return true;
  }

  private runnerFor(reading: string): Runner {
    const known = this.runners.get(reading);
    if (known !== undefined) return known;
    const target = this.options.elsewhere?.createTarget(reading) ?? this.options.target;
    const runner = new Runner(target, this.options.inspection);
    this.runners.set(reading, runner);
    return runner;
  }

  /** The finding of the best case. */
  finish(finding: Finding): Finding {
    this.best = withFittingBuffers(this.best);
    this.runner = this.runnerFor(this.best.platform.reading);
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

/** How plain a reading is: documented before shipped, without a virtually tagged cache first. */
function plainness(id: string): number {
  const reading = findReading(id);
  return (reading?.style === 'documented' ? 0 : 2) + (reading?.virtuallyTagged === true ? 1 : 0);
}

function plainestFirst(readings: readonly string[]): string[] {
  return [...readings].sort((a, b) => plainness(a) - plainness(b));
}

/** The same case in each plainer reading that it may be shown in. */
function* inPlainerReading(given: Case, readings: readonly string[]): Iterable<Case> {
  const ordered = plainestFirst(readings);
  const rank = ordered.indexOf(given.platform.reading);
  yield* inReadings(given, ordered.slice(0, Math.max(rank, 0)));
}

function* inReadings(given: Case, readings: readonly string[]): Iterable<Case> {
  const { platform } = given;
  for (const id of readings) {
    const limits = findReading(id)?.copyLimits ?? [];
    for (const copyLimit of new Set([platform.copyLimit, limits[0] ?? 0])) {
      if (!limits.includes(copyLimit)) continue;
      yield { ...given, platform: { ...platform, reading: id, copyLimit } };
    }
  }
}

/** Without an Open, in each other reading: some take the caller's own address. */
function* withoutOpenElsewhere(given: Case, readings: readonly string[]): Iterable<Case> {
  const others = plainestFirst(readings).filter((id) => id !== given.platform.reading);
  for (const shorter of withoutOpens(given)) yield* inReadings(shorter, others);
}

const MOST_ROUNDS = 8;

/** Reduces a finding. Deterministic; never returns a longer one. */
export function reduceFinding(finding: Finding, options: ReduceOptions): ReducedFinding {
  const reducer = new Reducer(finding, options);
  if (!reducer.accepts(finding.case)) return { finding, executions: reducer.executions };
  const readings = options.elsewhere?.readings ?? [];
  for (const candidate of closures(reducer.best)) if (reducer.accepts(candidate)) break;
  for (let round = 0; round < MOST_ROUNDS && !reducer.isSpent; round += 1) {
    let changed = improve(reducer, leaveOut);
    changed = improve(reducer, (best) => inPlainerReading(best, readings)) || changed;
    changed = improve(reducer, substitutes) || changed;
    changed = improve(reducer, plainer) || changed;
    changed = improve(reducer, tidied) || changed;
    if (!changed) changed = improve(reducer, (best) => withoutOpenElsewhere(best, readings));
    if (!changed) break;
  }
  return { finding: reducer.finish(finding), executions: reducer.executions };
}
