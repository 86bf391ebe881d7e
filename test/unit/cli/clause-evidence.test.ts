import { describe, expect, test } from 'vitest';
import { clauseEvidence } from '#dist/cli/clause-evidence.js';
import { CLAUSES } from '#dist/model/clauses/index.js';
import { OPERATION_NAMES } from '#dist/model/operations/index.js';

const evidence = clauseEvidence();

describe.each(CLAUSES.map((clause) => [clause.id, clause] as const))('%s', (id, clause) => {
  const shown = evidence.get(id);

  test('is shown by a scenario, and by a defect or a mistaken driver, or says why not', () => {
    const breaks = [...(shown?.faults ?? []), ...(shown?.mistakes ?? [])];
    const missing = shown?.scenarios.length === 0 || breaks.length === 0;
    expect(shown?.reason !== '', clause.text).toBe(missing);
    expect(shown?.scenarios.length === 0 || shown?.operations.length !== 0).toBe(true);
  });
});

test('operations are those that there are', () => {
  const names = new Set<string>(OPERATION_NAMES);
  const all = [...evidence.values()].flatMap(({ operations }) => operations);
  expect(all.filter((name) => !names.has(name))).toEqual([]);
  expect(new Set(all).size).toBeGreaterThan(40);
});
