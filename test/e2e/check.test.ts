// Promise: check visits every world of a scope and ends in a certificate or a counterexample.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileIn, marshalcheck, temporaryFolder } from './command.js';

const TINY = ['check', '--scope', 'tiny', '--quiet'];

/** The parts of the report that the tests read. */
interface Result {
  readonly scopes: Record<string, unknown>[];
  readonly findings: Record<string, unknown>[];
}

function json(words: readonly string[]): Result {
  return JSON.parse(marshalcheck([...words, '--json']).stdout) as Result;
}

describe('check', () => {
  test('ends in a certificate, the same for any number of workers', () => {
    const words = [...TINY, '--reading', 'compact7-armv5', '--client', 'lawful'];
    const [one, two] = ['1', '2'].map((count) => json([...words, '--workers', count]));
    expect(one.findings).toEqual([]);
    const [scope] = one.scopes;
    expect(scope).toMatchObject({
      scope: 'tiny',
      client: 'lawful',
      complete: true,
      unrecoverable: 0,
      deadlocks: 0,
      collisionProbability: 0,
    });
    expect(scope['clausesExercised']).toContain('FREE-1.writes-back');
    const timeless = ({ scopes }: typeof one): unknown =>
      scopes.map((each) => ({ ...each, seconds: 0, statesPerSecond: 0, bytesPerState: 0 }));
    expect(timeless(two)).toEqual(timeless(one));
  });

  test('ends in a shortest counterexample where the rules are wrong, and saves it', () => {
    const folder = temporaryFolder();
    const words = [...TINY, '--reading', 'ce6-armv4i', '--client', 'lawful', '--out', folder];
    const { code, stdout } = marshalcheck([...words, '--fault', 'alias-cached']);
    expect(code).toBe(1);
    expect(stdout).toContain('cache-attributes (INV-CACHE) is broken');
    const file = /saved: (.*\.yaml)/.exec(stdout)?.[1] ?? '';
    const replayed = marshalcheck(['replay', file]);
    expect(replayed.code).toBe(0);
  });

  test('answers questions', () => {
    const words = [...TINY, '--reading', 'ce6-x86', '--client', 'lawful'];
    const found = marshalcheck([...words, '--reach', 'asynchronous > 0 and calls == 0']);
    expect(found.code).toBe(0);
    expect(found.stdout).toContain('the call on thread 1 returns');
    expect(marshalcheck([...words, '--reach', 'leaked > 0']).code).toBe(1);
    expect(marshalcheck([...words, '--never', 'leaked > 0']).code).toBe(0);
    expect(marshalcheck([...words, '--never', 'calls > 0']).code).toBe(1);
  });

  test('says how far it came where a limit stops it', () => {
    const words = [...TINY, '--reading', 'ce6-x86', '--client', 'misusing', '--max-states', '500'];
    const { scopes } = json(words);
    expect(scopes[0]).toMatchObject({ complete: false, stopped: 'states' });
  });

  test('compares readings', () => {
    const pair = ['compact2013-armv7', 'shipped-compact2013-armv7'];
    const { code, stdout } = marshalcheck([
      'check',
      '--quiet',
      '--depth',
      '2',
      '--compare',
      ...pair,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('OPEN-1.unmapped OPEN-1.usable');
  });

  test('lists what there is', () => {
    for (const what of ['scopes', 'predicates', 'model-faults']) {
      const { code, stdout } = marshalcheck(['list', what]);
      expect([code, stdout.split('\n').length > 4]).toEqual([0, true]);
    }
  });

  test('a model fault of a system says which', () => {
    const { stdout } = marshalcheck(['list', 'model-faults', 'mapping-outlives-reservation']);
    expect(stdout).toMatch(/mapping-outlives-reservation +mappings-in-reservations +shared-memory/);
  });

  test.each([
    [['--scope', 'huge'], "there is no scope 'huge'"],
    [['--client', 'lawfull'], "did you mean 'lawful'"],
    [['--fault', 'none'], "there is no model fault 'none'"],
    [['--reach', 'copies >'], 'column'],
    [['--reach', 'calls > 0', '--never', 'calls > 0'], 'one at a time'],
    [['--compare', 'ce6-x86'], 'takes two readings'],
    [['--scope', './none.yaml'], 'cannot be read'],
    [['--max-states', '0'], 'is not a whole number'],
  ])('%j is one clear error', (words, message) => {
    const { code, stderr } = marshalcheck(['check', ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('a scope of the user’s own', () => {
    const text = readFileSync(path.join(import.meta.dirname, 'mine.scope.yaml'), 'utf8');
    const file = fileIn(temporaryFolder(), 'mine.scope.yaml', text);
    const { scopes } = json([
      'check',
      '--quiet',
      '--scope',
      file,
      '--reading',
      'ce6-x86',
      '--client',
      'lawful',
    ]);
    expect(scopes[0]).toMatchObject({ scope: 'mine', server: 'kernel', complete: true });
  });

  test('the mode of the server is as the scope says, unless a flag says otherwise', () => {
    const text = readFileSync(path.join(import.meta.dirname, 'mine.scope.yaml'), 'utf8');
    const file = fileIn(temporaryFolder(), 'host.yaml', `${text}server: user\n`);
    const words = ['check', '--quiet', '--scope', file, '--reading', 'ce6-x86'];
    const modes = (flags: readonly string[]): unknown[] =>
      json([...words, '--client', 'lawful', ...flags]).scopes.map((scope) => scope['server']);
    expect(modes([])).toEqual(['user']);
    expect(modes(['--server', 'both'])).toEqual(['kernel', 'user']);
  });
});
