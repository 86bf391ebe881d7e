// What the documentation names exists: files, links, commands, flags, faults, clauses, words.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { BOARD_FAULTS, CLAUSES, OBLIGATIONS, OPERATION_NAMES } from 'marshalcheck';
import { describe, expect, test } from 'vitest';
import type { Context } from '#dist/cli/context.js';
import { makeProgram } from '#dist/cli/program.js';
import manifest from '../../../package.json' with { type: 'json' };
import { anchors, commandLines, inlineCode, links, PAGES, page, root } from './pages.js';

const program = await makeProgram({} as Context);

/** Folders that come into being when something is found or built. */
const MADE = /^(scenarios\/regressions|out|dist)(\/|$)/;
const ROOMS = new RegExp(
  '^(model|properties|search|targets|reports|cli|scenarios|schema|test|bench|tools|docs)' +
    String.raw`\/[\w./-]*$`,
);
const CLAUSE_ID = new RegExp(
  String.raw`\b((SPACE|OPEN|CLOSE|ASYNC|FLUSH|FREE|ALIAS|DUP|CLASS|VM|WD|DRV|QUIET)-\d+` +
    String.raw`|INV-[A-Z]+)(\.[a-z][a-z0-9-]*)?`,
  'g',
);

/** What is wrong with a command line, '' for nothing. */
function wrongWith(line: string): string {
  // What comes after -- belongs to another command.
  const [own = ''] = line.split(/\s--(?:\s|$)/);
  const words = own.split(/\s+/).slice(1);
  let command = program;
  for (const word of words) {
    if (!/^[a-z]/.test(word)) continue;
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) break;
    command = next;
  }
  if (command === program && /^[a-z]/.test(words[0])) return `no command ${words[0]}`;
  if (command.name() === 'scenario' && words.length > 1) return `no command scenario ${words[1]}`;
  const known = ['--help', '--version', ...command.options.map(({ long }) => long)];
  const unknown = words.filter((word) => word.startsWith('--') && !known.includes(word));
  return unknown.length > 0 ? `${command.name()} has no ${unknown.join(', ')}` : '';
}

describe.each(PAGES.map((each) => [each.file, each] as const))('%s', (file, each) => {
  test('links lead somewhere', () => {
    const broken = links(each).filter((link) => {
      const [target, anchor] = link.split('#');
      const to = target === '' ? file : path.join(path.dirname(file), target);
      if (!existsSync(path.join(root, to))) return true;
      return anchor !== undefined && !anchors(page(to)).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('files that it names exist', () => {
    const named = inlineCode(each).filter((code) => ROOMS.test(code) && !MADE.test(code));
    expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });

  test('commands and flags that it names exist', () => {
    expect(commandLines(each).map(wrongWith).filter(Boolean)).toEqual([]);
    const scripts = [...each.prose.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1]);
    const known = Object.keys(manifest.scripts);
    expect(scripts.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('faults that it names exist', () => {
    const named = [...each.text.matchAll(/(?:--fault |fault: '?)([a-z]+(?:-[a-z]+)+)/g)];
    const known = new Set(BOARD_FAULTS.map(({ id }) => id));
    expect(named.map((match) => match[1]).filter((id) => !known.has(id))).toEqual([]);
  });

  test('clauses that it names exist', () => {
    const known = new Set<string>([...CLAUSES, ...OBLIGATIONS].map(({ id }) => id));
    const named = [...each.text.matchAll(CLAUSE_ID)].map(([match]) => match);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

test('a command line that is wrong is noticed', () => {
  expect(wrongWith('marshalcheck fuzz --runs 5')).toBe('');
  expect(wrongWith('marshalcheck scenario fmt --check x.yaml')).toBe('');
  expect(wrongWith('marshalcheck fluzz')).toBe('no command fluzz');
  expect(wrongWith('marshalcheck scenario polish x')).toBe('no command scenario polish');
  expect(wrongWith('marshalcheck replay --speed 5')).toBe('replay has no --speed');
});

test('every operation has a section', () => {
  const headings = anchors(page('docs/operations.md'));
  expect(OPERATION_NAMES.filter((name) => !headings.has(name.toLowerCase()))).toEqual([]);
});

test('words in italics have an entry of their own in the glossary', () => {
  const { prose } = page('docs/glossary.md');
  const entries = [...prose.matchAll(/^(?:- )?\*\*([\w ]+)\.?\*\*/gm)].map(([, word]) =>
    word.toLowerCase(),
  );
  const used = [...prose.matchAll(/(?<!\*)\*([\w\s]+)\*(?!\*)/g)].map(([, word]) =>
    word.toLowerCase().replace(/\s+/g, ' '),
  );
  expect(used.length).toBeGreaterThan(20);
  const missing = used.filter((word) => !entries.some((entry) => word.replace(/s$/, '') === entry));
  expect(missing.filter((word) => word !== 'italics' && !entries.includes(word))).toEqual([]);
});

test('decisions are numbered without gaps', () => {
  const numbers = PAGES.filter(({ file }) => file.startsWith('docs/decisions/')).map((each) => {
    const inName = Number(path.basename(each.file).slice(0, 4));
    expect(each.text.startsWith(`# ${inName}. `), each.file).toBe(true);
    return inName;
  });
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
});
