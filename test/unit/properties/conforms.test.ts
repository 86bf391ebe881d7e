import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Case } from '#dist/model/case.js';
import { lengthOf } from '#dist/model/case.js';
import { cases, conforms, Departure, operations } from '#dist/properties/index.js';
import { createTarget } from '#dist/targets/index.js';

const settings = { readings: ['compact7-armv5'], servers: ['kernel'] as const };

/** Runs the property against a board with a planted defect; what fast-check came to. */
function check(fault: string, seed: number): fc.RunDetails<[Case]> {
  const property = conforms((reading) => createTarget('simulator', reading, fault), settings);
  return fc.check<[Case]>(property, { seed, numRuns: 400 });
}

describe('a target conforms, under fc.assert', () => {
  test('when nothing is planted', () => {
    const property = conforms((reading) => createTarget('simulator', reading, ''), settings);
    fc.assert(property, { seed: 1, numRuns: 60 });
  });

  test('or a departure is thrown that says what came, by which rule', () => {
    const { errorInstance } = check('double-free-accepted', 7);
    expect(errorInstance).toBeInstanceOf(Departure);
    const { message, finding } = errorInstance as Departure;
    expect(finding.clauses).toContain('FREE-3');
    expect(message).toContain('expected: ');
    expect(message).toContain('FREE-3: ');
    expect(message).toMatch(/at .*: CeFree/);
  });

  test.each([1, 2, 3])('a planted fault shrinks to a short program, seed %i', (seed) => {
    const found = check('free-skips-write-back', seed);
    expect(found.failed).toBe(true);
    const [given] = found.counterexample as [Case];
    expect(lengthOf(given.program)).toBeLessThanOrEqual(4);
  });

  test('the counterexample prints as its operations', () => {
    const found = check('double-free-accepted', 7);
    const text = fc.stringify((found.counterexample as [Case])[0]);
    expect(text).toMatch(/^reading compact7-armv5, kernel server/);
    expect(text).toMatch(/\n1\. .*: call by process \d/);
    expect(text).not.toContain('Int32Array');
  });

  test('settings that mean nothing are refused', () => {
    expect(() => cases({ readings: ['none'] })).toThrow('unknown reading none');
    expect(() => cases({ operations: 3 })).toThrow('at least 4');
  });
});

describe('single operations', () => {
  test('are what any target can be given', () => {
    const target = createTarget('simulator', 'compact7-x86', '');
    const bytes = Buffer.alloc(1 << 20);
    const response = { status: 'returned' as const, value: 0, pointer: 0, bytes };
    const regions = [
      {
        process: 1,
        base: 0x1_0000,
        runs: [{ pages: 1, protection: 4 }],
        contents: new Uint8Array(4096),
      },
    ];
    const setup = {
      reading: 'compact7-x86',
      copyLimitBytes: 4096,
      server: 'kernel' as const,
      applications: 1,
      regions,
      personality: 0,
    };
    fc.assert(
      fc.property(fc.array(operations(fc.constantFrom(0, 0x1_0000, 0x8000_0000))), (list) => {
        target.reset(setup);
        for (const operation of list) {
          if (operation.operation === 'read' || operation.operation === 'write') continue;
          target.perform({ ...operation, bytes }, response);
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
