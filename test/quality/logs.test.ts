// Logs as they come from boards: long ones in bounded memory, mutilated ones without a crash.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordLine } from '#dist/search/trace/notation.js';
import { traceLog } from '#dist/search/trace/trace.js';
import { root, temporaryFolder } from '../e2e/command.js';
import { begin, type Line } from '../unit/search/trace/logs.js';

const recorded = path.join(root, 'examples', 'trace', 'logs');

/** A generator with a fixed seed. */
function generator(): (below: number) => number {
  let state = 12_345;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The six lines of call number `i`. */
function callLines(i: number): Line[] {
  const thread = 0x1000 + (i % 7) * 4;
  const at = 0x30000 + ((i * 3 * 4096) % 0x2000000);
  const values = { source: at, size: 100 + ((i * 37) % 4000), descriptor: 'ARG_IO_PTR' };
  const kept = 0xd0000000 + ((i * 0x2000) % 0x10000000);
  return [
    { thread, process: 0x500 + (i % 3), op: 'call' },
    { thread, op: 'CeOpenCallerBuffer', ...values, result: 0, out: at },
    { thread, op: 'CeAllocAsynchronousBuffer', ...values, result: 0, out: kept },
    { thread: 0x99, op: 'CeFreeAsynchronousBuffer', buffer: kept, ...values, result: 0 },
    { thread, op: 'CeCloseCallerBuffer', buffer: at, ...values, result: 0 },
    { thread, op: 'return' },
  ];
}

function longLog(calls: number, leaks: boolean): string {
  const file = path.join(temporaryFolder(), 'long.log');
  const lines: string[] = [];
  let n = 0;
  const put = (line: Line): void => {
    n += 1;
    lines.push(`PID:00400002 TID:00000011 ${recordLine({ n, from: n - 1, ...line })}\r\n`);
  };
  put(begin());
  for (let i = 0; i < calls; i += 1) {
    for (const line of callLines(i)) if (!leaks || line['thread'] !== 0x99) put(line);
  }
  writeFileSync(file, lines.join(''));
  return file;
}

describe('a long log', { timeout: 180_000 }, () => {
  test('needs no more memory than a short one', async () => {
    const short = longLog(1500, false);
    await traceLog(short);
    const before = process.memoryUsage().rss;
    let most = before;
    const long = longLog(15_000, false);
    const report = await traceLog(long, {
      onProgress: () => {
        most = Math.max(most, process.memoryUsage().rss);
      },
    });
    expect(report.findings).toEqual([]);
    expect(report.counts).toMatchObject({ judged: 90_000, unjudged: 0, lost: 0, forgotten: 0 });
    expect(most - before).toBeLessThan(256e6);
  });

  test('of a driver that frees nothing forgets the oldest buffers, and says so', async () => {
    const report = await traceLog(longLog(17_000, true));
    expect(report.findings).toEqual([]);
    expect(report.unreleased).toHaveLength(1000);
    expect(report.counts.forgotten).toBeGreaterThan(600);
    expect(report.unreleasedTotal).toBeGreaterThan(16_000);
  });
});

const ODD = ['0', '0xffffffff', '0x7fffffff', '0x80000000', '0xd0000020', '0x30000', '5', '0xe'];

/** A line in which one value is another one. */
function altered(line: string, value: string, choice: number): string {
  const body = /@mc (.*) ~[0-9a-f]{4}/.exec(line)?.[1];
  if (body === undefined) return line;
  const pairs = body.split(' ').map((pair) => pair.split('=', 2));
  const at = 2 + (choice % Math.max(pairs.length - 2, 1));
  return recordLine(
    Object.fromEntries(pairs.map(([key, old = ''], index) => [key, index === at ? value : old])),
  );
}

const MUTILATED = 'logs with wrong, missing and repeated records are judged, whatever they say';

test(MUTILATED, { timeout: 180_000 }, async () => {
  const draw = generator();
  const files = readdirSync(recorded).filter((name) => name.endsWith('.log'));
  const file = path.join(temporaryFolder(), 'mutilated.log');
  let findings = 0;
  for (let round = 0; round < 60; round += 1) {
    const text = readFileSync(path.join(recorded, files[draw(files.length)]), 'latin1');
    const lines = text.trimEnd().split('\n');
    for (let i = draw(12); i >= 0; i -= 1) {
      const at = draw(lines.length);
      const kind = draw(4);
      if (kind === 0) lines.splice(at, 1);
      else if (kind === 1) lines.splice(draw(lines.length), 0, lines[at]);
      else lines[at] = altered(lines[at], ODD[draw(ODD.length)], draw(16));
    }
    writeFileSync(file, lines.join('\n'));
    const server = draw(4) === 0 ? 'user' : undefined;
    const options = { driverRules: true, readings: ['compact7-x86'], server } as const;
    findings += (await traceLog(file, options)).findings.length;
  }
  expect(findings).toBeGreaterThan(50);
});
