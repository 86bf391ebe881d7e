/** Joins the reports of shards into one. The order in which they are given does not matter. */

import type { Report, ScenarioPart, ShardPart } from './document.js';
import { mergeConformance } from './merge-conformance.js';
import { ReportError } from './read.js';

/** A report and the file that it comes from. */
export interface NamedReport {
  readonly file: string;
  readonly report: Report;
}

/** What has to be equal, or the reports are of different campaigns. */
const SAME = ['marshalcheck', 'command', 'seed', 'target', 'fault'] as const;

/** The joined report. Throws ReportError where the reports do not belong together. */
export function mergeReports(given: readonly NamedReport[]): Report {
  const order = [...given].sort((a, b) => firstShard(a.report) - firstShard(b.report));
  const [first] = order;
  if (first === undefined) throw new RangeError('no report was given');
  for (const other of order.slice(1)) requireSame(first, other);
  const reports = order.map(({ report }) => report);
  const sum = (of: 'cases' | 'operations' | 'open' | 'inconclusive' | 'seconds'): number =>
    reports.reduce((all, report) => all + report[of], 0);
  return {
    ...first.report,
    introduction: [...new Set(reports.flatMap(({ introduction }) => introduction))],
    shard: shardsOf(order),
    cases: sum('cases'),
    operations: sum('operations'),
    open: sum('open'),
    inconclusive: sum('inconclusive'),
    seconds: Number(sum('seconds').toFixed(3)),
    interrupted: reports.some(({ interrupted }) => interrupted),
    restarts: reports.reduce((all, { restarts = 0 }) => all + restarts, 0),
    lost: reports.map(({ lost = '' }) => lost).find((lost) => lost !== '') ?? '',
    findings: once(
      reports.flatMap(({ findings }) => findings),
      (finding) => `${finding.signature}\n${finding.case === undefined ? finding.file : ''}`,
    ),
    unsafe: dangers(reports),
    clauses: coverage(reports),
    ...parts(reports),
    history: undefined,
  };
}

function firstShard({ shard }: Report): number {
  return shard?.present[0] ?? 0;
}

function requireSame(one: NamedReport, other: NamedReport): void {
  const lists = (report: Report): string => report.readings.join(', ');
  const differing = SAME.find((member) => one.report[member] !== other.report[member]);
  const isAlike = lists(one.report) === lists(other.report) || one.report.seed === '';
  if (differing === undefined && isAlike) return;
  const member = differing ?? 'readings';
  const [mine, theirs] = [one, other].map(({ report }) => String(report[member]));
  throw new ReportError(
    other.file,
    `its ${member} is '${theirs}', that of ${one.file} is '${mine}'`,
    'reports of different campaigns',
  );
}

/** The shards that are there, each once. */
function shardsOf(order: readonly NamedReport[]): ShardPart | null {
  const seen = new Map<number, string>();
  let count = 0;
  for (const { file, report } of order) {
    const { shard } = report;
    if (shard === null) {
      if (order.length === 1 || report.seed === '') continue;
      throw new ReportError(file, 'it is no shard but a whole campaign', 'a file too many');
    }
    if (count !== 0 && shard.count !== count) {
      const what = `it is of ${shard.count} shards, the others of ${count}`;
      throw new ReportError(file, what, 'reports of different campaigns');
    }
    count = shard.count;
    for (const number of shard.present) {
      const known = seen.get(number);
      if (known !== undefined) {
        throw new ReportError(file, `shard ${number} is in ${known} too`, 'a file given twice');
      }
      seen.set(number, file);
    }
  }
  return count === 0 ? null : { count, present: [...seen.keys()].sort((a, b) => a - b) };
}

/** Each item once, by its key. */
function once<T>(items: readonly T[], key: (item: T) => string): T[] {
  const all = new Map<string, T>();
  for (const item of items) if (!all.has(key(item))) all.set(key(item), item);
  return [...all.values()];
}

function dangers(reports: readonly Report[]): Report['unsafe'] {
  const sums = new Map<string, Report['unsafe'][number]>();
  for (const entry of reports.flatMap(({ unsafe }) => unsafe)) {
    const key = `${entry.id}\n${entry.reading}`;
    const { met = 0, declined = 0 } = sums.get(key) ?? {};
    sums.set(key, { ...entry, met: met + entry.met, declined: declined + entry.declined });
  }
  return [...sums.values()];
}

/** Covered somewhere is covered; the reason of the first shard stays for the others. */
function coverage(reports: readonly Report[]): Report['clauses'] {
  const covered = [...new Set(reports.flatMap(({ clauses }) => clauses.covered))].sort();
  const known = new Set(covered);
  const open = once(
    reports.flatMap(({ clauses }) => clauses.uncovered),
    ({ id }) => id,
  );
  return { covered, uncovered: open.filter(({ id }) => !known.has(id)) };
}

type Parts = Pick<Report, 'scenarios' | 'conformance' | 'score' | 'scopes' | 'drivers'>;

function parts(reports: readonly Report[]): Parts {
  const faults = once(
    reports.flatMap(({ score }) => score?.faults ?? []).sort((a, b) => +b.killed - +a.killed),
    ({ id }) => id,
  );
  const killed = faults.filter((fault) => fault.killed).length;
  const inspection = reports.every(({ score }) => score?.inspection !== false);
  const scenarios = reports.flatMap((report) => report.scenarios ?? []);
  const matrices = reports.flatMap((report) => report.conformance ?? []);
  const scopes = reports.flatMap((report) => report.scopes ?? []);
  const drivers = reports.flatMap((report) => report.drivers ?? []);
  const merged: { -readonly [Key in keyof Parts]: Parts[Key] } = {};
  if (faults.length > 0) merged.score = { inspection, killed, total: faults.length, faults };
  if (scenarios.length > 0) merged.scenarios = joined(scenarios);
  if (matrices.length > 0) merged.conformance = matrices.reduce((a, b) => mergeConformance(a, b));
  if (scopes.length > 0) merged.scopes = scopes;
  if (drivers.length > 0) merged.drivers = drivers;
  return merged;
}

function joined(list: readonly ScenarioPart[]): ScenarioPart {
  const sum = (of: 'files' | 'passed' | 'failed' | 'platforms'): number =>
    list.reduce((all, part) => all + part[of], 0);
  return {
    files: sum('files'),
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: list.reduce((all, { skipped = 0 }) => all + skipped, 0),
    platforms: sum('platforms'),
    results: list.flatMap(({ results }) => results),
    errors: list.flatMap(({ errors }) => errors),
  };
}
