// The configuration file: what it sets, what wins over it, and what is said of a wrong one.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadConfiguration } from '#dist/cli/configuration/load.js';
import { ENGINE, type Engine } from '#dist/cli/engine.js';
import { Exit } from '#dist/cli/exit-codes.js';
import type { Configuration } from '#dist/search/configuration.js';
import type { FuzzOptions } from '#dist/search/options.js';
import { schemaTexts } from '../../../tools/schemas.mjs';
import { run as runWith } from './recorder.js';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function json(values: Configuration | Record<string, unknown>): string {
  return write('marshalcheck.config.json', JSON.stringify(values));
}

/** Runs a command; what it asked the engine to fuzz, its exit code, and what was noted. */
async function run(
  config: string,
  ...words: string[]
): Promise<{ asked: FuzzOptions[]; exit: Exit; noted: string }> {
  const asked: FuzzOptions[] = [];
  const engine: Partial<Engine> = {
    fuzz: async (options) => {
      asked.push(options);
      const small = { runs: Math.min(options.runs, 150), workers: 1, guided: 0 };
      return ENGINE.fuzz({ ...options, ...small, target: 'simulator' });
    },
  };
  vi.stubEnv('MARSHALCHECK_CONFIG', config);
  const out = path.join(folder, 'out');
  return { asked, ...(await runWith([...words, '--out', out], engine)) };
}

const NIGHT = ['nightly', '--stages', 'fuzz', '--workers', '1'];

describe('precedence', () => {
  test('defaults < file < environment < flags', async () => {
    const config = json({ readings: ['ce6-x86'], nightly: { runs: 70, guided: 0, seed: 'file' } });
    const first = await run(config, ...NIGHT);
    expect(first.exit, first.noted).toBe(Exit.clean);
    expect(first.noted).toContain(`configuration: ${config}`);
    expect(first.asked[0]).toMatchObject({ readings: ['ce6-x86'], runs: 70, seed: 'file' });
    expect(first.asked[0].servers).toEqual(['kernel', 'user']);
    vi.stubEnv('MARSHALCHECK_SEED', 'variable');
    vi.stubEnv('MARSHALCHECK_RUNS', '80');
    const second = await run(config, ...NIGHT);
    expect(second.asked[0]).toMatchObject({ readings: ['ce6-x86'], runs: 80, seed: 'variable' });
    const third = await run(config, ...NIGHT, '--runs', '90', '--reading', 'compact7-x86');
    expect(third.asked[0]).toMatchObject({ readings: ['compact7-x86'], runs: 90 });
    expect(third.asked[0].seed).toBe('variable');
  });

  test('other commands take what they share with it, and no more', async () => {
    const config = json({ readings: ['ce6-x86'], servers: 'user', nightly: { runs: 70 } });
    const { asked } = await run(config, 'fuzz', '--runs', '20');
    expect(asked[0]).toMatchObject({ readings: ['ce6-x86'], servers: ['user'], runs: 20 });
    const { asked: plain } = await run('none', 'fuzz', '--runs', '20');
    expect(plain[0].readings).toHaveLength(9);
  });

  test('each target of the list is fuzzed, unless one is named', async () => {
    const config = json({ targets: ['simulator', './other one'], inspection: false });
    const { asked } = await run(config, ...NIGHT, '--runs', '10', '--corpus', 'none');
    expect(asked.map(({ target }) => target)).toEqual(['simulator', './other one']);
    expect(asked[0].inspection).toBe(false);
    const named = await run(config, ...NIGHT, '--runs', '10', '--target', 'simulator');
    expect(named.asked.map(({ target }) => target)).toEqual(['simulator']);
  });
});

test('TypeScript, with the type from the package', async () => {
  const text =
    "import { defineConfig, type Configuration } from 'marshalcheck';\n" +
    "const values: Configuration = { servers: 'user' };\nexport default defineConfig(values);\n";
  const loaded = await loadConfiguration(write('marshalcheck.config.ts', text));
  expect(loaded?.values).toEqual({ servers: 'user' });
});

test.each<[string, string, RegExp]>([
  ['a.json', '{"reading": []}', /a\.json: Unrecognized key/],
  ['a.json', '{"nightly": {"runs": 0}}', /a\.json: nightly\.runs: /],
  [
    'a.json',
    '{"known": [{"signature": "a", "reason": "b", "until": "soon"}]}',
    /known\[0\]\.until/,
  ],
  ['a.json', '{', /a\.json: the configuration cannot be read/],
  ['a.mjs', 'export const a = 1;', /a\.mjs: .* no default export/],
  ['a.mjs', 'throw new Error("slip");', /a\.mjs: .* slip/],
  ['b.json', '{"readings": ["ce5"]}', /b\.json: readings: there is no reading 'ce5'/],
  ['b.json', '{"nightly": {"canaries": ["no"]}}', /nightly\.canaries: there is no fault 'no'/],
])('%s with %s is refused', async (name, text, message) => {
  const { exit, noted } = await run(write(name, text), ...NIGHT, '--runs', '10');
  expect(exit).toBe(Exit.usage);
  expect(noted).toMatch(message);
});

test('a known signature does not fail a run, until its day', async () => {
  const night = [
    ...NIGHT,
    '--runs',
    '150',
    '--guided',
    '0',
    '--fault',
    'never-recached',
    '--reading',
    'compact7-armv5',
  ];
  const known = (until: string): string =>
    json({ known: [{ signature: '*', reason: 'ticket 17', until }, absent] });
  const absent = { signature: 'NONE-1', reason: 'mended', until: '2999-01-01' };
  const excused = await run(known('2999-01-01'), ...night);
  const report = (): string => readFileSync(path.join(folder, 'out', 'report.json'), 'utf8');
  expect(report()).toContain('"reason": "ticket 17"');
  expect(excused.exit, excused.noted).toBe(Exit.clean);
  expect(excused.noted).toContain('known, but not seen this time: NONE-1');
  const expired = await run(known('2020-01-01'), ...night);
  expect(expired.exit).toBe(Exit.findings);
  expect(report()).toContain('"isExpired": true');
});

test('the published schema is current and takes what init writes of it', () => {
  const published = readFileSync(path.join(root, 'schema', 'config.schema.json'), 'utf8');
  expect(published, 'stale: run `npm run schema`').toBe(schemaTexts()['config.schema.json']);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const accepts = ajv.compile(JSON.parse(published) as object);
  expect(accepts({ targets: ['simulator'], nightly: { timeLimit: '30m' } })).toBe(true);
  expect(accepts({ target: 'simulator' })).toBe(false);
});
