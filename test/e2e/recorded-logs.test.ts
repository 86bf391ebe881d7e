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

const LONG = 180_000;

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
    expect(expected.filter(([file]) => file.startsWith('target-c-'))).toHaveLength(20);
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
  /** The sample with the target in C, and one of its defects. */
  function build(defect: number): string {
    const binary = path.join(temporaryFolder(), 'sample');
    const board = path.join(root, 'examples', 'board');
    const strict = ['-std=c99', '-Wall', '-Wextra', '-Werror'];
    const flags = defect === 0 ? [] : [`-DFAULT_${defect}`];
    const sources = [path.join(examples, 'sample.c'), path.join(board, 'host.c')];
    const words = [...strict, ...flags, '-I', board, '-o', binary, ...sources];
    execFileSync('gcc', words, { stdio: 'pipe' });
    return binary;
  }

  function printed(binary: string, seed: number): string[] {
    const run = spawnSync(binary, [String(seed), '60'], { encoding: 'utf8' });
    return run.stdout.trimEnd().split('\n');
  }

  /** What a right system may not do otherwise: the result, and whether there is a pointer. */
  function outcome(line: string): string {
    const [, operation, result] = /op=(\S+).*?(?:result=(\S+)|$)/.exec(line) ?? [];
    return `${operation} ${result} ${/out=0x0\b/.test(line)}`;
  }

  test('prints logs that are explained, or depart where the defect shows', {
    timeout: LONG,
  }, async () => {
    const right = build(0);
    for (const defect of [0, 11, 12, 15]) {
      const binary = build(defect);
      let shown = 0;
      for (const seed of [101, 102, 103]) {
        const lines = printed(binary, seed);
        const clean = printed(right, seed);
        const at = lines.findIndex((line, index) => outcome(line) !== outcome(clean[index])) + 1;
        const file = path.join(temporaryFolder(), 'sample.log');
        writeFileSync(file, lines.join('\n'));
        const report = await judged(file);
        expect(report.counts.broken).toBe(0);
        expect(report.findings[0]?.line ?? 0, `defect ${defect}, seed ${seed}`).toBe(at);
        shown += at > 0 ? 1 : 0;
      }
      expect(shown > 0).toBe(defect > 0);
    }
  });
});
