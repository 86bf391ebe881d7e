/** One state of an exploration: how it was reached, and what can follow, by the model. */

import { type Case, decode, domainOf, emptyOperation, lengthOf, Word } from '../../model/case.js';
import { obligationAt } from '../../model/clauses/index.js';
import { isEnabled, perform } from '../../model/model.js';
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
import { operationsFor } from './operations.js';

/** An operation that may follow. */
export interface NextOperation {
  readonly actor: string;
  readonly text: string;
  /** `enabled`: carried out. `refused`: answered by a failure. `impossible`: cannot be issued. */
  readonly state: 'enabled' | 'refused' | 'impossible';
  /** Everything that the reading permits. */
  readonly gives: readonly string[];
  /** The clauses that say so; of a refused one, those that refuse it. */
  readonly clauses: readonly string[];
  readonly words: Int32Array;
}

/** What follows a case, and how it ended. */
export interface Reached {
  readonly verdict: string;
  readonly worlds: number;
  /** Equal for equal states. */
  readonly key: string;
  readonly next: readonly NextOperation[];
}

/** A case with one more operation. */
export function longer(given: Case, words: Int32Array): Case {
  const program = new Int32Array(given.program.length + words.length);
  program.set(given.program);
  program.set(words, given.program.length);
  return { ...given, program };
}

/** Runs the case on a target and asks the model what can follow. */
export function reach(given: Case, target: Target): Reached {
  const runner = new Runner(target);
  const { verdict } = runner.run(given, roomy(given));
  const { worlds } = runner.belief;
  const first = worlds[0];
  const asked = new Asker(given, runner);
  const next =
    verdict === 'passed' ? operationsFor(given, first).map((each) => asked.ask(each)) : [];
  const key = [...first.words.subarray(0, first.at.core)].join(',');
  return { verdict, worlds: worlds.length, key, next };
}

/** A domain with the cuts of everything that may follow; the case's own where that is too much. */
function roomy(given: Case): Domain {
  const own = domainOf(given);
  try {
    const all = operationsFor(given, new World(own)).flatMap((each) => [...each]);
    return domainOf({ ...given, program: Int32Array.from([...given.program, ...all]) });
  } catch (error) {
    if (error instanceof RangeError) return own;
    throw error;
  }
}

/** Asks the model about one operation after the other. */
class Asker {
  private readonly given: Case;
  private readonly runner: Runner;
  private readonly step = new Step();

  constructor(given: Case, runner: Runner) {
    this.given = given;
    this.runner = runner;
  }

  ask(words: Int32Array): NextOperation {
    const after = longer(this.given, words);
    const index = lengthOf(this.given.program);
    const operation = emptyOperation();
    const names = new Names(after);
    const process = after.program[index * Word.width + Word.process];
    const { worlds } = this.runner.belief;
    const isNamed = decode(after.program, index, this.runner.pointers, operation);
    const caller = worlds[0].callerOf(operation.thread);
    const told = {
      actor: actorOf(after, index),
      text: operationText(after, index, names, caller > 0 ? caller : process),
      words,
    };
    if (!isNamed || !worlds.every((world) => isEnabled(world, operation))) {
      return { ...told, state: 'impossible', gives: [], clauses: [] };
    }
    const request = { ...operation, bytes: new Uint8Array(0) };
    const gives = new Set<string>();
    const clauses = new Set<string>();
    let refusals = 0;
    let branches = 0;
    const { step } = this;
    step.request = operation;
    step.held = this.runner.held;
    step.tag = words[Word.tag];
    for (const world of worlds) {
      this.branches(world, (outcome, reached) => {
        const text = permittedText(outcome, reached, request, operation.operation, new Map());
        if (text === '') return;
        gives.add(text);
        branches += 1;
        if (isRefusal(outcome)) refusals += 1;
        if (outcome.valueCite > 0) clauses.add(obligationAt(outcome.valueCite).clause);
      });
    }
    const state = refusals === branches && branches > 0 ? 'refused' : 'enabled';
    return { ...told, state, gives: [...gives], clauses: [...clauses] };
  }

  /** Every branch from a world; one that needs a finer domain is left out. */
  private branches(world: World, take: (outcome: Outcome, reached: World) => void): void {
    const { step } = this;
    step.choices.reset();
    do {
      step.choices.begin();
      const reached = new World(world.domain);
      reached.copyFrom(world);
      step.world = reached;
      try {
        perform(step);
      } catch (error) {
        if (error instanceof MissingCut) return;
        throw error;
      }
      take(step.outcome, reached);
    } while (step.choices.advance());
  }
}

function isRefusal({ answer, valueKind, value }: Outcome): boolean {
  if (answer === Answer.faulted) return true;
  if (answer !== Answer.returned) return false;
  return valueKind === Value.exact ? isFailed(value) : valueKind !== Value.any;
}
