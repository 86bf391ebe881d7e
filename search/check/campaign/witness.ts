/** Paths of a search as scenario files. */

import { lengthOf } from '../../../model/case.js';
import { Runner } from '../../../properties/run.js';
import type { Target } from '../../../targets/interface.js';
import type { Explanation } from '../../explanation.js';
import { recordCase } from '../../replay/record.js';
import { fileNameFor } from '../../scenario/found.js';
import { saveScenario } from '../../scenario/save.js';
import { caseToScenario } from '../../scenario/write.js';
import type { Stepper } from '../marshalling/model.js';
import { answersBetween, caseOf, type PathStep } from '../marshalling/path.js';
import type { CheckPath } from '../result.js';
import type { Witness } from './report.js';
import { type StoryText, storyOf } from './story.js';

/** Where witnesses go. */
export interface WitnessFolder {
  /** '' where nothing is saved. */
  readonly folder: string;
  /** Makes a board for a reading, without a planted defect. */
  readonly createTarget: (reading: string) => Target;
}

/** What a scenario says of a path. */
export interface WitnessText {
  readonly title: string;
  readonly about: string;
  readonly clauses: readonly string[];
  /** Two witnesses of one signature share a file. */
  readonly signature: string;
}

/** A counterexample with its states; null for one without a step. */
export function explainedPath(
  path: CheckPath,
  stepper: Stepper,
  text: StoryText,
): Explanation | null {
  if (path.steps.length === 0) return null;
  const steps = stepsOf(path, stepper);
  const last = Int32Array.from(path.states.at(-1) ?? []);
  return storyOf(steps, last, stepper, caseOf(steps, stepper), text);
}

/** A path as named steps, saved as a scenario where there is a folder for it. */
export function witnessOf(
  path: CheckPath,
  stepper: Stepper,
  text: WitnessText,
  where: WitnessFolder,
): Witness {
  const steps = path.steps.map(({ rule }) => rule);
  if (where.folder === '') return { length: steps.length, file: '', steps };
  const given = caseOf(stepsOf(path, stepper), stepper);
  const runner = new Runner(where.createTarget(given.platform.reading));
  const { gives, unsafe } = recordCase(given, runner);
  const scenario = caseToScenario(given, {
    title: text.title,
    about: `${text.about}\nThe shortest way there, of ${lengthOf(given.program)} operations.\n`,
    clauses: text.clauses,
    verdict: unsafe.length > 0 ? { unsafe } : 'conforms',
    fault: '',
    origin: null,
    gives,
  });
  const name = fileNameFor({ signature: text.signature });
  const { file } = saveScenario(where.folder, name, scenario, text.signature);
  return { length: steps.length, file, steps };
}

function stepsOf(path: CheckPath, stepper: Stepper): PathStep[] {
  const index = new Map(stepper.templates.map(({ name }, rule) => [name, rule]));
  const states = path.states.map((state) => Int32Array.from(state));
  return path.steps.map(({ rule: name }, at) => {
    const rule = index.get(name) as number;
    const state = states[at] as Int32Array;
    const answers = answersBetween(stepper, rule, state, states[at + 1]);
    return { rule, answers, state };
  });
}
