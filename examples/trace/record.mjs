// Records the logs of logs/ anew, from real runs: sample.c with host.c and its planted defects, and
// scenarios on the built-in boards with a fault. What is expected of each goes to
// logs/expected.json; it comes from the runs themselves, not from `marshalcheck trace`. Needs gcc
// and a built dist/.
//
//     node examples/trace/record.mjs

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Word } from '../../dist/model/case.js';
import { Runner } from '../../dist/properties/run.js';
import { readScenario } from '../../dist/search/replay.js';
import { caseOf, platformsOf } from '../../dist/search/scenario/index.js';
import { sumOf } from '../../dist/search/trace/expected-bytes.js';
import { recordLine } from '../../dist/search/trace/notation.js';
import { createTarget } from '../../dist/targets/index.js';

const here = import.meta.dirname;
const folder = path.join(here, 'logs');
const scenarios = path.join(here, '..', '..', 'scenarios', 'spec');

/** A small generator, so that the same logs come again. */
function generator(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Runs the sample; its lines, and the one (from 1) in which the defect showed, 0 for none. */
function runSample(binaries, defect, seed) {
  const binary = path.join(binaries, `sample${defect}`);
  const { stdout, stderr } = spawnSync(binary, [String(seed), '40'], { encoding: 'utf8' });
  const draw = generator(seed);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const thread = /thread=0x([0-9a-f]+)/.exec(line)?.[1] ?? '0';
      return `PID:00400002 TID:${thread.padStart(8, '0').toUpperCase()} ${line}`;
    });
  return { lines, at: Number(stderr.trim() || 0), draw };
}

/** The log from a third on. */
function midway({ lines, at }) {
  const from = Math.floor((at === 0 ? lines.length : at) / 3);
  return { lines: lines.slice(from), at: at === 0 ? 0 : at - from };
}

/** Some lines are gone, none close to the defect. */
function lossy({ lines, at, draw }) {
  const last = Math.max((at === 0 ? lines.length : at) - 40, 2);
  const gone = new Set([1 + draw(last - 1), 1 + draw(last - 1), 1 + draw(last - 1)]);
  const before = [...gone].filter((index) => index < at - 1).length;
  return {
    lines: lines.filter((_line, index) => !gone.has(index)),
    at: at === 0 ? 0 : at - before,
  };
}

/** Records printed into one another, or broken by a line end, with other output between. */
function tangled({ lines, at, draw }) {
  const printed = [];
  let where = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    const cut = 40 + draw(20);
    const kind = draw(6);
    if (kind === 0 && index + 1 < lines.length) {
      const inner = lines[index + 1];
      printed.push(line.slice(0, cut) + inner);
      if (index + 2 === at) where = printed.length;
      printed.push(line.slice(cut));
      if (index + 1 === at) where = printed.length;
      index += 1;
      continue;
    }
    if (kind === 1) printed.push(line.slice(0, cut), 'PID:00400002 TID:00000007 timer: 30 ms');
    printed.push(kind === 1 ? line.slice(cut) : line);
    if (index + 1 === at) where = printed.length;
  }
  return { lines: printed, at: where };
}

const plain = (run) => run;

/** The reading that host.c follows. */
const SAMPLE = 'compact7-x86';

/** Logs of the sample: name, defect, seed, what happens to them on the way. */
const SAMPLES = [
  ...[plain, plain, midway, midway, lossy, lossy, tangled, tangled].map((way, index) => [
    0,
    index + 1,
    way,
  ]),
  ...[1, 2, 3, 5, 6, 7].flatMap((defect) => [
    [defect, 20 + defect, [plain, tangled, midway][defect % 3]],
    [defect, 40 + defect, [midway, lossy, tangled][defect % 3]],
  ]),
];

/** What a run on a board prints for one operation. */
function boardLine(runner, index, program, threads) {
  const { request, response, held } = runner;
  const { operation: op, thread, process } = request;
  const tag = program[index * Word.width + Word.tag];
  const line = { op };
  if (op === 'resume' || held.pause !== '') return null;
  const access = op === 'read' || op === 'write';
  if (thread >= 0 && !['exit', 'start'].includes(op) && !op.startsWith('Virtual')) {
    line.thread = thread === 0 ? 0x99 : 0x100 + thread;
  }
  if (op === 'call') threads[thread] = process;
  if (['call', 'exit', 'start'].includes(op) || op.startsWith('Virtual') || thread < 0) {
    line.process = 0x20 + process;
  }
  const hexadecimal = (value) => `0x${value.toString(16)}`;
  if (access || op.startsWith('Virtual') || /Close|Free|Flush/.test(op)) {
    line.buffer = hexadecimal(request.pointer);
  }
  if (op.startsWith('Ce') || (op === 'call' && request.descriptor !== 0)) {
    line.source = hexadecimal(request.source);
    line.descriptor = hexadecimal(request.descriptor);
  }
  if (/Flush/.test(op)) line.unmarshalled = hexadecimal(request.unmarshalled);
  if (line.source !== undefined || access || op === 'VirtualProtect') line.size = request.size;
  if (op === 'VirtualProtect') line.protection = request.descriptor;
  if (request.forceDuplicate) line.forceDuplicate = true;
  if (request.viaKernel) line.throughKernel = true;
  if (!request.destination) line.noOut = true;
  if (response.status === 'faulted') line.fault = true;
  else if (op === 'read') line.sum = sumOf(response.bytes, request.size);
  else if (op === 'write') line.data = tag === 0 ? 0 : tag - 15;
  else if (op !== 'return') line.result = hexadecimal(response.value);
  if (/Open|Alloc.*Buffer/.test(op) || op === 'call') {
    line.out = hexadecimal(response.pointer);
    line.was = '0xdeadb0de';
  }
  return tag < 0 || (op === 'write' && tag > 0 && tag < 16) ? null : line;
}

