/** What the commands drive: the searches, targets and scenario files, behind one interface. */

import type { Driver } from '../drivers/interface.js';
import type { CheckReport } from '../search/check/campaign/report.js';
import { type CheckSettings, compareReadings, runCheck } from '../search/check/library.js';
import { conform } from '../search/conform/conform.js';
import type { ConformOptions } from '../search/conform/options.js';
import type { ConformReport } from '../search/conform/report.js';
import { keepInteresting, startFrom } from '../search/corpus/corpus.js';
import { prune } from '../search/corpus/prune.js';
import { createDriverTester, type DriverTester } from '../search/drivers/apart.js';
import { testDriver } from '../search/drivers/campaign.js';
import type { DriverReport, DriverTestOptions } from '../search/drivers/report.js';
import type { Explanation } from '../search/explanation.js';
import { exportScenario } from '../search/export/export.js';
import { huntFaults } from '../search/faults.js';
import type { Finding } from '../search/finding.js';
import { fuzz } from '../search/fuzz.js';
import { explain, type ReplaySettings, reduce, runReplay, save, text } from '../search/library.js';
import type { FaultsOptions, FuzzOptions } from '../search/options.js';
import type { ReducedFinding } from '../search/reduce.js';
import type { ReplayReport } from '../search/replay.js';
import type { FaultsReport, FuzzReport } from '../search/reports.js';
import { saveTraced } from '../search/trace/save.js';
import { type TraceOptions, traceLog } from '../search/trace/trace.js';
import type { TraceFinding, TraceReport } from '../search/trace/types.js';
import { version } from './version.js';

/** Tests put another one in the place of {@link ENGINE}. */
export interface Engine {
  /** Exhaustive searches; `folder` '' saves nothing. */
  check(options: CheckSettings): Promise<CheckReport>;
  /** Where two readings differ, within `depth` operations. */
  compareReadings: typeof compareReadings;
  fuzz(options: FuzzOptions): Promise<FuzzReport>;
  /** What a campaign begins with, measured on its target. Throws ScenarioError. */
  startFrom: typeof startFrom;
  /** Saves cases that showed something new into a corpus; how many were not there. */
  keepInteresting: typeof keepInteresting;
  /** Joins corpora and makes the first one small. */
  prune: typeof prune;
  huntFaults(options: FaultsOptions): Promise<FaultsReport>;
  /** Every order of events that matters, within a budget. */
  testDriver(driver: Driver, options: DriverTestOptions): DriverReport | Promise<DriverReport>;
  /** The same on a thread of its own, so that it can be stopped at any time. */
  driverTester(): DriverTester;
  /** Clause by clause: scenarios, the tour of a scope, fuzzing. */
  conform(options: ConformOptions): Promise<ConformReport>;
  /** A smaller case with the same signature, and how many runs that took. */
  reduce(finding: Finding, inspection: boolean): ReducedFinding;
  replay(paths: readonly string[], settings: ReplaySettings): Promise<ReplayReport>;
  /** Runs the finding's case again on its target; `file`: whose names to use, '' for none. */
  explain(finding: Finding, inspection: boolean, file: string): Explanation;
  /** A finding as the text of a scenario file. */
  text(finding: Finding): string;
  /** Judges a log. */
  trace(log: string, options: TraceOptions): Promise<TraceReport>;
  /** Writes what a log shows into a folder; '' for what is no case. */
  saveTraced(finding: TraceFinding, log: string, folder: string): string;
  /** A scenario file as the text of a C program. */
  exportScenario: typeof exportScenario;
  /** Writes a finding into a folder; the path of the file that holds it. */
  save(finding: Finding, folder: string): string;
}

/** The engine of the command. */
export const ENGINE: Engine = {
  check: runCheck,
  compareReadings,
  fuzz,
  startFrom,
  keepInteresting,
  prune,
  huntFaults,
  testDriver,
  driverTester: createDriverTester,
  conform,
  reduce,
  replay: runReplay,
  explain,
  trace: traceLog,
  exportScenario,
  saveTraced: (finding, log, folder) => saveTraced(finding, log, folder, version()),
  text: (finding) => text(finding, version()),
  save: (finding, folder) => save(finding, folder, version()),
};
