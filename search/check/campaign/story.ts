/**
 * A counterexample told step by step, with every state of it, as a finding of a campaign is. The
 * states are those of the search: a defect that was planted in the rules shows in them.
 */

import { type Case, lengthOf, Word } from '../../../model/case.js';
import { World } from '../../../model/world/world.js';
import { explainClauses } from '../../explain/clauses.js';
import { Names } from '../../explain/names.js';
import { actorOf, operationText } from '../../explain/operation-text.js';
import { permittedText } from '../../explain/outcome-text.js';
import { pictureOf } from '../../explain/picture.js';
import { TimelineBook } from '../../explain/timeline.js';
import type { ExplainedStep, Explanation, Picture } from '../../explanation.js';
import { Branches } from '../marshalling/branches.js';
import type { Stepper } from '../marshalling/model.js';
import type { PathStep } from '../marshalling/path.js';

/** What a story says beside its steps. */
export interface StoryText {
  readonly signature: string;
  /** The invariant or law as a sentence. */
  readonly sentence: string;
  readonly clauses: readonly string[];
}

/** See the file comment; `given` is the case of the path. */
export function storyOf(
  path: readonly PathStep[],
  last: Int32Array,
  stepper: Stepper,
  given: Case,
  text: StoryText,
): Explanation {
  const { signature, sentence, clauses } = text;
  const names = new Names(given);
  const named = new Array<string>(stepper.ground.domain.slots).fill('');
  const writers = new Map<number, number>();
  const book = new TimelineBook();
  const world = new World(stepper.ground.domain);
  const invariants = clauses.filter((id) => id.startsWith('INV-'));
  const draw = (state: Int32Array, step: number): Picture => {
    world.words.fill(0);
    world.words.set(state);
    return pictureOf({ given, world, inspection: null, names, named, step });
  };
  const steps: ExplainedStep[] = [];
  book.take(draw(path[0]?.state ?? last, 0), world, 1);
  for (const [index, { rule, answers, state }] of path.entries()) {
    const isBad = index === path.length - 1;
    const next = isBad ? last : path[index + 1].state;
    const { act } = stepper;
    stepper.take(stepper.templates[rule], state.slice(), new Branches(answers));
    const { outcome } = stepper;
    const request = { ...act.operation, bytes: new Uint8Array(0) };
    if (request.operation === 'write') writers.set(act.tag, index + 1);
    const slot = outcome.pointerSlot;
    const result = given.program[index * Word.width + Word.result];
    if (slot >= 0 && result !== 0) named[slot] = names.result(result);
    const picture = draw(next, index + 1);
    const caller = world.callerOf(request.thread);
    const process = request.thread > 0 && caller > 0 ? caller : request.process;
    steps.push({
      number: index + 1,
      actor: actorOf(given, index),
      operation: request.operation,
      text: operationText(given, index, names, process),
      expected: isBad ? [sentence] : [],
      observed: permittedText(outcome, world, request, request.operation, writers),
      isBad,
    });
    book.take(picture, world, 1, isBad ? invariants : []);
  }
  const picture = draw(last, lengthOf(given.program));
  const { reading, copyLimit, server } = given.platform;
  return {
    signature,
    class: 'departure',
    isReproduced: true,
    ...{ reading, copyLimit, server },
    clauses: explainClauses(clauses, []),
    steps,
    differences: [],
    picture,
    timeline: book.finish(picture, false),
    likely: `the rules let this come about: ${sentence}`,
  };
}
