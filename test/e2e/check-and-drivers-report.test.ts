// Promise: exhaustive searches and drivers come out in every form, as other campaigns do.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '#dist/reports/document.js';
import { parseReport } from '#dist/reports/read.js';
import { marshalcheck, temporaryFolder } from './command.js';

function reportIn(file: string): Report {
  return parseReport(readFileSync(file, 'utf8'), file);
}

const TINY = ['check', '--scope', 'tiny', '--client', 'lawful', '--quiet', '--reading'];

test('check: scopes with certificates, the same each time, and a history', () => {
  const cwd = temporaryFolder();
  const forms = ['--history', 'all.ndjson', '--reporter', 'console,json=a.json,html=a.html'];
  const first = marshalcheck([...TINY, 'ce6-x86', ...forms], { cwd });
  expect(first.code).toBe(0);
  expect(first.stdout).toContain('1 of 1 scopes completely');
  const report = reportIn(path.join(cwd, 'a.json'));
  const [scope] = report.scopes!;
  expect(scope).toMatchObject({ name: 'tiny', complete: true, findings: [] });
  expect(scope.bounds['buffers']).toBeGreaterThan(0);
  expect(report.clauses.covered).toContain('OPEN-1.usable');
  expect(report.clauses.uncovered.length).toBeGreaterThan(0);
  expect(report.history!.lines.map(({ states }) => states)).toEqual([scope.states]);
  expect(readFileSync(path.join(cwd, 'a.html'), 'utf8')).toContain(scope.certificate!.id);
  const again = [...TINY, 'ce6-x86', '--workers', '1', '--reporter', 'json=b.json'];
  expect(marshalcheck(again, { cwd }).stdout).toBe('');
  expect(reportIn(path.join(cwd, 'b.json')).scopes![0].certificate).toEqual(scope.certificate);
});

test('check: a counterexample is a finding with its scenario', () => {
  const cwd = temporaryFolder();
  const words = [...TINY, 'compact7-armv5', '--fault', 'write-back-lost', '--out', 'found'];
  const ended = marshalcheck([...words, '--json', '--reporter', 'json=a.json'], { cwd });
  expect(ended.code).toBe(1);
  expect(JSON.parse(ended.stdout)).toHaveProperty('findings');
  const { findings, scopes } = reportIn(path.join(cwd, 'a.json'));
  expect(scopes![0].findings).toEqual(findings.map(({ signature }) => signature));
  expect(scopes![0].certificate).toBeUndefined();
  const [{ signature, clauses, file, scenario, reproduce }] = findings;
  expect(signature).toMatch(/\/tiny\/lawful$/);
  expect(clauses).toContain('FREE-1');
  expect(existsSync(path.join(cwd, file))).toBe(true);
  expect(scenario).toBe(readFileSync(path.join(cwd, file), 'utf8'));
  expect(reproduce[0]).toContain('--fault write-back-lost');
  const summary = marshalcheck(['report', 'a.json', '--format', 'markdown'], { cwd });
  expect(summary.stdout).toContain(signature);
});

test('drivers: a mistake with its schedule, step by step', () => {
  const cwd = temporaryFolder();
  const name = 'close-skipped-when-free-fails';
  const words = ['drivers', name, '--reading', 'compact7-armv5', '--quiet'];
  const ended = marshalcheck([...words, '--reporter', 'markdown,json=a.json'], { cwd });
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(/^# marshalcheck drivers/);
  const { findings, drivers } = reportIn(path.join(cwd, 'a.json'));
  expect(drivers).toHaveLength(1);
  expect(drivers![0]).toMatchObject({ name, reading: 'compact7-armv5', complete: true });
  expect(drivers![0].findings).toEqual(findings.map(({ signature }) => signature));
  const [{ class: kind, clauses, explanation, length, reproduce }] = findings;
  expect([kind, clauses]).toEqual(['breach', ['CLOSE-4']]);
  expect(explanation!.steps).toHaveLength(length);
  expect(explanation!.steps.filter(({ isBad }) => isBad)).toEqual([explanation!.steps.at(-1)]);
  expect(explanation!.clauses.map(({ id }) => id)).toEqual(clauses);
  expect(reproduce[0]).toContain(`drivers ${name} --reading compact7-armv5`);
});
