// Promise: input that is wrong ends with exit code 2 and one clear error, with line and column
// where there is one; nothing is lost.

import { closeSync, ftruncateSync, openSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorLines, fileIn, goodScenario, marshalcheck, temporaryFolder } from './command.js';

/** An alias bomb: ten levels of ten. */
const bomb = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, level) => {
    const list = Array<string>(10).fill(`*a${level}`).join(', ');
    return `a${level + 1}: &a${level + 1} [${list}]`;
  }),
].join('\n');

const cases: readonly (readonly [string, string, RegExp])[] = [
  ['malformed YAML', 'marshalcheck: 1\ntitle: [unclosed\n', /:\d+:\d+: /],
  ['an alias bomb', `${bomb}\n`, /:\d+:\d+: .*alias/i],
  [
    'an unknown operation',
    goodScenario.replace('CeOpenCallerBuffer:', 'CeOpenCalledBuffer:'),
    /:11:\d+: .*CeOpenCalledBuffer/,
  ],
  [
    'a dangling name',
    goodScenario.replace('buffer: opened', 'buffer: openend'),
    /:12:\d+: .*openend/,
  ],
  ['a wrong version', goodScenario.replace('marshalcheck: 1', 'marshalcheck: 7'), /:1:\d+: .*7/],
  ['an unknown reading', goodScenario.replace('documented', 'compact9'), /:4:\d+: .*reading/],
  ['no YAML at all', '\u0000\u0001\u0002', /:\d+:\d+: |not/],
  ['an empty file', '', /:\d+:\d+: /],
];

describe.each([['replay'], ['scenario validate'], ['scenario fmt'], ['reduce']])('%s', (name) => {
  test.each(cases)('refuses %s', (_, text, pattern) => {
    const folder = temporaryFolder();
    const file = fileIn(folder, 'bad.yaml', text);
    const ended = marshalcheck([...name.split(' '), file]);
    expect(ended.code).toBe(2);
    const lines = errorLines(ended);
    expect(lines[0]).toMatch(pattern);
    expect(lines[1]).toMatch(/^ {2}likely cause: \S/);
    expect(lines[2]).toMatch(/^ {2}next: \S/);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['bad.yaml']);
  });
});

describe('files', () => {
  test('of 50 MB are refused at once', () => {
    const file = path.join(temporaryFolder(), 'large.yaml');
    const handle = openSync(file, 'w');
    ftruncateSync(handle, 50 * 1024 * 1024);
    closeSync(handle);
    const ended = marshalcheck(['replay', file]);
    expect(ended.code).toBe(2);
    expect(errorLines(ended)[0]).toMatch(/52428800 bytes/);
  });

  test('that are not there', () => {
    const ended = marshalcheck(['replay', 'no/such/file.yaml']);
    expect(ended.code).toBe(2);
    expect(errorLines(ended)[0]).toContain('no/such/file.yaml');
  });

  test('that are bad do not keep the good ones from running', () => {
    const folder = temporaryFolder();
    fileIn(folder, 'bad.yaml', 'marshalcheck: [');
    fileIn(folder, 'good.yaml', goodScenario);
    const ended = marshalcheck(['replay', folder, '--json', '--quiet']);
    expect(ended.code).toBe(2);
    const { scenarios } = JSON.parse(ended.stdout) as {
      scenarios: { passed: number; errors: { line: number }[] };
    };
    expect(scenarios.passed).toBe(1);
    expect(scenarios.errors).toHaveLength(1);
    expect(scenarios.errors[0].line).toBeGreaterThan(0);
  });
});

describe('a folder that cannot be written', () => {
  test('is refused before anything is run', () => {
    const blocked = path.join(fileIn(temporaryFolder(), 'file', ''), 'folder');
    const ended = marshalcheck(['fuzz', '--runs', '100000', '--out', blocked]);
    expect(ended.code).toBe(2);
    expect(errorLines(ended)[0]).toContain('--out');
  });
});
