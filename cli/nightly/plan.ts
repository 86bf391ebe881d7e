/** All units of a nightly run, in their order. */

import type { StageName } from '../../reports/join.js';
import { type Slice, sliceOf } from '../../search/slice.js';
import { chosenDrivers } from '../driver-choice.js';
import { checkUnit } from './check-unit.js';
import { driverUnit } from './driver-unit.js';
import { canaryUnit, fuzzUnit } from './fuzz-units.js';
import { replayUnit } from './replay-unit.js';
import type { NightlySettings } from './settings.js';
import { tourUnit } from './tour-unit.js';
import type { Unit } from './unit.js';

/** Files of one unit, and the least and most that a unit of fuzzing has: cases, and units. */
const FILES = 50;
const CASES = 1000;
const MOST_SLICES = 1000;

/** The units of a stage that this shard does. */
export async function unitsOf(stage: StageName, settings: NightlySettings): Promise<Unit[]> {
  return [...sliceOf(await all(stage, settings), settings.shard)];
}

async function all(stage: StageName, settings: NightlySettings): Promise<Unit[]> {
  const { targets } = settings;
  switch (stage) {
    case 'replay':
      return targets.flatMap((target) => replayUnits(target, settings));
    case 'check':
      return checkUnits(settings);
    case 'tours':
      return targets.flatMap((target) => tourUnits(target, settings));
    case 'drivers':
      return (await chosenDrivers(settings.drivers)).map(driverUnit);
    case 'canaries':
      return settings.canaries.map(canaryUnit);
    case 'fuzz':
      return targets.flatMap((target) =>
        slices(settings.runs).map((slice) => fuzzUnit(target, slice)),
      );
  }
}

function replayUnits(target: string, { files }: NightlySettings): Unit[] {
  return Array.from({ length: Math.ceil(files.length / FILES) }, (_, index) => {
    const group = files.slice(index * FILES, (index + 1) * FILES);
    return replayUnit(target, index + 1, group);
  });
}

function checkUnits({ scopes, servers, readings, clients }: NightlySettings): Unit[] {
  return scopes.flatMap((scope) => {
    // The rules are searched for the server of the scope, unless that was left out.
    const server = servers.includes(scope.server) ? scope.server : servers[0];
    return readings.flatMap((reading) =>
      clients.map((client) => checkUnit({ ...scope, server }, reading, client)),
    );
  });
}

function tourUnits(target: string, { tours, servers, readings }: NightlySettings): Unit[] {
  return tours.flatMap((scope) =>
    readings.flatMap((reading) =>
      servers.map((server) => tourUnit(target, { ...scope, server }, reading)),
    ),
  );
}

function slices(runs: number): Slice[] {
  const count = Math.min(Math.max(Math.ceil(runs / CASES), 1), MOST_SLICES);
  return Array.from({ length: runs > 0 ? count : 0 }, (_, index) => ({ number: index + 1, count }));
}
