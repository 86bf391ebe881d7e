// Writes schema/scenario.schema.json, the published JSON Schema of scenario files, from the built
// package: `npm run schema`.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scenarioJsonSchema } from '#dist/search/scenario/schema.js';

const file = path.resolve(import.meta.dirname, '..', 'schema', 'scenario.schema.json');

/**
 * The whole file.
 *
 * @returns {string}
 */
export function schemaText() {
  return `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, schemaText());
  console.log(`wrote ${path.relative(process.cwd(), file)}`);
}
