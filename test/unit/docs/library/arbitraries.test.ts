import fc from 'fast-check';
import { assertConforms, cases, createTarget } from 'marshalcheck';
import { test } from 'vitest';

test('short cases in a user-mode server conform', () => {
  const drawn = cases({ readings: ['ce6-x86'], servers: ['user'], operations: 8 });
  const target = createTarget('simulator', 'ce6-x86', '');
  fc.assert(
    fc.property(drawn, (given) => {
      assertConforms(target, given);
    }),
    { seed: 1, numRuns: 50 },
  );
});
