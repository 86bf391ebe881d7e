/** `marshalcheck fuzz`: generated cases on a target, judged by the model. */

import type { Command } from 'commander';
import type { FamilyName } from '../../properties/generation/kinds.js';
import { hasFindings, type Report } from '../../reports/document.js';
import { plain } from '../../reports/escape.js';
import { grouped } from '../../reports/fuzz.js';
import { fuzzReport } from '../../reports/json.js';
import type { Context } from '../context.js';
import { addCorpusFlag, Corpus, type CorpusFlags } from '../corpus.js';
import { Exit } from '../exit-codes.js';
import { lostFailure } from '../failure.js';
import {
  addCampaignFlags,
  type CampaignFlags,
  campaignOptions,
  flag,
  MOST_RUNS,
  runsFlag,
} from '../flags.js';
import { faultFlag, guidedFlag } from '../fuzz-flags.js';
import { Keeper } from '../keeper.js';
import { knownIn } from '../known.js';
import { defaultFolder, OutFolder } from '../out-folder.js';
import { ProgressWriter } from '../progress.js';
import {
  addHistoryFlag,
  addReporterFlag,
  type ReporterFlags,
  writeCampaign,
} from '../reporters.js';
import { drawingFlags, numberedCommand } from '../reproduce.js';
import { type ShardFlags, sharded, shardFlag } from '../shard-flag.js';
import { Stop } from '../stop.js';
import { addTargetFlags, type TargetFlags, targetOptions } from '../target-flags.js';
import { families, wholeNumber } from '../values.js';
import { version } from '../version.js';

const DEFAULT_RUNS = 10_000;

interface FuzzFlags extends CampaignFlags, CorpusFlags, ReporterFlags, ShardFlags, TargetFlags {
  readonly runs: number;
  readonly case?: number;
  readonly guided: number;
  readonly family?: FamilyName[];
  readonly fault: string;
  readonly reduce: boolean;
  readonly shrink: boolean;
  readonly failFast?: boolean;
  readonly out?: string;
}

const EXAMPLES = `
Examples:
  marshalcheck fuzz --seed first --runs 20000 --reading all --json
  marshalcheck fuzz --reading shipped --server kernel --time-limit 5m
  marshalcheck fuzz --family shared-memory,windriver
  marshalcheck fuzz --fault free-skips-write-back --out ./marshalcheck-out
  marshalcheck fuzz --target "./my-kernel-shim --verbose" --reading compact7-x86
  marshalcheck fuzz --seed today --corpus ./corpus  begin with what earlier campaigns kept
  marshalcheck fuzz --seed first --case 1234        run one case of a campaign again`;

/** Adds the command. */
export function addFuzz(program: Command, context: Context): void {
  const command = program
    .command('fuzz')
    .summary('run generated cases and judge every answer by the model')
    .description(
      'Runs generated cases on a target and judges every answer by the model. ' +
        'What it finds is reduced, saved as a scenario file and explained.',
    )
    .addOption(runsFlag('cases, over all readings', DEFAULT_RUNS));
  addCorpusFlag(addHistoryFlag(addReporterFlag(addTargetFlags(addCampaignFlags(command)))), '')
    .addOption(
      flag(
        '--case <number>',
        'run only this case of the campaign',
        wholeNumber('--case', 0, MOST_RUNS),
      ),
    )
    .addOption(guidedFlag())
    .addOption(
      flag(
        '--family <names>',
        'what every case takes in beside the seven functions: all, none, or names with commas ' +
          'between (without it: one of them in a fifth of the cases)',
        families('--family'),
      ),
    )
    .addOption(faultFlag())
    .addOption(shardFlag())
    .addOption(flag('--fail-fast', 'stop at the first finding'))
    .addOption(flag('--no-reduce', 'report findings as they were found (also --no-shrink)'))
    .addOption(flag('--no-shrink', 'the same as --no-reduce').hideHelp())
    .addOption(flag('-o, --out <folder>', 'where findings are saved, one file a signature'))
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      context.exit = await fuzzCommand(command.opts<FuzzFlags>(), context);
    });
}

async function fuzzCommand(flags: FuzzFlags, context: Context): Promise<Exit> {
  const { terminal, engine } = context;
  const isQuiet = flags.quiet === true;
  const folder = new OutFolder(flags.out ?? defaultFolder());
  const keeper = new Keeper({ engine, terminal, folder, flags: drawingFlags(flags), isQuiet });
  const progress = new ProgressWriter(terminal, 'cases', isQuiet);
  const stop = new Stop(terminal, flags.timeLimit);
  const runs = flags.case === undefined ? flags.runs : 1;
  const corpus = await corpusOf(flags, engine);
  if (!isQuiet) terminal.note(opening(flags, runs));
  try {
    const ran = await engine.fuzz({
      ...campaignOptions(flags, stop, progress),
      onFinding: keeper.take,
      ...targetOptions(flags),
      ...(flags.family === undefined ? {} : { families: flags.family }),
      runs,
      fault: flags.fault,
      reduce: flags.reduce && flags.shrink,
      failFast: flags.failFast === true,
      guided: flags.case === undefined ? flags.guided : 0,
      firstCase: flags.case ?? 0,
      ...(flags.shard !== undefined && { slice: flags.shard }),
      ...(corpus !== null && { corpus: corpus.start }),
    });
    const report = await keeper.filed((await corpus?.take(ran)) ?? ran);
    progress.end();
    const findings = await keeper.explained(report);
    const drawing = drawingFlags(flags);
    const whole = fuzzReport(report, findings, version(), (what) =>
      numberedCommand(what, flags.seed, drawing),
    );
    const document = knownIn(sharded(whole, flags.shard), context);
    await writeCampaign(document, flags, terminal);
    if (corpus !== null && !isQuiet) terminal.note(plain(corpus.sentence));
    const unsaved = [keeper.failure(), corpus?.failure() ?? null].filter((each) => each !== null);
    for (const failure of unsaved) terminal.fail(failure);
    if (report.lost !== '') terminal.fail(lostFailure(report.lost));
    return exitOf(document, unsaved.length > 0, stop);
  } finally {
    stop.release();
    progress.end();
    await keeper.saved();
    folder.tidy();
    corpus?.tidy();
  }
}

/** The corpus that `--corpus` names; null for none, and for a single case. */
async function corpusOf(flags: FuzzFlags, engine: Context['engine']): Promise<Corpus | null> {
  const { corpus, shard, reading, server, inspection, fault } = flags;
  if (corpus === undefined || flags.case !== undefined) return null;
  const places = { readings: reading, servers: server, inspection, fault };
  return Corpus.open(engine, corpus, shard, { ...places, ...targetOptions(flags) });
}

function opening(flags: FuzzFlags, runs: number): string {
  const where = `${flags.reading.length} readings, drivers in ${flags.server.join(' and ')} mode`;
  const fault = flags.fault === '' ? '' : `, planted defect ${flags.fault}`;
  const cases = flags.case === undefined ? `${grouped(runs)} cases` : `case ${flags.case}`;
  return `fuzz: seed ${plain(flags.seed)}, ${cases}, ${where}${fault}`;
}

function exitOf(report: Report, isUnsaved: boolean, stop: Stop): Exit {
  const { findings, nondeterminism = [], lost = '' } = report;
  if (stop.reason === 'interrupt') return Exit.interrupted;
  const isOdd = findings.some(({ explanation }) => explanation?.isReproduced === false);
  if (isOdd || nondeterminism.length > 0) return Exit.nondeterminism;
  if (isUnsaved || lost !== '') return Exit.harness;
  return hasFindings(report) ? Exit.findings : Exit.clean;
}
