import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { builtModules, isWithoutCode, modulesWithoutCode } from '../tools/sources.mjs';

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
