/** Scenario files: reading, writing, formatting, saving. */

export { ScenarioError } from './error.js';
export { type FindingExtras, fileNameFor, scenarioFromFinding } from './found.js';
export { parseScenario } from './parse.js';
export { caseOf, platformsOf } from './platforms.js';
export { type Saved, saveScenario } from './save.js';
export type { ExpectedVerdict, Gives, Rule, Scenario, ScenarioOrigin } from './types.js';
export { canonicalCase, caseToScenario, type ScenarioMeta } from './write.js';
