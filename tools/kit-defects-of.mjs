// What `conform` finds of a defect that the target in C is built with, part by part.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';
import { runConform } from '#dist/search/library.js';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'examples', 'target-c');
const DEFECT = /FAULT = (\d+) \/\* (.+) \(([A-Z0-9, -]+)\) \*\//g;
/** Operations of a tour, and cases, after which a part gives up. */
const MOST = 20_000;
const CASES = 1000;
/** Readings that bring a defect out: where Alloc duplicates, with caches that need care. */
const READING = 'ce6-armv4i';
/** The copy limit is compared where the size decides, and no cache is wrong before the count is. */
const BY_SIZE = { sentence: /copy limit/, reading: 'compact7-x86' };

/** @typedef {{ number: number, sentence: string, clauses: readonly string[] }} Defect */

/** The defects that the source lists, with the clauses that each breaks. @returns {Defect[]} */
export function defects() {
  const source = readFileSync(path.join(folder, 'marshal_target.c'), 'utf8');
  return [...source.matchAll(DEFECT)].map(([, number, sentence, clauses]) => ({
    number: Number(number),
    sentence,
    clauses: clauses.split(', '),
  }));
}

/** Builds the target; its command. @param {number} defect 0 for none */
export function build(defect) {
  const words = defect > 0 ? [`FAULT=${defect}`] : [];
  execFileSync('make', ['-s', '-C', folder, ...words], { timeout: 120_000 });
  return path.join(folder, `marshal_target${defect > 0 ? `_fault_${defect}` : ''}`);
}

const scope = (/** @type {string} */ name) => SCOPES.filter((each) => each.name === name);

/** Parts of a conformance run, as far as they are needed: fuzzing where the others find nothing. */
export const PARTS = {
  scenarios: { scenarios: [path.join(root, 'scenarios', 'spec')] },
  'tour of tiny': { scopes: scope('tiny'), mostOperations: MOST },
  'tour of small': { scopes: scope('small'), mostOperations: MOST },
  fuzzing: { runs: CASES },
};

/**
 * What one part finds under a kernel server: the finding that names one of the defect's clauses, or
 * else the first; null for none.
 *
 * @param {string} target
 * @param {Defect} defect
 * @param {keyof typeof PARTS} part
 */
export async function found(target, defect, part) {
  const reading = BY_SIZE.sentence.test(defect.sentence) ? BY_SIZE.reading : READING;
  const { findings, lost } = await runConform({
    ...{ target, readings: [reading], servers: ['kernel'], watchdog: 60_000 },
    ...{ mostDepartures: 1, runs: 0 },
    ...PARTS[part],
  });
  if (lost !== '') throw new Error(lost);
  const named = findings.find(({ clauses }) => defect.clauses.includes(clauses[0] ?? ''));
  return named ?? findings.at(0) ?? null;
}
