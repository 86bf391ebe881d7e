// What npm would publish: nothing missing, nothing too much, and types that fit.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '..');
const MOST_UNPACKED = 6_000_000;

let folder = '';
let tarball: Uint8Array<ArrayBuffer>;
let files: readonly string[] = [];
let unpacked = 0;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-pack-'));
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const answer = execFileSync('npm', words, { cwd: root, encoding: 'utf8' });
  const given = JSON.parse(answer) as unknown;
  const list = (Array.isArray(given) ? given : Object.values(given as object)) as {
    filename: string;
    unpackedSize: number;
    files: { path: string }[];
  }[];
  const [packed] = list;
  tarball = Uint8Array.from(readFileSync(path.join(folder, packed.filename)));
  files = packed.files.map((each) => each.path);
  unpacked = packed.unpackedSize;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('it holds what it needs to run, and no sources, tests, maps or findings', () => {
  const needed = [
    'package.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    manifest.bin.marshalcheck,
    'dist/index.d.ts',
    'dist/search/workers/chunk.js',
    'dist/fleet/thread.js',
    'dist/viewer/THIRD-PARTY-LICENSES.md',
    'schema/report.schema.json',
    'schema/scenario.schema.json',
  ];
  expect(needed.filter((name) => !files.includes(name))).toEqual([]);
  expect(files.filter((name) => /\.map$|(^|\/)\.|^(test|tools|bench|out)\//.test(name))).toEqual(
    [],
  );
  expect(files.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
  expect(files.some((name) => /^scenarios\/spec\/.*\.yaml$/.test(name))).toBe(true);
  expect(unpacked).toBeLessThan(MOST_UNPACKED);
});

test('publint has nothing to say', async () => {
  const pack = { tarball: tarball.buffer };
  const { messages } = await publint({ pack, strict: true });
  expect(messages).toEqual([]);
});

test('the types fit, for ES modules: the package is nothing else', async () => {
  const result = await checkPackage(createPackageFromTarballData(tarball));
  if (result.types === false) throw new Error('the package has no types');
  expect(Object.keys(result.entrypoints)).toEqual(expect.arrayContaining(['.', './drivers']));
  const foreign = new Set(['node10', 'node16-cjs']);
  const problems = result.problems.filter(
    (problem) => !('resolutionKind' in problem) || !foreign.has(problem.resolutionKind),
  );
  expect(problems).toEqual([]);
});

test('every target of the exports is in it', () => {
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  const named = targets.filter((target) => !target.includes('*')).map((target) => target.slice(2));
  expect(named.length).toBeGreaterThan(3);
  expect(
    named.filter((name) => !files.includes(name) || !existsSync(path.join(root, name))),
  ).toEqual([]);
});

test('the licence of each package whose code is in the viewer comes along', () => {
  const sources = path.join(root, 'reports', 'viewer');
  const imported = new Set(
    readdirSync(sources)
      .filter((name) => name.endsWith('.tsx'))
      .flatMap((name) => [
        ...readFileSync(path.join(sources, name), 'utf8').matchAll(
          / from '((?:@[\w-]+\/)?[a-z][\w-]*)/g,
        ),
      ])
      .map(([, name]) => name),
  );
  // The bundle that dagre publishes has graphlib in it.
  expect([...imported].sort()).toEqual(['@dagrejs/dagre', 'preact']);
  const licences = readFileSync(path.join(root, 'dist/viewer/THIRD-PARTY-LICENSES.md'), 'utf8');
  for (const name of [...imported, '@dagrejs/graphlib']) {
    const { version, license } = JSON.parse(
      readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'),
    ) as { version: string; license: string };
    const text = readFileSync(path.join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim();
    expect(licences).toContain(`## ${name} - ${version} (${license})\n\n`);
    expect(licences.replace(/\s+/g, ' ')).toContain(text.replace(/\s+/g, ' '));
  }
});
