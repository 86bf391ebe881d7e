// Promise: escape codes only on a terminal; progress and remarks on stderr only.

import { describe, expect, test } from 'vitest';
import { marshalcheck, temporaryFolder } from './command.js';

const escape = '\u001b';

describe('output into a pipe', () => {
  test('has no escape codes', () => {
    const out = temporaryFolder();
    const words = ['fuzz', '--runs', '300', '--workers', '1', '--fault', 'never-recached'];
    const { code, stdout, stderr } = marshalcheck([...words, '--out', out]);
    expect(code).toBe(1);
    expect(stdout).toContain('finding 1 of');
    expect(stdout + stderr).not.toContain(escape);
  });

  test('has them when they are asked for, and never under NO_COLOR', () => {
    const words = ['list', 'readings'];
    expect(marshalcheck(words, { env: { FORCE_COLOR: '1' } }).stdout).toContain(escape);
    const both = marshalcheck(words, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    expect(both.stdout).not.toContain(escape);
  });

  test('is only the result; --quiet leaves stderr empty', () => {
    const words = ['fuzz', '--runs', '30', '--workers', '1'];
    const loud = marshalcheck(words);
    expect(loud.stderr).toContain('fuzz: seed first');
    expect(loud.stdout).not.toContain('fuzz: seed first');
    expect(marshalcheck([...words, '--quiet']).stderr).toBe('');
  });
});
