/**
 * Joins reports into one: those of the shards of a campaign, in any order, or those of whole
 * campaigns of different commands.
 */

import type { Report, ShardPart } from './document.js';
import { joinReports } from './join.js';
import { ReportError } from './read.js';

/** A report and the file that it comes from. */
export interface NamedReport {
  readonly file: string;
  readonly report: Report;
}

/** What has to be equal, or the reports are of different campaigns. */
const SAME = ['marshalcheck', 'command', 'seed', 'target', 'fault'] as const;

/**
 * The joined report; with all shards in it, it is the report of the whole campaign, `seconds`
 * apart. Throws ReportError where the reports do not belong together.
 */
export function mergeReports(given: readonly NamedReport[]): Report {
  const order = [...given].sort((a, b) => firstShard(a.report) - firstShard(b.report));
  const [first] = order;
  if (first === undefined) throw new RangeError('no report was given');
  if (given.some(({ report }) => report.command !== first.report.command)) return together(given);
  for (const other of order.slice(1)) requireSame(first, other);
  const shard = shardsOf(order);
  const isWhole = shard?.present.length === shard?.count;
  return { ...joinReports(order.map(({ report }) => report)), shard: isWhole ? null : shard };
}

/** Commands whose coverage is that of a campaign; a rule that a search met says less. */
const COVERING = ['fuzz', 'nightly', 'start'];

/**
 * Whole campaigns of different commands, of one version and with the same planted defect: one
 * report, in the order in which they are given. Throws ReportError where that would mix things up.
 */
function together(given: readonly NamedReport[]): Report {
  const [first, ...others] = given;
  for (const { file, report } of given) {
    if (report.shard === null) continue;
    const { count } = report.shard;
    const what = `it is ${report.command} in ${count} shards, and other commands are given too`;
    throw new ReportError(file, what, 'the shards of each campaign are joined first');
  }
  for (const other of others) {
    for (const member of ['marshalcheck', 'fault'] as const) requireEqual(first, other, member);
  }
  const reports = given.map(({ report }) => report);
  const covers = reports.some(({ command }) => COVERING.includes(command));
  const nothing = { covered: [], uncovered: [] };
  const joined = joinReports(
    reports.map((report) => ({
      ...report,
      clauses: covers && !COVERING.includes(report.command) ? nothing : report.clauses,
    })),
  );
  const all = (of: 'command' | 'seed' | 'target'): string =>
    [...new Set(reports.map((report) => report[of]).filter((each) => each !== ''))].join(', ');
  const title = `marshalcheck: ${all('command')}`;
  return { ...joined, command: 'merged', title, seed: all('seed'), target: all('target') };
}

function requireEqual(
  one: NamedReport,
  other: NamedReport,
  member: (typeof SAME)[number] | 'readings',
): void {
  const [mine, theirs] = [one, other].map(({ report }) => String(report[member]));
  if (mine === theirs) return;
  throw new ReportError(
    other.file,
    `its ${member} is '${theirs}', that of ${one.file} is '${mine}'`,
    'reports of different campaigns',
  );
}

function firstShard({ shard }: Report): number {
  return shard?.present[0] ?? 0;
}

function requireSame(one: NamedReport, other: NamedReport): void {
  for (const member of SAME) requireEqual(one, other, member);
  // What is replayed or put under test says itself where: its shards run on different readings.
  const isFree = one.report.seed === '' || one.report.command === 'drivers';
  if (!isFree) requireEqual(one, other, 'readings');
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
