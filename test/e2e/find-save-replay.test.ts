// Promise: a planted defect is found, reduced, saved and explained; the file shows it again with
// the defect and passes without it; what is printed below a finding works when it is pasted.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, marshalcheck, temporaryFolder } from './command.js';

const fault = 'recached-at-first-free';
const search = ['fuzz', '--runs', '600', '--reading', 'compact7-armv5', '--fault', fault];
/** What one campaign found: as it was told, and the folder with its files. */
let found: Ended;
let saved = '';

beforeAll(() => {
  saved = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  found = marshalcheck([...search, '--out', saved], { cwd: saved });
});

afterAll(() => {
  rmSync(saved, { recursive: true, force: true });
});

test('found, saved, replayed', () => {
  expect(found.code).toBe(1);
  for (const part of [
    'What the rules say',
    'What happened, in',
    'expected',
    'came',
    'Memory after step',
    '✗ target: CACHED',
    'Likely mistake',
    'Show it again',
  ]) {
    expect(found.stdout).toContain(part);
  }
  const files = readdirSync(saved);
  expect(files.length).toBeGreaterThan(0);
  for (const name of files) {
    const file = path.join(saved, name);
    expect(marshalcheck(['replay', file, '--fault', fault]).code).toBe(1);
    expect(marshalcheck(['replay', file]).code).toBe(0);
  }
});

test('a saved file is never written over', () => {
  const texts = (): string[] =>
    readdirSync(saved).map((name) => readFileSync(path.join(saved, name), 'utf8'));
  const before = texts();
  const { stdout } = marshalcheck([...search, '--out', saved, '--json', '--quiet']);
  const after = texts();
  expect(after).toEqual(before);
  const { findings } = JSON.parse(stdout) as { findings: { file: string }[] };
  expect(findings.map(({ file }) => path.basename(file)).sort()).toEqual(readdirSync(saved).sort());
});

test('the commands below a finding work when they are pasted', () => {
  const out = temporaryFolder();
  const { stdout } = marshalcheck([...search, '--out', out, '--fail-fast']);
  const lines = stdout.split('\n').filter((line) => line.startsWith('  node '));
  expect(lines.length).toBeGreaterThanOrEqual(2);
  for (const line of lines.slice(0, 2)) {
    const again = line.includes(' fuzz ') ? `${line} --out ${out}` : line;
    const { status } = spawnSync('/bin/sh', ['-c', again], { cwd: out, encoding: 'utf8' });
    expect(status, again).toBe(1);
  }
});

test('reduce prints a scenario that shows the same', () => {
  const out = temporaryFolder();
  marshalcheck([...search, '--out', out, '--no-reduce', '--fail-fast', '--quiet']);
  const file = path.join(out, readdirSync(out)[0]);
  const { code, stdout } = marshalcheck(['reduce', file, '--fault', fault]);
  expect(code).toBe(1);
  const lengthOf = (text: string): number =>
    text.split('\n').filter((l) => /^ {2}- /.test(l)).length;
  expect(lengthOf(stdout)).toBeLessThanOrEqual(lengthOf(readFileSync(file, 'utf8')));
  expect(marshalcheck(['reduce', file]).code).toBe(0);
});

test('nothing is left behind where nothing was found', () => {
  const folder = temporaryFolder();
  expect(marshalcheck(['fuzz', '--runs', '50', '--quiet'], { cwd: folder }).code).toBe(0);
  expect(execFileSync('ls', ['-A', folder], { encoding: 'utf8' })).toBe('');
});
