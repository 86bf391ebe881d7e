// The starter kits conform, and each defect that the one in C can be built with is found and named.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { closeTargets, fuzz, replay } from 'marshalcheck';
import { afterAll, describe, expect, test } from 'vitest';
import { TARGET_IN_JS, TARGET_IN_PYTHON, targetInC } from './kits.js';

const root = path.resolve(import.meta.dirname, '..', '..', '..', '..');
const LONG = 240_000;

afterAll(closeTargets);

const DOCUMENTED = [
  ...['ce6-x86', 'ce6-armv4i', 'compact7-x86', 'compact7-armv5'],
  ...['compact2013-x86', 'compact2013-armv7', 'compact2013-vivt'],
];

describe.each([
  ['C', () => targetInC(), 250],
  ['Python', () => TARGET_IN_PYTHON, 250],
  ['JavaScript', () => TARGET_IN_JS, 250],
] as const)('the target in %s', (_name, target, runs) => {
  test(
    'conforms: fuzzing',
    async () => {
      const settings = { target: target(), seed: 'kits', readings: DOCUMENTED, watchdog: 60_000 };
      const report = await fuzz({ ...settings, runs, guided: 0 });
      expect(report.findings).toEqual([]);
      expect(report).toMatchObject({ cases: runs, restarts: 0, lost: '' });
      expect(report.clauses.covered.length).toBeGreaterThan(40);
    },
    LONG,
  );

  test(
    'conforms: scenarios',
    async () => {
      const settings = { target: target(), watchdog: 60_000 };
      const report = await replay([path.join(root, 'scenarios', 'spec')], settings);
      const platforms = report.failures.flatMap((failure) => failure.platforms);
      expect(platforms.filter(({ departure }) => departure !== null)).toEqual([]);
      expect(report.platforms).toBeGreaterThan(50);
    },
    LONG,
  );
});

/** Where each defect shows: the clauses that findings may name, and the campaign that finds it. */
const DEFECTS: readonly (readonly [number, RegExp, string])[] = [
  [1, /^FREE-[12]\//, 'compact7-armv5'],
  [2, /^CLOSE-[15]\//, 'ce6-x86'],
  [3, /^(ALIAS-[12]|QUIET-18)\//, 'ce6-armv4i'],
  [4, /^(ALIAS-3|INV-CACHE)\//, 'ce6-armv4i'],
  [5, /^(ALIAS-2|INV-CACHE)\//, 'ce6-armv4i'],
  [6, /^(CLOSE-3|FREE-2)\//, 'compact7-x86'],
  [7, /^DUP-4\//, 'compact7-x86'],
  [8, /^(OPEN-6|ASYNC-12|INV-LEAK|QUIET-14|QUIET-34)\//, 'compact7-x86'],
  [9, /^(OPEN-[14]|ASYNC-9|QUIET-14)\//, 'ce6-x86'],
  [10, /^(ASYNC-4|SPACE-6)\//, 'ce6-x86'],
  [11, /^FLUSH-2\//, 'compact7-x86'],
  [12, /^FREE-3\//, 'ce6-x86'],
  [13, /^(ASYNC-7|ALIAS-2)\//, 'compact7-x86'],
  [14, /^(ASYNC-[15]|QUIET-15|OPEN-1)\//, 'ce6-x86'],
  [15, /^(ASYNC-11|OPEN-[16]|QUIET-14)\//, 'ce6-x86'],
  // CLOSE-5 speaks of a Close after the call. In the call a write-back to a caller that is gone
  // must be reported as well, by CLOSE-3, and this target answers S_OK.
  [16, /^(CLOSE-[35]|INV-SECRET)\//, 'ce6-x86'],
];

test.each(DEFECTS)(
  'defect %i of the target in C is found and named',
  async (fault, clauses, reading) => {
    const settings = { target: targetInC(fault), seed: 'kits', watchdog: 60_000 };
    const scope = { readings: [reading], guided: 0, failFast: true };
    const report = await fuzz({ ...settings, ...scope, runs: 4000 });
    const signatures = report.findings.map(({ signature }) => signature);
    expect(
      signatures.some((signature) => clauses.test(signature)),
      signatures.join(),
    ).toBe(true);
    for (const { length } of report.findings) expect(length).toBeLessThanOrEqual(8);
    closeTargets();
  },
  LONG,
);

test('the conversation of the page is what the target in Python says, and fits the schema', () => {
  const page = readFileSync(path.join(root, 'docs', 'target-protocol.md'), 'utf8');
  const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1].trim());
  const lines = blocks.at(-1)!.split('\n');
  const schema = readFileSync(path.join(root, 'schema', 'target-protocol.schema.json'), 'utf8');
  const accepts = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(schema) as object,
  );
  for (const line of blocks.join('\n').split('\n')) {
    expect(accepts(JSON.parse(line)), line).toBe(true);
  }
  const asked = lines.filter((_line, index) => index % 2 === 0);
  const script = path.join(root, 'examples', 'target-python', 'marshal_target.py');
  const said = execFileSync('python3', [script], { input: `${asked.join('\n')}\n` }).toString();
  const answers = lines.filter((_line, index) => index % 2 === 1);
  const parse = (line: string): unknown => JSON.parse(line);
  expect(said.trim().split('\n').map(parse)).toEqual(answers.map(parse));
});

test('the target in Python is short', () => {
  const text = readFileSync(
    path.join(root, 'examples', 'target-python', 'marshal_target.py'),
    'utf8',
  );
  expect(text.split('\n').length).toBeLessThanOrEqual(300);
});
