import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDocumented } from './tidy/doc-check.js';
import type { SourceFile } from './tidy/text-checks.js';
import * as checks from './tidy/text-checks.js';

const root = path.resolve(import.meta.dirname, '..');

// Files that may have up to 400 lines, each with its reason. Splitting a file is nearly always
// better; a file that shrank has to leave the list.
const longFiles: Readonly<Record<string, string>> = {};

/** The paths of the repository: what git tracks, or every file where there is no repository. */
function trackedPaths(): string[] {
  if (existsSync(path.join(root, '.git'))) {
    const list = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
    return list.split('\0').filter((name) => name !== '' && existsSync(path.join(root, name)));
  }
  const generated = /^(node_modules|dist|out|coverage)\//;
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => !generated.test(name));
}

const files: readonly SourceFile[] = trackedPaths().map((name) => ({
  path: name,
  text: readFileSync(path.join(root, name), 'utf8'),
}));
const textFiles = files.filter(({ text }) => !text.includes('\0'));
const code = textFiles.filter((file) => /\.(tsx?|mjs|js)$/.test(file.path));
const typeScript = textFiles.filter((file) => /\.tsx?$/.test(file.path));
const documented = typeScript.filter((file) =>
  /^(model|properties|search|targets)\//.test(file.path),
);

describe('the repository is tidy', () => {
  test('there is something to look at', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(code.map((file) => file.path)).toContain('test/tidy.test.ts');
  });

  test('files are short', () => {
    const exceptions = new Set(Object.keys(longFiles));
    expect(typeScript.flatMap((file) => checks.checkLength(file, exceptions))).toEqual([]);
    expect([...exceptions].filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });

  test('lines fit a page', () => {
    expect(code.flatMap(checks.checkColumns)).toEqual([]);
  });

  test('nothing is left open', () => {
    expect(code.flatMap(checks.checkNothingLeftOpen)).toEqual([]);
  });

  test('every test runs', () => {
    expect(code.flatMap(checks.checkNoTestSwitchedOff)).toEqual([]);
  });

  test('no file names a machine or a registry', () => {
    expect(textFiles.flatMap(checks.checkNoMachineNames)).toEqual([]);
  });

  test('text is plain English', () => {
    expect(textFiles.flatMap(checks.checkPlainCharacters)).toEqual([]);
  });

  test('what the core exports is documented', () => {
    expect(documented.flatMap(checkDocumented)).toEqual([]);
  });
});

/** A file of the given lines. */
function fileOf(...lines: string[]): SourceFile {
  return { path: 'model/sample.ts', text: `${lines.join('\n')}\n` };
}

describe('each check complains when it should', () => {
  const none: ReadonlySet<string> = new Set();
  const excepted: ReadonlySet<string> = new Set(['model/sample.ts']);
  const ofLines = (count: number): SourceFile => fileOf(...Array<string>(count).fill('x();'));

  test('of long files', () => {
    expect(checks.checkLength(ofLines(300), none)).toEqual([]);
    expect(checks.checkLength(ofLines(301), none)).toHaveLength(1);
    expect(checks.checkLength(ofLines(301), excepted)).toEqual([]);
    expect(checks.checkLength(ofLines(400), excepted)).toEqual([]);
    expect(checks.checkLength(ofLines(401), excepted)).toHaveLength(1);
    expect(checks.checkLength(ofLines(300), excepted)).toHaveLength(1);
  });

  test('of wide lines', () => {
    expect(checks.checkColumns(fileOf('x'.repeat(100)))).toEqual([]);
    expect(checks.checkColumns(fileOf('short', 'x'.repeat(101)))).toEqual([
      'model/sample.ts:2: wider than 100 columns',
    ]);
    expect(checks.checkColumns(fileOf(`// https://example.org/${'x'.repeat(100)}`))).toEqual([]);
  });

  test('of notes left open', () => {
    const note = (word: string): SourceFile => fileOf(`// ${word}: later`);
    expect(checks.checkNothingLeftOpen(note('TO' + 'DO'))).toHaveLength(1);
    expect(checks.checkNothingLeftOpen(note('FIX' + 'ME'))).toHaveLength(1);
    expect(checks.checkNothingLeftOpen(note('Done'))).toEqual([]);
  });

  test.each(['it', 'test', 'describe', 'test.concurrent'])('of %s switched off', (name) => {
    for (const how of ['sk' + 'ip', 'on' + 'ly', 'to' + 'do']) {
      expect(checks.checkNoTestSwitchedOff(fileOf(`${name}.${how}('x');`))).toHaveLength(1);
    }
    expect(checks.checkNoTestSwitchedOff(fileOf(`${name}('x');`, 'reader.skip(4);'))).toEqual([]);
  });

  test('of machine names', () => {
    for (const folder of ['wo' + 'rk', 'ro' + 'ot', 'ho' + 'me']) {
      expect(checks.checkNoMachineNames(fileOf(`const a = '/${folder}/x';`))).toHaveLength(1);
      expect(checks.checkNoMachineNames(fileOf(`import './${folder}/x.js';`))).toEqual([]);
    }
    const host = ['registry', 'npmjs', 'org'].join('.');
    expect(checks.checkNoMachineNames(fileOf(`see ${host}`))).toHaveLength(1);
    expect(checks.checkNoMachineNames(fileOf('  "resolved": "http://x.y/z"'))).toHaveLength(1);
    expect(checks.checkNoMachineNames(fileOf('import { registry } from "./registry.js";'))).toEqual(
      [],
    );
  });

  test('of characters that are not plain', () => {
    const plain = fileOf('\ta naïve café — “±1” … ≤ × → │ ► ✓');
    expect(checks.checkPlainCharacters(plain)).toEqual([]);
    for (const code of [0x202e, 0x200b, 0xfeff, 0x0430, 0x4e2d, 0x00a0, 0x0d]) {
      const file = fileOf(`let a = '${String.fromCodePoint(code)}';`);
      expect(checks.checkPlainCharacters(file), `U+${code.toString(16)}`).toHaveLength(1);
    }
  });

  test('of exports without a doc comment', () => {
    const bare = [
      'export function f(): void {}',
      'export const c = 1;',
      'export class K {}',
      'export interface I {}',
      'export type T = string;',
      'const later = 1; export { later };',
      '// not a doc comment\nexport const d = 1;',
      '/** */\nexport const e = 1;',
      '/** @internal */\nexport const g = 1;',
    ];
    for (const text of bare) expect(checkDocumented(fileOf(text)), text).toHaveLength(1);
    const fine = [
      '/** Says what it is. */\nexport const c = 1;',
      '/** First. */\nexport function f(): void;\nexport function f(a?: 1): void {}',
      'const own = 1;',
      "export { a } from './a.js';",
      'export {};',
    ];
    for (const text of fine) expect(checkDocumented(fileOf(text)), text).toEqual([]);
  });
});
