// Promise: wrong usage ends with exit code 2 and one clear error that says what to do next.

import { describe, expect, test } from 'vitest';
import { errorLines, marshalcheck } from './command.js';

describe('wrong usage', () => {
  test.each([
    [['fuzz', '--sed', '1'], /unknown option '--sed'.*--seed/],
    [['fzz'], /unknown command 'fzz'.*fuzz/],
    [['list', 'reading'], /'reading' is invalid.*readings/],
    [['list'], /missing required argument 'what'/],
    [['fuzz', '--runs'], /argument missing/],
    [['fuzz', '--runs', '-3'], /not a whole number/],
    [['fuzz', '--runs', '1e9'], /not a whole number/],
    [['fuzz', '--workers', '0'], /not a whole number/],
    [['fuzz', '--time-limit', 'soon'], /not a length of time/],
    [['fuzz', '--reading', 'compact8'], /no reading 'compact8'; did you mean 'compact7-/],
    [['fuzz', '--reading', 'all,ce6'], /no reading 'ce6'; did you mean 'ce6-/],
    [['fuzz', '--server', 'kernal'], /no server mode 'kernal'; did you mean 'kernel'/],
    [['fuzz', '--fault', 'double-free'], /no fault 'double-free'; did you mean 'double-free-/],
    [['faults', '--fault', 'nonsense-x'], /no fault 'nonsense-x'/],
    [['fuzz', '--reporter', 'junitx'], /no reporter 'junitx'/],
    [['fuzz', 'surplus'], /too many arguments/],
    [['list', 'clauses', 'NO-SUCH'], /no ID contains 'NO-SUCH'/],
  ] as const)('%j', (words, pattern) => {
    const ended = marshalcheck(words);
    expect(ended.code).toBe(2);
    expect(ended.stdout).toBe('');
    const lines = errorLines(ended);
    expect(lines[0]).toMatch(pattern);
    expect(lines[1]).toMatch(/^ {2}likely cause: \S/);
    expect(lines[2]).toMatch(/^ {2}next: \S/);
    expect(lines).toHaveLength(3);
  });

  test('no stack trace, unless it is asked for', () => {
    const words = ['fuzz', '--runs', 'x'];
    expect(marshalcheck(words).stderr).not.toMatch(/^\s+at /m);
    const { stderr } = marshalcheck(words, { env: { MARSHALCHECK_DEBUG: '1' } });
    expect(stderr).toMatch(/^\s+at /m);
  });

  test('what was given cannot steer the terminal', () => {
    const { stderr } = marshalcheck(['fuzz', '--fault', '\u001b[2J\u202e']);
    expect(stderr).toContain('\\x1b[2J\\u{202e}');
    expect(stderr).not.toContain('\u001b');
  });
});

describe('environment variables', () => {
  const quick = ['fuzz', '--workers', '1', '--json', '--quiet'];

  test('stand for flags, and flags win', () => {
    const env = { MARSHALCHECK_RUNS: '20', MARSHALCHECK_SEED: 'env' };
    const first = JSON.parse(marshalcheck(quick, { env }).stdout) as object;
    expect(first).toMatchObject({ cases: 20, seed: 'env' });
    const second = JSON.parse(marshalcheck([...quick, '--seed', 'flag'], { env }).stdout) as object;
    expect(second).toMatchObject({ cases: 20, seed: 'flag' });
  });

  test('turn switches on and off', () => {
    const words = ['fuzz', '--workers', '1', '--runs', '10', '--quiet'];
    const on = marshalcheck(words, { env: { MARSHALCHECK_JSON: '1' } });
    expect(on.stdout.startsWith('{')).toBe(true);
    const off = marshalcheck(words, { env: { MARSHALCHECK_JSON: '0' } });
    expect(off.stdout.startsWith('{')).toBe(false);
    const wrong = marshalcheck(words, { env: { MARSHALCHECK_JSON: 'perhaps' } });
    expect(wrong.code).toBe(2);
    expect(errorLines(wrong)[0]).toContain('MARSHALCHECK_JSON');
  });

  test('are checked like flags', () => {
    const ended = marshalcheck(['fuzz'], { env: { MARSHALCHECK_RUNS: 'many' } });
    expect(ended.code).toBe(2);
    expect(errorLines(ended)[0]).toContain("'many' is not a whole number");
  });
});
