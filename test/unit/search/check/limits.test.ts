import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckProgress, CheckResult } from '#dist/search/check/result.js';
import { checkModel } from '#dist/search/check.js';
import { SCOPES } from '../../../../bench/cebuf.mjs';
import { cebuf, sample } from './samples/index.js';

const now = (): number => performance.now() / 1000;
const source = cebuf(SCOPES.small);
const wanted = { states: 112_024, transitions: 1_456_320, depth: 15, complete: true, frontier: 0 };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What has to be the same whether or not a search was interrupted. */
function lasting(result: CheckResult): unknown {
  const { bytes, seconds, ...rest } = result;
  expect(bytes.log).toBeGreaterThan(0);
  expect(seconds.rules).toBe(0);
  return rest;
}

describe('limits end a search with what it has', () => {
  test.each([1, 2])('states, %i workers', async (workers) => {
    const limits = { maxStates: 20_000 };
    const result = await checkModel(source, { unreduced: true, workers, limits });
    expect(result).toMatchObject({ complete: false, stopped: 'states' });
    expect(result.states).toBeGreaterThanOrEqual(20_000);
    // Each worker finishes the batch that it is at.
    expect(result.states).toBeLessThan(20_000 + workers * 2048);
    expect(result.frontier).toBeGreaterThan(0);
    expect(result.unreduced.states).toBe(result.states - result.frontier);
  });

  test('memory', async () => {
    const limits = { maxMemoryBytes: 1_000_000 };
    const result = await checkModel(source, { unreduced: true, limits });
    expect(result).toMatchObject({ complete: false, stopped: 'memory' });
    expect(result.bytes.table + result.bytes.log).toBeLessThanOrEqual(1_000_000);
    expect(result.states).toBeGreaterThan(20_000);
  });

  test('time', async () => {
    let time = 0;
    const clock = (): number => {
      time += 1;
      return time;
    };
    const limits = { timeLimitSeconds: 4 };
    const result = await checkModel(source, { unreduced: true, limits, now: clock });
    expect(result).toMatchObject({ complete: false, stopped: 'time' });
    expect(result.states).toBeLessThan(wanted.states);
  });

  test('a signal, before and on the way', async () => {
    const early = await checkModel(source, { signal: AbortSignal.abort() });
    expect(early).toMatchObject({ complete: false, stopped: 'interrupted', states: 1 });
    const controller = new AbortController();
    const seen: CheckProgress[] = [];
    const result = await checkModel(source, {
      unreduced: true,
      now,
      signal: controller.signal,
      progress: (progress) => {
        seen.push(progress);
        if (progress.states > 30_000) controller.abort();
      },
    });
    expect(result).toMatchObject({ complete: false, stopped: 'interrupted' });
    expect(result.states).toBeLessThan(wanted.states);
    const last = seen.at(-1)!;
    expect(last.transitions).toBeGreaterThan(last.states);
    expect(last.transitionsPerSecond).toBeGreaterThan(0);
    expect(last.frontier).toBeGreaterThan(0);
  });

  test('that were not reached change nothing', async () => {
    const limits = { maxStates: 200_000, timeLimitSeconds: 600, maxMemoryBytes: 1e9 };
    const result = await checkModel(source, { unreduced: true, limits, now });
    expect(result).toMatchObject(wanted);
  });
});

describe('a search goes on where it was saved', () => {
  test.each([
    [1, true],
    [2, false],
  ])('after limits, again and again: %i workers, unreduced %s', async (workers, unreduced) => {
    const undisturbed = await checkModel(source, { unreduced });
    let result: CheckResult | undefined;
    let rounds = 0;
    while (result?.complete !== true) {
      rounds += 1;
      result = await checkModel(source, {
        workers,
        unreduced,
        limits: { maxStates: (result?.states ?? 0) + undisturbed.states / 4 },
        checkpoint: { folder, resume: true },
      });
    }
    expect(rounds).toBeGreaterThan(3);
    expect(lasting(result)).toEqual(lasting(undisturbed));
    expect(existsSync(path.join(folder, 'checkpoint.json'))).toBe(false);
  });

  test('from every moment at which it was saved, between levels and within', async () => {
    const small = sample('shared', { processes: 2, records: 2, names: 2 });
    const undisturbed = await checkModel(small, { goOn: true });
    const saved = path.join(folder, 'saved');
    const copies = new Map<string, string>();
    let time = 0;
    // The search asks for the time after it was saved: there it could have been killed.
    const keep = (): number => {
      const index = path.join(saved, 'checkpoint.json');
      if (existsSync(index)) {
        const copy = path.join(folder, `copy${time}`);
        copies.set(readFileSync(index, 'utf8'), copy);
        cpSync(saved, copy, { recursive: true });
      }
      time += 1;
      return time;
    };
    const checkpoint = { folder: saved, everySeconds: 0 };
    await checkModel(small, { goOn: true, now: keep, checkpoint });
    expect(copies.size).toBeGreaterThan(5);
    for (const copy of copies.values()) {
      const again = { folder: copy, resume: true };
      const result = await checkModel(small, { goOn: true, checkpoint: again });
      expect(lasting(result)).toEqual(lasting(undisturbed));
    }
  });

  test('findings and what was exercised survive', async () => {
    const shared = sample('shared', { processes: 3, records: 2, names: 2 });
    const undisturbed = await checkModel(shared, { goOn: true });
    const stopped = await checkModel(shared, { checkpoint: { folder } });
    expect(stopped.stopped).toBe('finding');
    const result = await checkModel(shared, { goOn: true, checkpoint: { folder, resume: true } });
    expect(lasting(result)).toEqual(lasting(undisturbed));
  });

  test('after kill -9', async () => {
    const scope = SCOPES.mid;
    const script = path.join(folder, 'search.mjs');
    const entry = new URL('../../../../dist/search/check.js', import.meta.url).href;
    const saved = path.join(folder, 'saved');
    const options = {
      unreduced: true,
      workers: 2,
      checkpoint: { folder: saved, everySeconds: 0.2 },
    };
    writeFileSync(
      script,
      `import { checkModel } from '${entry}';
      await checkModel(${JSON.stringify(cebuf(scope))}, {
        ...${JSON.stringify(options)}, now: () => performance.now() / 1000,
      });
      throw new Error('ended before it was killed');`,
    );
    const index = path.join(saved, 'checkpoint.json');
    const child = spawn(process.execPath, [script], { stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    const statesSaved = (): number => {
      if (!existsSync(index)) return 0;
      const { levels } = JSON.parse(readFileSync(index, 'utf8')) as { levels: number[] };
      return levels.reduce((sum, count) => sum + count, 0);
    };
    while (statesSaved() < 200_000 && child.exitCode === null) await sleep(20);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    const states = statesSaved();
    const result = await checkModel(cebuf(scope), {
      ...options,
      checkpoint: { folder: saved, resume: true },
    });
    expect(result).toMatchObject({
      states: 1_062_296,
      transitions: 14_089_184,
      depth: 17,
      complete: true,
    });
    expect(states).toBeLessThan(result.states);
  });

  test('but not with another model or way of searching', async () => {
    const limits = { maxStates: 20_000 };
    await checkModel(source, { unreduced: true, limits, checkpoint: { folder } });
    const again = checkModel(source, { checkpoint: { folder, resume: true } });
    await expect(again).rejects.toThrow('is of another search (CEBUF 2/2/2/2)');
    // Without resuming, the search begins anew.
    const result = await checkModel(source, { unreduced: true, checkpoint: { folder } });
    expect(result).toMatchObject(wanted);
  });
});
