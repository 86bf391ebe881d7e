// Writes schema/, the JSON Schemas of files that people write or read, from the built package:
// `npm run schema`.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reportJsonSchema } from '#dist/reports/schema.js';
import { configurationJsonSchema } from '#dist/search/configuration.js';
import { scenarioJsonSchema } from '#dist/search/scenario/schema.js';
import { protocolJsonSchema } from '#dist/targets/process/protocol.js';

const folder = path.resolve(import.meta.dirname, '..', 'schema');

/**
 * The whole files, by their names.
 *
 * @returns {Record<string, string>}
 */
export function schemaTexts() {
  const text = (/** @type {object} */ schema) => `${JSON.stringify(schema, null, 2)}\n`;
  return {
    'scenario.schema.json': text(scenarioJsonSchema()),
    'config.schema.json': text(configurationJsonSchema()),
    'report.schema.json': text(reportJsonSchema()),
    'target-protocol.schema.json': text(protocolJsonSchema()),
  };
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(schemaTexts())) {
    writeFileSync(path.join(folder, name), text);
    console.log(`wrote schema/${name}`);
  }
}
