/**
 * Conformance of a target, clause by clause: the scenarios of the clauses, the tour of a scope, and
 * fuzzing beyond it.
 */

import { OBLIGATIONS } from '../../model/clauses/index.js';
import { Runner } from '../../properties/run.js';
import { createTarget, TargetStartError } from '../../targets/index.js';
import type { Target } from '../../targets/interface.js';
import type { Scope } from '../check/marshalling/scope.js';
import type { Finding } from '../finding.js';
import { fuzz, readingIds } from '../fuzz.js';
import { guardFinding } from '../guard.js';
import type { Nondeterminism } from '../nondeterminism.js';
import { offeredPlaces, type Places } from '../offer.js';
import { reduceFinding } from '../reduce.js';
import type { ReplayResult } from '../replay/types.js';
import { Replayer, readScenario, scenarioFiles } from '../replay.js';
import type { TourReport } from '../tour/report.js';
import { breathe } from '../workers/breathe.js';
import { secondsSince, startClock } from '../workers/clock.js';
import { matrixOf } from './matrix.js';
import type { ConformOptions } from './options.js';
import type { ConformReport } from './report.js';
import { runTours } from './tours.js';

/** A run, as far as it has come. */
class Conformance {
  readonly exercised = new Uint32Array(OBLIGATIONS.length + 1);
  readonly findings = new Map<string, Finding>();
  readonly scenarios: ReplayResult[] = [];
  readonly tours: TourReport[] = [];
  readonly fuzzing = { cases: 0, operations: 0 };
  restarts = 0;
  lost = '';
  readonly odd: Nondeterminism[] = [];
  readonly options: ConformOptions;
  readonly places: Places;

  constructor(options: ConformOptions, places: Places) {
    this.options = options;
    this.places = places;
  }

  readonly createTarget = (reading: string): Target => {
    const { target, fault, watchdog } = this.options;
    return createTarget(target, reading, fault, watchdog);
  };

  note(finding: Finding): void {
    if (this.findings.has(finding.signature)) return;
    this.findings.set(finding.signature, finding);
    const target = this.createTarget(finding.case.platform.reading);
    const odd = guardFinding(finding, new Runner(target, this.options.inspection));
    if (odd !== null) this.odd.push(odd);
    this.options.onFinding?.(finding);
  }

  tell(label: string, done: number, total: number, operations: number): void {
    const findings = this.findings.size;
    this.options.onProgress?.({ label, done, total, operations, findings });
  }

  /** The scenarios of the clauses, on every platform that they speak of. */
  async replay(): Promise<void> {
    const { target, fault, inspection, signal } = this.options;
    const { createTarget: make, places } = this;
    const judged = { target, fault, inspection, monitor: null };
    const replayer = new Replayer({ createTarget: make, places, ...judged });
    const files = scenarioFiles(this.options.scenarios);
    for (const [index, file] of files.entries()) {
      if (signal?.aborted === true) return;
      const result = replayer.replay(readScenario(file));
      this.scenarios.push(result);
      for (const { departure } of result.platforms) {
        if (departure !== null && !this.findings.has(departure.signature)) {
          this.note(this.reduced(departure));
        }
      }
      if (index % 16 === 0) await breathe();
      this.tell('scenarios', index + 1, files.length, 0);
    }
    replayer.addExercised(this.exercised);
  }

  /** The tour of each scope under each reading and server mode. */
  async tour(): Promise<void> {
    const { scopes, target, fault, inspection, watchdog, workers, signal } = this.options;
    const { mostOperations, mostDepartures, identify, doubtful } = this.options;
    const how = { target, fault, inspection, watchdog, identify, doubtful };
    const plans = this.plan(scopes).map((each) => ({
      ...{ ...how, mostOperations, mostDepartures },
      ...each,
    }));
    await runTours(plans, {
      workers,
      signal,
      onProgress: (operations) => {
        this.tell('tours', this.tours.length, plans.length, operations);
      },
      take: ({ told, lost, restarts }) => {
        this.restarts += restarts;
        this.lost = lost;
        if (told === null) return false;
        this.tours.push(told.report);
        for (const finding of told.findings) this.note(finding);
        add(this.exercised, told.exercised);
        return true;
      },
    });
  }

