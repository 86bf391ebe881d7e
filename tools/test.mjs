// Runs vitest under c8 with the settings of .c8rc.json. Arguments go to vitest:
// `npm test -- test/tidy.test.ts`. Thresholds apply to a whole run only, and only while
// `coverageGate` in package.json's `config` is "on".

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { modulesWithoutCode } from './sources.mjs';

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

// A folder of its own for each run: c8 empties it first, and two runs may overlap.
mkdirSync(path.join(root, 'out'), { recursive: true });
const rawCoverage = mkdtempSync(path.join(root, 'out', 'c8-'));
// Modules of types alone have nothing to run; c8 would count each of their lines as missed.
const excluded = [...coverageRules.exclude, ...modulesWithoutCode(root)];
const run = spawnSync(
  process.execPath,
  [
    packageProgram('c8', 'bin', 'c8.js'),
    `--temp-directory=${rawCoverage}`,
    ...excluded.map((pattern) => `--exclude=${pattern}`),
    ...(gateIsOn && runsEverything ? [] : ['--check-coverage=false']),
    process.execPath,
    packageProgram('vitest', 'vitest.mjs'),
    'run',
    ...vitestArguments,
  ],
  { cwd: root, stdio: 'inherit' },
);
rmSync(rawCoverage, { recursive: true, force: true });

if (!gateIsOn && runsEverything) {
  const { lines, branches } = coverageRules;
  process.stdout.write(
    `coverage: ${lines} % of lines and ${branches} % of branches are NOT enforced yet; ` +
      'set config.coverageGate to "on" in package.json\n',
  );
}
process.exit(run.status ?? 1);
