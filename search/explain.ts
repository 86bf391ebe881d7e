/**
 * Explains a finding: runs its case once more under the model's eyes and keeps, step by step,
 * what the rules permitted and what the target did, and the picture at the step that is wrong.
 */

import { NAMES, Word } from '../model/case.js';
import { perform } from '../model/model.js';
import { type Operation, Step } from '../model/step.js';
import { Kind, SLOTS, Slot, World } from '../model/world/world.js';
import { agreesWith } from '../properties/answers.js';
import { signatureOf } from '../properties/describe.js';
import { Mismatch } from '../properties/mismatch.js';
import { Runner } from '../properties/run.js';
import { POINTER_SENTINEL, type Response, type Target } from '../targets/interface.js';
import { argumentNotes } from './explain/arguments.js';
import { explainClauses } from './explain/clauses.js';
import { differencesOf } from './explain/differences.js';
import { likelyMistake } from './explain/likely.js';
import { Names } from './explain/names.js';
import { actorOf, operationText } from './explain/operation-text.js';
import { answerText, permittedText } from './explain/outcome-text.js';
import { pictureOf } from './explain/picture.js';
import { TimelineBook } from './explain/timeline.js';
import type {
  ArgumentNote,
  Difference,
  ExplainedStep,
  Explanation,
  Picture,
  Timeline,
} from './explanation.js';
import type { Finding } from './finding.js';

/** How `explainFinding` looks at a target. */
export interface ExplainOptions {
  /** False: the target is judged by its answers alone, as the finding was. */
  readonly inspection: boolean;
  /** The planted fault's own words for the mistake, '' for none. */
  readonly likely: string;
  /** False: which arguments matter is not tried. */
  readonly arguments?: boolean;
  /** Names of results, at their numbers in the program; made up when left out. */
  readonly results?: readonly string[];
}

/** Runs the case of a finding on the target that showed it, and explains what happens. */
export function explainFinding(
  finding: Finding,
  target: Target,
  options: ExplainOptions,
): Explanation {
  const { platform } = finding.case;
  const runner = new Runner(target, options.inspection);
  const notes = new Notes(finding, options.inspection ? target : null, options.results);
  const matters =
    options.arguments === false ? [] : argumentNotes(finding, target, options.inspection);
  const result = runner.run(finding.case, undefined, (index, at) => {
    notes.take(index, at, matters[index] ?? []);
  });
  const departs =
    result.verdict === 'departure' && signatureOf(runner, finding.case) === finding.signature;
  return {
    signature: finding.signature,
    class: finding.class,
    isReproduced: departs || finding.class !== 'departure',
    reading: platform.reading,
    copyLimit: platform.copyLimit,
    server: platform.server,
    clauses: explainClauses(finding.clauses, finding.obligations),
    ...notes.finish(runner, result.verdict === 'departure'),
    likely: options.likely === '' ? likelyMistake(finding.clauses) : options.likely,
  };
}

/** A world after the last step, drawn, and what the target shows beside it. */
interface Look {
  readonly picture: Picture;
  readonly world: World;
  readonly differences: readonly Difference[];
}

/** Takes notes while a case runs. */
class Notes {
  private readonly finding: Finding;
  private readonly target: Target | null;
  private readonly names: Names;
  private readonly writers = new Map<number, number>();
  private readonly step = new Step();
  private readonly mismatch = new Mismatch();
  private readonly book = new TimelineBook();
  private steps: ExplainedStep[] = [];
  private before: World[] = [];
  /** Worlds that the last step may have led to, those that agree with the answer alone. */
  private after: World[] = [];
  private last = -1;

  constructor(finding: Finding, target: Target | null, results: readonly string[] | undefined) {
    this.finding = finding;
    this.target = target;
    this.names = new Names(finding.case, results);
  }

  /** After every operation. A case that is laid out anew starts over, so notes do too. */
  take(index: number, runner: Runner, matters: readonly ArgumentNote[]): void {
    const { belief } = runner;
    const { domain } = belief.first;
    const isFirst = index <= this.last || this.before[0]?.domain !== domain;
    this.last = index;
    if (isFirst) this.restart(runner, new World(domain));
    const { program } = this.finding.case;
    const number = this.steps.length + 1;
    const tag = program[index * Word.width + Word.tag];
    if (runner.request.operation === 'write') this.writers.set(tag, number);
    this.explore(index, runner, tag, matters);
    this.before = belief.worlds.map((world) => copyOf(world));
    this.book.take(this.draw(runner, belief.first), belief.first, belief.worlds.length);
  }

