// What exhaustive search proves within tiny: a misusing driver meets exactly the documented
// dangers on a shipped reading, each by a shortest way that replays; none on a documented one.

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UNSAFE } from '#dist/model/unsafe.js';
import { runCheck } from '#dist/search/check/library.js';
import { runReplay } from '#dist/search/library.js';

const shortest = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'shortest.json'), 'utf8'),
) as Record<string, number>;

test('a shipped reading has exactly the documented dangers', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  const readings = ['shipped-compact2013-armv7'];
  const report = await runCheck({ readings, clients: ['misusing'], workers: 2, folder });
  expect(report.findings).toEqual([]);
  const [scope] = report.scopes;
  expect(scope.complete).toBe(true);
  expect(scope.unsafe.map(({ id }) => id)).toEqual(UNSAFE.map(({ id }) => id));
  expect(Object.fromEntries(scope.unsafe.map(({ id, length }) => [id, length]))).toEqual(shortest);
  const replayed = await runReplay(scope.unsafe.map(({ file }) => file));
  expect(replayed).toMatchObject({ errors: [], failures: [], files: UNSAFE.length });
}, 240_000);

test('a documented reading has none', async () => {
  const { scopes, findings } = await runCheck({ readings: ['ce6-x86'], workers: 2 });
  expect(findings).toEqual([]);
  expect(scopes.map(({ client }) => client)).toEqual(['lawful', 'misusing']);
  for (const { complete, unsafe } of scopes)
    expect({ complete, unsafe }).toEqual({ complete: true, unsafe: [] });
}, 240_000);
