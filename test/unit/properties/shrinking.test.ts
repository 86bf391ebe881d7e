import { describe, expect, test } from 'vitest';
import { tidied } from '#dist/properties/shrinking/memory.js';
import { parseScenario } from '#dist/search/scenario/parse.js';
import { caseOf } from '#dist/search/scenario/platforms.js';

describe('less memory', () => {
  const text = `marshalcheck: 1
title: strings that end on the second page and on the third
clauses: [SPACE-3]
readings: ce6-x86
server: kernel
applications: 1
regions:
  - process: app1
    base: 0x00010000
    runs: [{pages: 6, protection: PAGE_READWRITE}]
    zeroes: [{offset: 4090, size: 10}, {offset: 9000, size: 1}]
memory:
  a: {process: app1, size: 24000, at: 0x00010000}
steps:
  - call: {process: app1, on: call1}
verdict: conforms
`;
  const given = caseOf(parseScenario(text, 'a test'), 'ce6-x86', 0, 'kernel');

  test('has no zero bytes behind its end', () => {
    const seen = new Map<number, unknown>();
    for (const { regions } of tidied(given)) {
      for (const { runs, zeroes } of regions) {
        const pages = runs.reduce((sum, run) => sum + run.pages, 0);
        for (const { offset, size } of zeroes)
          expect(offset + size).toBeLessThanOrEqual(pages * 4096);
        if (zeroes.length > 0) seen.set(pages, zeroes);
      }
    }
    expect(seen.get(1)).toEqual([{ offset: 4090, size: 6 }]);
    expect(seen.get(5)).toEqual([
      { offset: 4090, size: 10 },
      { offset: 9000, size: 1 },
    ]);
  });
});
