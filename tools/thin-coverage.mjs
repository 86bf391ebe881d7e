// What Node writes with NODE_V8_COVERAGE, without what no report needs: each process and thread
// dumps every script of Node and of every package, and a copy of each source map. c8 would read
// and merge all of it. It finds the maps beside the files.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Leaves in each dump of a folder the scripts below one folder, and nothing else. A dump that was
 * cut off, because its process was killed, goes through as it is: c8 passes it over.
 *
 * @param {string} dumps
 * @param {string} scripts
 */
export function thinCoverage(dumps, scripts) {
  const prefix = `${pathToFileURL(scripts).href}/`;
  for (const name of readdirSync(dumps)) {
    const file = path.join(dumps, name);
    const dump = parsed(readFileSync(file, 'utf8'));
    if (!Array.isArray(dump?.result)) continue;
    const result = dump.result.filter((/** @type {{ url: string }} */ script) =>
      script.url.startsWith(prefix),
    );
    writeFileSync(file, JSON.stringify({ result }));
  }
}

/**
 * @param {string} text
 * @returns {any}
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
