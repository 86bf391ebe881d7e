/** Saves a finding as a scenario file that says what each step gives where nothing is wrong. */

import { Runner } from '../../properties/run.js';
import type { Target } from '../../targets/interface.js';
import type { Finding } from '../finding.js';
import { fileNameFor, scenarioFromFinding } from '../scenario/found.js';
import { type Saved, saveScenario } from '../scenario/save.js';
import { recordCase } from './record.js';

/** How a finding is saved. */
export interface SaveFindingOptions {
  /** Makes a target for a reading, without the planted defect. */
  readonly createTarget: (reading: string) => Target;
  /** Version of the generator that drew the case. */
  readonly generator: string;
  readonly inspection: boolean;
}

/** The scenario file of a finding, complete with what each step gives. */
export function findingText(finding: Finding, options: SaveFindingOptions): string {
  const target = options.createTarget(finding.case.platform.reading);
  const { gives, unsafe } = recordCase(finding.case, new Runner(target, options.inspection));
  return scenarioFromFinding(finding, { generator: options.generator, gives, unsafe });
}

/**
 * Saves a finding in a folder under the name of its signature. Nothing is written over. Throws
 * ScenarioError when the folder cannot be written.
 */
export function saveFinding(finding: Finding, folder: string, options: SaveFindingOptions): Saved {
  const text = findingText(finding, options);
  return saveScenario(folder, fileNameFor(finding), text, finding.signature);
}
