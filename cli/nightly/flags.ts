/** The flags of `nightly`, and the settings that they come to. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { STAGE_NAMES, type StageName } from '../../reports/join.js';
import { CLIENTS, type Client } from '../../search/check/marshalling/clients.js';
import type { Scope } from '../../search/check/marshalling/scope.js';
import { corpusFiles } from '../../search/corpus/files.js';
import { scenarioFiles } from '../../search/replay/read-file.js';
import { NO_LIMIT, scopes, tourScopes } from '../check-flags.js';
import { currentCommit } from '../commit.js';
import { addCorpusFlag, type CorpusFlags } from '../corpus.js';
import { faultIds } from '../fault-values.js';
import {
  addCampaignFlags,
  type CampaignFlags,
  flag,
  flagWithDefault,
  MOST_RUNS,
  runsFlag,
} from '../flags.js';
import { faultFlag, guidedFlag } from '../fuzz-flags.js';
import { addHistoryFlag, addReporterFlag, type ReporterFlags } from '../reporters.js';
import { scenarioFolder } from '../scenario-folder.js';
import { type ShardFlags, shardFlag } from '../shard-flag.js';
import { addTargetFlags, type TargetFlags, targetOptions } from '../target-flags.js';
import { unknownName, wholeNumber } from '../values.js';
import { foundPath } from './found.js';
import type { JournalHead } from './journal.js';
import { inOrder, type NightlySettings } from './settings.js';

/** What the flags come to. */
export interface NightlyFlags
  extends CampaignFlags,
    CorpusFlags,
    ReporterFlags,
    ShardFlags,
    TargetFlags {
  readonly stages: StageName[];
  readonly scenarios: string[];
  readonly scope: Scope[];
  readonly client: Client[];
  readonly tours: Scope[];
  readonly mostOperations: number;
  readonly drivers: string[];
  readonly preemptions: number;
  readonly canaries: string[];
  readonly runs: number;
  readonly guided: number;
  readonly fault: string;
  readonly out: string;
  readonly resume?: boolean;
}

const RUNS = 100_000;
const OPERATIONS = 20_000;
const PREEMPTIONS = 2;
const MOST_PREEMPTIONS = 20;

/** One of each family, found within a few thousand cases whatever the seed. */
const CANARIES = ['recached-at-first-free', 'free-skips-write-back', 'double-free-accepted'];

const words = (text: string): string[] => text.split(',').map((word) => word.trim());

function stages(text: string): StageName[] {
  const given = words(text).map((word) => {
    const found = STAGE_NAMES.find((name) => name === word);
    if (found === undefined) throw unknownName('stage', '--stages', word, STAGE_NAMES);
    return found;
  });
  return inOrder(given);
}

function clients(text: string): Client[] {
  return words(text).map((word) => {
    const found = CLIENTS.find((client) => client === word);
    if (found === undefined) throw unknownName('client', '--client', word, CLIENTS);
    return found;
  });
}

/** Adds all of them. */
export function addNightlyFlags(command: Command): Command {
  addTargetFlags(addCampaignFlags(command, { value: '', shown: 'date and commit' }));
  addHistoryFlag(addReporterFlag(command));
  addCorpusFlag(command, ' (without it: corpus, beside found; none: without one)');
  return addWhat(addHow(command));
}

function addHow(command: Command): Command {
  return command
    .addOption(runsFlag('cases to fuzz, over all readings', RUNS))
    .addOption(guidedFlag())
    .addOption(
      flagWithDefault(
        '--most-operations <count>',
        'a tour ends there, incomplete',
        OPERATIONS,
        wholeNumber('--most-operations', 1, NO_LIMIT),
        String(OPERATIONS),
      ),
    )
    .addOption(
      flagWithDefault(
        '--preemptions <count>',
        'interruptions of a thread that could go on, in one schedule',
        PREEMPTIONS,
        wholeNumber('--preemptions', 0, MOST_PREEMPTIONS),
        String(PREEMPTIONS),
      ),
    )
    .addOption(faultFlag())
    .addOption(shardFlag())
    .addOption(flag('--config <file>', 'the configuration; none: without one'))
    .addOption(flag('--resume', 'go on with the run that was stopped'))
    .addOption(
      flag('-o, --out <folder>', 'findings, reports, history and journal').default(
        'marshalcheck-out',
      ),
    );
}

