// Promise: a scenario becomes a C program that compiles, runs through the header on the target in
// C, and prints a log that `trace` explains; with a defect in the target, the line that shows it.

import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportScenario } from '#dist/search/export/export.js';
import { traceLog } from '#dist/search/trace/trace.js';
import type { TraceReport } from '#dist/search/trace/types.js';
import { errorLines, fileIn, marshalcheck, root, temporaryFolder } from './command.js';

const spec = path.join(root, 'scenarios', 'spec');
const board = path.join(root, 'examples', 'board');
const trace = path.join(root, 'examples', 'trace');
const STRICT = ['-std=c99', '-Wall', '-Wextra', '-Werror'];
const LONG = 240_000;

/** Readings of the target in C. */
const READINGS = [
  ...['ce6-x86', 'ce6-armv4i', 'compact7-x86', 'compact7-armv5'],
  ...['compact2013-x86', 'compact2013-armv7', 'compact2013-vivt'],
];

function gcc(...words: readonly string[]): void {
  execFileSync('gcc', [...STRICT, '-I', board, '-I', trace, ...words], { stdio: 'pipe' });
}

/** The shim over the target in C, with one of its defects; 0 for none. */
function shim(folder: string, defect: number): string {
  const object = path.join(folder, `host-${defect}.o`);
  const planted = defect === 0 ? [] : [`-DFAULT_${defect}`];
  gcc('-c', ...planted, '-o', object, path.join(board, 'host.c'));
  return object;
}

/** Runs a program with a shim; its log, judged. */
async function judged(folder: string, program: string, object: string): Promise<TraceReport> {
  const source = fileIn(folder, 'program.c', program);
  const binary = path.join(folder, 'program');
  gcc('-o', binary, source, object);
  const run = spawnSync(binary, { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  return traceLog(fileIn(folder, 'program.log', run.stdout));
}

/** Scenarios that between them have every operation that an export can hold. */
const VARIED = [
  'ALIAS-2-both-sides-uncached',
  'ALIAS-5-measured-string',
  'ASYNC-4-after-exit',
  'ASYNC-6-flag-alone',
  'CLOSE-5-into-the-caller-of-the-call',
  'DUP-4-unwritten-part',
  'FREE-2-restarted-process',
  'FLUSH-2-documented-descriptors',
];

test('programs compile, run, and print logs that are explained', { timeout: LONG }, async () => {
  const folder = temporaryFolder();
  const object = shim(folder, 0);
  for (const name of VARIED) {
    const program = exportScenario(path.join(spec, `${name}.yaml`), { readings: READINGS });
    const report = await judged(folder, program, object);
    expect(report.findings, name).toEqual([]);
    expect(report.counts, name).toMatchObject({ broken: 0, unknown: 0, lost: 0, unjudged: 0 });
    expect(report.counts.judged, name).toBeGreaterThan(3);
  }
});

/** Defect of the target in C, scenario that shows it, clause. */
const DEFECTS = [
  [1, 'FREE-1-another-process-is-current', 'FREE-1'],
  [10, 'ASYNC-4-after-exit', 'ALIAS-1'],
  [11, 'FLUSH-2-documented-descriptors', 'FLUSH-2'],
  [16, 'CLOSE-5-caller-gone', 'CLOSE-5'],
] as const;

test.each(DEFECTS)('defect %i shows in the log of %s', { timeout: LONG }, async (...row) => {
  const [defect, name, clause] = row;
  const folder = temporaryFolder();
  const program = exportScenario(path.join(spec, `${name}.yaml`), { readings: READINGS });
  const report = await judged(folder, program, shim(folder, defect));
  expect(report.findings[0]?.clauses).toContain(clause);
});

test('every scenario is exported, or refused for a reason', { timeout: LONG }, () => {
  let exported = 0;
  for (const name of readdirSync(spec)) {
    try {
      const program = exportScenario(path.join(spec, name), {});
      expect(program).toContain('void board_step(int step)');
      exported += 1;
    } catch (error) {
      expect((error as Error).message).toMatch(/step \d+ cannot be run on a board: \S/);
    }
  }
  expect(exported).toBeGreaterThan(190);
});

describe('for Windows CE', () => {
  test.each([
    ['the driver', ['-DBOARD_DRIVER']],
    ['the application', []],
  ])('%s compiles against stand-ins of its headers', (_name, flags) => {
    const folder = temporaryFolder();
    const file = path.join(spec, 'FREE-2-restarted-process.yaml');
    const source = fileIn(folder, 'program.c', exportScenario(file, {}));
    const headers = path.join(root, 'test', 'targets', 'ce');
    gcc('-fsyntax-only', '-Wno-unused-function', '-DUNDER_CE', ...flags, '-I', headers, source);
  });
});

describe('the command', () => {
  const file = path.join(spec, 'ALIAS-1-one-memory.yaml');

  test('writes to stdout, or to a file', () => {
    const folder = temporaryFolder();
    const { code, stdout } = marshalcheck(['export', file, '--c', '--reading', 'compact7-armv5']);
    expect(code).toBe(0);
    expect(stdout).toContain('const char board_reading[] = "compact7-armv5";');
    const out = path.join(folder, 'program.c');
    const words = ['export', file, '--c', '--reading', 'compact7-armv5', '--out', out];
    expect(marshalcheck(words).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(stdout);
    const { stdout: json } = marshalcheck([...words, '--json']);
    expect(JSON.parse(json)).toMatchObject({ scenario: file, program: stdout, out });
  });

  test('says what it cannot do', () => {
    const without = errorLines(marshalcheck(['export', file]));
    expect(without[0]).toContain('no language');
    const elsewhere = marshalcheck(['export', file, '--c', '--reading', 'shipped-ce6-x86']);
    expect(elsewhere.code).toBe(2);
    expect(marshalcheck(['export', file, '--c', '--out', '/no/such/folder/x.c']).code).toBe(2);
  });

  test('nothing in a scenario can end a comment or a string', () => {
    const folder = temporaryFolder();
    const text = readFileSync(file, 'utf8').replace(
      /^title: .*$/m,
      'title: "*/ int x; /* \\u00e9"',
    );
    const tampered = fileIn(folder, 'tampered.yaml', text);
    const program = exportScenario(tampered, {});
    expect(program).toContain(' * * / int x; / * ?');
    writeFileSync(path.join(folder, 'tampered.c'), program);
    gcc('-fsyntax-only', path.join(folder, 'tampered.c'));
  });
});
