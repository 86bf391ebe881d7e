/**
 * Several reports as one: those of shards, or of the parts of a nightly run. Slices of a campaign,
 * joined in their order, give the report that the whole campaign gives.
 */

import type { StageEntry } from './campaign-parts.js';
import type { FaultScore, FindingDocument, Report, ScenarioPart } from './document.js';
import { mergeConformance } from './merge-conformance.js';

/** Reason of an obligation that was put to the test; it says more than that it was not met. */
const EXERCISED = 'put to the test';

/** The parts joined: figures added, lists one after the other, what is there twice once. */
export function joinReports(reports: readonly Report[]): Report {
  const [first] = reports;
  if (first === undefined) throw new RangeError('no report was given');
  const sum = (of: 'cases' | 'operations' | 'open' | 'inconclusive' | 'seconds'): number =>
    reports.reduce((all, report) => all + report[of], 0);
  const readings = [...new Set(reports.flatMap((report) => report.readings))];
  return {
    ...first,
    readings,
    introduction: [...new Set(reports.flatMap(({ introduction }) => introduction))],
    cases: sum('cases'),
    operations: sum('operations'),
    open: sum('open'),
    inconclusive: sum('inconclusive'),
    seconds: Number(sum('seconds').toFixed(3)),
    interrupted: reports.some(({ interrupted }) => interrupted),
    ...troubles(reports),
    findings: joinFindings(reports.flatMap(({ findings }) => findings)),
    unsafe: dangers(reports, readings),
    clauses: coverage(reports),
    ...parts(reports),
    history: undefined,
  };
}

function troubles(reports: readonly Report[]): Pick<Report, 'restarts' | 'lost'> {
  const told = reports.filter(({ restarts, lost }) => restarts !== undefined || lost !== undefined);
  if (told.length === 0) return {};
  return {
    restarts: told.reduce((all, { restarts = 0 }) => all + restarts, 0),
    lost: told.map(({ lost = '' }) => lost).find((lost) => lost !== '') ?? '',
  };
}

/** Stages in the order of their first finding anywhere, each signature of a case once. */
function joinFindings(all: readonly FindingDocument[]): FindingDocument[] {
  const name = ({ signature, target }: FindingDocument): string => `${signature}\n${target}`;
  const ordered = STAGE_ORDER.flatMap((stage) => all.filter((each) => each.stage === stage));
  const shown = new Set(ordered.filter((each) => each.case === undefined).map(name));
  const news = ordered.filter((each) => each.case === undefined || !shown.has(name(each)));
  return once(news, (each) => {
    const where = each.case === undefined ? `\n${each.file}\n${each.reading}` : '';
    return name(each) + where;
  });
}

/** Stages of a nightly run, in their order; what has none comes first. */
export const STAGE_NAMES = ['replay', 'check', 'tours', 'drivers', 'canaries', 'fuzz'] as const;

/** One of {@link STAGE_NAMES}. */
export type StageName = (typeof STAGE_NAMES)[number];

const STAGE_ORDER: readonly (StageName | undefined)[] = [undefined, ...STAGE_NAMES];

/** Each item once, by its key. */
function once<T>(items: readonly T[], key: (item: T) => string): T[] {
  const all = new Map<string, T>();
  for (const item of items) if (!all.has(key(item))) all.set(key(item), item);
  return [...all.values()];
}

function dangers(reports: readonly Report[], readings: readonly string[]): Report['unsafe'] {
  const sums = new Map<string, Report['unsafe'][number]>();
  for (const entry of reports.flatMap(({ unsafe }) => unsafe)) {
    const key = `${entry.id}\n${entry.reading}`;
    const { met = 0, declined = 0 } = sums.get(key) ?? {};
    sums.set(key, { ...entry, met: met + entry.met, declined: declined + entry.declined });
  }
  return dangersInOrder([...sums.values()], readings);
}

