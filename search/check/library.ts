/** Exhaustive searches as a user of the library calls them: every option may be left out. */

import { READINGS } from '../../model/readings.js';
import { createTarget } from '../../targets/index.js';
import { secondsSince, startClock } from '../workers/clock.js';
import { type CampaignOptions, checkScopes } from './campaign/campaign.js';
import type { CheckReport } from './campaign/report.js';
import { Comparer, type Comparison } from './compare/compare.js';
import { saveDifferences } from './compare/save.js';
import { findScopes, SCOPE_NAMES, SCOPES, type Scope } from './marshalling/scope.js';

const TARGET = 'simulator';

/** Options of {@link runCheck}; each may be left out. `scopes` may name the built-in ones. */
export type CheckSettings = Partial<
  Omit<CampaignOptions, 'scopes' | 'createTarget' | 'now'> & {
    readonly scopes: readonly (Scope | string)[];
  }
>;

function scopesOf(scope: Scope | string): readonly Scope[] {
  if (typeof scope !== 'string') return [scope];
  const found = findScopes(scope);
  if (found.length > 0) return found;
  throw new RangeError(`there is no scope '${scope}'; there are ${SCOPE_NAMES.join(', ')}`);
}

/**
 * Searches scopes exhaustively: `tiny` over all readings for a lawful and a misusing driver,
 * unless told otherwise. Throws RangeError for an unknown scope or reading.
 */
export async function runCheck(settings: CheckSettings = {}): Promise<CheckReport> {
  const { scopes = ['tiny'], ...rest } = settings;
  const started = startClock();
  return checkScopes({
    readings: READINGS.map(({ id }) => id),
    clients: ['lawful', 'misusing'],
    workers: 1,
    fault: '',
    question: '',
    limits: {},
    checkpoint: '',
    resume: false,
    checkpointSeconds: 60,
    lossy: false,
    symmetry: true,
    folder: '',
    ...rest,
    scopes: scopes.flatMap(scopesOf),
    createTarget: (reading) => createTarget(TARGET, reading, ''),
    now: () => secondsSince(started),
  });
}

/** Bytes and sizes in which every pair of readings can differ. */
const COMPARED: Partial<Scope> = { sizes: [520, 521], copyLimit: 520, wrong: 1 };

/**
 * The shortest sequences of at most `depth` operations on which two readings differ, one for each
 * pair of obligations; saved as scenarios where `folder` is not ''. Throws RangeError for an
 * unknown reading.
 */
export function compareReadings(
  readings: readonly [string, string],
  depth = 4,
  mostBeliefs = 100_000,
  folder = '',
): Comparison {
  const scope: Scope = { ...SCOPES[0], ...COMPARED };
  const result = new Comparer(scope, readings).compare(depth, mostBeliefs);
  const comparison = { readings, ...result };
  if (folder === '') return comparison;
  const board = (reading: string): ReturnType<typeof createTarget> =>
    createTarget(TARGET, reading, '');
  return { ...comparison, differences: saveDifferences(comparison, folder, board) };
}
