/** `--shard 2/3`: which part of a campaign this command runs. */

import type { Option } from 'commander';
import type { Report } from '../reports/document.js';
import type { Slice } from '../search/slice.js';
import { Failure } from './failure.js';
import { flag } from './flags.js';

const MOST_SHARDS = 10_000;

/** What the flag comes to. */
export interface ShardFlags {
  readonly shard?: Slice;
}

/** The flag. */
export function shardFlag(): Option {
  return flag(
    '--shard <i/n>',
    'run part i of n of the campaign; merge-reports joins the reports of all parts',
    shard,
  );
}

function shard(text: string): Slice {
  const [, number = 0, count = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text.trim()) ?? []).map(Number);
  if (number >= 1 && number <= count && count <= MOST_SHARDS) return { number, count };
  throw new Failure({
    what: `'${text}' is no shard`,
    where: '--shard',
    cause: 'a shard is its number, from 1, and how many there are',
    next: '--shard 1/3, --shard 2/3 and --shard 3/3 are the parts of one campaign',
  });
}

/** A report that says which shard it is. */
export function sharded(report: Report, slice: Slice | undefined): Report {
  if (slice === undefined) return report;
  return { ...report, shard: { count: slice.count, present: [slice.number] } };
}
