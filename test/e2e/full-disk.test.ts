// Promise: a disk that is full ends in one clear error, and nothing that was found is lost. A limit
// on the size of files stands for the disk: writes fail, as they do there.

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Ended, errorLines, marshalcheck, root, temporaryFolder } from './command.js';

const fault = 'recached-at-first-free';
const search = [
  'fuzz',
  '--runs',
  '100',
  '--reading',
  'compact7-armv5',
  '--fault',
  fault,
  '--quiet',
];

/** Runs the command where no file can grow; stdout is a pipe, or that file. */
function withoutRoom(words: readonly string[], stdout: 'pipe' | number): Ended {
  const main = path.join(root, 'dist', 'cli', 'main.js');
  const line = 'ulimit -f 0; exec "$0" "$@"';
  // What measures coverage writes files too.
  const env = { ...process.env, NODE_V8_COVERAGE: undefined };
  const ended = spawnSync('/bin/sh', ['-c', line, process.execPath, main, ...words], {
    cwd: temporaryFolder(),
    env,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
  });
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

test('findings that cannot be saved are reported whole', () => {
  const out = path.join(temporaryFolder(), 'found');
  const ended = withoutRoom([...search, '--out', out, '--json'], 'pipe');
  expect(ended.code).toBe(3);
  const [error, cause, next, ...more] = errorLines(ended);
  expect(error).toMatch(/^error: .*found: \d+ findings? (is|are) reported but not saved$/);
  expect(cause).toContain('ulimit -f');
  expect(next).toContain('--out');
  expect(more).toEqual([]);

  const { findings } = JSON.parse(ended.stdout) as {
    findings: { file: string; scenario: string; signature: string }[];
  };
  expect(findings.length).toBeGreaterThan(0);
  for (const { file, scenario, signature } of findings) {
    expect(file).toBe('');
    expect(scenario).toContain(`fault: ${fault}`);
    expect(ended.stderr).toContain(`${signature}, not saved; again: `);
  }
  expect(existsSync(out)).toBe(false);
});

test('a result that cannot be written leaves what was saved', () => {
  const folder = temporaryFolder();
  const out = path.join(folder, 'found');
  expect(marshalcheck([...search, '--out', out]).code).toBe(1);
  const saved = readdirSync(out);
  const result = path.join(folder, 'result.json');
  const stdout = openSync(result, 'w');
  const ended = withoutRoom([...search, '--out', out, '--json'], stdout);
  closeSync(stdout);
  expect(ended.code).toBe(3);
  expect(errorLines(ended)[0]).toBe('error: stdout: the result cannot be written');
  expect(errorLines(ended)).toHaveLength(3);
  expect(statSync(result).size).toBe(0);
  expect(readdirSync(out)).toEqual(saved);
});

test('a report that cannot be written costs no other', () => {
  const folder = temporaryFolder();
  const forms = `json=${folder},console`;
  const ended = marshalcheck([...search, '--out', path.join(folder, 'out'), '--reporter', forms]);
  expect(ended.code).toBe(2);
  expect(errorLines(ended)[0]).toContain(`the report cannot be written to '${folder}'`);
  expect(ended.stdout).toContain('What happened, in');
});
