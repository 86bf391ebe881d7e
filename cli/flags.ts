/** The flags that campaigns share, each also as an environment variable; a flag wins. */

import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import type { CampaignOptions } from '../search/options.js';
import { variableOf } from './environment.js';
import type { ProgressWriter } from './progress.js';
import type { Stop } from './stop.js';
import { readings, seconds, servers, wholeNumber } from './values.js';

/** Most cases of one campaign. */
export const MOST_RUNS = 1_000_000_000_000;
const MOST_WORKERS = 256;

/** What the shared flags come to. */
export interface CampaignFlags {
  readonly seed: string;
  readonly reading: string[];
  readonly server: ('kernel' | 'user')[];
  readonly workers: number;
  readonly inspection: boolean;
  readonly timeLimit: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** An option with the environment variable that belongs to it. */
export function flag(
  flags: string,
  description: string,
  parse?: (text: string) => unknown,
): Option {
  const option = new Option(flags, description);
  option.env(variableOf(option.long ?? flags));
  // Commander hands over the previous value too, which no flag here adds to.
  return parse === undefined ? option : option.argParser((text: string) => parse(text));
}

/** A flag that has a value when it is not given. */
export function flagWithDefault<T>(
  flags: string,
  description: string,
  value: T,
  parse: (text: string) => T,
  shown: string,
): Option {
  return flag(flags, description, parse).default(value, shown);
}

/** `--json` and `--quiet`, which every command has. */
export function addOutputFlags(command: Command): Command {
  return command
    .addOption(flag('--json', 'print one JSON document on stdout'))
    .addOption(flag('-q, --quiet', 'no progress, and only what matters'));
}

/** The flags of a campaign; `seed`: what it is when nobody says, and how help says that. */
export function addCampaignFlags(
  command: Command,
  seed: { readonly value: string; readonly shown: string } = { value: 'first', shown: 'first' },
): Command {
  const all = readings('--reading')('all');
  command
    .addOption(
      flag('-s, --seed <text>', 'equal seeds give equal results, on any machine').default(
        seed.value,
        seed.shown,
      ),
    )
    .addOption(
      flagWithDefault(
        '--reading <ids>',
        'all, documented, shipped, or IDs with commas between',
        all,
        readings('--reading'),
        'all',
      ),
    )
    .addOption(
      flagWithDefault(
        '--server <mode>',
        'where the driver lives: kernel, user or both',
        ['kernel', 'user'],
        servers('--server'),
        'both',
      ),
    )
    .addOption(workersFlag('worker threads; the result does not depend on it'))
    .addOption(
      flagWithDefault(
        '--time-limit <time>',
        'stop between cases after 90, 90s, 5m, 1h (counts are the reproducible budget)',
        0,
        seconds('--time-limit'),
        'none',
      ),
    )
    .addOption(flag('--no-inspection', 'judge the target by its answers alone'));
  return addOutputFlags(command);
}

/** What the shared flags come to for a campaign that `stop` ends and `progress` shows. */
export function campaignOptions(
  { seed, reading, server, workers, inspection }: CampaignFlags,
  stop: Stop,
  progress: ProgressWriter,
): CampaignOptions {
  const { signal } = stop;
  const onProgress = progress.update;
  return { seed, readings: reading, servers: server, workers, inspection, signal, onProgress };
}

/** `--workers`, as many as there are processors unless told otherwise. */
export function workersFlag(description: string): Option {
  const parse = wholeNumber('--workers', 1, MOST_WORKERS);
  const processors = Math.min(availableParallelism(), MOST_WORKERS);
  return flagWithDefault('--workers <count>', description, processors, parse, 'processors');
}

/** `--runs`. */
export function runsFlag(description: string, value: number): Option {
  const parse = wholeNumber('--runs', 1, MOST_RUNS);
  return flagWithDefault('-n, --runs <count>', description, value, parse, String(value));
}
