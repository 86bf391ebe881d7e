import { faults } from 'marshalcheck';
import { expect, test } from 'vitest';

test('these defects are found', async () => {
  const report = await faults({ faults: ['double-free-accepted', 'recached-at-first-free'] });
  expect(report.faults.filter((fault) => !fault.killed)).toEqual([]);
});