  /** What came of it; the last step is the bad one when the run ended in a departure. */
  finish(
    runner: Runner,
    departed: boolean,
  ): Pick<Explanation, 'steps' | 'picture' | 'differences' | 'timeline'> {
    const { steps, book } = this;
    const last = steps.at(-1);
    if (last === undefined) return { steps, picture: null, differences: [], timeline: null };
    const { picture, differences, world } = this.look(runner);
    const inspects = (this.target?.inspection ?? null) !== null;
    const timeline = (): Timeline | null => book.finish(picture, inspects);
    if (!departed) return { steps, picture, differences: [], timeline: timeline() };
    const { check, expected, observed, clauses } = this.finding;
    book.replaceLast(
      picture,
      world,
      clauses.filter((id) => id.startsWith('INV-')),
    );
    const isAddress = check === 'address' || check === 'none';
    steps[steps.length - 1] = {
      ...last,
      expected: isAddress ? [expected] : last.expected,
      observed: isAddress ? observed : last.observed,
      isBad: true,
    };
    return { steps, picture, differences, timeline: timeline() };
  }

  /** The last step's picture and differences, by the world that comes nearest. */
  private look(runner: Runner): Look {
    const inspection = this.target?.inspection ?? null;
    const { names, writers } = this;
    const looks = this.after.map((world) => {
      const named = this.recordNames(runner, world);
      const picture = this.draw(runner, world);
      const view = inspection === null ? null : { world, inspection, names, named, writers };
      return { picture, world, differences: view === null ? [] : differencesOf(view, picture) };
    });
    looks.sort((a, b) => a.differences.length - b.differences.length);
    return looks[0];
  }

  /** The picture of a world beside what the target shows now. */
  private draw(runner: Runner, world: World, inspects = true): Picture {
    return pictureOf({
      given: this.finding.case,
      world,
      inspection: inspects ? (this.target?.inspection ?? null) : null,
      names: this.names,
      named: this.recordNames(runner, world),
      step: this.steps.length,
    });
  }

  private restart(runner: Runner, world: World): void {
    this.steps = [];
    this.writers.clear();
    this.before = [world];
    this.book.clear();
    this.book.take(this.draw(runner, world, false), world, 1);
  }

  /** Writes down a step with all that its worlds permit. */
  private explore(
    index: number,
    runner: Runner,
    tag: number,
    matters: readonly ArgumentNote[],
  ): void {
    const { step, mismatch, names } = this;
    const { request, response } = runner;
    const { operation } = request.operation === 'resume' ? runner.held : request;
    const texts = new Set<string>();
    const reached: World[] = [];
    this.after = [];
    for (const world of this.before) {
      step.request = request;
      step.held = runner.held;
      step.tag = tag;
      step.choices.reset();
      do {
        step.choices.begin();
        const next = copyOf(world);
        step.world = next;
        perform(step);
        const text = permittedText(step.outcome, next, request, operation, this.writers);
        if (text === '') continue;
        texts.add(text);
        reached.push(next);
        if (agreesWith(next, step.outcome, request, response, mismatch)) this.after.push(next);
      } while (step.choices.advance());
    }
    const world = this.before[0];
    this.steps.push({
      number: this.steps.length + 1,
      actor: actorOf(this.finding.case, index),
      operation: request.operation,
      text: operationText(this.finding.case, index, names, processIn(world, request)),
      expected: [...texts],
      observed: answerText(request, operation, response),
      isBad: false,
      ...(matters.length === 0 ? {} : { arguments: matters }),
    });
    if (this.after.length === 0) this.after = reached.length === 0 ? [world] : reached;
  }

  /** Name of each record of a world: that of a result of its kind which holds its address. */
  private recordNames(runner: Runner, world: World): string[] {
    const { program } = this.finding.case;
    const { names } = this;
    const result = program[this.last * Word.width + Word.result];
    const held = (name: number): number =>
      name === result && isGiven(runner.response) ? runner.response.pointer : runner.pointers[name];
    const named: string[] = [];
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const kind = world.field(slot, Slot.kind);
      let found = '';
      for (let name = 1; name < NAMES; name += 1) {
        const isIts = held(name) === world.pointer(slot) && names.kind(name) === kind;
        if (isIts && kind !== Kind.none) found = names.result(name);
      }
      named.push(found);
    }
    return named;
  }
}

function isGiven(response: Response): boolean {
  const { status, value, pointer } = response;
  return status === 'returned' && value < 0x80000000 && pointer !== POINTER_SENTINEL;
}

function copyOf(world: World): World {
  const copy = new World(world.domain);
  copy.copyFrom(world);
  return copy;
}

/** Process whose addresses an operation speaks of. */
function processIn(world: World, request: Operation): number {
  const caller = world.callerOf(request.thread);
  return request.thread > 0 && caller > 0 ? caller : request.process;
}
