/**
 * Exploring by hand: a case grows by one operation at a time, and at each state the model says what
 * can follow. A sound built-in board answers where the reading leaves a choice.
 */

import type { Case } from '../model/case.js';
import { lengthOf, Word } from '../model/case.js';
import { describe } from '../properties/describe.js';
import { Runner } from '../properties/run.js';
import { createTarget } from '../targets/index.js';
import type { Target } from '../targets/interface.js';
import { explainFinding } from './explain.js';
import type { Explanation } from './explanation.js';
import { type GraphBounds, graphFrom, type StateGraph } from './explore/graph.js';
import { longer, type NextOperation, type Reached, reach } from './explore/state.js';
import type { Finding } from './finding.js';
import { recordCase } from './replay/record.js';
import { saveScenario } from './scenario/save.js';
import { caseToScenario } from './scenario/write.js';

export type { GraphBounds, StateGraph } from './explore/graph.js';

/** How a state was reached: steps of the scenario, then operations by their numbers. */
export interface ExplorePath {
  readonly steps: number;
  readonly path: readonly number[];
}

/** A state as the explorer shows it. */
export interface ExploreView {
  readonly explanation: Explanation;
  readonly verdict: string;
  readonly next: readonly Omit<NextOperation, 'words'>[];
}

/** A place that cannot be reached: the path names what is not offered there. */
export class NoSuchPath extends RangeError {}

/** An exploration of one case. */
export class Exploration {
  readonly length: number;
  private readonly start: Case;
  private readonly board: Target;

  constructor(start: Case) {
    this.start = start;
    this.length = lengthOf(start.program);
    this.board = createTarget('simulator', start.platform.reading, '');
  }

  /** The state at the end of a path. Throws NoSuchPath. */
  view(path: ExplorePath): ExploreView {
    const { given, reached } = this.follow(path);
    const next = reached.next.map(({ words: _words, ...rest }) => rest);
    return { explanation: this.explain(given, this.board, ''), verdict: reached.verdict, next };
  }

  /** The same operations on another target, judged as ever. */
  run(path: ExplorePath, target: string, fault: string): Explanation {
    const { given } = this.follow(path);
    return this.explain(given, createTarget(target, given.platform.reading, fault), fault);
  }

  /** The states around the end of a path. */
  graph(path: ExplorePath, bounds: GraphBounds): StateGraph {
    return graphFrom(this.follow(path).given, this.board, bounds);
  }

  /** Saves the path as a scenario that says what each step gives; the path of the file. */
  save(path: ExplorePath, folder: string, name: string): string {
    const { given, clauses } = this.follow(path);
    const { gives, unsafe } = recordCase(given, new Runner(this.board));
    const text = caseToScenario(given, {
      title: `Explored: ${name}`,
      about: '',
      clauses: clauses.length === 0 ? ['SPACE-3'] : clauses,
      verdict: unsafe.length === 0 ? 'conforms' : { unsafe },
      fault: '',
      origin: null,
      gives,
    });
    return saveScenario(folder, `${name}.yaml`, text, '').file;
  }

  private follow({ steps, path }: ExplorePath): {
    given: Case;
    reached: Reached;
    clauses: string[];
  } {
    const program = this.start.program.slice(0, Math.min(steps, this.length) * Word.width);
    let given: Case = { ...this.start, program };
    let reached = reach(given, this.board);
    const clauses = new Set<string>();
    for (const number of path) {
      const next = reached.next[number];
      if (next === undefined || next.state === 'impossible') {
        throw new NoSuchPath(`operation ${number} is not offered there`);
      }
      for (const clause of next.clauses) clauses.add(clause);
      given = longer(given, next.words);
      reached = reach(given, this.board);
    }
    return { given, reached, clauses: [...clauses] };
  }

  private explain(given: Case, target: Target, fault: string): Explanation {
    const runner = new Runner(target);
    const result = runner.run(given);
    const finding: Finding = {
      signature: '',
      class: 'departure',
      clauses: [],
      obligations: [],
      check: 'none',
      operation: '',
      expected: '',
      observed: '',
      length: lengthOf(given.program),
      case: given,
      origin: { seed: '', case: 0, target: 'simulator', fault },
    };
    const found =
      result.verdict === 'departure' ? describe(runner, given, result, finding.origin) : finding;
    return explainFinding(found, target, { inspection: true, likely: '', arguments: false });
  }
}
