/**
 * The shortest schedule that shows the same: applications with fewer steps, then only the events
 * that lead to it, then fewer preemptions.
 */

import { CALLING } from '../../drivers/index.js';
import type { Application, ClientStep, Workload } from '../../drivers/interface.js';
import type { Target } from '../../targets/interface.js';
import { Execution } from './execution.js';
import { explore } from './explore.js';
import { orderOf } from './order.js';
import type { Program } from './program.js';
import { follow, isShorter, scheduleOf, type Witness } from './schedule.js';

/** Schedules that are tried for each simpler workload. */
const MOST_SCHEDULES = 600;

/** A witness and the program that it belongs to. */
export interface Reduced {
  readonly program: Program;
  readonly witness: Witness;
  readonly schedules: number;
}

class Reducer {
  best: Reduced;
  schedules = 0;
  private readonly target: Target;
  private readonly preemptions: number;

  constructor(program: Program, witness: Witness, preemptions: number, target: Target) {
    this.best = { program, witness, schedules: 0 };
    this.preemptions = preemptions;
    this.target = target;
  }

  /** Looks for the same in another program; true when it is there and not longer. */
  accepts(program: Program, isAlwaysBetter: boolean): boolean {
    const { signature } = this.best.witness;
    let found: Witness | undefined;
    const { schedules } = explore(new Execution(program, this.target), {
      preemptions: this.preemptions,
      reduced: true,
      mostSchedules: Math.min(MOST_SCHEDULES, program.driver.mostSchedules ?? MOST_SCHEDULES),
      onRun: (run) => {
        const witness = witnessOf(run, signature);
        if (witness !== undefined && (found === undefined || isShorter(witness, found))) {
          found = witness;
        }
        return false;
      },
    });
    this.schedules += schedules;
    if (found === undefined) return false;
    const isBetter = isAlwaysBetter
      ? !isShorter(this.best.witness, found)
      : isShorter(found, this.best.witness);
    if (isBetter) this.best = { program, witness: found, schedules: 0 };
    return isBetter;
  }

  /** Keeps a schedule of the same program when it shows the same, shorter. */
  tries(schedule: readonly string[]): void {
    const run = new Execution(this.best.program, this.target);
    follow(run, schedule);
    this.schedules += 1;
    const witness = witnessOf(run, this.best.witness.signature);
    if (witness !== undefined && isShorter(witness, this.best.witness)) {
      this.best = { ...this.best, witness };
    }
  }
}

/** What a run showed under a signature, with its schedule; undefined where it did not. */
export function witnessOf(run: Execution, signature: string): Witness | undefined {
  const shown = run.judge.shown.find((each) => each.signature === signature);
  if (shown === undefined) return undefined;
  return { ...shown, schedule: scheduleOf(run, shown.events) };
}

function without(steps: readonly ClientStep[], index: number): ClientStep[] {
  return steps.filter((_, each) => each !== index);
}

function withApplication(workload: Workload, at: number, application: Application): Workload {
  const applications = workload.applications.map((each, i) => (i === at ? application : each));
  return { ...workload, applications };
}

/** The workload with one thing less in it, the greatest first. */
function* simpler(workload: Workload, keepsCalls: boolean): Iterable<Workload> {
  const { applications, lowMemory, ...rest } = workload;
  if (applications.length > 1) {
    for (let i = applications.length - 1; i >= 0; i -= 1) {
      yield { ...workload, applications: applications.filter((_, each) => each !== i) };
    }
  }
  if (lowMemory === true) yield { ...rest, applications };
  for (const [at, application] of applications.entries()) {
    const { mayExit, ...plain } = application;
    if (mayExit === true) yield withApplication(workload, at, plain);
    const names = Object.keys(application.threads);
    for (const name of names) {
      const { [name]: steps = [], ...others } = application.threads;
      const mayGo = !(keepsCalls && steps.some((step) => CALLING.has(step.do)));
      if (names.length > 1 && mayGo)
        yield withApplication(workload, at, { ...application, threads: others });
      for (let i = steps.length - 1; i >= 0 && steps.length > 1; i -= 1) {
        if (keepsCalls && CALLING.has(steps[i].do)) continue;
        const threads = { ...application.threads, [name]: without(steps, i) };
        yield withApplication(workload, at, { ...application, threads });
      }
    }
  }
}

/** Reduces what was found. Deterministic. `preemptions`: the bound that it was found within. */
export function reduceWitness(
  program: Program,
  witness: Witness,
  preemptions: number,
  target: Target,
): Reduced {
  const reducer = new Reducer(program, witness, preemptions, target);
  reducer.accepts(program, false);
  // Bytes that nobody asked for are not wrong.
  const keepsCalls = /^(wrong-bytes|INV-SECRET)/.test(witness.signature);
  for (let again = true; again; ) {
    again = false;
    for (const workload of simpler(reducer.best.program.workload, keepsCalls)) {
      if (!reducer.accepts({ ...reducer.best.program, workload }, true)) continue;
      again = true;
      break;
    }
  }
  const run = new Execution(reducer.best.program, target);
  follow(run, reducer.best.witness.schedule);
  reducer.tries(slice(run, reducer.best.witness));
  return { ...reducer.best, schedules: reducer.schedules };
}

/** Only what leads to the event at which it shows. */
function slice(run: Execution, witness: Witness): readonly string[] {
  const order = orderOf(run.trace);
  return order.pastOf(witness.events - 1).map((index) => run.trace[index].name);
}