/** A scenario on a board; null where a log cannot tell it, or nothing departs with the fault. */
function runBoard(file, faulty) {
  const scenario = readScenario(file);
  if (faulty && scenario.fault === '') return null;
  const platform = platformsOf(scenario).find(
    ({ reading }) => !faulty || !reading.startsWith('shipped'),
  );
  if (platform === undefined) return null;
  const given = caseOf(scenario, platform.reading, platform.copyLimit, platform.server);
  let target;
  try {
    target = createTarget('simulator', platform.reading, faulty ? scenario.fault : '');
  } catch {
    return null;
  }
  const runner = new Runner(target, false);
  let lines = [];
  let last = -1;
  let tells = true;
  const threads = [];
  const { verdict } = runner.run(given, undefined, (index, at) => {
    if (index <= last) lines = [];
    last = index;
    const line = boardLine(at, index, given.program, threads);
    if (line === null || at.response.status === 'paused' || at.response.status === 'hung') {
      tells = false;
    } else lines.push(line);
  });
  if (!tells || verdict !== (faulty ? 'departure' : 'passed') || lines.length < 5) return null;
  const { reading, copyLimit, server } = platform;
  const head = [
    { op: 'begin', reading, server, copyLimit },
    ...given.regions.map((region) => ({
      op: 'region',
      process: region.process === 0 ? 0 : 0x20 + region.process,
      source: region.base,
      size: region.runs.reduce((sum, { pages }) => sum + pages, 0) * 4096,
      runs: region.runs
        .map((run) => `${run.pages}:${[1, 2, 4][run.rights] | (run.cached ? 0 : 0x200)}`)
        .join(','),
      zeroes: region.zeroes.map(({ offset, size }) => `${offset}:${size}`).join(','),
    })),
  ];
  const at = faulty ? head.length + lines.length : 0;
  return { lines: [...head, ...lines], at, scenario, reading };
}

function boardLogs(count, faulty) {
  const logs = [];
  const seen = new Set();
  for (const name of readdirSync(scenarios).sort()) {
    if (logs.length === count) break;
    const family = name.replace(/-\d.*|\.yaml$/g, '');
    if ([...seen].filter((each) => each === family).length > 0 && !faulty) continue;
    const run = runBoard(path.join(scenarios, name), faulty);
    if (run === null || (faulty && seen.has(run.scenario.fault))) continue;
    seen.add(faulty ? run.scenario.fault : family);
    const numbered = run.lines.map((line, index) => ({ n: index + 1, from: index, ...line }));
    const isRaw = logs.length % 2 === 1;
    const lines = numbered.map((line) => (isRaw ? recordLine(line) : JSON.stringify(line)));
    const stem = `board-${faulty ? run.scenario.fault : `clean-${family.toLowerCase()}`}`;
    const ending = isRaw ? 'log' : 'ndjson';
    logs.push({ file: `${stem}.${ending}`, lines, at: run.at, from: name, reading: run.reading });
  }
  return logs;
}

function main() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const binaries = mkdtempSync(path.join(tmpdir(), 'marshalcheck-sample-'));
  const sources = ['sample.c', 'host.c'].map((name) => path.join(here, name));
  for (const defect of [0, 1, 2, 3, 5, 6, 7]) {
    const output = ['-o', path.join(binaries, `sample${defect}`)];
    execFileSync('gcc', ['-std=c99', '-O1', `-DDEFECT=${defect}`, ...output, ...sources]);
  }
  const logs = SAMPLES.map(([defect, seed, way]) => {
    let run = runSample(binaries, defect, seed);
    // A seed with which the defect does not show is passed over.
    for (let next = seed; defect !== 0 && run.at < 45; next += 100) {
      run = runSample(binaries, defect, next);
    }
    const { lines, at } = way({ ...run, draw: generator(seed) });
    const kind = defect === 0 ? 'clean' : `defect${defect}`;
    return {
      file: `sample-${kind}-${seed}-${way.name}.log`,
      lines,
      at,
      from: 'sample.c',
      reading: SAMPLE,
    };
  });
  rmSync(binaries, { recursive: true, force: true });
  logs.push(...boardLogs(7, false), ...boardLogs(13, true));
  const expected = {};
  for (const { file, lines, at, from, reading } of logs) {
    writeFileSync(path.join(folder, file), `${lines.join('\n')}\n`);
    expected[file] = { departsAt: at, reading, from };
  }
  writeFileSync(path.join(folder, 'expected.json'), `${JSON.stringify(expected, undefined, 2)}\n`);
}

main();
