// Promise: the reports of all shards, merged, are the report of the whole campaign byte for byte,
// timings apart.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errorLines, marshalcheck, temporaryFolder } from './command.js';

/** Takes the timings out of a report file. */
function withoutTimings(file: string): string {
  const text = readFileSync(file, 'utf8');
  const timeless = text.replace(/"seconds": [\d.]+/g, '"seconds": 0');
  writeFileSync(file, timeless);
  return timeless;
}

const scope = path.join(import.meta.dirname, 'mine.scope.yaml');

test.each([
  ['fuzz', '--runs', '250', '--workers', '1', '--fault', 'never-recached', '--out', 'out'],
  ['check', '--scope', scope, '--reading', 'documented', '--client', 'lawful', '--workers', '1'],
  ['drivers', 'closed-before-free', 'closed-before-free-mended', 'size-read-again'],
])(
  '%s',
  (...words) => {
    const folder = temporaryFolder();
    const run = (name: string, ...extra: string[]): string => {
      const cwd = path.join(folder, name);
      mkdirSync(cwd);
      marshalcheck([...words, '--quiet', '--reporter', 'json=r.json', ...extra], { cwd });
      withoutTimings(path.join(cwd, 'r.json'));
      return path.join('..', name, 'r.json');
    };
    const shards = [3, 1, 2].map((number) => run(String(number), '--shard', `${number}/3`));
    run('whole');
    const cwd = path.join(folder, 'whole');
    const merged = marshalcheck(['merge-reports', ...shards, '--json'], { cwd });
    expect(merged.stdout).toBe(readFileSync(path.join(cwd, 'r.json'), 'utf8'));
    expect(merged.stdout.length).toBeGreaterThan(1000);
  },
  300_000,
);

test.each(['0/3', '4/3', '3', 'a/b'])('--shard %s is refused', (shard) => {
  const ended = marshalcheck(['fuzz', '--shard', shard]);
  expect(ended.code).toBe(2);
  expect(errorLines(ended)[0]).toContain(`--shard: '${shard}' is no shard`);
});
