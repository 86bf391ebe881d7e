// The documented dangers of the shipped readings: a campaign meets each of them in each of the two
// readings, and no other is possible: the catalogue has no more.
import { expect, test } from 'vitest';
import { READINGS } from '#dist/model/readings.js';
import { UNSAFE } from '#dist/model/unsafe.js';
import { fuzz } from '#dist/search/fuzz.js';

test('20 000 cases meet exactly the documented dangers, and nothing departs', async () => {
  const report = await fuzz({
    seed: 'first',
    runs: 20_000,
    readings: [],
    servers: ['kernel', 'user'],
    workers: 2,
    inspection: true,
    target: 'simulator',
    watchdog: 0,
    fault: '',
    reduce: true,
    failFast: false,
    firstCase: 0,
    guided: 25,
  });
  const shipped = READINGS.filter(({ style }) => style === 'shipped').map(({ id }) => id);
  const documented = UNSAFE.flatMap(({ id }) => shipped.map((reading) => `${id} in ${reading}`));
  expect(report.findings.map(({ signature }) => signature)).toEqual([]);
  expect(report.unsafe.map(({ id, reading }) => `${id} in ${reading}`)).toEqual(documented);
  expect(report.clauses.uncovered.filter(({ reason }) => reason.startsWith('not met'))).toEqual([]);
}, 120_000);
