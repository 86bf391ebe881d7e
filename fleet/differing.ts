/** Jobs that gave another result when they were done again, as a report has them. */

import type { Nondeterminism } from '../search/nondeterminism.js';
import type { Fleet } from './fleet.js';
import { type FleetJob, jobKey, jobText } from './jobs.js';
import { decode } from './plain-json.js';
import { firstDifference } from './results.js';

/** Characters of a result that are told. */
const MOST = 120;

/** Those of these jobs of which two results differ; `step` 0: it is a member, not a step. */
export async function differingJobs(
  fleet: Fleet,
  jobs: readonly FleetJob[],
): Promise<Nondeterminism[]> {
  const byKey = new Map(jobs.map((job) => [jobKey(job), job]));
  const differing = await fleet.store.differing([...byKey.keys()]);
  return differing.flatMap(({ key, results }) => {
    const job = byKey.get(key);
    if (job === undefined) return [];
    const [one, other] = results.map(decode);
    const member = firstDifference(one, other);
    const told = (whole: unknown): string => valueAt(whole, member).slice(0, MOST);
    const difference = { step: 0, operation: member, first: told(one), second: told(other) };
    return [{ what: jobText(job), reading: readingOf(job), ...difference }];
  });
}

function readingOf(job: FleetJob): string {
  if (job.kind === 'scope') return job.reading;
  const [only, ...more] = job.readings;
  return only === undefined || more.length > 0 ? 'several readings' : only;
}

/** What a path names within a result, as text. */
function valueAt(whole: unknown, member: string): string {
  let value = whole;
  for (const name of member.split('.')) {
    if (typeof value !== 'object' || value === null) break;
    value = (value as Record<string, unknown>)[name];
  }
  return JSON.stringify(value) ?? 'nothing';
}