function addWhat(command: Command): Command {
  const all = [...STAGE_NAMES];
  return command
    .addOption(
      flagWithDefault('--stages <names>', STAGE_NAMES.join(', '), all, stages, 'all of them'),
    )
    .addOption(
      flag('--scenarios <paths>', 'scenarios to replay first, with commas between', words).default(
        [],
        'scenarios, or those that come along',
      ),
    )
    .addOption(
      flagWithDefault('--scope <names>', 'scopes to search', scopes('tiny'), scopes, 'tiny'),
    )
    .addOption(
      flagWithDefault(
        '--client <names>',
        'who acts in a search: lawful, misusing, application-only',
        ['lawful', 'misusing'] as Client[],
        clients,
        'lawful,misusing',
      ),
    )
    .addOption(
      flagWithDefault(
        '--tours <names>',
        'scopes to tour on the target, or none',
        scopes('tiny'),
        tourScopes,
        'tiny',
      ),
    )
    .addOption(
      flag('--drivers <names>', 'names or files, with commas between', words).default(
        [],
        'the collection',
      ),
    )
    .addOption(
      new Option('--canaries <ids>', 'planted defects that have to be found, or the run is blind')
        .env('MARSHALCHECK_CANARIES')
        .argParser((text: string) => (text === 'none' ? [] : faultIds('--canaries')(text)))
        .default(CANARIES, CANARIES.join(',')),
    );
}

/** The settings of a run; `head`: what the journal of the run to go on with says. */
export function settingsOf(
  flags: NightlyFlags,
  targets: readonly string[],
  head: JournalHead | null,
): NightlySettings {
  const { watchdog, inspection, fault, tours, mostOperations, drivers, preemptions } = flags;
  for (const target of targets) targetOptions({ target, watchdog, fault });
  return {
    seed: flags.seed === '' ? (head?.seed ?? seedOfToday()) : flags.seed,
    targets,
    watchdog,
    readings: flags.reading,
    servers: flags.server,
    inspection,
    fault,
    stages: flags.stages,
    files: head?.files ?? filesOf(flags),
    corpusFolder: corpusFolder(flags),
    corpus: head?.corpus ?? corpusFiles(corpusFolder(flags)),
    scopes: flags.scope,
    clients: flags.client,
    tours,
    mostOperations,
    drivers,
    preemptions,
    canaries: flags.canaries,
    runs: Math.min(flags.runs, MOST_RUNS),
    guided: flags.guided,
    shard: flags.shard,
    out: flags.out,
  };
}

/** Where interesting cases are kept; '' for nowhere. */
function corpusFolder({ corpus, out }: NightlyFlags): string {
  if (corpus === 'none') return '';
  return corpus ?? path.join(out, 'corpus');
}

/** What is replayed: the scenarios, and what earlier runs found. */
function filesOf({ scenarios, out }: NightlyFlags): string[] {
  const given = scenarios.length > 0 ? scenarios : [scenarioFolder()];
  const found = foundPath(out);
  return scenarioFiles(existsSync(found) ? [...given, found] : given);
}

/** Digits of the commit in a seed. */
const COMMIT_DIGITS = 12;

/** Another campaign each day and for each commit; the report has it, so that it can be repeated. */
function seedOfToday(): string {
  const day = new Date().toISOString().slice(0, 10);
  const commit = currentCommit().slice(0, COMMIT_DIGITS);
  return commit === '' ? day : `${day}-${commit}`;
}
