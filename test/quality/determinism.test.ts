import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { runFuzz } from '#dist/search/library.js';

/** The report of a campaign as a hash, without how long it took. */
async function report(workers: number, fault: string): Promise<string> {
  const { seconds, ...rest } = await runFuzz({ seed: 'first', runs: 800, workers, fault });
  expect(seconds).toBeGreaterThanOrEqual(0);
  expect(rest.cases).toBe(800);
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
}

test.each(['', 'free-skips-write-back'])(
  'one worker, two workers and a second run report the same (fault "%s")',
  async (fault) => {
    const alone = await report(1, fault);
    expect(await report(2, fault)).toBe(alone);
    expect(await report(1, fault)).toBe(alone);
    expect(await report(2, fault)).toBe(alone);
  },
);
