import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readScenario } from '#dist/search/replay.js';
import { parseScenario, ScenarioError } from '#dist/search/scenario/index.js';
import { writeBack } from './scenario-samples.js';

/** The error that a text is refused with. */
function errorOf(text: string): ScenarioError {
  try {
    parseScenario(text, 'x.yaml');
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}

/**
 * Edits of the sample: what is replaced, by what, and what the error must say. A `^` in the new
 * text marks the place that the error must name.
 */
const edits: readonly [string, string, string, RegExp][] = [
  ['an unknown operation', '- return:', '- ^retrun:', /no operation is called retrun/],
  ['a misspelt key', 'to: async', '^too: async', /unknown key too/],
  ['a missing key', '{on: service, to: async + 8, ', '^{on: service, ', /to is missing/],
  ['a dangling name', 'source: opened,', 'source: ^openend,', /nothing above is called openend/],
  ['a name used too early', 'from: a + 8', 'from: ^later', /nothing above is called later/],
  ['an unknown descriptor', 'ARG_IO_PTR, as: o', '^ARG_OI_PTR, as: o', /a descriptor is/],
  ['an unknown thread', 'on: call1, gives: S_OK}', 'on: ^call9, gives: S_OK}', /thread/],
  ['an application too many', 'on: app1, from: b', 'on: ^app9, from: b', /who does it/],
  ['another version', 'marshalcheck: 1', 'marshalcheck: ^2', /version 2/],
  ['no version', 'marshalcheck: 1\n', '^', /does not say its format version/],
  ['an unknown clause', 'FREE-1', '^FREE-99', /FREE-99/],
  ['an unknown reading', 'documented', '^documentd', /readings/],
  ['an unknown server', 'server: kernel', 'server: ^kernle', /server is/],
  ['a board that does not exist', 'opens: copy', 'opens: ^cope', /Open gives/],
  ['a size below zero', 'size: 20, beside', 'size: ^-20, beside', /number of bytes/],
  ['a size beyond 32 bits', 'from: b, size: 20', 'from: b, size: ^4294967296', /size/],
  ['a fraction', 'from: b, size: 20', 'from: b, size: ^2.5', /size/],
  ['a name that is taken', 'as: async', 'as: ^a', /a is taken/],
  ['a neighbour that does not exist', 'beside: a', 'beside: ^z', /no buffer above/],
  ['control characters', 'title: Free', 'title: ^"\\e[31m', /control characters/],
  ['a title of two lines', 'title: Free', 'title: ^"a\\n', /control characters/],
  ['an unknown result', 'gives: initial a', 'gives: ^E_NOTHING', /what a step gives/],
  ['bytes of no buffer', 'initial b', '^initial c', /no buffer is called c/],
  ['an unknown verdict', 'verdict: conforms', 'verdict: ^fine', /a verdict is/],
  ['an unknown danger', 'verdict: conforms', 'verdict: {unsafe: [^x]}', /no danger/],
  ['malformed YAML', 'CLOSE-1]', 'CLOSE-1]^]', /malformed YAML/],
  ['a repeated key', 'server: kernel\n', 'server: kernel\n^server: user\n', /unique/],
  ['an unknown tag', 'title: Free', 'title: ^!!js/function Free', /tag/],
  ['two documents', 'server: kernel', '^---\nserver: kernel', /malformed YAML/],
];

/** The sample with one edit made, and the line and column of its mark. */
function edited(from: string, to: string): { text: string; place: number[] } {
  const at = writeBack.indexOf(from);
  expect(at, `the sample has ${from}`).toBeGreaterThan(0);
  const mark = to.indexOf('^');
  const before = writeBack.slice(0, at) + to.slice(0, mark);
  const lines = before.split('\n');
  const text = before + to.slice(mark + 1) + writeBack.slice(at + from.length);
  const closed = to.includes('"') ? text.replace(/(title: ".*)\n/, '$1"\n') : text;
  return { text: closed, place: [lines.length, (lines.at(-1)?.length ?? 0) + 1] };
}

describe('a file that is wrong is refused with one clear error', () => {
  test.each(edits)('%s', (_name, from, to, says) => {
    const { text, place } = edited(from, to);
    const error = errorOf(text);
    expect(error.message).toMatch(says);
    expect([error.line, error.column], error.message).toEqual(place);
    expect(error.message).toContain('likely cause: ');
    expect(error.message).toContain('next: ');
    expect(error.message.split('\n')).toHaveLength(3);
    expect(error.file).toBe('x.yaml');
  });

  test('aliases, be they bombs or not', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefgh'
        .split('')
        .map(
          (name, index) =>
            `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`,
        ),
    ].join('\n');
    expect(errorOf(bomb).message).toMatch(/aliases/);
    expect(errorOf('a: &a {m: 1}\nb: *a\n').line).toBe(2);
  });

  test.each(['', '# nothing\n', '[]', 'just text', '42', 'null'])('no map: %j', (text) => {
    expect(errorOf(text).message).toMatch(/a scenario is a map/);
  });

  test.each(['[', '{a: ', '- ', '? '])('nesting without end: %j', (piece) => {
    expect(errorOf(piece.repeat(20_000)).message).toMatch(/nested too deeply|malformed/);
  });

  test('more than 500 steps', () => {
    const step = '  - return: {on: call1}\n';
    const error = errorOf(
      writeBack.replace('  - return: {on: call1, gives: ok}\n', step.repeat(501)),
    );
    expect(error.message).toMatch(/at most 500 steps/);
    expect(error.line).toBe(12);
  });

  test('what a message quotes cannot reach the terminal', () => {
    const error = errorOf(writeBack.replace('[FREE-1', '["\\e[31mX"'));
    expect(error.message.replaceAll('\n', '')).toMatch(/^\P{Cc}*$/u);
  });

  test('a departure without a fault', () => {
    const text = writeBack
      .replace('fault: free-skips-write-back\n', '')
      .replace('verdict: conforms', 'verdict: {departure: [FREE-1]}');
    expect(errorOf(text).message).toMatch(/no fault is named/);
  });
});

describe('files from disk', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('50 MB are refused before they are read', () => {
    const file = path.join(folder, 'large.yaml');
    writeFileSync(file, '');
    truncateSync(file, 50 * 1024 * 1024);
    expect(() => readScenario(file)).toThrow(/52428800 bytes; a scenario has at most 1048576/);
  });

  test('a file that is not there, a folder, and what is no text', () => {
    expect(() => readScenario(path.join(folder, 'none.yaml'))).toThrow(/there is no such file/);
    expect(() => readScenario(folder)).toThrow(/no regular file/);
    const binary = path.join(folder, 'binary.yaml');
    writeFileSync(binary, Buffer.from([0x61, 0x0a, 0xff, 0xfe]));
    expect(() => readScenario(binary)).toThrow(/binary.yaml:2:1: the file is not UTF-8 text/);
  });
});
