// Forty logs that were recorded from real runs (examples/trace/record.mjs), some begun midway, some
// with lost, broken or interleaved records: all judged right, the line exactly. And the header that
// prints them compiles and works.

import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { traceLog } from '#dist/search/trace/trace.js';
import type { TraceReport } from '#dist/search/trace/types.js';
import { root, temporaryFolder } from './command.js';

const examples = path.join(root, 'examples', 'trace');
const logs = path.join(examples, 'logs');

/** What is known of a log from the run that it was recorded of. */
interface Expected {
  /** Line of the first departure, 0 for none. */
  readonly departsAt: number;
  readonly reading: string;
}

const text = readFileSync(path.join(logs, 'expected.json'), 'utf8');
const expected = Object.entries(JSON.parse(text) as Record<string, Expected>);

async function judged(file: string, readings?: readonly string[]): Promise<TraceReport> {
  return traceLog(file, { readings });
}

describe('recorded logs', () => {
  test('there are forty, fifteen of them clean', () => {
    expect(expected).toHaveLength(40);
    expect(expected.filter(([, { departsAt }]) => departsAt === 0)).toHaveLength(15);
    const files = readdirSync(logs).filter((name) => name !== 'expected.json');
    expect(files.sort()).toEqual(expected.map(([file]) => file).sort());
  });

  test.each(expected)('%s', async (file, { departsAt, reading }) => {
    const report = await judged(path.join(logs, file), [reading]);
    const [first] = report.findings;
    expect(first?.line ?? 0).toBe(departsAt);
    if (file.includes('midway')) expect(report.isMidway).toBe(true);
    if (file.includes('lossy')) expect(report.counts.lost).toBeGreaterThan(0);
    if (file.includes('tangled')) expect(report.counts.mended).toBeGreaterThan(10);
    const isWhole = departsAt === 0 && !file.includes('lossy');
    if (isWhole) expect(report.unreleasedTotal).toBe(0);
    if (departsAt > 0) expect(first?.rules.length).toBeGreaterThan(0);
  });
});

describe('the header', () => {
  function build(...flags: readonly string[]): string {
    const binary = path.join(temporaryFolder(), 'sample');
    const sources = ['sample.c', 'host.c'].map((name) => path.join(examples, name));
    const strict = ['-std=c99', '-Wall', '-Wextra', '-Werror'];
    execFileSync('gcc', [...strict, ...flags, '-o', binary, ...sources], { stdio: 'pipe' });
    return binary;
  }

  function printed(binary: string, seed: number): { log: string; defectAt: number } {
    const run = spawnSync(binary, [String(seed), '60'], { encoding: 'utf8' });
    return { log: run.stdout, defectAt: Number(run.stderr.trim() || 0) };
  }

  test('prints logs that are explained, or depart where the defect shows', async () => {
    for (const defect of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const binary = build(`-DDEFECT=${defect}`);
      for (const seed of [101, 102, 103]) {
        const { log, defectAt } = printed(binary, seed);
        const file = path.join(temporaryFolder(), 'sample.log');
        writeFileSync(file, log);
        const report = await judged(file);
        expect(report.counts.broken).toBe(0);
        expect(report.findings[0]?.line ?? 0, `defect ${defect}, seed ${seed}`).toBe(defectAt);
      }
    }
  });
});
