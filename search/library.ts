/**
 * The searches as a user of the library calls them: every option may be left out. The built-in
 * boards are the target, unless another one is named.
 */

import { BOARD_FAULTS, createTarget, SIMULATOR } from '../targets/index.js';
import type { Target } from '../targets/interface.js';
import { conform } from './conform/conform.js';
import type { ConformOptions } from './conform/options.js';
import type { ConformReport } from './conform/report.js';
import { explainFinding } from './explain.js';
import type { Explanation } from './explanation.js';
import { huntFaults } from './faults.js';
import type { Finding } from './finding.js';
import { fuzz } from './fuzz.js';
import type { FaultsOptions, FuzzOptions } from './options.js';
import { type ReducedFinding, reduceFinding } from './reduce.js';
import { ScenarioMonitor } from './replay/driver-monitor.js';
import { findingText, type SaveFindingOptions, saveFinding } from './replay/save-finding.js';
import { type ReplayFilesOptions, type ReplayReport, readScenario, replayFiles } from './replay.js';
import type { FaultsReport, FuzzReport } from './reports.js';

const DEFAULT_SEED = 'first';
const DEFAULT_RUNS = 1000;
const DEFAULT_FAULT_RUNS = 20_000;

/** What the campaigns do when nothing is said. */
const SHARED = {
  seed: DEFAULT_SEED,
  readings: [],
  servers: ['kernel', 'user'],
  workers: 1,
  inspection: true,
} as const;

/** Options of {@link runFuzz}; each may be left out. */
export type FuzzSettings = Partial<FuzzOptions>;

/**
 * Fuzzes a target, the built-in boards when none is named: 1 000 cases over all readings with seed
 * `first`, unless told otherwise. Equal options give equal reports, `seconds` apart. Throws
 * RangeError for an unknown reading or fault, TargetStartError for a target that cannot start.
 */
export async function runFuzz(settings: FuzzSettings = {}): Promise<FuzzReport> {
  return fuzz({
    ...SHARED,
    target: SIMULATOR,
    watchdog: 0,
    runs: DEFAULT_RUNS,
    fault: '',
    reduce: true,
    failFast: false,
    guided: 25,
    firstCase: 0,
    ...settings,
  });
}

/** Options of {@link runFaults}; each may be left out. */
export type FaultsSettings = Partial<FaultsOptions>;

/** Plants every defect of the boards in turn and hunts for it, 20 000 cases at most for each. */
export async function runFaults(settings: FaultsSettings = {}): Promise<FaultsReport> {
  return huntFaults({ ...SHARED, runs: DEFAULT_FAULT_RUNS, faults: [], ...settings });
}

/** Options of {@link runConform}; each may be left out. */
export type ConformSettings = Partial<ConformOptions>;

/**
 * Puts a target to the test, clause by clause: 1 000 cases of fuzzing, the scenarios and the scopes
 * that are named (`scenarios: ['scenarios/spec'], scopes: [...]`). Throws as {@link runFuzz} does,
 * and ScenarioError for a file that is no scenario.
 */
export async function runConform(settings: ConformSettings = {}): Promise<ConformReport> {
  return conform({
    ...SHARED,
    target: SIMULATOR,
    watchdog: 0,
    fault: '',
    scenarios: [],
    scopes: [],
    mostOperations: Number.MAX_SAFE_INTEGER,
    identify: false,
    doubtful: false,
    mostDepartures: 200,
    runs: DEFAULT_RUNS,
    ...settings,
  });
}

/** Options of {@link runReplay}; each may be left out. */
export interface ReplaySettings {
  /** Planted defect, '' for none. */
  readonly fault?: string;
  /** False: do not look into the target. */
  readonly inspection?: boolean;
  /** `simulator`, a command line or `tcp://host:port`; the built-in boards when left out. */
  readonly target?: string;
  /** Milliseconds that a target from outside has for one operation. */
  readonly watchdog?: number;
  /** Your own target, for each reading, in place of `target`. */
  readonly createTarget?: (reading: string) => Target;
  readonly signal?: AbortSignal;
  /** Called after each file that is a scenario. */
  readonly onResult?: NonNullable<ReplayFilesOptions['onResult']>;
}

/**
 * Replays scenario files, and all below folders. A file that is no scenario is an entry of
 * `errors`; a path that does not exist throws ScenarioError.
 */
export async function runReplay(
  paths: readonly string[],
  settings: ReplaySettings = {},
): Promise<ReplayReport> {
  const { fault = '', target = SIMULATOR, watchdog = 0, createTarget: own, ...rest } = settings;
  return replayFiles(paths, {
    inspection: true,
    monitor: new ScenarioMonitor(),
    ...rest,
    fault,
    target: own === undefined ? target : 'own',
    createTarget: own ?? ((reading) => createTarget(target, reading, fault, watchdog)),
  });
}

function targetOf(finding: Finding): Target {
  const { target, fault } = finding.origin;
  return createTarget(target, finding.case.platform.reading, fault);
}

/** The shortest case with the signature of a finding, on the target that showed it. */
export function reduce(finding: Finding, inspection = true): ReducedFinding {
  return reduceFinding(finding, { target: targetOf(finding), inspection });
}

/**
 * Runs the case of a finding again and says, step by step, what was expected and what came.
 * `file`: the scenario file that it comes from, for the names in it.
 */
export function explain(finding: Finding, inspection = true, file = ''): Explanation {
  const fault = BOARD_FAULTS.find(({ id }) => id === finding.origin.fault);
  const likely = fault === undefined ? '' : `${fault.likely} (planted: ${fault.sentence})`;
  const names = file === '' ? {} : { results: readScenario(file).results };
  return explainFinding(finding, targetOf(finding), { inspection, likely, ...names });
}

function savingOf(finding: Finding, generator: string): SaveFindingOptions {
  const { target } = finding.origin;
  const sound = (reading: string): Target => createTarget(target, reading, '');
  return { createTarget: sound, generator, inspection: true };
}

/** A finding as the text of a scenario file; `generator`: version of what drew its case. */
export function text(finding: Finding, generator: string): string {
  return findingText(finding, savingOf(finding, generator));
}

/** Writes that text into a folder, over nothing; the path of the file that holds it. */
export function save(finding: Finding, folder: string, generator: string): string {
  return saveFinding(finding, folder, savingOf(finding, generator)).file;
}
