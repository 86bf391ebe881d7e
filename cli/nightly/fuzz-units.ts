/** Fault canaries, and slices of the fuzzing campaign. */

import { faultsReport, fuzzReport } from '../../reports/json.js';
import type { Slice } from '../../search/slice.js';
import { lostFailure } from '../failure.js';
import { Keeper } from '../keeper.js';
import { numberedCommand } from '../reproduce.js';
import { targetOptions } from '../target-flags.js';
import { version } from '../version.js';
import { drawn } from './found.js';
import type { Unit } from './unit.js';

/** Cases after which a canary counts as not found. */
const CANARY_RUNS = 20_000;

/** A planted defect that has to be found: on the built-in boards, whatever the target is. */
export function canaryUnit(fault: string): Unit {
  return {
    stage: 'canaries',
    id: `canary ${fault}`,
    run: async ({ context, settings, signal }) => {
      const { seed, inspection } = settings;
      const report = await context.engine.huntFaults({
        seed,
        // Wherever it shows: a canary tests the harness, not the readings of this run.
        readings: [],
        servers: ['kernel', 'user'],
        workers: 2,
        inspection,
        signal,
        runs: CANARY_RUNS,
        faults: [fault],
      });
      return faultsReport(report, [], 'simulator', version());
    },
  };
}

/** One slice of the campaign on a target. */
export function fuzzUnit(target: string, slice: Slice): Unit {
  return {
    stage: 'fuzz',
    id: `fuzz ${slice.number}/${slice.count} ${target}`,
    run: async (given) => {
      const { context, settings, workers, signal, known, folder } = given;
      const { progress, trouble, isQuiet } = given;
      const corpus = await given.corpus(target);
      const { seed, readings, servers, inspection, fault, runs, guided, watchdog } = settings;
      const keeper = new Keeper({ ...context, folder, flags: drawn(settings, target), isQuiet });
      const ran = await context.engine.fuzz({
        seed,
        readings,
        servers,
        workers,
        inspection,
        signal,
        onProgress: progress,
        onFinding: keeper.take,
        ...targetOptions({ target, watchdog, fault }),
        runs,
        fault,
        reduce: true,
        failFast: false,
        guided,
        firstCase: 0,
        slice,
        known,
        ...(corpus !== null && { corpus: corpus.start }),
      });
      const report = await keeper.filed((await corpus?.take(ran)) ?? ran);
      const unsaved = keeper.failure();
      if (unsaved !== null) trouble(unsaved);
      if (report.lost !== '') trouble(lostFailure(report.lost));
      const findings = await keeper.explained(report);
      return fuzzReport(report, findings, version(), (what) =>
        numberedCommand(what, seed, drawn(settings, target)),
      );
    },
  };
}
