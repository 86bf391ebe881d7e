// The exhaustive search beside Spin, on CEBUF, in one run:
//   npm run bench:check [-- --scope big --rounds 1 --json]
// Needs `spin` and `gcc` (Debian: apt-get install spin gcc). Every row runs once a round, in turn,
// each in a process of its own, so that a busy machine slows all alike; figures are medians.
// Seconds are those of the clock on the wall, and of the processor: with workers the former are
// what counts, on a machine that others use the latter say more.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { SCOPES } from './cebuf.mjs';
import { promela } from './cebuf-promela.mjs';

/** States and transitions, without and with symmetry. */
const WANTED = {
  small: { states: 112_024, transitions: 1_456_320, reduced: 28_340 },
  mid: { states: 1_062_296, transitions: 14_089_184, reduced: 266_604 },
  big: { states: 15_421_896, transitions: 289_675_688, reduced: 1_313_424 },
};

const { values } = parseArgs({
  options: {
    scope: { type: 'string', default: 'big' },
    rounds: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
if (!(values.scope in SCOPES)) throw new RangeError(`scopes: ${Object.keys(SCOPES).join(', ')}`);
const scope = /** @type {keyof typeof SCOPES} */ (values.scope);
const folder = mkdtempSync(path.join(tmpdir(), 'bench-check-'));

/** @typedef {{ states: number, transitions: number, wall: number, processor: number,
 *   megabytes: number, seconds?: Record<string, number> }} Measured */

/** Runs a program; its output and what it took.
 * @param {string} program @param {readonly string[]} args */
function run(program, args) {
  // Large pages for memory that asks for them: Spin's tables and ours alike.
  const env = { ...process.env, GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };
  const started = performance.now();
  const child = spawnSync('/usr/bin/time', ['-f', '%U %S %M', program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  if (child.error !== undefined || child.status !== 0) {
    const why = child.error?.message ?? child.stderr;
    throw new Error(`${program} ${args.join(' ')} failed: ${why}; install spin, gcc and time`);
  }
  const wall = (performance.now() - started) / 1000;
  const [user, system, kilobytes] = (child.stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return {
    output: child.stdout,
    wall,
    processor: user + system,
    megabytes: Math.round(kilobytes / 1024),
  };
}

function buildSpin() {
  writeFileSync(path.join(folder, 'cebuf.pml'), promela(SCOPES[scope]));
  run('spin', ['-a', '-o2', 'cebuf.pml']);
  run('gcc', ['-O2', '-DSAFETY', '-DNOREDUCE', '-w', '-o', 'pan', 'pan.c']);
}

/** Depth first, as Spin does it; its count of transitions has one for the initial state.
 * @returns {Measured} */
function spin() {
  const { output, ...took } = run('./pan', ['-m10000000', scope === 'big' ? '-w26' : '-w22']);
  const count = (/** @type {RegExp} */ of) => Number(of.exec(output)?.[1]);
  const stored = count(/([\d.e+]+) states, stored/);
  // Spin prints six digits of large numbers.
  return { states: stored, transitions: count(/([\d.e+]+) transitions/) - 1, ...took };
}

/** @param {number} workers @param {boolean} reduced @returns {Measured} */
function search(workers, reduced) {
  const script = new URL('check-run.mjs', import.meta.url).pathname;
  const { output, ...took } = run(process.execPath, [
    script,
    JSON.stringify({ scope, workers, reduced }),
  ]);
  return { ...JSON.parse(output), ...took };
}

/** @type {Record<string, { title: string, run: () => Measured }>} */
const ROWS = {
  spin: { title: 'Spin, depth first', run: spin },
  one: { title: '1 worker', run: () => search(1, false) },
  two: { title: '2 workers', run: () => search(2, false) },
  reducedOne: { title: '1 worker, symmetry', run: () => search(1, true) },
  reducedTwo: { title: '2 workers, symmetry', run: () => search(2, true) },
};

/** How many times sooner than Spin, and what is asked for. */
const TARGETS = { one: 4, two: 6, reducedOne: 40, reducedTwo: 40 };

/** @param {readonly number[]} list */
function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Fails if a row did not count what is published.
 * @param {string} row @param {Measured} measured */
function verify(row, { states, transitions }) {
  const wanted = WANTED[scope];
  const isReduced = row.startsWith('reduced');
  // Spin's figures may be rounded.
  const isAbout = (/** @type {number} */ a, /** @type {number} */ b) =>
    row === 'spin' ? Math.abs(a - b) <= b * 1e-6 : a === b;
  if (!isAbout(states, isReduced ? wanted.reduced : wanted.states)) {
    throw new Error(`${ROWS[row].title} found ${states} states`);
  }
  if (!isReduced && !isAbout(transitions, wanted.transitions)) {
    throw new Error(`${ROWS[row].title} found ${transitions} transitions`);
  }
}

/** @param {Measured} measured the share of each part of the work, in percent */
function shares({ seconds = {} }) {
  const all = Object.values(seconds).reduce((sum, each) => sum + each, 0);
  return Object.entries(seconds)
    .map(([part, each]) => `${part} ${Math.round((100 * each) / all)} %`)
    .join(', ');
}

buildSpin();
/** @type {Record<string, Measured[]>} */
const measured = {};
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const [row, { run: runRow }] of Object.entries(ROWS)) {
    const result = runRow();
    verify(row, result);
    measured[row] = [...(measured[row] ?? []), result];
  }
}
rmSync(folder, { recursive: true });
const wallOf = (/** @type {string} */ row) => median(measured[row].map(({ wall }) => wall));
const processorOf = (/** @type {string} */ row) =>
  median(measured[row].map(({ processor }) => processor));
const report = Object.entries(ROWS).map(([row, { title }]) => ({
  row,
  title,
  wallSeconds: wallOf(row),
  processorSeconds: processorOf(row),
  timesSooner: wallOf('spin') / wallOf(row),
  timesLessProcessor: processorOf('spin') / processorOf(row),
  target: TARGETS[/** @type {keyof typeof TARGETS} */ (row)] ?? 1,
  megabytes: measured[row][0].megabytes,
  millionTransitionsPerSecond: measured[row][0].transitions / wallOf(row) / 1e6,
  shares: shares(measured[row][0]),
}));
if (values.json) {
  process.stdout.write(`${JSON.stringify({ scope, counts: WANTED[scope], rows: report })}\n`);
} else {
  const head = ['CEBUF', 'wall s', 'sooner', 'asked', 'CPU s', 'less CPU', 'MB', 'M trans./s'];
  const table = new Table({ head: [scope, ...head.slice(1)], style: { head: [], border: [] } });
  for (const each of report) {
    table.push([
      each.title,
      each.wallSeconds.toFixed(2),
      `× ${each.timesSooner.toFixed(1)}`,
      `× ${each.target}`,
      each.processorSeconds.toFixed(2),
      `× ${each.timesLessProcessor.toFixed(1)}`,
      String(each.megabytes),
      each.millionTransitionsPerSecond.toFixed(1),
    ]);
  }
  process.stdout.write(`${table.toString()}\n`);
  for (const { title, shares: parts } of report) {
    if (parts !== '') process.stdout.write(`${title}: ${parts}\n`);
  }
}
