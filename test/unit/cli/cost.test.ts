import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ENGINE } from '#dist/cli/engine.js';
import { Exit } from '#dist/cli/exit-codes.js';
import type { Failure } from '#dist/cli/failure.js';
import { runCommandLine } from '#dist/cli/program.js';
import { Terminal } from '#dist/cli/terminal.js';
import { REPORT } from '#dist/reports/schema.js';

/** Keeps what is written. */
class Recorder extends Terminal {
  readonly printed: string[] = [];
  readonly failed: string[] = [];
  override print(text: string): void {
    this.printed.push(text);
  }
  override fail(failure: Failure): void {
    this.failed.push(failure.message);
  }
}

async function run(...words: string[]): Promise<[Exit, string, Recorder]> {
  const terminal = new Recorder();
  const context = { terminal, engine: ENGINE, exit: Exit.clean };
  const exit = await runCommandLine(['cost', ...words], context);
  return [exit, terminal.printed.join('\n'), terminal];
}

interface Cost {
  readonly file: string;
  readonly reading: string;
  readonly passed: boolean;
  readonly bytesCopied: number;
  readonly uncachedAccesses: number;
}

async function costs(...words: string[]): Promise<readonly Cost[]> {
  const [, printed] = await run(...words, '--json');
  return (JSON.parse(printed) as { costs: readonly Cost[] }).costs;
}

/** Bytes of the buffer, and 32-bit words in it. */
const BUFFER = 32_768;
const WORDS = BUFFER / 4;
/** Sixty frames of the camera. */
const FRAMES = 60 * 1200;

// What each costs is reckoned by hand: in and out once, or every word read and written once.
test.each([
  ['buffer-of-32-kb', 'ce6-armv4i', 2 * BUFFER, 0],
  ['buffer-of-32-kb', 'compact2013-x86', 0, 0],
  ['buffer-of-32-kb-forced-alias', 'ce6-armv4i', 0, 2 * WORDS],
  ['buffer-of-32-kb-forced-alias', 'compact2013-x86', 0, 0],
  ['camera-frames-copied', 'compact7-armv5', FRAMES, 0],
  ['camera-frames-shared', 'compact7-armv5', 0, (2 * FRAMES) / 4],
])('%s on %s', async (name, reading, bytesCopied, uncachedAccesses) => {
  const all = await costs(`scenarios/cost/${name}.yaml`, '--reading', reading);
  expect(all.length).toBeGreaterThan(0);
  for (const each of all)
    expect(each).toMatchObject({ passed: true, bytesCopied, uncachedAccesses });
});

test('strategies stand one below the other, platforms with equal costs together', async () => {
  const [exit, printed] = await run('scenarios/cost');
  expect(exit).toBe(Exit.clean);
  expect(printed).toMatch(/65 536 +0 +scenarios\/cost\/buffer-of-32-kb\.yaml/);
  expect(printed).toMatch(/0 +16 384 +scenarios\/cost\/buffer-of-32-kb-forced-alias\.yaml/);
});

test('an access that begins within a word counts all words that it touches', async () => {
  const [whole] = await costs('scenarios/spec/VM-3-page-offsets.yaml', '--reading', 'ce6-x86');
  // One look at a page, from its beginning.
  expect(whole.uncachedAccesses).toBe(1024);
});

test('a file that is no scenario is wrong input', async () => {
  const [exit, , terminal] = await run('test/unit/cli/cost.test.ts');
  expect(exit).toBe(Exit.usage);
  expect(terminal.failed).toHaveLength(1);
});

test('a replay of such scenarios has them in its reports', async () => {
  const out = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  const terminal = new Recorder();
  const context = { terminal, engine: ENGINE, exit: Exit.clean };
  const files = `json=${path.join(out, 'report.json')},markdown=${path.join(out, 'report.md')}`;
  const words = ['replay', 'scenarios/cost', '--quiet', '--reporter', files];
  expect(await runCommandLine(words, context)).toBe(Exit.clean);
  const text = readFileSync(path.join(out, 'report.md'), 'utf8');
  expect(text).toMatch(/\| A buffer of 32 KB, used asynchronously \| 65 536 \| 0 \|/);
  const report = REPORT.parse(JSON.parse(readFileSync(path.join(out, 'report.json'), 'utf8')));
  const [, copied] = report.scenarios?.results ?? [];
  const platforms = ['ce6-armv4i', 'compact2013-vivt'];
  expect(copied.costs?.[0]).toEqual({ platforms, bytesCopied: 65_536, uncachedAccesses: 0 });
});
