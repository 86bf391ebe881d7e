// Records the logs of logs/ anew, from real runs: the target in C through the tracing header
// (sample.c and exported scenarios, with and without its defects), and scenarios on the built-in
// boards with a fault. What is expected of each goes to logs/expected.json. It comes from the runs
// themselves, not from `marshalcheck trace`: for the target in C it is the first line in which the
// run with the defect differs from the one without. Needs gcc and a built dist/.
//
//     node examples/trace/record.mjs

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Word } from '../../dist/model/case.js';
import { Runner } from '../../dist/properties/run.js';
import { exportScenario } from '../../dist/search/export/export.js';
import { readScenario } from '../../dist/search/replay.js';
import { caseOf, platformsOf } from '../../dist/search/scenario/index.js';
import { sumOf } from '../../dist/search/trace/expected-bytes.js';
import { recordLine } from '../../dist/search/trace/notation.js';
import { createTarget } from '../../dist/targets/index.js';
import { generator, lossy, midway, tangled } from './mangle.mjs';

const here = import.meta.dirname;
const board = path.join(here, '..', 'board');
const folder = path.join(here, 'logs');
const scenarios = path.join(here, '..', '..', 'scenarios', 'spec');

/** What a program prints, as a debugger shows it: each line with its process and thread. */
function printed(binary, ...words) {
  const { stdout } = spawnSync(binary, words, { encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  return lines.map((line) => {
    const thread = /thread=0x([0-9a-f]+)/.exec(line)?.[1] ?? '0';
    return `PID:00400002 TID:${thread.padStart(8, '0').toUpperCase()} ${line}`;
  });
}

/** Compiles a program with the target in C and one of its defects, 0 for none. */
function compile(binaries, source, fault) {
  const binary = path.join(binaries, `${path.basename(source, '.c')}-${fault}`);
  const includes = ['-I', board, '-I', here];
  const planted = fault === 0 ? [] : [`-DFAULT_${fault}`];
  const files = [source, path.join(board, 'host.c')];
  execFileSync('gcc', ['-std=c99', '-O1', '-w', ...planted, ...includes, '-o', binary, ...files]);
  return binary;
}

/** Lines without what may differ from one right run to another: addresses, by when they came. */
function comparable(lines) {
  const known = new Map();
  return lines.map((line) =>
    line
      .replace(/ ~[0-9a-f]{4}$/, '')
      .replace(/(out|buffer|source|unmarshalled)=0x([89a-f][0-9a-f]{7})\b/g, (_, key, address) => {
        if (!known.has(address)) known.set(address, known.size);
        return `${key}=#${known.get(address)}`;
      }),
  );
}

/** The first line, from 1, in which the run with the defect differs from the other; else 0. */
function firstDifference(clean, faulty) {
  const [right, wrong] = [comparable(clean), comparable(faulty)];
  return wrong.findIndex((line, index) => line !== right[index]) + 1;
}

const plain = ({ lines, at }) => ({ lines, at });

/** Readings of the target in C. */
const TARGET_IN_C = ['ce6-x86', 'compact7-x86', 'compact7-armv5', 'compact2013-armv7'];

/** The reading that the sample runs under. */
const SAMPLE = 'compact7-x86';

/** Logs of the sample: defect, seed, what happens to them on the way. */
const SAMPLES = [
  ...[plain, plain, midway, midway, lossy, lossy, tangled, tangled].map((way, index) => [
    0,
    index + 1,
    way,
  ]),
  ...[11, 12, 15].flatMap((defect, index) => [
    [defect, 20 + defect, [plain, tangled, midway][index]],
    [defect, 40 + defect, [midway, lossy, tangled][index]],
  ]),
];

/** Scenarios that show a defect of the target in C, exported as programs. */
const EXPORTS = [
  [1, 'FREE-1-another-process-is-current'],
  [2, 'CLOSE-5-into-the-caller-of-the-call'],
  [7, 'DUP-4-unwritten-part'],
  [9, 'OPEN-1-unmapped-source'],
  [10, 'ASYNC-4-after-exit'],
  [16, 'CLOSE-5-caller-gone'],
];

function sampleLogs(binaries) {
  const source = path.join(here, 'sample.c');
  const run = (defect, seed) => printed(compile(binaries, source, defect), String(seed), '40');
  return SAMPLES.map(([defect, seed, way]) => {
    let [lines, at] = [run(defect, seed), 0];
    // A seed with which the defect does not show, or shows early, is passed over.
    for (let next = seed; defect !== 0 && at < 45; next += 100) {
      lines = run(defect, next);
      at = firstDifference(run(0, next), lines);
    }
    const kind = defect === 0 ? 'clean' : `defect${defect}`;
    const file = `target-c-${kind}-${seed}-${way.name}.log`;
    const mangled = way({ lines, at, draw: generator(seed) });
    return { file, ...mangled, from: 'sample.c', reading: SAMPLE };
  });
}

function exportedLogs(binaries) {
  return EXPORTS.map(([defect, name]) => {
    const source = path.join(binaries, `${name}.c`);
    const file = path.join(scenarios, `${name}.yaml`);
    writeFileSync(source, exportScenario(file, { readings: TARGET_IN_C }));
    const [clean, lines] = [0, defect].map((each) => printed(compile(binaries, source, each)));
    const reading = /reading=(\S+)/.exec(lines[0])[1];
    const stem = `target-c-defect${defect}-exported-${name.toLowerCase()}`;
    const at = firstDifference(clean, lines);
    return { file: `${stem}.log`, lines, at, from: `${name}.yaml`, reading };
  });
}

/** Operations that a log can tell. */
const TOLD = /^(Ce.*|read|write|call|return|start|exit|Virtual(Protect|Free|Alloc))$/;

/** What a run on a board prints for one operation. */
function boardLine(runner, index, program, threads) {
  const { request, response, held } = runner;
  const { operation: op, thread, process } = request;
  const tag = program[index * Word.width + Word.tag];
  const line = { op };
  if (!TOLD.test(op) || held.pause !== '') return null;
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
  const binaries = mkdtempSync(path.join(tmpdir(), 'marshalcheck-record-'));
  const logs = [...sampleLogs(binaries), ...exportedLogs(binaries)];
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
