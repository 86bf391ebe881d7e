import { replay } from 'marshalcheck';
import { expect, test } from 'vitest';

test('the corpus holds', async () => {
  const report = await replay(['scenarios/spec']);
  expect(report.failures.flatMap((failure) => failure.platforms)).toEqual([]);
  expect(report.errors).toEqual([]);
  expect(report.passed).toBe(report.files);
});
