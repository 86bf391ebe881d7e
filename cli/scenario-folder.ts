/** The scenarios of the folder that a command is called in, or those that come with the package. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder; `part`: one below it, '' for all. */
export function scenarioFolder(part = ''): string {
  const here = path.join('scenarios', part);
  if (existsSync(here)) return here;
  const own = path.dirname(fileURLToPath(import.meta.url));
  return path.resolve(own, '..', '..', 'scenarios', part);
}
