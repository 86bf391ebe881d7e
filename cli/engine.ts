/**
 * What the commands drive: the searches, targets and scenario files, behind one interface. Each
 * member loads its search when it is called, so that a command pays for what it uses.
 */

import type { Driver } from '../drivers/interface.js';
import type { CheckReport } from '../search/check/campaign/report.js';
import type { CheckSettings, compareReadings } from '../search/check/library.js';
import type { ConformOptions } from '../search/conform/options.js';
import type { ConformReport } from '../search/conform/report.js';
import type { keepInteresting, startFrom } from '../search/corpus/corpus.js';
import type { prune } from '../search/corpus/prune.js';
import type { DriverTester } from '../search/drivers/apart.js';
import type { DriverReport, DriverTestOptions } from '../search/drivers/report.js';
import type { Explanation } from '../search/explanation.js';
import type { exportScenario } from '../search/export/export.js';
import type { Finding } from '../search/finding.js';
import type * as Findings from '../search/findings.js';
import type { FaultsOptions, FuzzOptions } from '../search/options.js';
import type { ReducedFinding } from '../search/reduce.js';
import type { ReplayReport } from '../search/replay.js';
import type { FaultsReport, FuzzReport } from '../search/reports.js';
import type { ReplaySettings } from '../search/run-replay.js';
import type { TraceOptions } from '../search/trace/trace.js';
import type { TraceFinding, TraceReport } from '../search/trace/types.js';
import { version } from './version.js';

/** A function that has to be loaded first. */
type Loaded<T extends (...given: never[]) => unknown> = (
  ...given: Parameters<T>
) => Promise<Awaited<ReturnType<T>>>;

/** What works on findings. */
async function findings(): Promise<typeof Findings> {
  return import('../search/findings.js');
}

/** Tests put another one in the place of {@link ENGINE}. */
export interface Engine {
  /** Exhaustive searches; `folder` '' saves nothing. */
  check(options: CheckSettings): Promise<CheckReport>;
  /** Where two readings differ, within `depth` operations. */
  compareReadings: Loaded<typeof compareReadings>;
  fuzz(options: FuzzOptions): Promise<FuzzReport>;
  /** What a campaign begins with, measured on its target. Throws ScenarioError. */
  startFrom: Loaded<typeof startFrom>;
  /** Saves cases that showed something new into a corpus; how many were not there. */
  keepInteresting: Loaded<typeof keepInteresting>;
  /** Joins corpora and makes the first one small. */
  prune: Loaded<typeof prune>;
  huntFaults(options: FaultsOptions): Promise<FaultsReport>;
  /** Every order of events that matters, within a budget. */
  testDriver(driver: Driver, options: DriverTestOptions): Promise<DriverReport>;
  /** The same on a thread of its own, so that it can be stopped at any time. */
  driverTester(): Promise<DriverTester>;
  /** Clause by clause: scenarios, the tour of a scope, fuzzing. */
  conform(options: ConformOptions): Promise<ConformReport>;
  /** A smaller case with the same signature, and how many runs that took. */
  reduce(finding: Finding, inspection: boolean): Promise<ReducedFinding>;
  replay(paths: readonly string[], settings: ReplaySettings): Promise<ReplayReport>;
  /** Runs the finding's case again on its target; `file`: whose names to use, '' for none. */
  explain(finding: Finding, inspection: boolean, file: string): Promise<Explanation>;
  /** A finding as the text of a scenario file. */
  text(finding: Finding): Promise<string>;
  /** Judges a log. */
  trace(log: string, options: TraceOptions): Promise<TraceReport>;
  /** Writes what a log shows into a folder; '' for what is no case. */
  saveTraced(finding: TraceFinding, log: string, folder: string): Promise<string>;
  /** A scenario file as the text of a C program. */
  exportScenario: Loaded<typeof exportScenario>;
  /** Writes a finding into a folder; the path of the file that holds it. */
  save(finding: Finding, folder: string): Promise<string>;
}

/** The engine of the command. */
export const ENGINE: Engine = {
  async check(options) {
    const { runCheck } = await import('../search/check/library.js');
    return runCheck(options);
  },
  async compareReadings(...given) {
    const library = await import('../search/check/library.js');
    return library.compareReadings(...given);
  },
  async fuzz(options) {
    const { fuzz } = await import('../search/fuzz.js');
    return fuzz(options);
  },
  async startFrom(...given) {
    const corpus = await import('../search/corpus/corpus.js');
    return corpus.startFrom(...given);
  },
  async keepInteresting(...given) {
    const corpus = await import('../search/corpus/corpus.js');
    return corpus.keepInteresting(...given);
  },
  async prune(...given) {
    const { prune } = await import('../search/corpus/prune.js');
    return prune(...given);
  },
  async huntFaults(options) {
    const { huntFaults } = await import('../search/faults.js');
    return huntFaults(options);
  },
  async testDriver(driver, options) {
    const { testDriver } = await import('../search/drivers/campaign.js');
    return testDriver(driver, options);
  },
  async driverTester() {
    const { createDriverTester } = await import('../search/drivers/apart.js');
    return createDriverTester();
  },
  async conform(options) {
    const { conform } = await import('../search/conform/conform.js');
    return conform(options);
  },
  async reduce(finding, inspection) {
    const { reduce } = await findings();
    return reduce(finding, inspection);
  },
  async replay(paths, settings) {
    const { runReplay } = await import('../search/run-replay.js');
    return runReplay(paths, settings);
  },
  async explain(finding, inspection, file) {
    const { explain } = await findings();
    return explain(finding, inspection, file);
  },
  async trace(log, options) {
    const { traceLog } = await import('../search/trace/trace.js');
    return traceLog(log, options);
  },
  async exportScenario(...given) {
    const { exportScenario } = await import('../search/export/export.js');
    return exportScenario(...given);
  },
  async saveTraced(finding, log, folder) {
    const { saveTraced } = await import('../search/trace/save.js');
    return saveTraced(finding, log, folder, version());
  },
  async text(finding) {
    const { text } = await findings();
    return text(finding, version());
  },
  async save(finding, folder) {
    const { save } = await findings();
    return save(finding, folder, version());
  },
};
