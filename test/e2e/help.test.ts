// Promise: every command explains itself: flags, examples, exit codes.

import { describe, expect, test } from 'vitest';
import { marshalcheck } from './command.js';

const commands = [
  ['fuzz'],
  ['replay'],
  ['reduce'],
  ['faults'],
  ['list'],
  ['start'],
  ['scenario', 'validate'],
  ['scenario', 'fmt'],
  ['scenario', 'migrate'],
];

describe('--help', () => {
  test.each(commands)('of %s %s', (...words) => {
    const { code, stdout, stderr } = marshalcheck([...words.filter(Boolean), '--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const part of ['Usage:', 'Options:', 'Examples:', 'Exit codes:', '130']) {
      expect(stdout).toContain(part);
    }
    expect(stdout).toContain(`marshalcheck ${words.join(' ')}`);
  });

  test('of the program lists every command', () => {
    const { code, stdout } = marshalcheck(['--help']);
    expect(code).toBe(0);
    for (const name of ['fuzz', 'replay', 'reduce', 'faults', 'list', 'scenario', 'start']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
  });

  test('is what no arguments show, as an error', () => {
    const { code, stdout, stderr } = marshalcheck([]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: marshalcheck');
  });

  test('names the variable of each flag', () => {
    const { stdout } = marshalcheck(['fuzz', '--help']);
    for (const name of ['SEED', 'RUNS', 'READING', 'TIME_LIMIT', 'NO_REDUCE', 'FAIL_FAST']) {
      expect(stdout).toContain(`MARSHALCHECK_${name}`);
    }
  });

  test('--version prints one line', () => {
    const { code, stdout } = marshalcheck(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
