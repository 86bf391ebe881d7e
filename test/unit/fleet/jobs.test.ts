import { describe, expect, test } from 'vitest';
import { DRIVERS } from '#dist/drivers/index.js';
import { Planning } from '#dist/fleet/campaign.js';
import { type FleetJob, jobKey, jobText, readJob } from '#dist/fleet/jobs.js';
import { findScopes } from '#dist/search/check/marshalling/scope.js';
import type { FuzzOptions } from '#dist/search/options.js';

const fuzzOptions: FuzzOptions = {
  seed: 'first',
  readings: ['ce6-x86'],
  servers: ['kernel'],
  workers: 1,
  inspection: true,
  target: 'simulator',
  watchdog: 0,
  runs: 10_000,
  fault: '',
  reduce: true,
  failFast: false,
  guided: 25,
  firstCase: 0,
};

async function casesOf(options: Partial<FuzzOptions> = {}): Promise<FleetJob[]> {
  const plan = new Planning();
  await plan.fuzz({ ...fuzzOptions, ...options });
  return plan.jobs;
}

const scope = findScopes('tiny')[0];

describe('a campaign as jobs', () => {
  test('cases are each in one job; islands stay whole', async () => {
    const jobs = (await casesOf()).flatMap((job) => (job.kind === 'cases' ? [job] : []));
    const ends = jobs.map(({ first, count }) => first + count);
    expect(jobs.map(({ first }) => first)).toEqual([0, ...ends.slice(0, -1)]);
    expect(ends.at(-1)).toBe(10_000);
    const islands = jobs.filter(({ island }) => island >= 0).map(({ island }) => island);
    expect(islands).toEqual(Array.from({ length: 64 }, (_, index) => index));
  });

  test('scopes: one job a scope, reading and client', async () => {
    const plan = new Planning();
    const readings = ['ce6-x86', 'ce6-armv4i'];
    await plan.check({ scopes: [scope], readings, clients: ['lawful', 'misusing'] });
    expect(plan.jobs.map(jobText)).toEqual([
      'scope tiny, ce6-x86, lawful, kernel',
      'scope tiny, ce6-x86, misusing, kernel',
      'scope tiny, ce6-armv4i, lawful, kernel',
      'scope tiny, ce6-armv4i, misusing, kernel',
    ]);
  });

  test.each([{ checkpoint: 'here' }, { limits: { timeLimitSeconds: 1 } }])(
    'what is of one machine is refused: %o',
    async (settings) => {
      await expect(new Planning().check(settings)).rejects.toThrow('takes no --checkpoint');
    },
  );

  test('a driver of a file is code, and is not sent', async () => {
    const options = {
      seed: 'first',
      readings: [],
      preemptions: 1,
      mostSchedules: 1,
      drawn: 0,
      reduced: true,
      reduce: true,
    };
    const plan = new Planning();
    await plan.testDriver(DRIVERS[0], options);
    expect(plan.jobs.map(jobText)).toEqual([`driver ${DRIVERS[0].name}`]);
    await expect(plan.testDriver({ ...DRIVERS[0] }, options)).rejects.toThrow('of its own');
  });
});

describe('names of jobs', () => {
  test('are those of their content', async () => {
    const [job] = await casesOf();
    const turned = Object.fromEntries(Object.entries(job).reverse());
    expect(jobKey(turned as unknown as FleetJob)).toBe(jobKey(job));
    expect(jobKey(job)).toMatch(/^j[0-9a-f]{40}$/);
    const [other] = await casesOf({ seed: 'second' });
    expect(jobKey(other)).not.toBe(jobKey(job));
  });
});

describe('what comes out of a queue is checked', () => {
  const cases: FleetJob = {
    kind: 'cases',
    seed: 's',
    first: 0,
    count: 1,
    island: -1,
    readings: ['ce6-x86'],
    servers: ['kernel'],
    inspection: true,
    target: 'simulator',
    watchdog: 0,
    fault: '',
    until: [],
  };
  const search: FleetJob = {
    kind: 'scope',
    scope: scope,
    reading: 'ce6-x86',
    client: 'lawful',
    fault: '',
    question: '',
    lossy: false,
    symmetry: true,
  };

  const driver: FleetJob = {
    kind: 'driver',
    name: DRIVERS[0].name,
    seed: 's',
    readings: [],
    preemptions: 1,
    mostSchedules: 10,
    drawn: 0,
    reduced: true,
    reduce: true,
  };

  test('jobs pass', () => {
    expect(readJob(driver)).toEqual(driver);
    expect(readJob(cases)).toEqual(cases);
    expect(readJob(search)).toEqual(search);
  });

  test.each([
    ['nothing', undefined],
    ['another kind', { ...cases, kind: 'code' }],
    ['a member too many', { ...cases, code: 'x' }],
    ['a count below one', { ...cases, count: 0 }],
    ['an island that there is not', { ...cases, island: 64 }],
    ['a reading that there is not', { ...cases, readings: ['constructor'] }],
    ['a fault that there is not', { ...cases, fault: 'x' }],
    ['a text without end', { ...cases, seed: 'x'.repeat(5000) }],
    ['a scope out of bounds', { ...search, scope: { ...scope, records: 99 } }],
    ['a descriptor that there is not', { ...search, scope: { ...scope, descriptors: [12345] } }],
    ['a question that is none', { ...search, question: 'process.exit(1)' }],
    ['a driver by its file', { ...driver, name: './mine.ts' }],
  ])('%s is refused', (_, data) => {
    expect(() => readJob(data)).toThrow(/^no job: /);
  });
});
