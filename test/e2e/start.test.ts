// Promise: `start` shows the main job once through and leaves a report that is safe to open.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { marshalcheck, temporaryFolder } from './command.js';

test('start', () => {
  const out = temporaryFolder();
  const { code, stdout } = marshalcheck(['start', '--runs', '500', '--out', out, '--quiet']);
  expect(stdout).toContain('replayed with the defect: it shows');
  expect(stdout).toContain('replayed without it: it passes');
  expect(stdout).toContain('what next');
  expect(code).toBe(0);
  for (const name of ['report.html', 'report.md', 'report.json']) {
    expect(existsSync(path.join(out, name)), name).toBe(true);
  }
  const page = readFileSync(path.join(out, 'report.html'), 'utf8');
  // Its own script alone may run; nothing may be fetched. The rest is shown in test/browser.
  const [head = '', ...rest] = page.split(/<script[^]*?<\/script>/);
  expect(head).toMatch(/default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-[^ ]+';/);
  expect([head, ...rest].join('')).not.toMatch(/ src=|@import|url\(|https?:/i);
  expect(head).toMatch(/light-dark\(|prefers-color-scheme: ?dark/);
  expect(head).toContain('width=device-width');
  const report = JSON.parse(readFileSync(path.join(out, 'report.json'), 'utf8')) as object;
  expect(report).toMatchObject({ report: 1, command: 'start', scenarios: { failed: 0 } });
  // The stages of a nightly run, each to its end, and the finding after what they found: nothing.
  const { stages, findings, score } = report as {
    stages: { name: string; done: number; total: number }[];
    findings: { signature: string; fault: string }[];
    score: { killed: number };
  };
  expect(stages.map(({ name }) => name)).toEqual([
    'replay',
    'check',
    'drivers',
    'canaries',
    'fuzz',
  ]);
  for (const { done, total } of stages) expect(done).toBe(total);
  expect(score.killed).toBe(1);
  expect(findings.map(({ fault }) => fault)).toEqual(['recached-at-first-free']);
}, 300_000);
