/** Exhaustive search of a model: every reachable state, or an honest account of what is missing. */

import type { Statistics } from './check/engine/tasks.js';
import { countStates } from './check/engine/territory.js';
import { Layout } from './check/layout.js';
import { loadModel } from './check/load.js';
import type { CheckSource } from './check/model.js';
import { type Destination, pathsTo } from './check/paths.js';
import { recoverability } from './check/recover.js';
import type { CheckOptions, CheckPath, CheckResult } from './check/result.js';
import { Search } from './check/search.js';
import { omissionProbability } from './check/visited.js';

/**
 * Explores a model level by level. Counts, findings and paths are the same for any number of
 * workers, unless a limit, a signal or the clock stops the search. Throws where the model is at
 * fault: values that a field cannot hold, rules that depend on more than the state.
 */
export async function checkModel(
  source: CheckSource,
  options: CheckOptions = {},
): Promise<CheckResult> {
  const model = await loadModel(source);
  const search = new Search(source, model, new Layout(model), options);
  try {
    await search.run();
    return await describe(search, options);
  } finally {
    await search.crew.close();
  }
}

async function describe(search: Search, options: CheckOptions): Promise<CheckResult> {
  const { model, territory, counts, stopped } = search;
  const statistics = await search.statistics();
  const recovered =
    stopped === undefined ? await recoverability(search, options.recover ?? []) : [];
  const wanted = destinationsOf(statistics, options);
  const lost = recovered.flatMap(({ sighting }) => (sighting === undefined ? [] : [{ sighting }]));
  const scalarsets = scalarsetsOf(search, options);
  const paths = await pathsTo(search, scalarsets, [...wanted.map(({ to }) => to), ...lost]);
  const pathOf = (index: number): CheckPath | undefined =>
    paths[wanted.findIndex((each) => each.index === index)];
  const lostPaths = paths.slice(wanted.length);
  const deadlock = pathOf(DEADLOCK);
  const isReduced = scalarsets !== undefined && scalarsets.length > 0;
  const frontier = countStates(search.rest);
  return {
    model: model.name,
    complete: stopped === undefined,
    ...(stopped === undefined ? {} : { stopped }),
    states: territory.states,
    transitions: counts.transitions,
    depth: territory.levels.length - 1,
    frontier,
    unreduced: isReduced
      ? { states: counts.orbitStates, transitions: counts.orbitTransitions }
      : { states: territory.states - frontier, transitions: counts.transitions },
    rules: model.rules.map(({ name }, i) => ({ name, fires: statistics.fires[i] })),
    notes: model.notes.map((name, i) => ({ name, times: statistics.notes[i] })),
    invariants: model.invariants.map(({ name, ofTransitions }, i) => {
      const broken = pathOf(i);
      const isExercised =
        ofTransitions === true || broken !== undefined || statistics.exercised[i] === 1;
      return { name, isExercised, ...(broken === undefined ? {} : { broken }) };
    }),
    deadlocks: { states: counts.deadlocks, ...(deadlock === undefined ? {} : { path: deadlock }) },
    recovered: recovered.map(({ goal, lost: count, sighting }) => {
      const path = sighting === undefined ? undefined : lostPaths.shift();
      return { goal, lost: count, ...(path === undefined ? {} : { path }) };
    }),
    omissionProbability: options.lossy === true ? omissionProbability(territory.states) : 0,
    bytes: {
      table: territory.table.byteLength,
      log: territory.logBytes,
      remembered: statistics.memory * 4,
    },
    seconds: statistics.seconds,
  };
}

/** Instead of the index of an invariant. */
const DEADLOCK = -1;

function destinationsOf(
  { broken, deadlock }: Statistics,
  options: CheckOptions,
): { readonly index: number; readonly to: Destination }[] {
  const wanted = broken.flatMap((sighting, index) =>
    sighting === undefined ? [] : [{ index, to: { sighting, invariant: index } }],
  );
  if (options.deadlocks !== true || deadlock === undefined) return wanted;
  return [...wanted, { index: DEADLOCK, to: { sighting: deadlock } }];
}

function scalarsetsOf({ model }: Search, options: CheckOptions): readonly string[] | undefined {
  if (model.symmetry === undefined || options.unreduced === true) return undefined;
  return options.scalarsets ?? model.symmetry.scalarsets.map(({ name }) => name);
}
