// Runs vitest, then c8's report with the settings of .c8rc.json. Arguments go to vitest:
// `npm test -- test/tidy.test.ts`. Thresholds apply to a whole run only, and only while
// `coverageGate` in package.json's `config` is "on".

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { modulesWithoutCode } from './sources.mjs';
import { thinCoverage } from './thin-coverage.mjs';

const root = path.resolve(import.meta.dirname, '..');
const vitestArguments = process.argv.slice(2);
const coverageRules = JSON.parse(readFileSync(path.join(root, '.c8rc.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const gateIsOn = manifest.config.coverageGate === 'on';
const runsEverything = vitestArguments.length === 0;

/**
 * A program that a package brings, as a path for node.
 *
 * @param {...string} segments
 */
function packageProgram(...segments) {
  return path.join(root, 'node_modules', ...segments);
}

// A folder of its own for each run: two runs may overlap.
mkdirSync(path.join(root, 'out'), { recursive: true });
const rawCoverage = mkdtempSync(path.join(root, 'out', 'c8-'));
// Modules of types alone have nothing to run; c8 would count each of their lines as missed.
const excluded = [...coverageRules.exclude, ...modulesWithoutCode(root)];

/**
 * Runs a program of a package to its end; its exit code.
 *
 * @param {string} program
 * @param {readonly string[]} words
 * @param {Record<string, string>} more
 */
function runProgram(program, words, more = {}) {
  const env = { ...process.env, ...more };
  const run = spawnSync(process.execPath, [program, ...words], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  return run.status ?? 1;
}

const tested = runProgram(packageProgram('vitest', 'vitest.mjs'), ['run', ...vitestArguments], {
  NODE_V8_COVERAGE: rawCoverage,
});
thinCoverage(rawCoverage, path.join(root, 'dist'));
const reported = runProgram(packageProgram('c8', 'bin', 'c8.js'), [
  'report',
  `--temp-directory=${rawCoverage}`,
  ...excluded.map((pattern) => `--exclude=${pattern}`),
  ...(gateIsOn && runsEverything ? [] : ['--check-coverage=false']),
]);
rmSync(rawCoverage, { recursive: true, force: true });

if (!gateIsOn && runsEverything) {
  const { lines, branches } = coverageRules;
  process.stdout.write(
    `coverage: ${lines} % of lines and ${branches} % of branches are NOT enforced yet; ` +
      'set config.coverageGate to "on" in package.json\n',
  );
}
process.exit(tested === 0 ? reported : tested);
