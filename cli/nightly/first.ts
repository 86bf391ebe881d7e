/** The nightly run in short, for a first look: the same stages, each with little to do. */

import path from 'node:path';
import { READINGS } from '../../model/readings.js';
import type { StageName } from '../../reports/join.js';
import { SCOPES } from '../../search/check/marshalling/scope.js';
import { scenarioFiles } from '../../search/replay/read-file.js';
import type { Context } from '../context.js';
import { OutFolder } from '../out-folder.js';
import { DEFAULT_GUIDED } from '../reproduce.js';
import { scenarioFolder } from '../scenario-folder.js';
import type { Stop } from '../stop.js';
import { BOARDS } from '../target-flags.js';
import { foundPath } from './found.js';
import { Journal } from './journal.js';
import { Nightly, type NightlyResult } from './run.js';
import { fileName, fingerprintOf, type NightlySettings } from './settings.js';

const SEED = 'first';
const STAGES: readonly StageName[] = ['replay', 'check', 'drivers', 'canaries', 'fuzz'];
/** Drivers as they should be: nothing is found in them. */
const DRIVERS = ['smd1-mended', 'closed-before-free-mended'];

/** What the short run is about. */
export interface FirstRun {
  readonly runs: number;
  readonly out: string;
  /** The defect that has to be found. */
  readonly canary: string;
  readonly workers: number;
  readonly isQuiet: boolean;
  readonly stop: Stop;
}

/** The settings that flags of `nightly` would come to. */
function settingsOf({ runs, out, canary }: FirstRun): NightlySettings {
  return {
    seed: SEED,
    ...{ targets: [BOARDS.target], watchdog: BOARDS.watchdog },
    readings: READINGS.map(({ id }) => id),
    servers: ['kernel', 'user'],
    ...{ inspection: true, fault: '' },
    stages: STAGES,
    files: scenarioFiles([scenarioFolder()]),
    ...{ corpusFolder: '', corpus: [] },
    scopes: SCOPES.filter(({ name }) => name === 'tiny'),
    clients: ['lawful'],
    ...{ tours: [], mostOperations: 1 },
    ...{ drivers: DRIVERS, preemptions: 1 },
    canaries: [canary],
    ...{ runs, guided: DEFAULT_GUIDED, shard: undefined, out },
  };
}

/** Runs it; its journal lies where that of a nightly run would. */
export async function firstNight(given: FirstRun, context: Context): Promise<NightlyResult> {
  const { out, workers, isQuiet, stop } = given;
  const settings = settingsOf(given);
  const { seed, files, corpus } = settings;
  const folder = new OutFolder(foundPath(out));
  const head = { seed, settings: fingerprintOf(settings), files, corpus };
  const journal = Journal.begin(path.join(out, fileName('journal', 'ndjson', undefined)), head);
  const run = { context, settings, journal, folder, workers, isQuiet, timeLimit: 0, stop };
  try {
    return await new Nightly(run).run();
  } finally {
    folder.tidy();
  }
}
