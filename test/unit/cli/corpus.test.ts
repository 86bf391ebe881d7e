// --corpus of fuzz and nightly, and prune: what they keep, what they refuse, how they end.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '#dist/cli/engine.js';
import { Exit } from '#dist/cli/exit-codes.js';
import { type Ran, run } from './recorder.js';

let root = '';

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const inside = (name: string): string => path.join(root, name);

async function fuzz(corpus: string, words: string[] = [], engine?: Partial<Engine>): Promise<Ran> {
  const all = ['fuzz', '--runs', '200', '--workers', '1', '--out', inside('out')];
  return run([...all, '--corpus', inside(corpus), ...words], engine);
}

async function nightly(out: string, words: string[] = []): Promise<Ran> {
  const all = ['nightly', '--stages', 'fuzz', '--runs', '200', '--workers', '1', '--seed', 'a'];
  return run([...all, '--out', inside(out), ...words]);
}

const full = (): never => {
  throw new Error('ENOSPC: no space left on device');
};

test('fuzz keeps what is new, and begins with it the next time', async () => {
  const first = await fuzz('kept');
  expect(first.exit, first.noted).toBe(Exit.clean);
  const count = readdirSync(inside('kept')).length;
  expect(first.noted).toContain(`corpus: 0 to begin with, ${count} new in `);
  const second = await fuzz('kept', ['--seed', 'second']);
  expect(second.noted).toContain(`corpus: ${count} to begin with, `);
  expect(readdirSync(inside('kept')).length).toBeGreaterThanOrEqual(count);
});

test('a shard leaves the corpus that all shards begin with as it is', async () => {
  await fuzz('shared');
  const before = readdirSync(inside('shared'));
  for (const shard of ['1/2', '2/2']) {
    const ran = await fuzz('shared', ['--seed', 'later', '--guided', '50', '--shard', shard]);
    expect(ran.exit, ran.noted).toBe(Exit.clean);
  }
  expect(readdirSync(inside('shared'))).toEqual(before);
  const parts = ['shared-1-of-2', 'shared-2-of-2'].map(inside);
  expect(parts.some((part) => existsSync(part))).toBe(true);
  const ran = await run(['prune', inside('shared'), ...parts, '--json', '--quiet']);
  expect(ran.exit, ran.noted).toBe(Exit.clean);
  const { after, added } = JSON.parse(ran.printed) as { after: number; added: number };
  expect(added).toBeGreaterThan(0);
  expect(readdirSync(inside('shared'))).toHaveLength(after);
});

test('a full disk costs the corpus, not the report', async () => {
  const ran = await fuzz('full', [], { keepInteresting: full });
  expect(ran.exit).toBe(Exit.harness);
  expect(ran.printed).toContain('no findings');
  expect(ran.noted).toMatch(/could not be kept\n {2}likely cause: ENOSPC/);
});

test('a file that is no scenario is named, and nothing is run', async () => {
  mkdirSync(inside('bad'));
  writeFileSync(path.join(inside('bad'), 'bad.yaml'), 'marshalcheck: 1\ntitle: [\n');
  const ran = await fuzz('bad');
  expect(ran.exit).toBe(Exit.usage);
  expect(ran.noted).toContain('bad.yaml');
  const pruned = await run(['prune', inside('bad')]);
  expect(pruned.exit).toBe(Exit.usage);
  const night = await nightly('night-bad', ['--corpus', inside('bad')]);
  expect(night.exit).toBe(Exit.harness);
  expect(night.noted).toContain('bad.yaml');
  expect(existsSync(path.join(inside('night-bad'), 'report.json'))).toBe(true);
});

test('nightly has one beside what it found, unless told otherwise', async () => {
  const ran = await nightly('night');
  expect(ran.exit, ran.noted).toBe(Exit.clean);
  const corpus = path.join(inside('night'), 'corpus');
  const count = readdirSync(corpus).length;
  expect(count).toBeGreaterThan(20);
  const again = await nightly('night', ['--runs', '300']);
  expect(again.noted).toContain(`corpus: ${count} to begin with, `);
  const { cases } = JSON.parse(readFileSync(path.join(inside('night'), 'report.json'), 'utf8')) as {
    cases: number;
  };
  expect(cases).toBe(300 + count);
  await nightly('without', ['--corpus', 'none']);
  expect(existsSync(path.join(inside('without'), 'corpus'))).toBe(false);
});

test('a run that is gone on with begins with the corpus that it began with', async () => {
  await nightly('resumed');
  const corpus = path.join(inside('resumed'), 'corpus');
  const before = readdirSync(corpus).sort();
  const journal = path.join(inside('resumed'), 'journal.ndjson');
  const whole = readFileSync(path.join(inside('resumed'), 'report.json'), 'utf8');
  const [head = ''] = readFileSync(journal, 'utf8').split('\n');
  // As if it had been killed before the unit was in the journal, its cases kept already.
  writeFileSync(journal, `${head}\n`);
  const again = await nightly('resumed', ['--resume']);
  expect(again.exit, again.noted).toBe(Exit.clean);
  expect(again.noted).toContain('corpus: 0 to begin with, 0 new');
  expect(readdirSync(corpus).sort()).toEqual(before);
  const bare = (text: string): object => {
    const { history, seconds, stages, ...rest } = JSON.parse(text) as Record<string, unknown>;
    expect([history, seconds, stages]).not.toContain(undefined);
    return rest;
  };
  const after = readFileSync(path.join(inside('resumed'), 'report.json'), 'utf8');
  expect(bare(after)).toEqual(bare(whole));
});

test('prune says what became of what', async () => {
  await fuzz('pruned');
  const ran = await run(['prune', inside('pruned')]);
  expect(ran.printed).toMatch(/^\d+ cases became \d+ \(0 new here, \d+ deleted\); both show/);
  const none = await run(['prune', inside('no-such')]);
  expect(none.exit).toBe(Exit.usage);
  expect(none.noted).toContain('there is no corpus here');
});
