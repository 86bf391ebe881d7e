/** The tour of one scope under one reading and server mode. */

import { emptyReport } from '../../reports/json.js';
import { conformReport } from '../../reports/tours-document.js';
import type { Scope } from '../../search/check/marshalling/scope.js';
import { OfferError } from '../../search/offer.js';
import { Keeper } from '../keeper.js';
import { targetOptions } from '../target-flags.js';
import { version } from '../version.js';
import { drawn } from './found.js';
import type { Unit } from './unit.js';

/** See the file comment. */
export function tourUnit(target: string, scope: Scope, reading: string): Unit {
  return {
    stage: 'tours',
    id: `tour ${scope.name} ${scope.server} ${reading} ${target}`,
    run: async (given) => {
      const { context, settings, signal, progress, trouble, folder, isQuiet } = given;
      const { seed, fault, inspection, mostOperations, watchdog } = settings;
      const flags = { ...drawn(settings, target), isNumbered: false };
      const keeper = new Keeper({ ...context, folder, flags, isQuiet });
      try {
        const report = await context.engine.conform({
          seed,
          readings: [reading],
          servers: [scope.server],
          workers: 1,
          inspection,
          signal,
          onProgress: progress,
          onFinding: keeper.take,
          ...targetOptions({ target, watchdog, fault }),
          fault,
          scenarios: [],
          scopes: [scope],
          mostOperations,
          identify: false,
          doubtful: false,
          mostDepartures: 200,
          runs: 0,
        });
        const filed = await keeper.filed(report);
        const unsaved = keeper.failure();
        if (unsaved !== null) trouble(unsaved);
        return conformReport(filed, await keeper.explained(filed), version());
      } catch (error) {
        // The target has no such reading or server: nothing to tour.
        if (error instanceof OfferError) return emptyReport('tours', '', version());
        throw error;
      }
    },
  };
}
