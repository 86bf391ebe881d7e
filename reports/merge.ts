/** Joins the reports of shards into one. The order in which they are given does not matter. */

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
  for (const other of order.slice(1)) requireSame(first, other);
  const shard = shardsOf(order);
  const isWhole = shard?.present.length === shard?.count;
  return { ...joinReports(order.map(({ report }) => report)), shard: isWhole ? null : shard };
}

function firstShard({ shard }: Report): number {
  return shard?.present[0] ?? 0;
}

function requireSame(one: NamedReport, other: NamedReport): void {
  const lists = (report: Report): string => report.readings.join(', ');
  const differing = SAME.find((member) => one.report[member] !== other.report[member]);
  // What is replayed or put under test says itself where: its shards run on different readings.
  const isFree = one.report.seed === '' || one.report.command === 'drivers';
  const isAlike = lists(one.report) === lists(other.report) || isFree;
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
