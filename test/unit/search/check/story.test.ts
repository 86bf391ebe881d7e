// The counterexamples of check are told with every state, as the search saw it.

import { describe, expect, test } from 'vitest';
import { checkDocument } from '#dist/cli/check-document.js';
import { REPORT } from '#dist/reports/schema.js';
import { runCheck } from '#dist/search/check/library.js';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';
import type { Explanation } from '#dist/search/explanation.js';

const tiny = SCOPES.filter(({ name }) => name === 'tiny');

async function stories(fault: string): Promise<readonly (Explanation | null)[]> {
  const readings = ['compact7-armv5'];
  const report = await runCheck({ scopes: tiny, readings, clients: ['lawful'], fault });
  const asked = { fault, scope: tiny, reading: readings, server: ['kernel'] };
  const document = checkDocument(report, asked);
  expect(REPORT.safeParse(JSON.parse(JSON.stringify(document))).error).toBeUndefined();
  expect(document.findings.length).toBeGreaterThan(0);
  for (const { signature, explanation, length } of document.findings) {
    if (length > 0) expect(explanation?.signature).toBe(signature);
  }
  return report.findings.map(({ explanation }) => explanation);
}

describe.each(['alias-kept', 'write-back-lost', 'heap-block-missed'])(
  'with %s planted',
  (fault) => {
    test('each step has its state before and after, the last one is the wrong one', async () => {
      const told = (await stories(fault)).filter((each) => each !== null);
      expect(told.length).toBeGreaterThan(0);
      for (const { steps, timeline, picture } of told) {
        expect(timeline?.states).toHaveLength(steps.length + 1);
        expect(steps.filter(({ isBad }) => isBad).map(({ number }) => number)).toEqual([
          steps.length,
        ]);
        expect(steps.every(({ observed, actor }) => observed !== '' && actor !== '')).toBe(true);
        expect(timeline?.processes.some(({ name }) => name === 'app1')).toBe(true);
        expect(picture?.step).toBe(steps.length);
      }
    });
  },
);

test('what a defect does to a world is seen in its states', async () => {
  const [kept] = await stories('alias-kept');
  const states = kept?.timeline?.states ?? [];
  // The alias is released, and stays counted.
  expect(states.at(-1)?.aliases).toBeGreaterThan(0);
  expect(states.at(-1)?.records.length).toBe(0);
  const [missed] = await stories('heap-block-missed');
  const last = missed?.timeline?.states.at(-1);
  expect(last?.heapBlocks).toBe(0);
  expect(missed?.timeline?.records[last?.records.at(-1) ?? 0]?.form).toBe('copy');
});
