import { parseScenario } from '../scenario/parse.js';
import type { Scenario } from '../scenario/types.js';
import { readScenarioText } from './read-file.js';

/** Reads and understands a scenario file. Throws ScenarioError. */
export function readScenario(file: string): Scenario {
  return parseScenario(readScenarioText(file), file);
}
