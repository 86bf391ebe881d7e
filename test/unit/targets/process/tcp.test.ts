// A target behind a TCP port is the same target; one that hangs up is one finding.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { closeTargets, fuzz } from 'marshalcheck';
import { afterEach, expect, test } from 'vitest';

const targets = path.resolve(import.meta.dirname, '..', '..', '..', 'targets');
let server: ChildProcess | null = null;

/** Serves the boards; the address of the server. */
async function serve(...words: string[]): Promise<string> {
  const script = [
    path.join(targets, 'tcp.mjs'),
    process.execPath,
    path.join(targets, 'bridge.mjs'),
  ];
  const child = spawn(process.execPath, [...script, ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  server = child;
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return `tcp://127.0.0.1:${port.toString().trim()}`;
}

afterEach(() => {
  closeTargets();
  server?.kill();
});

const SETTINGS = {
  readings: ['compact7-x86'],
  servers: ['kernel'] as const,
  seed: 'tcp',
  guided: 0,
  watchdog: 30_000,
};

test('the boards conform, with one connection whatever --workers says', async () => {
  const target = await serve();
  const report = await fuzz({ ...SETTINGS, target, runs: 12, workers: 4 });
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({ cases: 12, restarts: 0, lost: '' });
});

test('a server that hangs up is connected to again', async () => {
  const target = await serve('--misbehave', 'exit', '--at', '20');
  const report = await fuzz({ ...SETTINGS, target, runs: 4, reduce: false });
  const [finding] = report.findings;
  expect(finding.check).toBe('crash');
  expect(finding.evidence).toContain('the connection was closed');
  expect(report).toMatchObject({ cases: 4, lost: '' });
  expect(report.restarts).toBeGreaterThan(0);
});
