// What a nightly run says of itself when something is wrong with the run, not with the target.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENGINE, type Engine } from '#dist/cli/engine.js';
import { Exit } from '#dist/cli/exit-codes.js';
import { createDriverTester } from '#dist/search/drivers/apart.js';
import { run } from './recorder.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function nightly(engine: Partial<Engine>, ...words: string[]): Promise<[Exit, string]> {
  const out = path.join(folder, 'night');
  const { exit, noted } = await run(['nightly', '--out', out, '--workers', '1', ...words], engine);
  return [exit, noted];
}

test('a canary that is not found: the run is blind', async () => {
  const words = ['--stages', 'canaries,fuzz', '--runs', '50', '--canaries', 'never-recached'];
  const [exit, noted] = await nightly(
    {
      huntFaults: async (options) => {
        const report = await ENGINE.huntFaults({ ...options, runs: 1, workers: 1 });
        const faults = report.faults.map((fault) => ({ ...fault, killed: false }));
        return { ...report, killed: 0, faults };
      },
    },
    ...words,
  );
  expect(exit).toBe(Exit.harness);
  expect(noted).toContain('the run is blind: it did not find the planted defect never-recached');
  expect((await nightly({}, ...words))[0]).toBe(Exit.clean);
});

test('what cannot be saved is reported, and ends the run with 3', async () => {
  const [exit, noted] = await nightly(
    {
      save: () => {
        throw new Error('no room');
      },
    },
    ...['--stages', 'fuzz', '--runs', '400', '--guided', '0', '--fault', 'never-recached'],
  );
  expect(exit).toBe(Exit.harness);
  expect(noted).toContain('reported but not saved');
  const report = JSON.parse(readFileSync(path.join(folder, 'night', 'report.json'), 'utf8')) as {
    findings: unknown[];
  };
  expect(report.findings.length).toBeGreaterThan(0);
});

test('a seed is made from the date, and printed', async () => {
  const [exit, noted] = await nightly({}, '--stages', 'fuzz', '--runs', '20');
  expect(exit).toBe(Exit.clean);
  expect(noted).toMatch(/nightly: seed \d{4}-\d\d-\d\d/);
});

test.each([
  ['--stages', 'tour', /there is no stage 'tour'; did you mean 'tours'/],
  ['--canaries', 'nothing', /there is no fault 'nothing'/],
  ['--client', 'lawfull', /there is no client 'lawfull'; did you mean 'lawful'/],
  ['--out', '/dev/null/x', /the journal '.*' cannot be written/],
])('%s %s is refused', async (name, value, message) => {
  const [exit, noted] = await nightly({}, '--stages', 'fuzz', '--runs', '20', name, value);
  expect(exit).toBe(Exit.usage);
  expect(noted).toMatch(message);
});

test('a driver on a thread of its own gives the same report, and can be stopped', async () => {
  const tester = createDriverTester();
  const driver = { name: 'size-read-again', file: '' };
  const options = {
    seed: 'first',
    readings: [],
    preemptions: 1,
    mostSchedules: 100,
    drawn: 0,
    reduced: true,
    reduce: false,
  };
  try {
    const report = await tester.test(driver, options);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(report.findings.every(({ isDocumented }) => isDocumented)).toBe(true);
    const stopped = await tester.test(driver, { ...options, signal: AbortSignal.abort() });
    expect(stopped.schedules).toBeLessThan(report.schedules);
    await expect(tester.test({ name: 'nobody', file: '' }, options)).rejects.toThrow(/nobody/);
  } finally {
    await tester.close();
  }
});
