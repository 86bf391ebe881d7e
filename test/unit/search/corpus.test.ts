// A corpus: what is kept, that later campaigns begin with it, and that pruning loses nothing.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { type FuzzReport, fuzz, replay } from 'marshalcheck';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { READINGS } from '#dist/model/readings.js';
import { CaseArbitrary } from '#dist/properties/generation/case-arbitrary.js';
import {
  corpusName,
  keepInteresting,
  type MeasureOptions,
  startFrom,
} from '#dist/search/corpus/corpus.js';
import { cover } from '#dist/search/corpus/cover.js';
import { corpusFiles } from '#dist/search/corpus/files.js';
import { prune } from '#dist/search/corpus/prune.js';
import type { Interesting } from '#dist/search/corpus/types.js';
import { randomOf } from '#dist/search/seeds.js';

const OPTIONS: MeasureOptions = {
  readings: READINGS.map(({ id }) => id),
  servers: ['kernel', 'user'],
  inspection: true,
  target: 'simulator',
  watchdog: 0,
  fault: '',
};
const EMPTY = startFrom([], OPTIONS);

let root = '';
let first: FuzzReport;
let kept: readonly Interesting[] = [];
let corpus = '';

const folder = (name: string): string => path.join(root, name);
const texts = (of: string): string[] =>
  readdirSync(of)
    .sort()
    .map((name) => `${name}\n${readFileSync(path.join(of, name), 'utf8')}`);
const without = (report: FuzzReport): object => ({ ...report, seconds: 0 });

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  first = await fuzz({ seed: 'corpus', runs: 500, corpus: EMPTY });
  kept = first.interesting ?? [];
  corpus = folder('corpus');
  keepInteresting(kept, corpus);
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('what is kept', () => {
  test('is the same for any number of workers, and takes nothing from the report', async () => {
    const many = await fuzz({ seed: 'corpus', runs: 500, corpus: EMPTY, workers: 3 });
    expect(without(many)).toEqual(without(first));
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.length).toBeLessThan(400);
    const plain = await fuzz({ seed: 'corpus', runs: 500 });
    expect(plain.interesting).toBeUndefined();
    const { interesting, ...rest } = first;
    expect(interesting).toBe(kept);
    expect({ ...rest, seconds: 0 }).toEqual(without(plain));
  });

  test('is a scenario that passes, under the name of its content, once', async () => {
    expect(keepInteresting(kept, corpus)).toBe(0);
    for (const file of corpusFiles(corpus)) {
      expect(path.basename(file)).toBe(corpusName(readFileSync(file, 'utf8')));
    }
    const { failures, errors, passed } = await replay([corpus]);
    expect(failures.map(({ file, platforms }) => [file, platforms[0].reasons])).toEqual([]);
    expect(errors).toEqual([]);
    expect(passed).toBe(corpusFiles(corpus).length);
  });

  test('shows as a file what it showed in the campaign', () => {
    const { seen } = startFrom(corpusFiles(corpus), OPTIONS);
    const lost = kept.filter(
      ({ features }) => !features.every((at) => (seen[at >>> 5] >>> (at & 31)) & 1),
    );
    // One that no file can express may be left out; what it alone showed is found again.
    expect(lost.length).toBeLessThanOrEqual(kept.length - corpusFiles(corpus).length);
  });
});

describe('a campaign that begins with it', () => {
  test('runs its cases, breeds from them, and is the same for any number of workers', async () => {
    const start = startFrom(corpusFiles(corpus), OPTIONS);
    const again = { seed: 'later', runs: 600, guided: 60 };
    const one = await fuzz({ ...again, corpus: start });
    const three = await fuzz({ ...again, corpus: start, workers: 3 });
    expect(without(three)).toEqual(without(one));
    const cold = await fuzz(again);
    expect(one.cases).toBe(cold.cases + start.cases.length);
    expect(one.clauses.covered.length).toBeGreaterThan(cold.clauses.covered.length);
    expect(one.operations).not.toBe(cold.operations + start.operations);
    const fresh = (one.interesting ?? []).flatMap(({ features }) => features);
    expect(fresh.some((at) => ((start.seen[at >>> 5] >>> (at & 31)) & 1) === 0)).toBe(true);
  });

  test('in slices, comes to the whole', async () => {
    const start = startFrom(corpusFiles(corpus).slice(0, 30), OPTIONS);
    const asked = { seed: 'sliced', runs: 900, corpus: start };
    const whole = await fuzz(asked);
    const parts: FuzzReport[] = [];
    for (const number of [1, 2, 3]) {
      parts.push(await fuzz({ ...asked, slice: { number, count: 3 } }));
    }
    const sum = (of: 'cases' | 'operations' | 'open'): number =>
      parts.reduce((all, part) => all + part[of], 0);
    expect(sum('cases')).toBe(whole.cases);
    expect(sum('operations')).toBe(whole.operations);
    expect(sum('open')).toBe(whole.open);
    const covered = new Set(parts.flatMap(({ clauses }) => clauses.covered));
    expect([...covered].sort()).toEqual([...whole.clauses.covered].sort());
  });

  test('reports a file that departs, as a finding of that file', async () => {
    const fault = 'never-recached';
    const start = startFrom(corpusFiles(corpus), { ...OPTIONS, fault });
    expect(start.found.length).toBeGreaterThan(0);
    const report = await fuzz({ seed: 'a', runs: 1, guided: 0, fault, corpus: start });
    const [finding] = report.findings;
    expect(finding.origin.file).toBe(start.found[0].origin.file);
    expect(finding.signature).toBe(start.found[0].signature);
  });
});