  /** Cases beyond the scope. */
  async fuzz(): Promise<void> {
    const { seed, workers, inspection, target, watchdog, fault, runs, signal } = this.options;
    const report = await fuzz({
      seed,
      workers,
      inspection,
      target,
      watchdog,
      fault,
      ...this.places,
      runs,
      reduce: true,
      failFast: false,
      guided: 25,
      firstCase: 0,
      ...(signal !== undefined && { signal }),
      onFinding: (finding) => {
        this.note(finding);
      },
      onProgress: ({ done, total, operations }) => {
        this.tell('fuzzing', done, total, operations);
      },
    });
    this.fuzzing.cases = report.cases;
    this.fuzzing.operations = report.operations;
    this.restarts += report.restarts;
    this.lost = report.lost;
    const known = new Set(this.odd.map(({ what }) => what));
    this.odd.push(...report.nondeterminism.filter(({ what }) => !known.has(what)));
    const covered = new Set(report.clauses.covered);
    for (const { id, index } of OBLIGATIONS) if (covered.has(id)) this.exercised[index] += 1;
  }

  report(target: Target, seconds: number): ConformReport {
    const { options, tours, scenarios, fuzzing } = this;
    const findings = [...this.findings.values()];
    const { readings, servers } = this.places;
    const { exercised, restarts, lost } = this;
    const sum = (of: (tour: TourReport) => number): number =>
      tours.reduce((all, tour) => all + of(tour), 0);
    return {
      target: options.target,
      fault: options.fault,
      seed: options.seed,
      readings,
      servers,
      clauses: matrixOf({ exercised, findings, scenarios, target, readings }),
      transitions: {
        total: sum(({ transitions }) => transitions.total),
        covered: sum(({ transitions }) => transitions.covered),
        unreachableForTarget: sum(({ transitions }) => transitions.unreachableForTarget),
      },
      resets: sum(({ resets }) => resets),
      operations: sum(({ operations }) => operations),
      scenarios: countsOf(scenarios),
      tours,
      fuzzing,
      findings: findings.map((finding) => ({ ...finding, file: '' })),
      nondeterminism: this.odd,
      seconds,
      interrupted: options.signal?.aborted === true,
      restarts: Math.max(restarts, target.restarts ?? 0),
      lost,
    };
  }

  private plan(scopes: readonly Scope[]): { scope: Scope; reading: string }[] {
    const { readings, servers } = this.places;
    return scopes.flatMap((scope) =>
      readings.flatMap((reading) =>
        servers.map((server) => ({ scope: { ...scope, server }, reading })),
      ),
    );
  }

  private reduced(finding: Finding): Finding {
    const target = this.createTarget(finding.case.platform.reading);
    return reduceFinding(finding, { target, inspection: this.options.inspection }).finding;
  }
}

function add(into: Uint32Array, from: Uint32Array): void {
  for (let index = 0; index < into.length; index += 1) into[index] += from[index];
}

function countsOf(results: readonly ReplayResult[]): ConformReport['scenarios'] {
  const run = results.filter(({ platforms }) => platforms.length > 0);
  const departs = ({ platforms }: ReplayResult): boolean =>
    platforms.some(({ departure }) => departure !== null);
  const failed = run.filter(departs).length;
  return {
    files: results.length,
    passed: run.length - failed,
    failed,
    skipped: results.length - run.length,
    operations: results.reduce((sum, { operations }) => sum + operations, 0),
  };
}

/**
 * Puts a target to the test, clause by clause. Throws RangeError for an unknown reading or fault,
 * OfferError where the target offers nothing of what was asked for, TargetStartError for one that
 * cannot be started, ScenarioError for a file that is no scenario.
 */
export async function conform(options: ConformOptions): Promise<ConformReport> {
  const started = startClock();
  const wanted = readingIds(options.readings);
  const probe = createTarget(options.target, wanted[0], options.fault, options.watchdog);
  const places = offeredPlaces(probe, { readings: wanted, servers: options.servers });
  const conformance = new Conformance(options, places);
  try {
    await conformance.replay();
    await conformance.tour();
    const goesOn = options.signal?.aborted !== true && conformance.lost === '';
    if (options.runs > 0 && goesOn) await conformance.fuzz();
  } catch (error) {
    if (!(error instanceof TargetStartError)) throw error;
    conformance.lost = error.message;
  }
  return conformance.report(probe, secondsSince(started));
}
