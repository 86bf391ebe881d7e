/** Replay: scenario files run again on a target, every step and the verdict compared. */

import { stat } from 'node:fs/promises';
import { domainOf, type Platform } from '../model/case.js';
import { findReading } from '../model/readings.js';
import type { Domain } from '../model/world/domain.js';
import { Runner } from '../properties/run.js';
import type { Target } from '../targets/interface.js';
import { isScheduleText } from './drivers/file/is-schedule.js';
import { record } from './guard.js';
import type { Nondeterminism } from './nondeterminism.js';
import { replayOnPlatform } from './replay/platform.js';
import { readScenarioText, scenarioFiles } from './replay/read-file.js';
import type { ReplayOptions, ReplayReport, ReplayResult } from './replay/types.js';
import { isNamedBy } from './replay/verdict.js';
import { NOWHERE, ScenarioError } from './scenario/error.js';
import { parseScenario } from './scenario/parse.js';
import { caseOf, platformsOf } from './scenario/platforms.js';
import type { Scenario } from './scenario/types.js';

export { scenarioFiles } from './replay/read-file.js';
export { readScenario } from './replay/read-scenario.js';
export type {
  DriverMonitor,
  PlatformResult,
  ReplayOptions,
  ReplayReport,
  ReplayResult,
} from './replay/types.js';

/** A domain that goes from platform to platform. */
type PlatformDomain = Omit<Domain, 'reading' | 'copyLimit' | 'userServer'> & {
  -readonly [Key in 'reading' | 'copyLimit' | 'userServer']: Domain[Key];
};

/** Replays scenarios one after the other; keeps its targets, so make one for many scenarios. */
export class Replayer {
  private readonly options: ReplayOptions;
  private readonly targets = new Map<string, Target>();
  private readonly runners = new Map<string, Runner>();

  constructor(options: ReplayOptions) {
    this.options = options;
  }

  /** Replays a scenario on every platform that it speaks of. */
  replay(scenario: Scenario): ReplayResult {
    const all = platformsOf(scenario);
    const layout = layoutOf(scenario, all[0]);
    const platforms = all.filter((platform) => this.isOffered(platform));
    const results = platforms.map((platform) => {
      adapt(layout, platform);
      const runner = this.runnerFor(platform.reading);
      return replayOnPlatform(scenario, platform, layout, runner, this.options);
    });
    return {
      file: scenario.file,
      title: scenario.title,
      clauses: scenario.clauses,
      passed: results.every((each) => each.passed),
      operations: results.reduce((sum, each) => sum + each.operations, 0),
      platforms: results,
    };
  }

  /** Runs a scenario twice more where it failed, or else where it was run first. */
  repeated(scenario: Scenario, { platforms }: ReplayResult): Nondeterminism | null {
    const failed = platforms.find(({ passed }) => !passed) ?? platforms.at(0);
    if (failed === undefined) return null;
    const { reading, copyLimit, server } = failed.platform;
    const given = caseOf(scenario, reading, copyLimit, server);
    const runner = this.runnerFor(reading);
    const difference = record(runner, given).differsFrom(record(runner, given));
    return difference === null ? null : { what: scenario.file, reading, ...difference };
  }

  /** A target from outside may not have every reading and server; the caller may want fewer. */
  private isOffered({ reading, server }: Platform): boolean {
    const bounds = [this.options.places, this.targetFor(reading).offer];
    return bounds.every(
      (each) =>
        each === undefined || (each.readings.includes(reading) && each.servers.includes(server)),
    );
  }

  private targetFor(reading: string): Target {
    const style = styleOf(reading);
    const target = this.targets.get(style) ?? this.options.createTarget(reading);
    this.targets.set(style, target);
    return target;
  }

  private runnerFor(reading: string): Runner {
    const style = styleOf(reading);
    let runner = this.runners.get(style);
    if (runner === undefined) {
      runner = new Runner(this.targetFor(reading), this.options.inspection);
      this.runners.set(style, runner);
    }
    return runner;
  }

  /** Adds up how often each obligation was put to the test, by index. */
  addExercised(sums: Uint32Array): void {
    for (const { belief } of this.runners.values()) {
      for (let i = 0; i < sums.length; i += 1) sums[i] += belief.exercised[i];
    }
  }
}

