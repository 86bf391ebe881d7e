// Promise: `nightly` does everything in order and ends in one report, a history line and an exit
// code; stopped at any moment it loses nothing, and --resume ends in the report of a whole run.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { REPORT } from '#dist/reports/schema.js';
import {
  begin,
  type Ended,
  errorLines,
  fileIn,
  goodScenario,
  marshalcheck,
  temporaryFolder,
} from './command.js';

const scope = path.join(import.meta.dirname, 'mine.scope.yaml');
const STAGES = ['replay', 'check', 'tours', 'drivers', 'canaries', 'fuzz'];
const SMALL = [
  ...['nightly', '--seed', 'small', '--runs', '500', '--workers', '1'],
  ...['--reading', 'compact7-x86,compact7-armv5', '--scope', scope, '--tours', scope],
  ...['--server', 'kernel', '--client', 'lawful', '--most-operations', '500'],
  ...['--drivers', 'closed-before-free-mended', '--canaries', 'recached-at-first-free'],
  ...['--scenarios', 'good.yaml', '--out', 'night'],
];

/** A folder with what {@link SMALL} replays. */
function folderForNight(): string {
  const folder = temporaryFolder();
  fileIn(folder, 'good.yaml', goodScenario);
  return folder;
}

function nightly(cwd: string, ...extra: string[]): Ended {
  return marshalcheck([...SMALL, ...extra], { cwd });
}

/** The report that a run left behind, without its timings. */
function reportOf(cwd: string, name = 'report.json'): string {
  const text = readFileSync(path.join(cwd, 'night', name), 'utf8');
  const { history, ...rest } = JSON.parse(text) as Record<string, unknown>;
  expect(REPORT.safeParse({ ...rest, history }).success).toBe(true);
  return JSON.stringify(rest, undefined, 1).replace(/"seconds": [\d.]+/g, '"seconds": 0');
}

test('everything in order, whole or in shards', () => {
  const whole = folderForNight();
  const ended = nightly(whole);
  expect(ended.code, ended.stderr).toBe(0);
  const told = ended.stderr.split('\n').map((line) => line.split(' ')[0]);
  expect(told.filter((word) => STAGES.includes(word))).toEqual(STAGES);
  expect(ended.stderr).toContain('seed small');
  expect(ended.stdout).toContain('no findings');
  const report = JSON.parse(reportOf(whole)) as {
    stages: { name: string; done: number; total: number }[];
    interrupted: boolean;
    score: { killed: number };
    cases: number;
  };
  expect(report).toMatchObject({ command: 'nightly', seed: 'small', interrupted: false });
  expect(report.stages.map(({ name }) => name)).toEqual(STAGES);
  for (const { done, total } of report.stages) expect(done).toBe(total);
  expect(report.score.killed).toBe(1);
  expect(report.cases).toBeGreaterThan(500);
  expect(existsSync(path.join(whole, 'night', 'report.html'))).toBe(true);
  const history = readFileSync(path.join(whole, 'night', 'history.ndjson'), 'utf8');
  expect(history.trimEnd().split('\n')).toHaveLength(1);

  const parts = folderForNight();
  for (const shard of ['1/2', '2/2']) expect(nightly(parts, '--shard', shard).code).toBe(0);
  const files = [2, 1].map((number) => `night/report-${number}-of-2.json`);
  const merged = marshalcheck(['merge-reports', ...files, '--reporter', 'json=night/merged.json'], {
    cwd: parts,
  });
  expect(merged.code).toBe(0);
  expect(reportOf(parts, 'merged.json')).toBe(reportOf(whole));
}, 300_000);

test('a defect is found, saved, and ends the run with 1', () => {
  const folder = folderForNight();
  const stages = ['--stages', 'replay,tours,fuzz', '--runs', '300'];
  const ended = nightly(folder, '--fault', 'free-skips-write-back', ...stages);
  expect(ended.code, ended.stderr).toBe(1);
  const { findings } = JSON.parse(reportOf(folder)) as {
    findings: { file: string; stage: string; signature: string }[];
  };
  expect(findings.length).toBeGreaterThan(0);
  const signatures = findings.map(({ signature }) => signature);
  expect(new Set(signatures).size).toBe(signatures.length);
  const { file } = findings.at(-1) ?? { file: '' };
  const replayed = marshalcheck(['replay', file, '-q', '--fault', 'free-skips-write-back'], {
    cwd: folder,
  });
  expect(replayed.code).toBe(1);
}, 300_000);

test.each(['check  ', 'drivers  '])(
  'Ctrl-C after "%s": a part of the report; --resume does the rest',
  async (moment) => {
    const [broken, whole] = [folderForNight(), folderForNight()];
    const stages = ['--stages', 'replay,check,drivers,fuzz', '--runs', '1500'];
    const { child, ended, stderr } = begin([...SMALL, ...stages], { cwd: broken });
    const waiting = setInterval(() => {
      if (!stderr().includes(moment)) return;
      clearInterval(waiting);
      child.kill('SIGINT');
    }, 5);
    const { code, stderr: told } = await ended;
    expect(code, told).toBe(130);
    expect(told).toMatch(/to go on: .* --resume/);
    const part = JSON.parse(reportOf(broken)) as { interrupted: boolean };
    expect(part.interrupted).toBe(true);
    expect(nightly(broken, ...stages, '--resume').code).toBe(0);
    if (moment !== 'drivers  ') return;
    expect(nightly(whole, ...stages).code).toBe(0);
    expect(reportOf(broken)).toBe(reportOf(whole));
  },
  300_000,
);

test('--resume of another run, or of none, is refused', () => {
  const folder = folderForNight();
  const quick = ['--stages', 'replay'];
  const none = nightly(folder, '--resume');
  expect(none.code).toBe(2);
  expect(errorLines(none)[0]).toContain('there is no run to go on with');
  expect(nightly(folder, ...quick).code).toBe(0);
  const other = nightly(folder, ...quick, '--resume', '--runs', '77');
  expect(other.code).toBe(2);
  expect(errorLines(other)[0]).toContain('had other settings');
  const again = nightly(folder, ...quick, '--resume');
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('1 units are done already');
  mkdirSync(path.join(folder, 'odd'));
  fileIn(path.join(folder, 'odd'), 'journal.ndjson', '{"a": 1}\n');
  const odd = nightly(folder, ...quick, '--resume', '--out', 'odd');
  expect(odd.code).toBe(2);
  expect(errorLines(odd)[0]).toContain('journal.ndjson:1: the journal cannot be read');
}, 300_000);
