import path from 'node:path';
import { ESLint, Linter } from 'eslint';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const banRules = ['no-restricted-globals', 'no-restricted-properties', 'no-restricted-imports'];

/** The rule names that refuse a line of JavaScript in a file of this path. */
async function refusals(file: string, javaScript: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: root });
  const config = (await eslint.calculateConfigForFile(path.join(root, file))) as Linter.Config;
  const rules = Object.entries(config.rules ?? {}).filter(([name]) => banRules.includes(name));
  const globals = { Math: false, Date: false, performance: false, process: false, crypto: false };
  const messages = new Linter().verify(javaScript, {
    languageOptions: { globals: { ...globals, setTimeout: false, globalThis: false } },
    rules: Object.fromEntries(rules),
  });
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return messages.map(({ ruleId }) => ruleId ?? '');
}

const random = ['Math.random();', 'crypto.randomUUID();', 'crypto.getRandomValues(x);'];
const clock = [
  'new Date();',
  'Date.now();',
  'performance.now();',
  'globalThis.performance.now();',
  'process.hrtime.bigint();',
  'process.uptime();',
  'setTimeout(f, 1);',
  "import { performance as p } from 'node:perf_hooks'; p.now();",
  "import { setTimeout as s } from 'node:timers/promises'; s(1);",
];
const harmless = ['Math.max(1, 2);', 'process.memoryUsage();'];

const deterministic = [
  'model/world/layout.ts',
  'properties/judge.ts',
  'search/fuzz.ts',
  'targets/simulator/board.ts',
];
const timed = ['cli/main.ts', 'search/workers/pool.ts', 'targets/process.ts', 'reports/json.ts'];

describe('the deterministic core', () => {
  test.each(deterministic)('%s has no clock and no random source', async (file) => {
    for (const line of [...random, ...clock]) {
      expect(await refusals(file, line), line).not.toEqual([]);
    }
    for (const line of harmless) expect(await refusals(file, line), line).toEqual([]);
  });

  test.each(timed)('%s may read the clock, yet draws nothing unseeded', async (file) => {
    for (const line of random) expect(await refusals(file, line), line).not.toEqual([]);
    for (const line of clock) expect(await refusals(file, line), line).toEqual([]);
  });

  test('bytes from node:crypto are refused, digests are not', async () => {
    const bytes = "import { randomBytes } from 'node:crypto'; randomBytes(4);";
    const digest = "import { createHash } from 'node:crypto'; createHash('sha256');";
    expect(await refusals('search/fuzz.ts', bytes)).not.toEqual([]);
    expect(await refusals('search/fuzz.ts', digest)).toEqual([]);
  });
});
