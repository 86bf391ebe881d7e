// Speed and reduction, measured side by side in one run:
//   npm run bench [-- --rounds 5 --cases 1500 --sample 8 --json]
// Every row runs once a round, in turn, so that a busy machine slows all alike; figures are
// medians over the rounds, ratios are medians of the rounds' own ratios. Rates are operations that
// were carried out: those that the model does not allow count on neither side. A second of a
// rate is a second of processor time of this process.

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { runReplay } from '#dist/search/library.js';
import { BOARD_FAULTS } from '#dist/targets/index.js';
import { commandsOnBoard, commandsOnModel } from './fast-check-commands.mjs';
import { drawnCases } from './fixtures.mjs';
import { agreement, huntAndReduce, median } from './reduction-runs.mjs';
import { drawAndRunBoard, drawAndWalkModel, runBoard, walkModel } from './walk.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    cases: { type: 'string', default: '1500' },
    sample: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const caseCount = Number(values.cases);
/** A sequence of fc.commands carries out about a quarter of the operations of a case. */
const commandRuns = caseCount;
/** Cases drawn before, run in turns; fc.commands has 64 memories drawn before. */
const DRAWN_BEFORE = 256;
const cases = drawnCases(DRAWN_BEFORE);
const turns = Math.ceil(caseCount / DRAWN_BEFORE);

/** @typedef {'walk' | 'drawnWalk' | 'modelCommands'} ModelRow */
/** @typedef {ModelRow | 'board' | 'drawnBoard' | 'boardCommands'} Row */

/** @type {Readonly<Record<Row, { title: string, run: () => number }>>} */
const ROWS = {
  walk: { title: 'model, all invariants, cases drawn before', run: walkModel(cases, turns) },
  drawnWalk: { title: 'model, all invariants, drawing included', run: drawAndWalkModel(caseCount) },
  modelCommands: { title: 'fc.commands on the same model', run: commandsOnModel(commandRuns) },
  board: { title: 'boards, all checks, cases drawn before', run: runBoard(cases, turns) },
  drawnBoard: { title: 'boards, all checks, drawing included', run: drawAndRunBoard(caseCount) },
  boardCommands: { title: 'fc.commands on the same boards', run: commandsOnBoard(commandRuns) },
};
const rows = /** @type {Row[]} */ (Object.keys(ROWS));

/** Ratios by name: what is compared with what, and the least that is asked for.
 * @type {readonly { name: string, of: Row, to: Row, target: number }[]} */
const RATIOS = [
  { name: 'model-steps', of: 'walk', to: 'modelCommands', target: 10 },
  { name: 'model-steps-with-drawing', of: 'drawnWalk', to: 'modelCommands', target: 0 },
  { name: 'board-operations', of: 'board', to: 'boardCommands', target: 2 },
  { name: 'board-operations-with-drawing', of: 'drawnBoard', to: 'boardCommands', target: 0 },
];

function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Operations a second of one run. @param {() => number} run */
function rate(run) {
  const before = processorSeconds();
  const operations = run();
  return operations / (processorSeconds() - before);
}

/** Rates of each row, one a round; the first round only warms up. */
function measure() {
  /** @type {Record<Row, number[]>} */
  const rates = {
    walk: [],
    drawnWalk: [],
    modelCommands: [],
    board: [],
    drawnBoard: [],
    boardCommands: [],
  };
  for (let round = 0; round <= rounds; round += 1) {
    for (const row of rows) {
      const measured = rate(ROWS[row].run);
      if (round > 0) rates[row].push(measured);
    }
  }
  return rates;
}

/** Files a second of the corpus, read from disk and replayed; 0 where there is none. */
async function measureReplay() {
  const corpus = new URL('../scenarios', import.meta.url).pathname;
  if (!existsSync(corpus)) return { files: 0, filesPerSecond: 0, failed: 0 };
  const speeds = [];
  let files = 0;
  let failed = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const before = processorSeconds();
    const report = await runReplay([corpus]);
    files = report.files;
    failed = report.failed;
    if (round > 0) speeds.push(files / (processorSeconds() - before));
  }
  return { files, filesPerSecond: Math.round(median(speeds)), failed };
}

/** Reductions of every n-th planted defect from three seeds. */
function measureReduction() {
  const wanted = Number(values.sample);
  const step = Math.max(1, Math.floor(BOARD_FAULTS.length / Math.max(wanted, 1)));
  const sample = BOARD_FAULTS.filter((_, index) => index % step === 0).slice(0, wanted);
  const runs = sample.flatMap((fault) =>
    ['bench-1', 'bench-2', 'bench-3'].map((seed) => huntAndReduce(fault, seed, 2000)),
  );
  return agreement(runs.filter((run) => run !== undefined));
}

/** @param {number} value */
function grouped(value) {
  return Math.round(value).toLocaleString('en');
}

const rates = measure();
const replay = await measureReplay();
const reduction = measureReduction();
const medians = Object.fromEntries(rows.map((row) => [row, Math.round(median(rates[row]))]));
const ratios = RATIOS.map(({ name, of, to, target }) => {
  const each = rates[of].map((value, round) => value / rates[to][round]);
  return { name, ratio: Math.round(median(each) * 10) / 10, target };
});

if (values.json) {
  const totals = { ...reduction, groups: reduction.groups.length };
  const report = { rounds, operationsPerSecond: medians, ratios, replay, reduction: totals };
  console.log(JSON.stringify(report, null, 2));
} else {
  const style = { head: [], border: [] };
  const speeds = new Table({ head: ['operations a second', 'median'], style });
  for (const row of rows) speeds.push([ROWS[row].title, grouped(medians[row])]);
  const compared = new Table({ head: ['ratio to fc.commands', 'median', 'wanted'], style });
  for (const { name, ratio, target } of ratios) {
    compared.push([name, String(ratio), target === 0 ? '' : `at least ${target}`]);
  }
  console.log(speeds.toString());
  console.log(compared.toString());
  console.log(`replay: ${grouped(replay.filesPerSecond)} files a second (${replay.files} files)`);
  console.log(
    `reduction, ${reduction.runs} runs: ${reduction.percent} % at the usual length, medians ` +
      `${reduction.medianFound} operations found, ${reduction.medianLength} left, ` +
      `${reduction.medianExecutions} executions`,
  );
}