/** Dangers by name, those of one name in the order of the readings. */
export function dangersInOrder(
  entries: Report['unsafe'],
  readings: readonly string[],
): Report['unsafe'] {
  return [...entries].sort((a, b) => {
    if (a.id !== b.id) return a.id < b.id ? -1 : 1;
    return readings.indexOf(a.reading) - readings.indexOf(b.reading);
  });
}

/** Covered somewhere is covered. */
function coverage(reports: readonly Report[]): Report['clauses'] {
  const covered = [...new Set(reports.flatMap(({ clauses }) => clauses.covered))].sort();
  const known = new Set(covered);
  const all = reports.flatMap(({ clauses }) => clauses.uncovered);
  const tested = new Map(
    all.filter(({ reason }) => reason.startsWith(EXERCISED)).map((entry) => [entry.id, entry]),
  );
  const open = once(all, ({ id }) => id).filter(({ id }) => !known.has(id));
  return { covered, uncovered: open.map((entry) => tested.get(entry.id) ?? entry) };
}

type Parts = Pick<
  Report,
  | 'scenarios'
  | 'conformance'
  | 'score'
  | 'scopes'
  | 'drivers'
  | 'tours'
  | 'stages'
  | 'nondeterminism'
>;

function parts(reports: readonly Report[]): Parts {
  const scenarios = reports.flatMap((report) => report.scenarios ?? []);
  const matrices = reports.flatMap((report) => report.conformance ?? []);
  const scores = reports.flatMap((report) => report.score ?? []);
  const scopes = reports.flatMap((report) => report.scopes ?? []);
  const drivers = reports.flatMap((report) => report.drivers ?? []);
  const tours = reports.flatMap((report) => report.tours ?? []);
  const stages = reports.flatMap((report) => report.stages ?? []);
  const odd = reports.flatMap((report) => report.nondeterminism ?? []);
  const joined: { -readonly [Key in keyof Parts]: Parts[Key] } = {};
  if (scores.length > 0) joined.score = joinScores(scores);
  if (scenarios.length > 0) joined.scenarios = joinScenarios(scenarios);
  if (matrices.length > 0) joined.conformance = matrices.reduce((a, b) => mergeConformance(a, b));
  if (scopes.length > 0) joined.scopes = scopes;
  if (drivers.length > 0) joined.drivers = drivers;
  if (tours.length > 0) joined.tours = tours;
  if (stages.length > 0) joined.stages = joinStages(stages);
  if (odd.length > 0) joined.nondeterminism = odd;
  return joined;
}

/** A defect that was found in one part is found. */
function joinScores(scores: readonly FaultScore[]): FaultScore {
  const all = scores.flatMap(({ faults }) => faults);
  const found = new Map(all.filter(({ killed }) => killed).map((fault) => [fault.id, fault]));
  const faults = once(all, ({ id }) => id).map((fault) => found.get(fault.id) ?? fault);
  const inspection = scores.every((score) => score.inspection);
  return { inspection, killed: found.size, total: faults.length, faults };
}

function joinScenarios(list: readonly ScenarioPart[]): ScenarioPart {
  const sum = (of: 'files' | 'passed' | 'failed' | 'platforms'): number =>
    list.reduce((all, part) => all + part[of], 0);
  const skipped = list.reduce((all, part) => all + (part.skipped ?? 0), 0);
  return {
    files: sum('files'),
    passed: sum('passed'),
    failed: sum('failed'),
    ...(skipped > 0 && { skipped }),
    platforms: sum('platforms'),
    results: list.flatMap(({ results }) => results),
    errors: list.flatMap(({ errors }) => errors),
  };
}

function joinStages(stages: readonly StageEntry[]): StageEntry[] {
  const sums = new Map<string, StageEntry>();
  for (const stage of stages) {
    const { done = 0, total = 0, seconds = 0, findings = 0 } = sums.get(stage.name) ?? {};
    sums.set(stage.name, {
      ...stage,
      done: done + stage.done,
      total: total + stage.total,
      seconds: Number((seconds + stage.seconds).toFixed(3)),
      findings: findings + stage.findings,
    });
  }
  return [...sums.values()];
}
