/** Scenario files: reading, writing, formatting, saving. */

export { ScenarioError } from './error.js';
export { fileNameFor, scenarioFromFinding } from './found.js';
export { parseScenario } from './parse.js';
export { caseOf, platformsOf } from './platforms.js';
export { saveScenario } from './save.js';
export type { Scenario } from './types.js';
export { canonicalCase, caseToScenario, type ScenarioMeta } from './write.js';
