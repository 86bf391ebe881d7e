import fc from 'fast-check';
import { conforms, createTarget, Departure } from 'marshalcheck';
import { expect, test } from 'vitest';

const settings = { readings: ['compact7-armv5'], servers: ['kernel'] as const };

test('the board conforms', () => {
  const property = conforms((reading) => createTarget('simulator', reading, ''), settings);
  fc.assert(property, { seed: 1, numRuns: 100 });
});

test('a board that accepts a second Free does not', () => {
  const fault = 'double-free-accepted';
  const property = conforms((reading) => createTarget('simulator', reading, fault), settings);
  const { errorInstance } = fc.check(property, { seed: 7, numRuns: 400 });
  expect(errorInstance).toBeInstanceOf(Departure);
  expect((errorInstance as Departure).finding.clauses).toContain('FREE-3');
});
