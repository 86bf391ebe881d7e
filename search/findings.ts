/** What is done with a finding, as a user of the library calls it. */

import { BOARD_FAULTS, createTarget } from '../targets/index.js';
import type { Target } from '../targets/interface.js';
import { explainFinding } from './explain.js';
import type { Explanation } from './explanation.js';
import type { Finding } from './finding.js';
import { type ReducedFinding, reduceFinding } from './reduce.js';
import { readScenario } from './replay/read-scenario.js';
import { findingText, type SaveFindingOptions, saveFinding } from './replay/save-finding.js';

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