function styleOf(reading: string): string {
  return findReading(reading)?.style ?? reading;
}

/** Memory as every platform of a scenario has it. Throws ScenarioError where it is too much. */
function layoutOf(scenario: Scenario, first: Platform): PlatformDomain {
  const { reading, copyLimit, server } = first;
  try {
    return { ...domainOf(caseOf(scenario, reading, copyLimit, server)) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ScenarioError(scenario.file, NOWHERE, {
      what: error.message,
      cause: 'more buffers, or more places that steps begin and end at, than the model keeps apart',
      next: 'make two scenarios of it',
    });
  }
}

/**
 * Sets what differs from platform to platform. The tables are the same for all, and so are the
 * worlds that a belief keeps for them; a new domain each time would cost more than the runs.
 */
function adapt(layout: PlatformDomain, platform: Platform): void {
  const reading = findReading(platform.reading);
  if (reading === undefined) throw new RangeError(`unknown reading ${platform.reading}`);
  layout.reading = reading;
  layout.copyLimit = platform.copyLimit;
  layout.userServer = platform.server === 'user';
}

/** Replays one scenario on every platform that it speaks of. */
export function replayScenario(scenario: Scenario, options: ReplayOptions): ReplayResult {
  return new Replayer(options).replay(scenario);
}

/**
 * True when a replay with the scenario's fault found what it should: a departure that names one
 * of the clauses of the verdict, or, where that names none, of the scenario.
 */
export function turnedRed(scenario: Scenario, result: ReplayResult): boolean {
  const named = scenario.verdict.flatMap(({ value }) => value.departure);
  const wanted = named.length > 0 ? named : scenario.clauses;
  return result.platforms.some(({ departure }) =>
    departure?.obligations.some((obligation) => wanted.some((id) => isNamedBy(obligation, id))),
  );
}

/** How many files are replayed. */
export interface ReplayFilesOptions extends ReplayOptions {
  /** Stop after the present file when this is aborted. */
  readonly signal?: AbortSignal;
  /** Called after each file that is a scenario. */
  readonly onResult?: (result: ReplayResult, done: number, total: number) => void;
}

/** One in so many scenarios is run twice, and each that failed. */
const SAMPLED_FILES = 20;

/** Between this many files other things get their turn: signals, progress. */
const FILES_A_TURN = 64;

/**
 * Replays files and whole folders, in order. A file that is no scenario is reported and the rest
 * goes on. Throws ScenarioError for a path that does not exist.
 */
export async function replayFiles(
  paths: readonly string[],
  options: ReplayFilesOptions,
): Promise<ReplayReport> {
  const files = scenarioFiles(paths);
  const replayer = new Replayer(options);
  const failures: ReplayResult[] = [];
  const errors: ScenarioError[] = [];
  const odd: Nondeterminism[] = [];
  const sums = { files: 0, passed: 0, skipped: 0, platforms: 0, operations: 0 };
  let interrupted = false;
  for (const [index, file] of files.entries()) {
    if (index % FILES_A_TURN === 0) await stat(file).catch(() => null);
    if (options.signal?.aborted === true) {
      interrupted = true;
      break;
    }
    sums.files += 1;
    try {
      const text = readScenarioText(file);
      const scenario = isScheduleText(text) ? null : parseScenario(text, file);
      const result =
        scenario === null ? await scheduleResult(text, file) : replayer.replay(scenario);
      if (scenario !== null && (!result.passed || index % SAMPLED_FILES === 0)) {
        const difference = replayer.repeated(scenario, result);
        if (difference !== null) odd.push(difference);
      }
      sums.platforms += result.platforms.length;
      sums.operations += result.operations;
      if (result.platforms.length === 0) sums.skipped += 1;
      else if (result.passed) sums.passed += 1;
      else failures.push(result);
      options.onResult?.(result, index + 1, files.length);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      errors.push(error);
    }
  }
  const { target, fault } = options;
  const failed = failures.length;
  return { target, fault, ...sums, failed, interrupted, failures, errors, nondeterminism: odd };
}

/** The result of a schedule; drivers are loaded where there is one. */
async function scheduleResult(text: string, file: string): Promise<ReplayResult> {
  const { replaySchedule } = await import('./drivers/file/replay.js');
  return replaySchedule(text, file);
}
