// Promise: a campaign on a fleet comes to the report of one process, whatever dies meanwhile.

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { describe, expect, test } from 'vitest';
import { buildId } from '#dist/fleet/build-id.js';
import { jobKey, readJob } from '#dist/fleet/jobs.js';
import { perform } from '#dist/fleet/perform.js';
import { parseReport } from '#dist/reports/read.js';
import { begin, type Ended, errorLines, marshalcheck, root, temporaryFolder } from './command.js';
import { noRedis, redisServer } from './redis.js';

const FAULT = ['--fault', 'never-recached'];
/** 136 ranges of ten cases and 64 islands. */
const CAMPAIGN = ['fuzz', '--runs', '2000', '--guided', '32', '--quiet', ...FAULT];
const MINUTES = 60_000;

/** The report of a command, without what differs between equal runs. */
function timeless({ stdout }: Ended): string {
  return stdout.replace(/"(seconds|statesPerSecond|bytesPerState)": [\d.e+-]+/g, '"$1": 0');
}

/** Runs a campaign as it is and collected; both write the same folder, one after the other. */
function bothReports(campaign: readonly string[], url: string): [Ended, Ended] {
  const cwd = temporaryFolder();
  const words = [...campaign, '--json', '--out', 'out'];
  const env = { MARSHALCHECK_REDIS_URL: url };
  const collected = marshalcheck(['fleet', 'collect', ...words], { cwd, env });
  rmSync(path.join(cwd, 'out'), { recursive: true, force: true });
  return [marshalcheck(words, { cwd }), collected];
}

