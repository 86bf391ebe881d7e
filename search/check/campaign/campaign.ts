/** Searches scopes exhaustively, one after another, and says what each covered. */

import { OBLIGATIONS } from '../../../model/clauses/index.js';
import { findReading } from '../../../model/readings.js';
import { UNSAFE } from '../../../model/unsafe.js';
import { checkModel } from '../../check.js';
import { type Slice, sliceOf } from '../../slice.js';
import type { Client } from '../marshalling/act.js';
import { findModelFault } from '../marshalling/faults/index.js';
import { groundOf } from '../marshalling/ground.js';
import {
  type Invariants,
  invariantName,
  invariantsOf,
  LAWS,
  QUESTION,
} from '../marshalling/invariants.js';
import {
  EMPTY_WORLD,
  type MarshallingOptions,
  releaseRules,
  Stepper,
  UNSPOKEN,
} from '../marshalling/model.js';
import type { Scope } from '../marshalling/scope.js';
import type {
  CheckLimits,
  CheckOptions,
  CheckPath,
  CheckProgress,
  CheckResult,
} from '../result.js';
import { checkpointOf, refuseToOverwrite } from './folders.js';
import type { CheckFinding, CheckReport, ScopeReport, UnsafeWitness } from './report.js';
import { explainedPath, type WitnessFolder, witnessOf } from './witness.js';

/** What to search. */
export interface CampaignOptions extends WitnessFolder {
  readonly scopes: readonly Scope[];
  readonly readings: readonly string[];
  readonly clients: readonly Client[];
  /** The part of the combinations to search; all when left out. */
  readonly slice?: Slice;
  readonly workers: number;
  /** ID of a defect to plant in the rules, '' for none. */
  readonly fault: string;
  /** A condition to find a world for, '' for none; see docs/checking.md. */
  readonly question: string;
  readonly limits: CheckLimits;
  /** Folder for checkpoints, '' for none. */
  readonly checkpoint: string;
  /** Go on from what that folder holds; else it may hold no search that can be gone on with. */
  readonly resume: boolean;
  readonly checkpointSeconds: number;
  /** True keeps fingerprints in place of states: one may be missed. */
  readonly lossy: boolean;
  readonly symmetry: boolean;
  /** Seconds of some clock, which only grows. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
  readonly progress?: (label: string, progress: CheckProgress) => void;
}

/** Module that workers make the model from. */
const MODULE = new URL('../marshalling/model.js', import.meta.url).href;

/**
 * Runs every combination of scope, reading and client. Throws RangeError for unknown names,
 * CheckpointError where the folder for checkpoints does not fit.
 */
export async function checkScopes(options: CampaignOptions): Promise<CheckReport> {
  refuseToOverwrite(options);
  const scopes: ScopeReport[] = [];
  const findings: CheckFinding[] = [];
  for (const { scope, reading, client } of sliceOf(combinations(options), options.slice)) {
    if (options.signal?.aborted === true) break;
    const one = new ScopeSearch(options, scope, reading, client);
    scopes.push(await one.run());
    findings.push(...one.findings);
  }
  return { scopes, findings, interrupted: options.signal?.aborted === true };
}

function combinations({
  scopes,
  readings,
  clients,
}: CampaignOptions): { scope: Scope; reading: string; client: Client }[] {
  return scopes.flatMap((scope) =>
    readings.flatMap((reading) => clients.map((client) => ({ scope, reading, client }))),
  );
}

/** One search of a campaign. */
class ScopeSearch {
  readonly findings: CheckFinding[] = [];
  private readonly options: CampaignOptions;
  private readonly model: MarshallingOptions;
  private readonly stepper: Stepper;
  private readonly invariants: Invariants;

  constructor(options: CampaignOptions, scope: Scope, reading: string, client: Client) {
    const { fault, question, symmetry } = options;
    this.options = options;
    this.model = {
      scope,
      reading,
      client,
      symmetry,
      ...(fault === '' ? {} : { fault }),
      ...(question === '' ? {} : { question }),
    };
    const ground = groundOf(scope, reading);
    this.invariants = invariantsOf(ground, client);
    this.stepper = new Stepper(ground, client, this.invariants, { fault: findModelFault(fault) });
  }

  async run(): Promise<ScopeReport> {
    const { now } = this.options;
    const start = now();
    const result = await checkModel({ module: MODULE, options: this.model }, this.engineOptions());
    const seconds = now() - start;
    this.find(result);
    return this.report(result, seconds);
  }

  /** Every danger of a shipped reading is met: such a search goes on past the first. */
  private get goesOn(): boolean {
    const shipped = findReading(this.model.reading)?.style === 'shipped';
    return shipped && this.model.client === 'misusing' && this.options.question === '';
  }

  private engineOptions(): CheckOptions {
    const { workers, limits, lossy, now, signal, progress, checkpoint } = this.options;
    const { scope, reading, client } = this.model;
    const label = `${scope.name} ${reading} ${client}`;
    const asks = client === 'lawful' && this.options.question === '';
    const rules = releaseRules(this.stepper.templates);
    return {
      workers,
      limits,
      lossy,
      now,
      deadlocks: true,
      goOn: this.goesOn,
      ...(asks && !lossy ? { recover: [{ goal: EMPTY_WORLD, rules }] } : {}),
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined
        ? {}
        : { progress: (each: CheckProgress) => progress(label, each) }),
      ...(checkpoint === ''
        ? {}
        : {
            checkpoint: {
              folder: checkpointOf(checkpoint, scope, reading, client),
              everySeconds: this.options.checkpointSeconds,
              resume: this.options.resume,
            },
          }),
    };
  }

