/** Fetches results as the campaign asks for them, and waits for those that are not there yet. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Fetch } from './campaign.js';
import type { Fleet } from './fleet.js';
import { type FleetJob, jobKey } from './jobs.js';
import { readResult } from './results.js';

const SHORTEST_PAUSE = 50;
const LONGEST_PAUSE = 1000;
/** Results that are asked for at once. */
const AHEAD = 100;

/** Results of the jobs of a campaign, read in their order. */
export function fetcher(fleet: Fleet, jobs: readonly FleetJob[], waits: boolean): Fetch {
  const keys = jobs.map(jobKey);
  const place = new Map(keys.map((key, index) => [key, index]));
  const known = new Map<string, string>();

  async function look(key: string): Promise<string | undefined> {
    if (known.has(key)) return known.get(key);
    const at = place.get(key) ?? 0;
    const wanted = keys.slice(at, at + AHEAD).filter((each) => !known.has(each));
    const results = await fleet.store.get(wanted);
    results.forEach((result, index) => {
      if (result !== null) known.set(wanted[index], result);
    });
    return known.get(key);
  }

  return async (job, signal) => {
    const key = jobKey(job);
    for (let wait = SHORTEST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      const text = await look(key);
      if (text !== undefined) {
        known.delete(key);
        return readResult(job.kind, text);
      }
      if (!waits || signal?.aborted === true) return null;
      await fleet.requireAlive(job);
      await pause(wait, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
  };
}
