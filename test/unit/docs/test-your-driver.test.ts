// The page 'Test your driver in ten minutes', followed to the letter.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replay } from 'marshalcheck';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Exit } from '#dist/cli/exit-codes.js';
import { run as runWith } from '../cli/recorder.js';
import { fenced, page } from './pages.js';

let folder = '';
const [driver = '', mended = ''] = fenced(page('docs/test-your-driver.md').text, 'ts');

async function run(...words: string[]): Promise<[Exit, string]> {
  const { exit, printed } = await runWith(['drivers', ...words]);
  return [exit, printed];
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the page', () => {
  test('ends with a mistake that is found, kept, and fails until it is mended', async () => {
    const file = path.join(folder, 'mine.ts');
    const schedules = path.join(folder, 'schedules');
    writeFileSync(file, driver);
    const [exit, printed] = await run(file, '--out', schedules);
    expect(exit).toBe(Exit.findings);
    expect(printed).toContain('ASYNC-3.frees:PRINT/CeAllocAsynchronousBuffer');
    const report = await replay([schedules]);
    expect(report.errors).toEqual([]);
    expect(report.failed).toBe(readdirSync(schedules).length);
    expect(report.failed).toBeGreaterThan(0);
  });

  test('and the mended driver shows nothing, by a complete search', async () => {
    const start = driver.indexOf('(environment) => {');
    const end = driver.lastIndexOf('},\n});');
    expect(start).toBeGreaterThan(0);
    expect(end).toBeGreaterThan(start);
    const text = `${driver.slice(0, start)}${mended.trim()},\n});\n`;
    const file = path.join(folder, 'mended.ts');
    writeFileSync(file, text);
    const [exit, printed] = await run(file);
    expect(printed).toMatch(/mine +[\d ]+ +yes, 2 +nothing found/);
    expect(exit).toBe(Exit.clean);
  });
});
