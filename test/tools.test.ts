import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { missingEntries, platformOf } from '../tools/lockfile-entries.mjs';
import { builtModules, isWithoutCode, modulesWithoutCode } from '../tools/sources.mjs';
import { thinCoverage } from '../tools/thin-coverage.mjs';

const root = path.resolve(import.meta.dirname, '..');
mkdirSync(path.join(root, 'out'), { recursive: true });
const folder = mkdtempSync(path.join(root, 'out', 'tools-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The last line that tally prints, and its exit code. */
function tally(report: unknown, ...brokenStages: string[]): [string | undefined, number | null] {
  const file = path.join(folder, 'vitest.json');
  rmSync(file, { force: true });
  if (report !== undefined) writeFileSync(file, JSON.stringify(report));
  const program = path.join(root, 'tools', 'tally.mjs');
  const run = spawnSync(process.execPath, [program, file, ...brokenStages], { encoding: 'utf8' });
  return [run.stdout.trimEnd().split('\n').at(-1), run.status];
}

describe('tally', () => {
  const passing = { status: 'passed', assertionResults: [{}], name: 'a' };
  const green = { numPassedTests: 7, numFailedTests: 0, testResults: [passing] };
  const red = { ...green, numFailedTests: 2 };
  const unloadable = {
    ...green,
    testResults: [passing, { status: 'failed', assertionResults: [], name: 'b' }],
  };

  test('counts tests', () => {
    expect(tally(green)).toEqual(['7 passed, 0 failed', 0]);
    expect(tally(red, 'test')).toEqual(['7 passed, 2 failed', 1]);
  });

  test('counts a file that failed before its first test', () => {
    expect(tally(unloadable, 'test')).toEqual(['7 passed, 1 failed', 1]);
  });

  test('counts a stage that broke', () => {
    expect(tally(green, 'lint')).toEqual(['7 passed, 1 failed', 1]);
    expect(tally(red, 'lint', 'test')).toEqual(['7 passed, 3 failed', 1]);
  });

  test('counts a test stage that broke although no test failed, as thresholds do', () => {
    expect(tally(green, 'test')).toEqual(['7 passed, 1 failed', 1]);
  });

  test('never calls a run without results a pass', () => {
    expect(tally(undefined)).toEqual(['0 passed, 1 failed', 1]);
    expect(tally(undefined, 'install')).toEqual(['0 passed, 1 failed', 1]);
  });
});

describe('sources', () => {
  test('a module without code holds comments and its module mark, nothing else', () => {
    expect(isWithoutCode('/** Why. */\nexport {};\n//# sourceMappingURL=a.js.map\n')).toBe(true);
    expect(isWithoutCode('export const a = 1;\n')).toBe(false);
    expect(isWithoutCode("import './a.js';\nexport {};\n")).toBe(false);
    expect(isWithoutCode('')).toBe(false);
  });

  test('built modules are named once each', () => {
    const model = path.join(folder, 'dist', 'model');
    mkdirSync(model, { recursive: true });
    for (const ending of ['.js', '.js.map', '.d.ts']) {
      writeFileSync(path.join(model, `types${ending}`), 'export {};\n');
      writeFileSync(path.join(model, `code${ending}`), 'export const a = 1;\n');
    }
    expect(builtModules(folder)).toEqual(['model/code', 'model/types']);
    expect(modulesWithoutCode(folder)).toEqual(['model/types.ts']);
  });
});

describe('dumps of coverage', () => {
  test('keep the scripts of one folder as they are, and lose all others', () => {
    const dumps = path.join(folder, 'dumps');
    mkdirSync(dumps, { recursive: true });
    const ranges = [{ startOffset: 0, endOffset: 9, count: 3 }];
    const script = (url: string): object => ({ url, functions: [{ functionName: 'a', ranges }] });
    const ours = script('file:///at/dist/model/a.js');
    const others = ['node:fs', 'file:///at/node_modules/a.js', 'file:///at/dist-of-another/a.js'];
    const dump = { result: [...others.map(script), ours], 'source-map-cache': {} };
    writeFileSync(path.join(dumps, 'whole.json'), JSON.stringify(dump));
    writeFileSync(path.join(dumps, 'cut-off.json'), '{"result": [');
    thinCoverage(dumps, '/at/dist');
    const left = readFileSync(path.join(dumps, 'whole.json'), 'utf8');
    expect(JSON.parse(left)).toEqual({ result: [ours] });
    expect(readFileSync(path.join(dumps, 'cut-off.json'), 'utf8')).toBe('{"result": [');
  });
});

describe('lockfile', () => {
  test('has an entry for every optional package, on whichever machine it was written', () => {
    const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
    const lockfile = JSON.parse(text) as { packages: Parameters<typeof missingEntries>[0] };
    expect(Object.keys(missingEntries(lockfile.packages)), 'npm run lockfile adds them').toEqual(
      [],
    );
  });

  test('lacks what is neither beside nor above the package that wants it', () => {
    const wants = { optionalDependencies: { 'a-linux-x64': '1.0.0', 'b-win32-x64': '1.0.0' } };
    const packages = { 'node_modules/x/node_modules/y': wants };
    expect(missingEntries(packages)).toEqual({
      'node_modules/a-linux-x64': { version: '1.0.0', cpu: ['x64'], os: ['linux'], optional: true },
      'node_modules/b-win32-x64': { version: '1.0.0', cpu: ['x64'], os: ['win32'], optional: true },
    });
    const present = {
      'node_modules/x/node_modules/a-linux-x64': {},
      'node_modules/b-win32-x64': {},
    };
    expect(missingEntries({ ...packages, ...present })).toEqual({});
  });

  test('leaves ranges and packages for every platform to npm', () => {
    const wants = { optionalDependencies: { 'a-linux-x64': '^1.0.0', fsevents: '2.3.3' } };
    expect(missingEntries({ 'node_modules/x': wants })).toEqual({});
  });

  test.each([
    ['@biomejs/cli-darwin-arm64', { cpu: ['arm64'], os: ['darwin'] }],
    ['@x/binding-linux-x64-musl', { cpu: ['x64'], os: ['linux'], libc: ['musl'] }],
    ['@x/binding-linux-arm-gnueabihf', { cpu: ['arm'], os: ['linux'], libc: ['glibc'] }],
    ['@x/binding-android-arm-eabi', { cpu: ['arm'], os: ['android'] }],
    ['@x/binding-win32-ia32-msvc', { cpu: ['ia32'], os: ['win32'] }],
    ['@x/binding-wasm32-wasi', { cpu: ['wasm32'] }],
    ['left-pad', undefined],
  ])('reads the platform of %s off its name', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});
