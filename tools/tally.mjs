// Prints what a CI run amounts to, "N passed, N failed" as the last line, and exits 1 when anything
// failed. Usage: node tools/tally.mjs RESULTS.json [NAME OF A BROKEN STAGE]...
// RESULTS.json is vitest's JSON report. A stage that broke counts as one failure, except the test
// stage when its failing tests are already counted.

import { existsSync, readFileSync } from 'node:fs';

/**
 * Counts a vitest JSON report: each test, and each file that failed before it reached a test.
 *
 * @param {any} report
 */
function countTests(report) {
  const unloadable = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    unloadable: unloadable.map((/** @type {any} */ file) => file.name),
  };
}

const [resultsFile, ...brokenStages] = process.argv.slice(2);
const tests =
  resultsFile !== undefined && existsSync(resultsFile)
    ? countTests(JSON.parse(readFileSync(resultsFile, 'utf8')))
    : undefined;
const countedStages = brokenStages.filter(
  (stage) => stage !== 'test' || tests === undefined || tests.failed === 0,
);
// No report and no stage to blame would mean that nothing was tested at all.
const nothingTested = tests === undefined && brokenStages.length === 0 ? 1 : 0;

for (const file of tests?.unloadable ?? []) console.log(`could not be loaded: ${file}`);
if (brokenStages.length > 0) console.log(`stages that failed: ${brokenStages.join(', ')}`);
if (tests === undefined) console.log('vitest left no report: no test result to count');
const passed = tests?.passed ?? 0;
const failed = (tests?.failed ?? 0) + countedStages.length + nothingTested;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
