// A log goes in; the line that broke a rule comes out, and a scenario that replays it.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { begin, closing, free, numbered, opening, raw } from '../unit/search/trace/logs.js';
import { errorLines, fileIn, marshalcheck, temporaryFolder } from './command.js';

const CLEAN = numbered([begin('ce6-armv4i'), ...opening(), free(), ...closing()]);
const TWICE = numbered([begin('ce6-armv4i'), ...opening(), free(), free(), ...closing()]);

describe('trace', () => {
  test('of a clean log', () => {
    const folder = temporaryFolder();
    fileIn(folder, 'board.log', raw(CLEAN).join('\r\n'));
    const { code, stdout } = marshalcheck(['trace', 'board.log', '--quiet'], { cwd: folder });
    expect(stdout).toContain('verdict     explained');
    expect(stdout).toContain('left over   nothing');
    expect(code).toBe(0);
  });

  test('names the line, and saves a scenario that shows it again', () => {
    const folder = temporaryFolder();
    fileIn(folder, 'board.log', raw(TWICE).join('\n'));
    const words = ['trace', 'board.log', '--driver-rules', '--save', '--out', 'found'];
    const { code, stdout } = marshalcheck(words, { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toContain('departure · line 6 · FREE-3');
    expect(stdout).toContain('breach · line 6 · ASYNC-3');
    expect(stdout).toMatch(/►\s+6 {2}CeFreeAsynchronousBuffer\(0xD0000000/);
    expect(readdirSync(path.join(folder, 'found'))).toHaveLength(2);
    const healthy = marshalcheck(['replay', 'found'], { cwd: folder });
    expect(healthy.stdout).toContain('all 2 passed');
    const fault = ['--fault', 'double-free-accepted'];
    const faulty = marshalcheck(['replay', 'found', ...fault], { cwd: folder });
    expect(faulty.code).toBe(1);
    expect(faulty.stdout).toContain('FREE-3');
  });

  test('as JSON', () => {
    const folder = temporaryFolder();
    fileIn(folder, 'board.log', TWICE.map((line) => JSON.stringify(line)).join('\n'));
    const { code, stdout } = marshalcheck(['trace', 'board.log', '--json'], { cwd: folder });
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as { findings: { line: number; case?: unknown }[] };
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({ line: 6, clauses: ['FREE-3'], file: '' });
    expect(report.findings[0].case).toBeUndefined();
  });

  test('of what is no log is an error', () => {
    const folder = temporaryFolder();
    fileIn(folder, 'poem.txt', 'Shall I compare thee\nto a summer day\n');
    const poem = marshalcheck(['trace', 'poem.txt'], { cwd: folder });
    expect(poem.code).toBe(2);
    expect(errorLines(poem)[0]).toContain('no line of it is a record: 2 lines');
    const missing = marshalcheck(['trace', 'none.log'], { cwd: folder });
    expect(missing.code).toBe(2);
    expect(errorLines(missing)[0]).toContain('there is no such file');
    const both = marshalcheck(['trace', 'poem.txt', '--server', 'both'], { cwd: folder });
    expect(both.code).toBe(2);
    expect(errorLines(both)[0]).toContain("'both' says nothing");
  });
});
