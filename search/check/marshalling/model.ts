/**
 * The marshalling rules as a model to check exhaustively: every rule of `model/operations` with
 * every argument of a scope, for one client, under one reading.
 */

import { Choices } from '../../../model/choices.js';
import { OBLIGATIONS } from '../../../model/clauses/index.js';
import { isEnabled, perform } from '../../../model/model.js';
import { Answer, type Outcome } from '../../../model/outcome.js';
import { Step } from '../../../model/step.js';
import { Slot, State, World } from '../../../model/world/world.js';
import type { Branch, CheckModel, CheckRule } from '../model.js';
import { Act, type Client, type Template } from './act.js';
import { type BlockChoice, nameAddress } from './addresses.js';
import { applicationTemplates, readTemplates } from './application.js';
import { accessTemplates, endingTemplates, isRelease } from './ending.js';
import { findModelFault, type ModelFault } from './faults/index.js';
import { fieldsOf } from './fields.js';
import { type Ground, groundOf } from './ground.js';
import { type Invariants, invariantsOf, questionOf } from './invariants.js';
import { Laws } from './laws.js';
import { makingTemplates } from './making.js';
import { objectTemplates } from './objects.js';
import { compileQuestion } from './question.js';
import { has, type Scope } from './scope.js';
import { sharingTemplates } from './sharing.js';
import { Spare } from './spare.js';
import { symmetryOf } from './symmetry.js';
import { tidy, tidyRegion } from './tidy.js';
import { Watch, WordMap } from './watch.js';
import { windriverTemplates } from './windriver.js';

/** What a search of the marshalling rules is about; plain data, for workers. */
export interface MarshallingOptions {
  readonly scope: Scope;
  readonly reading: string;
  readonly client: Client;
  /** False: interchangeable identities are told apart. */
  readonly symmetry?: boolean;
  /** ID of a defect to plant in the rules. */
  readonly fault?: string;
  /** A condition to find a world for; see question.ts. */
  readonly question?: string;
}

/** Choices of a step, answered by the search. */
class BranchChoices extends Choices {
  branch!: Branch;

  override choose(count: number): number {
    return count <= 1 ? 0 : this.branch.choose(count);
  }
}

/** Where laws and documented dangers are among the invariants. */
type Indices = Pick<Invariants, 'lawIndex' | 'firstUnsafe'>;

/** How a stepper differs from what a search needs. */
interface StepperOptions {
  readonly fault?: ModelFault | undefined;
  /** True: applications look at their own buffers too. */
  readonly reads?: boolean;
  /** False: no buffer gets the address of a released one. */
  readonly reuse?: boolean;
  /** False: no law is judged. */
  readonly judges?: boolean;
  /** True: a new buffer takes any record and block that is free, not the first of them. */
  readonly tellsApart?: boolean;
}

/** Takes the steps of one model. */
export class Stepper {
  readonly ground: Ground;
  readonly act: Act;
  readonly templates: readonly Template[];
  private readonly choices = new BranchChoices();
  private readonly step = new Step(this.choices);
  private readonly watch: Watch;
  private readonly laws: Laws;
  private readonly indices: Indices;
  private readonly judges: boolean;

  private readonly fault: ModelFault | undefined;

  /** True when the last rule was issued at all, whatever came of it. */
  wasIssued = false;
  private readonly blocks: BlockChoice;
  private readonly spare: Spare;

  constructor(ground: Ground, client: Client, indices: Indices, options: StepperOptions = {}) {
    const { fault, reads = false, reuse = true, judges = true, tellsApart = false } = options;
    this.blocks = { reuse, tellsApart };
    this.fault = fault;
    this.judges = judges;
    this.ground = ground;
    this.act = new Act(ground, client);
    this.templates = [...templatesOf(ground, client), ...(reads ? readTemplates(ground) : [])];
    this.indices = indices;
    const map = new WordMap(ground);
    this.watch = new Watch(ground);
    this.laws = new Laws(map, this.watch);
    this.spare = new Spare(ground.domain, tellsApart);
  }

  /** What the last step answered. */
  get outcome(): Outcome {
    return this.step.outcome;
  }

  /** Carries out one rule on a state, in place. */
  take(template: Template, state: Int32Array, branch: Branch): void {
    const { act, watch, step, laws, choices } = this;
    watch.over(state);
    act.world = watch.world;
    this.wasIssued = template.fill(act) && isEnabled(act.world, act.operation);
    if (!this.wasIssued) return branch.disabled();
    step.world = act.world;
    step.request = act.operation;
    step.held = act.operation;
    step.tag = act.tag;
    choices.branch = branch;
    if (this.judges) laws.before(act, act.operation);
    this.spare.before(act.world, act.operation);
    perform(step);
    const { outcome } = step;
    if (outcome.answer === Answer.impossible) return branch.disabled();
    this.nameAddress(branch);
    if (this.fault !== undefined) this.spoil(this.fault);
    note(outcome, branch);
    if (this.judges) this.judge(branch);
    // A target that hangs, or of which no rule says what follows: the world ends here.
    const { answer } = outcome;
    if (answer === Answer.open) branch.note(OBLIGATIONS.length);
    if (answer === Answer.open || (answer === Answer.hung && !act.isLawful)) {
      return branch.disabled();
    }
    if (answer === Answer.hung) return;
    tidy(act, act.operation.operation, (count) => choices.choose(count));
    this.spare.after(act.world, (count) => choices.choose(count));
  }

