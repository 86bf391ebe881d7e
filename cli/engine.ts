/** What the commands drive: the searches, targets and scenario files, behind one interface. */

import { explainFinding } from '../search/explain.js';
import type { Explanation } from '../search/explanation.js';
import { huntFaults } from '../search/faults.js';
import type { Finding } from '../search/finding.js';
import { fuzz } from '../search/fuzz.js';
import type { FaultsOptions, FuzzOptions } from '../search/options.js';
import { type ReducedFinding, reduceFinding } from '../search/reduce.js';
import {
  findingText,
  type SaveFindingOptions,
  saveFinding,
} from '../search/replay/save-finding.js';
import {
  type ReplayFilesOptions,
  type ReplayReport,
  readScenario,
  replayFiles,
} from '../search/replay.js';
import type { FaultsReport, FuzzReport } from '../search/reports.js';
import { BOARD_FAULTS, createTarget } from '../targets/index.js';
import type { Target } from '../targets/interface.js';
import { version } from './version.js';

/** How files are replayed. */
export interface ReplaySettings {
  readonly fault: string;
  readonly inspection: boolean;
  readonly signal?: AbortSignal;
  readonly onResult?: NonNullable<ReplayFilesOptions['onResult']>;
}

/** Tests put another one in the place of {@link ENGINE}. */
export interface Engine {
  fuzz(options: FuzzOptions): Promise<FuzzReport>;
  huntFaults(options: FaultsOptions): Promise<FaultsReport>;
  /** A smaller case with the same signature, and how many runs that took. */
  reduce(finding: Finding, inspection: boolean): ReducedFinding;
  replay(paths: readonly string[], options: ReplaySettings): Promise<ReplayReport>;
  /** Runs the finding's case again on its target, and says what happens. */
  explain(finding: Finding, inspection: boolean): Explanation;
  /** As `explain`, for a departure that the replay of a file met, by the names in the file. */
  explainReplay(finding: Finding, inspection: boolean, file: string): Explanation;
  /** A finding as the text of a scenario file. */
  text(finding: Finding): string;
  /** Writes a finding into a folder; the path of the file that holds it. */
  save(finding: Finding, folder: string): string;
}

function targetOf(finding: Finding): Target {
  const { target, fault } = finding.origin;
  return createTarget(target, finding.case.platform.reading, fault);
}

function savingOf(finding: Finding): SaveFindingOptions {
  const { target } = finding.origin;
  return {
    createTarget: (reading) => createTarget(target, reading, ''),
    generator: version(),
    inspection: true,
  };
}

function likelyOf(finding: Finding): string {
  const fault = BOARD_FAULTS.find(({ id }) => id === finding.origin.fault);
  return fault === undefined ? '' : `${fault.likely} (planted: ${fault.sentence})`;
}

const TARGET = 'simulator';

/** The engine of the command. */
export const ENGINE: Engine = {
  fuzz,
  huntFaults,
  reduce(finding, inspection) {
    return reduceFinding(finding, { target: targetOf(finding), inspection });
  },
  replay: async (paths, settings) =>
    replayFiles(paths, {
      ...settings,
      target: TARGET,
      createTarget: (reading) => createTarget(TARGET, reading, settings.fault),
      monitor: null,
    }),
  explain(finding, inspection) {
    return explainFinding(finding, targetOf(finding), {
      inspection,
      likely: likelyOf(finding),
    });
  },
  explainReplay(finding, inspection, file) {
    const { results } = readScenario(file);
    return explainFinding(finding, targetOf(finding), {
      inspection,
      likely: likelyOf(finding),
      results,
    });
  },
  text: (finding) => findingText(finding, savingOf(finding)),
  save: (finding, folder) => saveFinding(finding, folder, savingOf(finding)).file,
};
