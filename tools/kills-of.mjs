// Which planted defects the scenario files show, and through which obligations.

import path from 'node:path';
import { findClause, OBLIGATIONS } from '#dist/model/clauses/index.js';
import { Replayer, readScenario, scenarioFiles } from '#dist/search/replay.js';
import { BOARD_FAULTS, createTarget } from '#dist/targets/index.js';

/** @typedef {import('#dist/search/scenario/types.js').Scenario} Scenario */

/** Obligations that bind the system, by their IDs. */
const SYSTEM = new Map(
  OBLIGATIONS.filter(({ binds }) => binds === 'system').map((each) => [String(each.id), each]),
);

/**
 * True when a defect breaks the clause of an obligation by design. A departure may name others as
 * well, such as the rule of a result that never came to be; those do not count.
 *
 * @param {string} fault
 * @param {string} obligation
 */
export function isTied(fault, obligation) {
  const clause = SYSTEM.get(obligation)?.clause;
  const known = BOARD_FAULTS.find(({ id }) => id === fault);
  return clause !== undefined && known !== undefined && known.clauses.includes(clause);
}

/**
 * Obligations that a scenario's defect is found through, in a replay with it.
 *
 * @param {Scenario} scenario
 */
function shownBy(scenario) {
  const { fault } = scenario;
  const replayer = new Replayer({
    createTarget: (reading) => createTarget('simulator', reading, fault),
    target: 'simulator',
    fault,
    inspection: true,
    monitor: null,
  });
  const { platforms } = replayer.replay(scenario);
  const named = platforms.flatMap(({ departure }) => departure?.obligations ?? []);
  return [...new Set(named)].filter((obligation) => isTied(fault, obligation));
}

/**
 * For each obligation the first defect, in the order of the files, that is found through it.
 *
 * @param {string} folder
 * @returns {Map<string, string>}
 */
export function killsOf(folder) {
  /** @type {Map<string, string>} */
  const kills = new Map();
  for (const file of scenarioFiles([folder])) {
    // Schedules of drivers are replayed on drivers; no board has a part in them.
    if (path.basename(path.dirname(file)) === 'drivers') continue;
    const scenario = readScenario(file);
    if (scenario.fault === '') continue;
    for (const obligation of shownBy(scenario)) {
      if (!kills.has(obligation)) kills.set(obligation, scenario.fault);
    }
  }
  return kills;
}

/**
 * The text of search/fuzz/kills.ts.
 *
 * @param {ReadonlyMap<string, string>} kills
 */
export function killsText(kills) {
  const rows = OBLIGATIONS.filter(({ id }) => kills.has(id)).map(
    ({ id }) => `  ['${id}', '${kills.get(id)}'],\n`,
  );
  return `/**
 * Obligations through which a planted defect was found, and the defect. Written from the scenario
 * files by \`npm run kills\`; do not edit.
 */
export const KILLED_BY: ReadonlyMap<string, string> = new Map([
${rows.join('')}]);
`;
}

/** Obligations of the operations that there are, that no defect was found through. */
export function missing(/** @type {ReadonlyMap<string, string>} */ kills) {
  return [...SYSTEM.values()]
    .filter(({ id, clause }) => !kills.has(id) && findClause(clause).area !== 'windriver')
    .map(({ id }) => String(id));
}