describe.skipIf(noRedis !== '')(`with a Redis${noRedis === '' ? '' : ` (${noRedis})`}`, () => {
  test('workers killed and paused, Redis killed: the same report', {
    timeout: 5 * MINUTES,
  }, async () => {
    const redis = await redisServer();
    const env = { MARSHALCHECK_REDIS_URL: redis.url };
    const client = redis.client();
    const results = async (): Promise<number> =>
      (await client.keys(`marshalcheck:${buildId()}:result:*`)).length;
    const until = async (count: number): Promise<void> => {
      while ((await results()) < count) await wait(20);
    };
    const submitted = marshalcheck(['fleet', 'submit', ...CAMPAIGN, '--json'], { env });
    expect(JSON.parse(submitted.stdout)).toMatchObject({ jobs: 200, submitted: 200, done: 0 });
    const words = ['fleet', 'work', '--workers', '1', '--lock', '1s', '--until-idle'];
    const workers = [1, 2, 3, 4].map(() => begin(words, { env }));
    await until(20);
    workers[0].child.kill('SIGKILL');
    workers[1].child.kill('SIGSTOP');
    await until(50);
    await redis.kill();
    await wait(300);
    await redis.start();
    await until(80);
    workers[2].child.kill('SIGKILL');
    await wait(2500);
    workers[1].child.kill('SIGCONT');
    const ends = await Promise.all(workers.map(async ({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([null, 0, null, 0]);
    expect(await results()).toBe(200);

    const status = marshalcheck(['fleet', 'status', ...CAMPAIGN, '--json'], { env });
    const { campaign, failed } = JSON.parse(status.stdout) as {
      failed: number;
      campaign: { done: number; differing: number; signatures: string[] };
    };
    expect(campaign).toMatchObject({ done: 200, differing: 0 });
    expect(failed).toBe(0);
    const [here, collected] = bothReports(CAMPAIGN, redis.url);
    expect(here.code).toBe(1);
    expect(collected.code).toBe(1);
    expect(timeless(collected)).toBe(timeless(here));
    const { findings } = JSON.parse(here.stdout) as { findings: { signature: string }[] };
    expect(findings.length).toBeGreaterThan(2);
    expect(campaign.signatures).toEqual(findings.map(({ signature }) => signature).sort());
  });

  test('exhaustive searches and drivers: the same report', { timeout: 5 * MINUTES }, async () => {
    const redis = await redisServer();
    const env = { MARSHALCHECK_REDIS_URL: redis.url };
    const check = ['check', '--reading', 'compact7-armv5', '--client', 'lawful'];
    const campaigns = [
      [...check, '--fault', 'write-back-lost', '--max-states', '300', '--workers', '1', '--quiet'],
      ['drivers', 'size-read-again', '--runs', '50', '--drawn', '10', '--quiet'],
    ];
    for (const campaign of campaigns) marshalcheck(['fleet', 'submit', ...campaign], { env });
    const work = ['fleet', 'work', '--workers', '2', '--until-idle', '--quiet'];
    expect(marshalcheck(work, { env }).code).toBe(0);
    for (const campaign of campaigns) {
      const [here, collected] = bothReports(campaign, redis.url);
      expect(here.code).toBe(1);
      expect(collected.code).toBe(1);
      expect(timeless(collected)).toBe(timeless(here));
    }
  });

  test('a second result that differs is nondeterminism', { timeout: 5 * MINUTES }, async () => {
    const redis = await redisServer();
    const env = { MARSHALCHECK_REDIS_URL: redis.url };
    const campaign = ['fuzz', '--runs', '10', '--guided', '0', '--quiet'];
    marshalcheck(['fleet', 'submit', ...campaign], { env });
    const client = redis.client();
    const [queued = ''] = await client.keys('marshalcheck:jobs-*:j*');
    const job = readJob(JSON.parse((await client.hget(queued, 'data')) ?? ''));
    const result = JSON.parse(await perform(job)) as { operations: number };
    const other = { ...result, operations: result.operations + 1 };
    const key = `marshalcheck:${buildId()}:result:${jobKey(job)}`;
    await client.set(key, JSON.stringify(other));
    const worked = marshalcheck(['fleet', 'work', '--until-idle'], { env });
    expect(worked.stderr).toContain('nondeterminism: cases 0 to 9 of seed first');
    const report = path.join(temporaryFolder(), 'report.json');
    const forms = ['--reporter', `console,json=${report}`];
    const collected = marshalcheck(['fleet', 'collect', ...campaign, ...forms], { env });
    expect(collected.code).toBe(4);
    const { nondeterminism } = parseReport(readFileSync(report, 'utf8'), report);
    expect(nondeterminism).toHaveLength(1);
    expect(nondeterminism?.[0]).toMatchObject({
      what: 'cases 0 to 9 of seed first',
      operation: 'operations',
      first: String(other.operations),
      second: String(result.operations),
    });
    expect(collected.stdout).toContain('not repeatable');
    expect(collected.stderr).toContain('operations: nondeterminism: cases 0 to 9 of seed first');
    expect(marshalcheck(['fleet', 'status', ...campaign], { env }).code).toBe(4);
  });

  test('jobs that are no jobs, and targets nobody named, are refused', {
    timeout: MINUTES,
  }, async () => {
    const redis = await redisServer();
    const env = { MARSHALCHECK_REDIS_URL: redis.url };
    const target = `${process.execPath} ${path.join(root, 'test', 'targets', 'nothing-here.mjs')}`;
    const queue = new Queue(`jobs-${buildId()}`, {
      connection: redis.client(),
      prefix: 'marshalcheck',
    });
    const job = {
      kind: 'cases',
      seed: 's',
      first: 0,
      count: 1,
      island: -1,
      readings: ['ce6-x86'],
      servers: ['kernel'],
      inspection: true,
      target,
      watchdog: 0,
      fault: '',
      until: [],
    } as const;
    await queue.add('cases', { kind: 'cases', code: 'process.exit(7)' }, { jobId: 'jother' });
    await queue.add('cases', { ...job, target: 'simulator' }, { jobId: 'jwrong' });
    await queue.add('cases', job, { jobId: jobKey(job) });
    const worked = marshalcheck(['fleet', 'work', '--until-idle'], { env });
    expect(worked.code).toBe(0);
    expect(worked.stderr).toContain('no job: seed');
    expect(worked.stderr).toContain('its name does not fit its content');
    expect(worked.stderr).toContain('starts no target but those of its own command line');
    const status = marshalcheck(['fleet', 'status'], { env });
    expect(status.stdout.match(/^failed/gm)).toHaveLength(3);
    await queue.close();
  });

  test('what is not done is said, and what there is is reported', {
    timeout: MINUTES,
  }, async () => {
    const redis = await redisServer();
    const env = { MARSHALCHECK_REDIS_URL: redis.url };
    const campaign = ['fuzz', '--runs', '20', '--guided', '0', '--quiet'];
    const never = marshalcheck(['fleet', 'collect', ...campaign], { env });
    expect(never.code).toBe(2);
    expect(never.stderr).toContain('cases 0 to 9 of seed first was never submitted');
    marshalcheck(['fleet', 'submit', ...campaign], { env });
    const partly = marshalcheck(['fleet', 'collect', '--no-wait', ...campaign, '--json'], { env });
    expect(partly.code).toBe(3);
    expect(partly.stderr).toContain('2 of 2 jobs have no result yet');
    expect(JSON.parse(partly.stdout)).toMatchObject({ cases: 0, interrupted: true });
  });

  test('a password and TLS: used, and never shown', { timeout: 5 * MINUTES }, async () => {
    const folder = temporaryFolder();
    const key = path.join(folder, 'key.pem');
    const certificate = path.join(folder, 'certificate.pem');
    const asked = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
    const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const made = spawnSync('openssl', [...asked, ...named, '-keyout', key, '-out', certificate]);
    expect(made.status).toBe(0);
    const { url } = await redisServer({ password: 'right-word', tls: { key, certificate } });
    const status = (address: string, trusted: string): Ended =>
      marshalcheck(['fleet', 'status'], {
        env: { MARSHALCHECK_REDIS_URL: address, NODE_EXTRA_CA_CERTS: trusted },
      });
    const good = status(url, certificate);
    expect(good.code).toBe(0);
    expect(good.stdout).toMatch(/^queue {5}rediss:\/\/127\.0\.0\.1:\d+, build/);
    const untrusted = status(url, '');
    expect(untrusted.code).toBe(3);
    expect(untrusted.stderr).toContain('self-signed certificate');
    const wrong = status(url.replace('right', 'wrong'), certificate);
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain('WRONGPASS');
    const said = [good, untrusted, wrong].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(said).not.toContain('-word');
  });
});

test('without a Redis the error says what to do', () => {
  const ends = [
    marshalcheck(['fleet', 'work']),
    marshalcheck(['fleet', 'status'], { env: { MARSHALCHECK_REDIS_URL: 'localhost:6379' } }),
    marshalcheck(['fleet', 'status'], { env: { MARSHALCHECK_REDIS_URL: 'redis://127.0.0.1:1' } }),
  ];
  expect(ends.map(({ code }) => code)).toEqual([2, 2, 3]);
  expect(ends.map((ended) => errorLines(ended)[0])).toEqual([
    'error: a fleet needs a Redis, and none is named',
    'error: MARSHALCHECK_REDIS_URL is no address of a Redis',
    'error: Redis at redis://127.0.0.1:1 cannot be used: connect ECONNREFUSED 127.0.0.1:1',
  ]);
});
