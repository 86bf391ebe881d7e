/** Scenario files as programs for a board. */

import { readScenario } from '../replay/read-scenario.js';
import { NOWHERE, ScenarioError } from '../scenario/error.js';
import { caseOf, platformsOf } from '../scenario/index.js';
import { cProgram } from './c-program.js';

/** Which of a scenario's platforms the board is; what is left out is the first that fits. */
export interface BoardChoice {
  readonly readings?: readonly string[] | undefined;
  readonly server?: 'kernel' | 'user' | undefined;
}

/**
 * The C program of a scenario file. Throws ScenarioError where it is no scenario, does not speak of
 * such a board, or has a step that no program can carry out.
 */
export function exportScenario(file: string, { readings, server }: BoardChoice): string {
  const scenario = readScenario(file);
  const platform = platformsOf(scenario).find(
    (each) =>
      (readings === undefined || readings.includes(each.reading)) &&
      (server === undefined || each.server === server),
  );
  if (platform === undefined) {
    throw new ScenarioError(file, NOWHERE, {
      what: 'the scenario does not speak of such a board',
      cause: 'it is about other readings, or about the other server mode',
      next: `export it without --reading and --server`,
    });
  }
  const { reading, copyLimit } = platform;
  const { title, about, results } = scenario;
  const given = caseOf(scenario, reading, copyLimit, platform.server);
  return cProgram({ title, about, file, given, results });
}