test('any case of a file can be bred from: drawn, written by hand, or none of a generator', () => {
  const arbitrary = new CaseArbitrary({
    readings: READINGS,
    servers: ['kernel', 'user'],
    operations: 30,
  });
  const files = [...corpusFiles(corpus).slice(0, 100), ...corpusFiles('scenarios/spec')];
  const { cases } = startFrom(files, OPTIONS);
  let adopted = 0;
  for (const [index, given] of cases.entries()) {
    const parent = arbitrary.adoptCase(given);
    if (parent === null) continue;
    adopted += 1;
    const child = arbitrary.extendCase(randomOf('child', index), parent);
    expect(child.program.length).toBeGreaterThan(0);
  }
  expect(adopted).toBeGreaterThan(cases.length * 0.8);
});

const item = fc.record({
  key: fc.string({ minLength: 1, maxLength: 4 }),
  length: fc.integer({ min: 1, max: 5 }),
  features: fc.uniqueArray(fc.nat(40), { maxLength: 8 }),
});
const items = fc.uniqueArray(item, { maxLength: 25, selector: ({ key }) => key });

describe('the choice of few', () => {
  test('shows the same, whatever order it is given, and none of it is spare', () => {
    const union = (of: readonly { features: readonly number[] }[]): Set<number> =>
      new Set(of.flatMap(({ features }) => features));
    fc.assert(
      fc.property(items, (all) => {
        const chosen = cover(all);
        expect(union(chosen)).toEqual(union(all));
        expect(cover([...all].reverse())).toEqual(chosen);
        expect(cover(chosen)).toEqual(chosen);
        expect(chosen.length).toBeLessThanOrEqual(union(all).size);
      }),
    );
  });

  test('takes the larger one, of equals the shorter, then the first name', () => {
    const a = { key: 'a', length: 9, features: [1, 2] };
    const b = { key: 'b', length: 3, features: [1, 2] };
    const c = { key: 'c', length: 3, features: [2, 1] };
    const d = { key: 'd', length: 1, features: [1] };
    expect(cover([a, c, b, d]).map(({ key }) => key)).toEqual(['b']);
    expect(cover([a, d]).map(({ key }) => key)).toEqual(['a']);
  });
});

describe('prune', () => {
  test('joins folders, loses nothing, and has no more to do after that', async () => {
    const other = await fuzz({ seed: 'other', runs: 400, corpus: EMPTY });
    const [here, there, both] = [folder('here'), folder('there'), folder('both')];
    keepInteresting(kept, here);
    keepInteresting(other.interesting ?? [], there);
    keepInteresting([...kept, ...(other.interesting ?? [])], both);
    const untouched = texts(there);
    const joined = prune([here, there], OPTIONS);
    expect(joined.added).toBeGreaterThan(0);
    expect(joined.deleted).toBeGreaterThan(0);
    expect(joined.after).toBeLessThan(joined.before);
    expect(texts(there)).toEqual(untouched);
    const alone = prune([both], OPTIONS);
    expect(alone.features).toBe(joined.features);
    expect(texts(both)).toEqual(texts(here));
    expect(prune([here], OPTIONS)).toMatchObject({ deleted: 0, features: joined.features });
  });

  test('leaves files of people, and what departs, as they are', () => {
    const mine = folder('mine');
    keepInteresting(kept.slice(0, 40), mine);
    const [any = ''] = corpusFiles(mine);
    const text = readFileSync(any, 'utf8');
    writeFileSync(path.join(mine, 'by-hand.yaml'), text.replace('Kept', 'Written'));
    const { after } = prune([mine], OPTIONS);
    expect(readdirSync(mine)).toContain('by-hand.yaml');
    expect(readdirSync(mine)).toHaveLength(after);
    const faulty = prune([mine, corpus], { ...OPTIONS, fault: 'never-recached' });
    expect(faulty.departing.length).toBeGreaterThan(0);
    for (const file of faulty.departing) {
      expect(readdirSync(mine)).toContain(path.basename(file));
    }
  });

  test('refuses a folder of nothing, and names a file that is no scenario', () => {
    expect(() => prune([folder('nowhere')], OPTIONS)).toThrow(/there is no corpus here/);
    const bad = folder('bad');
    keepInteresting(kept.slice(0, 2), bad);
    writeFileSync(path.join(bad, 'bad.yaml'), 'marshalcheck: 1\nsteps: []\n');
    expect(() => prune([bad], OPTIONS)).toThrow(/bad\.yaml/);
    expect(() => startFrom(corpusFiles(bad), OPTIONS)).toThrow(/bad\.yaml/);
  });
});
