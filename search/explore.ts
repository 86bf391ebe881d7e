/**
 * Exploring by hand: a case grows by one operation at a time, and at each state the model says what
 * can follow. A sound built-in board answers where the reading leaves a choice.
 */

import { type Case, lengthOf, Word } from '../model/case.js';
import { describe } from '../properties/describe.js';
import { Runner } from '../properties/run.js';
import { createTarget, SIMULATOR } from '../targets/index.js';
import type { Target } from '../targets/interface.js';
import { explainFinding } from './explain.js';
import type {
  ExplorePath,
  ExploreRun,
  ExploreView,
  GraphBounds,
  NextOperation,
  StateGraph,
} from './exploration.js';
import { graphFrom } from './explore/graph.js';
import { longer, Probe, type Reached, roomy } from './explore/state.js';
import { typedStep } from './explore/typed.js';
import type { Finding } from './finding.js';
import { recordCase } from './replay/record.js';
import { saveScenario } from './scenario/save.js';
import { caseToScenario } from './scenario/write.js';

/** A place that cannot be reached: the path names what is not offered there. */
export class NoSuchPath extends RangeError {}

/** Clause of a saved path that shows none: a call that lasts. */
const NO_CLAUSE = 'SPACE-3';

/** An exploration of one case. */
export class Exploration {
  /** Operations of the case. */
  readonly length: number;
  private readonly start: Case;
  private readonly clauses: readonly string[];
  private readonly board: Target;
  private readonly probe: Probe;

  /** `clauses`: those that the case is about, for what is saved. */
  constructor(start: Case, clauses: readonly string[] = []) {
    this.start = start;
    this.clauses = clauses;
    this.length = lengthOf(start.program);
    this.board = createTarget(SIMULATOR, start.platform.reading, '');
    this.probe = new Probe(this.board);
  }

  /** The state at the end of a path. Throws NoSuchPath. */
  view(place: ExplorePath): ExploreView {
    const { given, reached } = this.follow(place);
    const { verdict, offered } = reached;
    const next = offered.map((words) => this.probe.tell(words));
    const at = place.steps * Word.width;
    const isOver = verdict !== 'passed' || place.path.length > 0 || place.steps >= this.length;
    const follows = isOver ? null : this.probe.tell(this.start.program.slice(at, at + Word.width));
    return { explanation: this.explain(given, this.board, '').explanation, verdict, next, follows };
  }

  /** What becomes of a step that somebody wrote, at the end of a path. Throws ScenarioError. */
  try(place: ExplorePath, step: string): NextOperation {
    const { given, words } = typedStep(this.follow(place).given, step);
    this.probe.visit(given, roomy(longer(given, words)));
    return this.probe.tell(words);
  }

  /** The same operations on another target, judged as ever. Throws NoSuchPath. */
  run(place: ExplorePath, target: Target, fault: string): ExploreRun {
    return this.explain(this.follow(place).given, target, fault);
  }

  /** The states around the end of a path. Throws NoSuchPath. */
  graph(place: ExplorePath, bounds: GraphBounds): StateGraph {
    return graphFrom(this.follow(place).given, this.probe, bounds);
  }

  /** The path as the text of a scenario that says what each step gives. Throws NoSuchPath. */
  text(place: ExplorePath, title: string): string {
    const { given, clauses } = this.follow(place);
    const { gives, unsafe } = recordCase(given, new Runner(this.board));
    const all = [...new Set([...this.clauses, ...clauses])];
    return caseToScenario(given, {
      title,
      about: '',
      clauses: all.length === 0 ? [NO_CLAUSE] : all,
      verdict: unsafe.length === 0 ? 'conforms' : { unsafe },
      fault: '',
      origin: null,
      gives,
    });
  }

  /** Writes that text into a folder, over nothing; the path of the file. `name`: its stem. */
  save(place: ExplorePath, folder: string, name: string): string {
    const text = this.text(place, `Explored: ${name}`);
    return saveScenario(folder, `${name}.yaml`, text, NOBODY).file;
  }

  private follow({ steps, path }: ExplorePath): {
    given: Case;
    reached: Reached;
    clauses: readonly string[];
  } {
    if (steps > this.length) throw new NoSuchPath(`the scenario has no step ${steps}`);
    const program = this.start.program.slice(0, steps * Word.width);
    let given: Case = { ...this.start, program };
    let reached = this.probe.visit(given);
    const clauses: string[] = [];
    for (const taken of path) {
      let words: Int32Array | undefined;
      if (typeof taken === 'string') {
        ({ given, words } = typedStep(given, taken));
        this.probe.visit(given, roomy(longer(given, words)));
      } else words = reached.offered[taken];
      if (words === undefined) throw new NoSuchPath(`operation ${taken} is not offered there`);
      const told = this.probe.tell(words);
      if (told.state === 'impossible') throw new NoSuchPath(`${told.text} cannot be issued there`);
      clauses.push(...told.clauses);
      given = longer(given, words);
      reached = this.probe.visit(given);
    }
    return { given, reached, clauses };
  }

  private explain(given: Case, target: Target, fault: string): ExploreRun {
    const runner = new Runner(target);
    const result = runner.run(given);
    const origin = { seed: '', case: 0, target: SIMULATOR, fault };
    const finding: Finding =
      result.verdict === 'departure'
        ? describe(runner, given, result, origin)
        : { ...NO_FINDING, length: lengthOf(given.program), case: given, origin };
    const options = { inspection: true, likely: '', arguments: false };
    return { explanation: explainFinding(finding, target, options), verdict: result.verdict };
  }
}

/** No file has this signature, so that none is taken for the one to be saved. */
const NOBODY = 'nobody';

const NO_FINDING = {
  signature: '',
  class: 'departure',
  clauses: [],
  obligations: [],
  check: 'none',
  operation: '',
  expected: '',
  observed: '',
} as const;