  private find(result: CheckResult): void {
    for (const { name, broken } of result.invariants) {
      if (broken === undefined || name.startsWith('unsafe ') || name === QUESTION) continue;
      this.add(invariantName(name), sentenceOf(name), broken);
    }
    for (const { path, lost } of result.recovered) {
      if (lost > 0 && path !== undefined) {
        this.add('recoverable', 'releases alone lead back to the empty world (INV-RECOVER)', path);
      }
    }
    if (result.complete && this.options.question === '') this.findVacuous(result);
  }

  /** An invariant whose condition no world of the scope met says nothing: that fails the scope. */
  private findVacuous(result: CheckResult): void {
    if (this.model.client === 'application-only') return;
    const exercised = new Set(
      result.invariants.filter((each) => each.isExercised).map(({ name }) => invariantName(name)),
    );
    const ofWorlds = this.invariants.invariants.filter((each) => each.ofTransitions !== true);
    for (const name of new Set(ofWorlds.map((each) => invariantName(each.name)))) {
      if (exercised.has(name)) continue;
      const path = { states: [], steps: [] };
      this.add('vacuous', `no world of the scope meets the condition of ${name}`, path);
    }
  }

  private add(invariant: string, sentence: string, path: CheckPath): void {
    const { scope, reading, client, fault = '' } = this.model;
    const planted = fault === '' ? '' : `, with ${fault} planted in the rules`;
    const text = {
      title: `${invariant}: ${sentence}`,
      about: `Found by an exhaustive search of ${scope.name}, ${reading}, ${client}${planted}.`,
      clauses: clausesIn(sentence + invariant),
      signature: `check ${invariant} ${reading} ${client} ${fault}`,
    };
    const witness =
      path.steps.length === 0
        ? { length: 0, file: '', steps: [] }
        : witnessOf(path, this.stepper, text, this.options);
    const { clauses, signature } = text;
    const explanation = explainedPath(path, this.stepper, { signature, sentence, clauses });
    const found = { scope: scope.name, reading, client, invariant, sentence };
    this.findings.push({ ...found, ...witness, explanation });
  }

  private report(result: CheckResult, seconds: number): ScopeReport {
    const { scope, reading, client, fault = '' } = this.model;
    const { states, transitions, depth, unreduced, bytes } = result;
    const perState = (bytes.table + bytes.log) / Math.max(states, 1);
    const unspoken = result.notes.find(({ name }) => name === UNSPOKEN)?.times ?? 0;
    const [recovered] = result.recovered;
    return {
      scope: scope.name,
      reading,
      client,
      server: scope.server,
      fault,
      states,
      unreduced,
      transitions,
      depth,
      complete: result.complete,
      stopped: result.stopped ?? '',
      seconds,
      statesPerSecond: Math.round(states / Math.max(seconds, 0.001)),
      bytesPerState: Math.round(perState),
      collisionProbability: result.omissionProbability,
      clausesExercised: exercisedOf(result),
      deadRules: this.deadRules(result),
      deadlocks: result.deadlocks.states,
      unspoken,
      unrecoverable: recovered === undefined ? -1 : recovered.lost,
      unsafe: this.unsafe(result),
      witness: this.answer(result),
    };
  }

  private deadRules(result: CheckResult): string[] {
    const alive = new Set<string>();
    result.rules.forEach(({ fires }, rule) => {
      if (fires > 0) alive.add(this.stepper.templates[rule]?.group ?? '');
    });
    const groups = new Set(this.stepper.templates.map(({ group }) => group));
    return [...groups].filter((group) => !alive.has(group));
  }

  private unsafe(result: CheckResult): UnsafeWitness[] {
    const { reading } = this.model;
    return UNSAFE.flatMap(({ id, clause, sentence }) => {
      const met = result.invariants.find(({ name }) => name === `unsafe ${id}`)?.broken;
      if (met === undefined) return [];
      const text = {
        title: `${clause}: ${sentence}`,
        about: `A documented danger of ${reading}.`,
        clauses: [clause],
        signature: `check unsafe ${id} ${reading}`,
      };
      return [{ id, ...witnessOf(met, this.stepper, text, this.options) }];
    });
  }

  private answer(result: CheckResult): ScopeReport['witness'] {
    const { question } = this.options;
    const met = result.invariants.find(({ name }) => name === QUESTION)?.broken;
    if (met === undefined) return null;
    const { scope, reading, client } = this.model;
    const text = {
      title: `a world in which ${question}`,
      about: `Found by an exhaustive search of ${scope.name}, ${reading}, ${client}.`,
      clauses: [],
      signature: `check question ${question} ${reading} ${client}`,
    };
    return witnessOf(met, this.stepper, text, this.options);
  }
}

function exercisedOf(result: CheckResult): string[] {
  const met = new Set(result.notes.filter(({ times }) => times > 0).map(({ name }) => name));
  return OBLIGATIONS.filter(({ id }) => met.has(id)).map(({ id }) => id);
}

function sentenceOf(name: string): string {
  return Object.hasOwn(LAWS, name) ? LAWS[name as keyof typeof LAWS] : invariantName(name);
}

/** Clauses that a sentence names. */
function clausesIn(sentence: string): string[] {
  return [...new Set(sentence.match(/\b[A-Z]+-(?:[0-9]+|[A-Z]+)\b/g))];
}
