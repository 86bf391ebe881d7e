import { describe, expect, test } from 'vitest';
import { Collecting, Planning } from '#dist/fleet/campaign.js';
import { perform } from '#dist/fleet/perform.js';
import { decode, encode } from '#dist/fleet/plain-json.js';
import {
  digestOf,
  firstDifference,
  readResult,
  resultText,
  signaturesOf,
} from '#dist/fleet/results.js';
import { findScopes } from '#dist/search/check/marshalling/scope.js';
import { fuzz } from '#dist/search/fuzz.js';
import type { FuzzOptions } from '#dist/search/options.js';

const options: FuzzOptions = {
  seed: 'first',
  readings: ['ce6-armv4i'],
  servers: ['kernel'],
  workers: 1,
  inspection: true,
  target: 'simulator',
  watchdog: 0,
  runs: 40,
  fault: 'never-recached',
  reduce: false,
  failFast: false,
  guided: 0,
  firstCase: 0,
};

async function resultTexts(): Promise<string[]> {
  const plan = new Planning();
  await plan.fuzz(options);
  const texts: string[] = [];
  for (const job of plan.jobs) texts.push(await perform(job));
  return texts;
}

test('typed arrays keep their types', () => {
  const value = { a: Int32Array.of(-1), b: Uint32Array.of(2 ** 32 - 1), c: [Uint8Array.of(7)] };
  expect(decode(encode(value))).toStrictEqual(value);
  expect(decode('{"$i32": ["x"], "__proto__": {"y": 1}}')).not.toHaveProperty('y');
});

test('joined results are the report of one process; what is missing is counted', async () => {
  const texts = await resultTexts();
  const given = [...texts];
  const none = async (): Promise<[]> => Promise.resolve([]);
  const whole = new Collecting(
    () => async (job) => {
      const text = given.shift();
      return Promise.resolve(text === undefined ? null : readResult(job.kind, text));
    },
    none,
  );
  const here = await fuzz(options);
  expect(here.findings.length).toBeGreaterThan(0);
  const collected = await whole.fuzz(options);
  // A case as it is drawn carries more than a case has; files and reports show none of that.
  expect(JSON.parse(JSON.stringify({ ...collected, findings: [], seconds: 0 }))).toEqual(
    JSON.parse(JSON.stringify({ ...here, findings: [], seconds: 0 })),
  );
  const signatures = here.findings.map(({ signature }) => signature);
  expect(collected.findings.map(({ signature }) => signature)).toEqual(signatures);
  expect([...new Set(texts.flatMap((text) => signaturesOf('cases', text)))]).toEqual(signatures);

  const nothing = new Collecting(() => async () => Promise.resolve(null), none);
  expect(await nothing.fuzz(options)).toMatchObject({ cases: 0, interrupted: true });
  expect(nothing.missing).toBe(texts.length);
});

test('what differs when it is done again is in the report of each kind of campaign', async () => {
  const texts = await resultTexts();
  const difference = { step: 0, operation: 'operations', first: '1', second: '2' };
  const odd = { what: 'a job', reading: 'ce6-x86', ...difference };
  const campaign = new Collecting(
    () => async (job) => {
      const text = job.kind === 'cases' ? texts.shift() : undefined;
      return Promise.resolve(text === undefined ? null : readResult(job.kind, text));
    },
    async () => Promise.resolve([odd]),
  );
  expect((await campaign.fuzz(options)).nondeterminism).toEqual([odd]);
  expect((await campaign.check({})).nondeterminism).toEqual([odd]);
});

describe('two results of one job', () => {
  test('are equal whatever they took, and differ in what they came to', async () => {
    const [text = ''] = await resultTexts();
    const result = readResult('cases', text);
    expect(digestOf(resultText({ ...result, restarts: 5 }))).toBe(digestOf(resultText(result)));
    const other = resultText({ ...result, open: result.open + 1 });
    expect(digestOf(other)).not.toBe(digestOf(text));
    expect(firstDifference(decode(text), decode(other))).toBe('open');
  });

  test.each([
    [{ a: [1, 2] }, { a: [1, 3] }, 'a.1'],
    [{ a: 1 }, { a: 1, b: 2 }, 'b'],
    [{ seconds: 1 }, { seconds: 2 }, ''],
    [1, 2, 'the whole'],
    [{ a: null }, { a: {} }, 'a'],
  ])('%j and %j first differ at %s', (one, other, where) => {
    expect(firstDifference(one, other)).toBe(where);
  });
});

test.each([
  ['no JSON', '{'],
  ['another kind', '{"report": 1}'],
  ['counts of another version', encode({ exercised: Uint32Array.of(1) })],
])('%s is no result', (_, text) => {
  for (const kind of ['cases', 'scope', 'driver'] as const) {
    expect(() => readResult(kind, text)).toThrow(/^no result: /);
  }
});

test('a scope may not name files that lie elsewhere', async () => {
  const plan = new Planning();
  const limits = { maxStates: 5 };
  const scopes = [findScopes('tiny')[0]];
  await plan.check({ scopes, readings: ['ce6-x86'], clients: ['lawful'], limits });
  const text = await perform(plan.jobs[0]);
  const result = readResult('scope', text);
  expect(result.report.scopes).toMatchObject([{ scope: 'tiny', complete: false }]);
  const bad = JSON.stringify({ ...result, files: { '../outside.yaml': '' } });
  expect(() => readResult('scope', bad)).toThrow(/^no result: files/);
});
