import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CITE } from '#dist/model/clauses/index.js';
import { coverageOf } from '#dist/search/fuzz/coverage.js';
import { KILLED_BY } from '#dist/search/fuzz/kills.js';
import { isTied, killsOf } from '../../tools/kills-of.mjs';

const corpus = path.resolve(import.meta.dirname, '../../scenarios');

/** What coverage says of one obligation when only these were exercised. */
function reasonOf(id: keyof typeof CITE, ...exercised: (keyof typeof CITE)[]): string {
  const counts = new Uint32Array(Object.keys(CITE).length + 1);
  for (const each of exercised) counts[CITE[each]] = 3;
  const { covered, uncovered } = coverageOf(counts, ['ce6-x86'], true);
  if (covered.includes(id)) return 'covered';
  return uncovered.find((each) => each.id === id)?.reason ?? 'nowhere';
}

describe('an obligation is covered', () => {
  test('when it was exercised and a defect was found through it', () => {
    expect(KILLED_BY.get('FREE-1.writes-back')).toBeDefined();
    expect(reasonOf('FREE-1.writes-back', 'FREE-1.writes-back')).toBe('covered');
  });

  test('not when it was exercised and nothing was ever found through it', () => {
    expect(KILLED_BY.has('QUIET-9')).toBe(false);
    expect(reasonOf('QUIET-9', 'QUIET-9')).toMatch(/^put to the test, but no planted defect/);
  });

  test('not when it was not exercised', () => {
    expect(reasonOf('FREE-1.writes-back', 'FREE-1.frees')).toMatch(/^not met/);
  });
});

describe('the table of defects', () => {
  test('says what the scenario files show when they are replayed with their defects', () => {
    const shown = killsOf(corpus);
    expect(shown.size).toBeGreaterThan(150);
    expect([...KILLED_BY].sort()).toEqual([...shown].sort());
  }, 300_000);

  test('ties a defect to the clauses that it breaks by design, and to no other', () => {
    expect(isTied('flush-reads-source', 'FLUSH-4')).toBe(true);
    expect(isTied('flush-reads-source', 'SPACE-1')).toBe(false);
    expect(isTied('flush-reads-source', 'no such obligation')).toBe(false);
    expect(isTied('no such defect', 'FLUSH-4')).toBe(false);
  });
});
