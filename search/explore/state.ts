/** One state of an exploration: how it was reached, and what can follow, by the model. */

import { type Case, decode, domainOf, emptyOperation, lengthOf, Word } from '../../model/case.js';
import { obligationAt } from '../../model/clauses/index.js';
import { isEnabled, perform } from '../../model/model.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import { Answer, type Outcome, Value } from '../../model/outcome.js';
import { isFailed } from '../../model/results.js';
import { Step } from '../../model/step.js';
import { type Domain, MissingCut } from '../../model/world/domain.js';
import { World } from '../../model/world/world.js';
import { Runner } from '../../properties/run.js';
import type { Target } from '../../targets/interface.js';
import { Names } from '../explain/names.js';
import { actorOf, operationText } from '../explain/operation-text.js';
import { permittedText } from '../explain/outcome-text.js';
import type { NextOperation, NextState } from '../exploration.js';
import { operationsFor, placesFor } from './operations.js';

/** Where a case led. */
export interface Reached {
  /** `passed`, or why nothing can follow. */
  readonly verdict: string;
  readonly worlds: number;
  /** Equal for equal states of one domain. */
  readonly key: string;
  /** What is offered next, as words of a program; nothing unless it passed. */
  readonly offered: readonly Int32Array[];
}

/** A case with one more operation. */
export function longer(given: Case, words: Int32Array): Case {
  const program = new Int32Array(given.program.length + words.length);
  program.set(given.program);
  program.set(words, given.program.length);
  return { ...given, program };
}

/** A domain with the cuts of everything that may follow; the case's own where that is too much. */
export function roomy(given: Case): Domain {
  const all = placesFor(given).flatMap((each) => [...each]);
  try {
    return domainOf({ ...given, program: Int32Array.from([...given.program, ...all]) });
  } catch (error) {
    if (error instanceof RangeError) return domainOf(given);
    throw error;
  }
}

/** Runs cases on one target, and asks the model what can follow the last one. */
export class Probe {
  private readonly runner: Runner;
  private readonly step = new Step();
  private readonly operation = emptyOperation();
  private readonly writers = new Map<number, number>();
  private readonly cuts: { region: number; offset: number }[] = [];
  private given: Case | null = null;
  private reached: World | null = null;

  constructor(target: Target) {
    this.runner = new Runner(target);
  }

  /** Runs a case; `domain` fits it and what may follow. */
  visit(given: Case, domain: Domain = roomy(given)): Reached {
    const { writers } = this;
    let steps = 0;
    let last = -1;
    writers.clear();
    const { verdict } = this.runner.run(given, domain, (index, { request }) => {
      // A case that is laid out anew starts over.
      if (index <= last) {
        writers.clear();
        steps = 0;
      }
      last = index;
      steps += 1;
      if (request.operation !== 'write') return;
      writers.set(given.program[index * Word.width + Word.tag], steps);
    });
    const { worlds } = this.runner.belief;
    if (this.given !== given) this.cuts.length = 0;
    this.given = given;
    if (this.reached?.domain !== worlds[0].domain) this.reached = new World(worlds[0].domain);
    const keys = worlds.map(({ words, at }) => words.subarray(0, at.core).join());
    const offered = verdict === 'passed' ? operationsFor(given, worlds[0]) : [];
    return { verdict, worlds: worlds.length, key: keys.sort().join(' '), offered };
  }

  /** What becomes of an operation after the case that was visited last. */
  stateOf(words: Int32Array): NextState {
    return this.settled(() => this.judged(words));
  }

  private judged(words: Int32Array): NextState {
    let [branches, refusals, mistakes] = [0, 0, 0];
    const isIssued = this.branches(words, (outcome) => {
      branches += 1;
      refusals += isRefusal(outcome) ? 1 : 0;
      mistakes += outcome.answer === Answer.any || outcome.answer === Answer.open ? 1 : 0;
    });
    if (!isIssued || branches === 0) return 'impossible';
    if (mistakes === branches) return 'mistake';
    return refusals === branches ? 'refused' : 'enabled';
  }

  /** The same, told. */
  tell(words: Int32Array): NextOperation {
    return this.settled(() => this.told(words));
  }

  private told(words: Int32Array): NextOperation {
    const given = longer(this.visited, words);
    const index = lengthOf(this.visited.program);
    const caller = this.runner.belief.first.callerOf(words[Word.thread]);
    const process = caller > 0 ? caller : words[Word.process];
    const state = this.judged(words);
    const gives = new Set<string>();
    const clauses = new Set<string>();
    const request = { ...this.operation, bytes: new Uint8Array(0) };
    const operation = OPERATION_NAMES[words[Word.operation]];
    const judged = operation === 'resume' ? this.runner.held.operation : operation;
    this.branches(words, (outcome, world) => {
      gives.add(permittedText(outcome, world, request, judged, this.writers));
      if (outcome.valueCite > 0) clauses.add(obligationAt(outcome.valueCite).clause);
    });
    return {
      actor: actorOf(given, index),
      operation,
      text: operationText(given, index, new Names(given), process),
      state,
      gives: [...gives],
      clauses: [...clauses],
    };
  }

  /** An answer; where the memory is divided too coarsely for it, the case runs once more. */
  private settled<T>(ask: () => T): T {
    for (;;) {
      try {
        return ask();
      } catch (error) {
        if (!(error instanceof MissingCut)) throw error;
        this.cuts.push({ region: error.region, offset: error.offset });
        this.visit(this.visited, domainOf(this.visited, this.cuts));
      }
    }
  }

  private get visited(): Case {
    if (this.given === null) throw new Error('no case was visited');
    return this.given;
  }

  /** Every branch that is possible, of all worlds; false when the operation cannot be issued. */
  private branches(words: Int32Array, take: (outcome: Outcome, reached: World) => void): boolean {
    const { runner, step, operation, reached } = this;
    const { worlds } = runner.belief;
    const isNamed = decode(words, 0, runner.pointers, operation);
    if (reached === null || !isNamed) return false;
    if (!worlds.every((world) => isEnabled(world, operation))) return false;
    step.request = operation;
    step.held = runner.held;
    step.tag = words[Word.tag];
    step.world = reached;
    for (const world of worlds) {
      step.choices.reset();
      do {
        step.choices.begin();
        reached.copyFrom(world);
        perform(step);
        if (step.outcome.answer !== Answer.impossible) take(step.outcome, reached);
      } while (step.choices.advance());
    }
    return true;
  }
}

function isRefusal({ answer, valueKind, value }: Outcome): boolean {
  if (answer === Answer.faulted) return true;
  if (answer !== Answer.returned) return false;
  return valueKind === Value.exact ? isFailed(value) : valueKind !== Value.any;
}
