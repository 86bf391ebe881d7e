// Writes search/fuzz/kills.ts: for each obligation a planted defect that was found through it, as
// the scenario files show. With --hunt N, fuzzes N cases a defect for the obligations that no file
// shows yet, and saves what is found under scenarios/kills.
// Usage: npm run kills [-- --hunt 2000].

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '#dist/cli/version.js';
import { ChunkRunner } from '#dist/search/fuzz/chunk.js';
import { readingsOf } from '#dist/search/fuzz/fault-readings.js';
import { reduce, save } from '#dist/search/library.js';
import { BOARD_FAULTS } from '#dist/targets/index.js';
import { isTied, killsOf, killsText, missing } from './kills-of.mjs';

const root = path.resolve(import.meta.dirname, '..');
const corpus = path.join(root, 'scenarios');
const { values } = parseArgs({ options: { hunt: { type: 'string', default: '0' } } });

/**
 * Findings of a defect in the first cases of the seed "first".
 *
 * @param {(typeof BOARD_FAULTS)[number]} fault
 * @param {number} count
 */
function findingsOf(fault, count) {
  return new ChunkRunner().run({
    seed: 'first',
    first: 0,
    count,
    island: -1,
    readings: readingsOf(fault),
    servers: fault.servers,
    inspection: true,
    target: 'simulator',
    watchdog: 0,
    fault: fault.id,
    until: [],
  }).findings;
}

/** Saves a reduced finding for each obligation that can be had; `wanted` shrinks on the way. */
function hunt(/** @type {Set<string>} */ wanted, /** @type {number} */ count) {
  for (const fault of BOARD_FAULTS) {
    if (![...wanted].some((obligation) => isTied(fault.id, obligation))) continue;
    for (const finding of findingsOf(fault, count)) {
      /** @param {readonly string[]} named */
      const news = (named) => named.filter((id) => wanted.has(id) && isTied(fault.id, id));
      if (news(finding.obligations).length === 0) continue;
      const reduced = reduce(finding).finding;
      const shown = news(reduced.obligations);
      if (shown.length === 0) continue;
      for (const id of shown) wanted.delete(id);
      const file = save(reduced, path.join(corpus, 'kills'), version());
      console.log(`${shown.join(', ')} through ${fault.id}: ${path.relative(root, file)}`);
    }
  }
}

const cases = Number(values.hunt);
if (cases > 0) hunt(new Set(missing(killsOf(corpus))), cases);
const kills = killsOf(corpus);
writeFileSync(path.join(root, 'search', 'fuzz', 'kills.ts'), killsText(kills));
console.log(`${kills.size} obligations; not through any defect: ${missing(kills).join(', ')}`);
