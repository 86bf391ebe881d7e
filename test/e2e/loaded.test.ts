// Promise: a command loads what it needs. Held by the modules that were loaded, not by time.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileIn, marshalcheck, root, temporaryFolder } from './command.js';

/** The part of a coverage dump that says which scripts there were. */
interface Dump {
  readonly result: readonly { readonly url: string }[];
}

/** Modules that a command line loads: packages as `zod`, files of ours as `search/fuzz.js`. */
function loaded(words: readonly string[], code = 0): string[] {
  const folder = temporaryFolder();
  const ended = marshalcheck(words, { env: { NODE_V8_COVERAGE: folder } });
  expect(ended.code, ended.stderr).toBe(code);
  const dumps = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Dump,
  );
  const urls = dumps.flatMap(({ result }) => result.map(({ url }) => url));
  const names = urls.flatMap((url) => {
    const match = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/|\/dist\/(.*)$/.exec(url);
    return match === null ? [] : [match[1] ?? match[2]];
  });
  expect(names).toContain('cli/main.js');
  return [...new Set(names)];
}

const LARGE = ['zod', 'yaml', 'piscina', 'fast-check', 'junit-report-builder', 'sucrase'];
// Classes of errors are in files of their own, so that the command knows them.
const CHECKER = /^search\/check\/(?!checkpoint-error\.js$)/;

function expectSmall(names: readonly string[]): void {
  expect(names.filter((name) => LARGE.includes(name))).toEqual([]);
  expect(names.filter((name) => CHECKER.test(name))).toEqual([]);
  expect(names.filter((name) => name.startsWith('targets/simulator/'))).toEqual([]);
}

const scenario = path.join(root, 'scenarios', 'spec', 'ALIAS-1-one-memory.yaml');

describe('a command loads what it needs', () => {
  test('--version: no command and no search', () => {
    const names = loaded(['--version']);
    expectSmall(names);
    const commands = names.filter((name) => name.startsWith('cli/commands/'));
    expect(commands).toEqual(['cli/commands/index.js']);
    expect(names.filter((name) => /^(model|properties|drivers)\//.test(name))).toEqual([]);
  });

  test('list readings: one command and the readings', () => {
    const names = loaded(['list', 'readings']);
    expectSmall(names);
    expect(names.filter((name) => name.startsWith('model/'))).toEqual(['model/readings.js']);
  });

  test.each([[['--help']], [['fuzz', '--help']], [['fleet', '--help']], [['nightly', '--help']]])(
    'help, %j: no package but those that write it',
    (words) => {
      expect(loaded(words).filter((name) => LARGE.includes(name))).toEqual([]);
    },
  );

  test('scenario validate: no YAML parser for files that are written plainly, and no board', () => {
    const names = loaded(['scenario', 'validate', scenario]);
    expect(names).toContain('search/scenario/parse.js');
    expect(names.filter((name) => /^(yaml|targets\/simulator\/.*)$/.test(name))).toEqual([]);
  });

  test('replay: boards and the model, no drivers, no other search, no threads', () => {
    const names = loaded(['replay', scenario]);
    expect(names).toContain('targets/simulator/index.js');
    const others = /^(yaml|piscina|fast-check|drivers\/.*|search\/(trace|drivers|tour|fuzz)\/.*)$/;
    expect(names.filter((name) => others.test(name))).toEqual([
      'search/drivers/file/is-schedule.js',
    ]);
    expect(names.filter((name) => CHECKER.test(name))).toEqual([]);
  });

  test('what a flag or a file needs is loaded when it is given', () => {
    const flow = fileIn(temporaryFolder(), 'wrong.yaml', 'marshalcheck: 1\ntitle: [x\n');
    expect(loaded(['scenario', 'validate', flow], 2)).toContain('yaml');
    const nowhere = path.join(temporaryFolder(), 'no.yaml');
    const names = loaded(['check', '--scope', nowhere], 2);
    expect(names).toContain('search/check/scope-file.js');
    expect(names).not.toContain('search/check/library.js');
  });
});
