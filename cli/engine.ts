/** What the commands drive: the searches, targets and scenario files, behind one interface. */

import { explainFinding } from '../search/explain.js';
import type { Explanation } from '../search/explanation.js';
import { huntFaults } from '../search/faults.js';
import type { Finding } from '../search/finding.js';
import { fuzz } from '../search/fuzz.js';
import type { FaultsOptions, FuzzOptions } from '../search/options.js';
import { type ReducedFinding, reduceFinding } from '../search/reduce.js';
import type { FaultsReport, FuzzReport } from '../search/reports.js';
import { fileNameFor, saveScenario, scenarioFromFinding } from '../search/scenario/index.js';
import { BOARD_FAULTS, createTarget } from '../targets/index.js';
import type { Target } from '../targets/interface.js';
import { version } from './version.js';

/** Tests put another one in the place of {@link ENGINE}. */
export interface Engine {
  fuzz(options: FuzzOptions): Promise<FuzzReport>;
  huntFaults(options: FaultsOptions): Promise<FaultsReport>;
  /** A smaller case with the same signature, and how many runs that took. */
  reduce(finding: Finding, inspection: boolean): ReducedFinding;
  /** Runs the finding's case again on its target, and says what happens. */
  explain(finding: Finding, inspection: boolean): Explanation;
  /** Writes a finding into a folder; the path of the file that holds it. */
  save(finding: Finding, folder: string): string;
}

function targetOf(finding: Finding): Target {
  const { target, fault } = finding.origin;
  return createTarget(target, finding.case.platform.reading, fault);
}

/** The engine of the command. */
export const ENGINE: Engine = {
  fuzz,
  huntFaults,
  reduce(finding, inspection) {
    return reduceFinding(finding, { target: targetOf(finding), inspection });
  },
  explain(finding, inspection) {
    const fault = BOARD_FAULTS.find(({ id }) => id === finding.origin.fault);
    return explainFinding(finding, targetOf(finding), {
      inspection,
      likely: fault === undefined ? '' : `${fault.likely} (planted: ${fault.sentence})`,
    });
  },
  save(finding, folder) {
    const text = scenarioFromFinding(finding, { generator: version() });
    return saveScenario(folder, fileNameFor(finding), text, finding.signature).file;
  },
};
