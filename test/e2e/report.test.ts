// Promise: a campaign's JSON report can be written later in every other form, and shards joined.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorLines, fileIn, goodScenario, marshalcheck, temporaryFolder } from './command.js';

type Document = Record<string, unknown>;

/** One campaign for all tests, its report, and what the report says. */
let out = '';
let file = '';
let report: Document = {};

beforeAll(() => {
  out = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  file = path.join(out, 'report.json');
  const words = ['fuzz', '--runs', '300', '--fault', 'free-skips-write-back', '--quiet'];
  const forms = ['--reporter', `json=${file}`, '--out', out];
  const { code } = marshalcheck([...words, ...forms], { cwd: out });
  expect(code).toBe(1);
  report = JSON.parse(readFileSync(file, 'utf8')) as Document;
});

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

test('every form comes out of the file as it came out of the campaign', () => {
  const folder = temporaryFolder();
  expect(report['report']).toBe(1);
  const forms = ['console', 'json', 'markdown', 'html', 'junit', 'sarif', 'github'];
  const wanted = forms.map((name) => `${name}=${path.join(folder, name)}`).join(',');
  const { code, stdout } = marshalcheck(['report', file, '--format', wanted]);
  expect([code, stdout]).toEqual([0, '']);
  const [finding] = report['findings'] as { signature: string; line: number }[];
  expect(finding.line).toBeGreaterThan(1);
  for (const name of forms) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    expect(text.replaceAll('\\', ''), name).toContain(
      name === 'github' ? '::error file=' : finding.signature,
    );
  }
  expect(JSON.parse(readFileSync(path.join(folder, 'json'), 'utf8'))).toEqual(report);
});

test('the summary of a GitHub job is appended where GitHub says', () => {
  const summary = fileIn(temporaryFolder(), 'summary.md', 'before\n');
  const words = ['report', file, '--reporter', 'github'];
  const { stdout } = marshalcheck(words, { env: { GITHUB_STEP_SUMMARY: summary } });
  expect(stdout).toMatch(/^::error file=/);
  expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## ✗ marshalcheck fuzz/);
});

test('shards are joined, and one that is missing is named', () => {
  const folder = temporaryFolder();
  const files = [1, 2, 3].map((number) => {
    const shard = { count: 3, present: [number] };
    return fileIn(folder, `${number}.json`, JSON.stringify({ ...report, shard, findings: [] }));
  });
  const whole = marshalcheck(['merge-reports', ...files, '--json']);
  expect(whole.code).toBe(0);
  expect((JSON.parse(whole.stdout) as Document)['cases']).toBe(900);
  const part = marshalcheck(['merge-reports', ...files.slice(0, 2), '--json']);
  expect(part.code).toBe(3);
  expect(errorLines(part)[0]).toContain('missing: 3');
  const twice = marshalcheck(['merge-reports', files[0], files[0]]);
  expect(twice.code).toBe(2);
  expect(errorLines(twice)[0]).toContain('shard 1 is in');
});

test('replay and faults write reports too', () => {
  const folder = temporaryFolder();
  const good = fileIn(folder, 'good.yaml', goodScenario);
  const junit = path.join(folder, 'junit.xml');
  expect(marshalcheck(['replay', good, '--reporter', `junit=${junit}`]).code).toBe(0);
  expect(readFileSync(junit, 'utf8')).toContain('good.yaml');
  const sarif = path.join(folder, 'a.sarif');
  const words = ['faults', '--fault', 'double-free-accepted', '--runs', '2000'];
  const { code, stdout } = marshalcheck([...words, '--reporter', `console,sarif=${sarif}`]);
  expect(code).toBe(0);
  expect(stdout).toContain('1 of 1 planted defects found');
  expect(existsSync(sarif)).toBe(true);
});

test('what is no report is refused with one clear error', () => {
  const folder = temporaryFolder();
  const ended = marshalcheck(['report', fileIn(folder, 'x.json', '{"report": 7}')]);
  expect(ended.code).toBe(2);
  expect(errorLines(ended)[0]).toContain('version 7');
  expect(marshalcheck(['report', path.join(folder, 'none.json')]).code).toBe(2);
});

test('a history grows by a line a campaign, and tells what is new and what is fixed', () => {
  const folder = temporaryFolder();
  const history = path.join(folder, 'history.ndjson');
  const words = ['fuzz', '--runs', '150', '--quiet', '--out', folder, '--history', history];
  words.push('--reading', 'compact7-armv5', '--no-reduce');
  const states = (seed: string): string[] => {
    const { stdout } = marshalcheck([...words, '--seed', seed, '--fault', fault, '--json']);
    const { history: told } = JSON.parse(stdout) as {
      history: { signatures: { state: string }[] };
    };
    return told.signatures.map(({ state }) => state);
  };
  const fault = 'double-free-accepted';
  expect(new Set(states('one'))).toEqual(new Set(['new']));
  expect(new Set(states('one'))).toEqual(new Set(['known']));
  expect(readFileSync(history, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  writeFileSync(history, 'no history\n');
  const refused = marshalcheck([...words, '--fault', fault]);
  expect(refused.code).toBe(2);
  expect(errorLines(refused)[0]).toContain('history.ndjson:1');
  expect(refused.stdout).toBe('');
  expect(readFileSync(history, 'utf8')).toBe('no history\n');
  const onTheWay = path.join(folder, 'no-such', 'folder');
  writeFileSync(path.join(folder, 'no-such'), '');
  const written = path.join(folder, 'report.json');
  const late = ['fuzz', '--runs', '5', '--quiet', '--out', folder, '--history', onTheWay];
  expect(marshalcheck([...late, '--reporter', `json=${written}`]).code).toBe(2);
  expect(JSON.parse(readFileSync(written, 'utf8'))).toMatchObject({ command: 'fuzz', cases: 5 });
});
