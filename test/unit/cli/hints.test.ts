// Commands that messages and pages name exist, and are printed as the program was called.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENGINE } from '#dist/cli/engine.js';
import { Exit } from '#dist/cli/exit-codes.js';
import { asCalled } from '#dist/cli/invocation.js';
import { makeProgram } from '#dist/cli/program.js';
import { Terminal } from '#dist/cli/terminal.js';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const program = await makeProgram({ terminal: new Terminal(), engine: ENGINE, exit: Exit.clean });
const commands = program.commands.map((command) => command.name());
const lists =
  program.commands.find((command) => command.name() === 'list')?.registeredArguments[0]
    .argChoices ?? [];

/** Sources of messages, and pages. */
function texts(): { file: string; text: string }[] {
  const named = ['cli', 'docs', 'drivers', 'reports', 'search', 'targets'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.join(folder, name),
    ),
  );
  return [...named, 'README.md']
    .filter((file) => /\.(ts|md)$/.test(file))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** What follows the name of the program where a command line begins: a quote, a blank before. */
function unknownCommands(text: string): string[] {
  const calls = text.matchAll(
    /(?<=['`]|: |^ {2,}|\| )marshalcheck ([a-z][a-z-]*)(?: ([a-z-]+))?/gm,
  );
  return [...calls].flatMap(([call, command, what = '']) => {
    if (command === 'list' && what !== '') return lists.includes(what) ? [] : [call];
    return commands.includes(command) ? [] : [call];
  });
}

test('the commands are known', () => {
  expect(commands).toContain('fuzz');
  expect(lists).toContain('readings');
});

test('every command that is named exists', () => {
  // Sentences that begin with the name of the program.
  const prose = /^marshalcheck (compares|itself|target)$/;
  const unknown = texts().flatMap(({ file, text }) =>
    unknownCommands(text)
      .filter((call) => !prose.test(call.split(' ').slice(0, 2).join(' ')))
      .map((call) => `${file}: ${call}`),
  );
  expect(unknown).toEqual([]);
});

test('one that does not exist is noticed', () => {
  expect(unknownCommands("next: 'marshalcheck list gadgets'")).toEqual([
    'marshalcheck list gadgets',
  ]);
  expect(unknownCommands('`marshalcheck conquer FILE`')).toEqual(['marshalcheck conquer']);
  expect(unknownCommands('next: marshalcheck fuzz --runs 5')).toEqual([]);
});

describe('a command in a sentence is printed as the program was called', () => {
  test.each(commands)('%s', (command) => {
    expect(asCalled(`run: marshalcheck ${command} --help`)).not.toContain('marshalcheck ');
  });

  test('but not what only begins with its name', () => {
    expect(asCalled('marshalcheck cannot do that')).toBe('marshalcheck cannot do that');
  });
});