  /** Judges the step by the laws, and says which documented danger it met. */
  private judge(branch: Branch): void {
    const { step, laws, indices } = this;
    const { outcome } = step;
    laws.after(outcome, (law) => {
      branch.violates(indices.lawIndex(law));
    });
    if (outcome.unsafe > 0) branch.violates(indices.firstUnsafe + outcome.unsafe - 1);
  }

  /** Plants a defect in what the step left. */
  private spoil(fault: ModelFault): void {
    const { act, step, laws, watch } = this;
    const { right } = laws;
    const { outcome, world } = step;
    const made = outcome.pointerSlot;
    fault.spoil({ ...act.operation, world, outcome, right, made, watch });
  }

  /** A new buffer gets its address; see addresses.ts. */
  private nameAddress(branch: Branch): void {
    const { outcome, world } = this.step;
    if (outcome.pointerSlot < 0 || outcome.answer !== Answer.returned) return;
    nameAddress(world, this.ground, outcome, this.blocks, branch);
  }
}

/** Noted where no rule says what follows: the search goes no further there. */
export const UNSPOKEN = 'unspoken';
/** Notes: every obligation, and {@link UNSPOKEN}. */
const NOTES: readonly string[] = [...OBLIGATIONS.map(({ id }) => id), UNSPOKEN];

function note(outcome: Outcome, branch: Branch): void {
  const cite = (index: number): void => {
    if (index > 0) branch.note(index - 1);
  };
  cite(outcome.valueCite);
  cite(outcome.pointerCite);
  cite(outcome.accountCite);
  cite(outcome.cacheCite);
  cite(outcome.keepCite);
  for (let i = 0; i < outcome.citeCount; i += 1) cite(outcome.cites[i]);
}

function templatesOf(ground: Ground, client: Client): Template[] {
  const templates = applicationTemplates(ground);
  const systems: Template[] = [];
  if (has(ground.scope, 'shared-memory')) systems.push(...sharingTemplates(ground, client));
  if (has(ground.scope, 'windriver')) systems.push(...windriverTemplates(ground, client));
  if (client === 'application-only') return [...templates, ...systems];
  return [
    ...templates,
    ...makingTemplates(ground, client),
    ...endingTemplates(ground, client),
    ...accessTemplates(ground),
    ...systems,
    ...(has(ground.scope, 'wrapper-classes') ? objectTemplates(ground, client) : []),
  ];
}

/** The world in which a search begins. */
export function initialState(ground: Ground): Int32Array {
  const world = new World(ground.domain);
  world.occupy(ground.domain.slots - 1);
  for (let region = 1; region < ground.domain.regions; region += 1) tidyRegion(world, region);
  return world.words.slice(0, ground.at.core);
}

/** Goal of INV-RECOVER: no call in flight, no record left. */
export const EMPTY_WORLD = 'empty';

/** The model that a search of these options explores. */
export function createModel(options: MarshallingOptions): CheckModel {
  const { scope, client } = options;
  const ground = groundOf(scope, options.reading);
  const asks = options.question !== undefined;
  const all = invariantsOf(ground, client);
  const invariants = asks
    ? [questionOf(ground, compileQuestion(options.question))]
    : all.invariants;
  const fault = options.fault === undefined ? undefined : findModelFault(options.fault);
  const tellsApart = options.symmetry === false;
  const stepper = new Stepper(ground, client, all, { fault, judges: !asks, tellsApart });
  const rules = stepper.templates.map(
    (template): CheckRule => ({
      name: template.name,
      run: (state, branch) => {
        stepper.take(template, state, branch);
      },
    }),
  );
  const empty = {
    name: EMPTY_WORLD,
    holds: (state: Int32Array): boolean => isEmpty(new World(ground.domain, state, ground.at)),
  };
  return {
    name: `${scope.name} ${options.reading} ${client}`,
    fields: fieldsOf(ground, client),
    initial: [initialState(ground)],
    rules,
    invariants,
    notes: NOTES,
    goals: [empty],
    ...(tellsApart ? {} : { symmetry: symmetryOf(ground, client) }),
  };
}

/** True when no call is in flight and no record is left (INV-RECOVER's goal). */
function isEmpty(world: World): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    const state = world.field(s, Slot.state);
    if (state === State.live || state === State.leaked) return false;
  }
  for (let thread = 1; thread <= 4; thread += 1) if (world.isInCall(thread)) return false;
  return true;
}

/** Names of the rules that only give back: INV-RECOVER's. */
export function releaseRules(templates: readonly Template[]): string[] {
  return templates.filter(isRelease).map(({ name }) => name);
}
