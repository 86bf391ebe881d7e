// `marshalcheck conform`: what a person and a program get to see.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { marshalcheck, root } from './command.js';

const folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-conform-'));
const LONG = 120_000;

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const QUICK = ['--reading', 'ce6-x86', '--server', 'kernel', '--out', folder, '--quiet'];
const BRIEF = ['--scope', 'tiny', '--most-operations', '1500', '--runs', '20', ...QUICK];

test(
  'the boards conform: the matrix, the tour, the sum',
  () => {
    const { code, stdout } = marshalcheck(['conform', ...BRIEF]);
    expect(stdout).toMatch(/conforms +\d+: SPACE-1,/);
    expect(stdout).toMatch(/tiny +ce6-x86 +kernel .*stopped: the bound on operations/);
    expect(stdout).toMatch(/findings +none/);
    expect(code).toBe(0);
  },
  LONG,
);

test(
  'a defect departs, is saved, and is in the JSON as the page says',
  () => {
    const { code, stdout } = marshalcheck([
      'conform',
      ...BRIEF,
      '--fault',
      'double-free-accepted',
      '--json',
    ]);
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as {
      target: string;
      clauses: { id: string; verdict: string }[];
      transitions: Record<string, number>;
      resets: number;
      operations: number;
      findings: { signature: string; file: string; reproduce: string[] }[];
    };
    expect(report.target).toBe('simulator');
    expect(report.clauses.find(({ id }) => id === 'FREE-3')?.verdict).toBe('departs');
    expect(Object.keys(report.transitions)).toEqual(['total', 'covered', 'unreachableForTarget']);
    expect(report.operations).toBeGreaterThan(500);
    expect(report.resets).toBeGreaterThan(0);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(readdirSync(folder).length).toBe(report.findings.length);
    const [{ file, reproduce }] = report.findings;
    expect(reproduce[0]).toContain(`replay ${file} --fault double-free-accepted`);
  },
  LONG,
);

test(
  'what cannot be started, and what is not offered',
  () => {
    const none = marshalcheck(['conform', '--target', './no-such-target', ...BRIEF]);
    expect(none.code).toBe(3);
    expect(none.stderr).toContain('cannot be started');
    const wrong = marshalcheck(['conform', '--scope', 'tinny', ...QUICK]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("did you mean 'tiny'?");
  },
  LONG,
);

test(
  'a target that dies is one finding, and the rest is done all the same',
  () => {
    const bridge = path.join(root, 'test', 'targets', 'bridge.mjs');
    const words = [process.execPath, bridge, '--misbehave', 'crash', '--on', 'exit'];
    const target = words.map((word) => `'${word}'`).join(' ');
    const { code, stdout } = marshalcheck([
      ...['conform', '--target', target, '--scope', 'none', '--runs', '10', '--json', ...QUICK],
      ...['--scenarios', path.join(root, 'scenarios', 'spec', 'ALIAS-1-one-memory.yaml')],
    ]);
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as {
      fuzzing: { cases: number };
      findings: { check: string; evidence: string; file: string }[];
      lost: string;
    };
    expect(report).toMatchObject({ fuzzing: { cases: 10 }, lost: '' });
    const crash = report.findings.find(({ check }) => check === 'crash');
    expect(crash?.evidence).toContain('SIGABRT');
    expect(crash?.file).not.toBe('');
  },
  LONG,
);

test(
  'the boards conform in every scenario, wrapper classes and buffers of WinDriver too',
  () => {
    const { code, stdout } = marshalcheck([
      ...['conform', '--scope', 'none', '--runs', '0', '--reading', 'compact7-armv5', '--json'],
    ]);
    expect(code).toBe(0);
    const { scenarios } = JSON.parse(stdout) as { scenarios: Record<string, number> };
    expect(scenarios).toMatchObject({ failed: 0 });
    expect(scenarios['passed']).toBeGreaterThan(200);
  },
  LONG,
);
