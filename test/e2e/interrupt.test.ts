// Promise: Ctrl-C ends a campaign with exit code 130; what was found is saved and reported.

import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { begin, marshalcheck, temporaryFolder } from './command.js';

test('Ctrl-C saves what was found and prints a part of the report', async () => {
  const out = temporaryFolder();
  const fault = 'never-recached';
  const words = ['fuzz', '--runs', '10000000', '--workers', '1', '--fault', fault, '--json'];
  const { child, ended, stderr } = begin([...words, '--out', out]);
  for (let tries = 0; !stderr().includes('found departure') && tries < 500; tries += 1) {
    await wait(50);
  }
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  expect(code).toBe(130);
  const report = JSON.parse(stdout) as { interrupted: boolean; findings: { file: string }[] };
  expect(report.interrupted).toBe(true);
  expect(report.findings.length).toBeGreaterThan(0);
  const files = readdirSync(out).filter((name) => name.endsWith('.yaml'));
  expect(files.length).toBe(report.findings.length);
  for (const { file } of report.findings) {
    expect(marshalcheck(['replay', file, '--fault', fault, '--quiet']).code).toBe(1);
  }
});

test('a time limit stops between cases and is no interruption', () => {
  const words = ['fuzz', '--runs', '100000000', '--workers', '1', '--time-limit', '1s', '--json'];
  const { code, stdout } = marshalcheck(words);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as { interrupted: boolean; cases: number };
  expect(report.interrupted).toBe(true);
  expect(report.cases).toBeGreaterThan(0);
});

test('a reader that goes away does no harm', async () => {
  const { child, ended } = begin(['list', 'clauses', '--json']);
  child.stdout!.destroy();
  const { code, stderr } = await ended;
  expect(code).toBe(0);
  expect(stderr).toBe('');
});
