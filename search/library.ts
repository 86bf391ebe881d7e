/**
 * The searches as a user of the library calls them: every option may be left out. The built-in
 * boards are the target, unless another one is named.
 */

import { SIMULATOR } from '../targets/index.js';
import { conform } from './conform/conform.js';
import type { ConformOptions } from './conform/options.js';
import type { ConformReport } from './conform/report.js';
import { huntFaults } from './faults.js';
import { fuzz } from './fuzz.js';
import type { FaultsOptions, FuzzOptions } from './options.js';
import type { FaultsReport, FuzzReport } from './reports.js';

export { explain, reduce, save, text } from './findings.js';
export { type ReplaySettings, runReplay } from './run-replay.js';

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
