/** `marshalcheck fuzz`: generated cases on a target, judged by the model. */

import type { Command } from 'commander';
import type { FamilyName } from '../../properties/generation/kinds.js';
import { hasFindings, type Report } from '../../reports/document.js';
import { plain } from '../../reports/escape.js';
import { grouped } from '../../reports/fuzz.js';
import { fuzzReport } from '../../reports/json.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { lostFailure } from '../failure.js';
import {
  addCampaignFlags,
  type CampaignFlags,
  flag,
  flagWithDefault,
  MOST_RUNS,
  runsFlag,
} from '../flags.js';
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
import { DEFAULT_GUIDED, drawingFlags, numberedCommand } from '../reproduce.js';
import { type ShardFlags, sharded, shardFlag } from '../shard-flag.js';
import { Stop } from '../stop.js';
import { addTargetFlags, type TargetFlags, targetOptions } from '../target-flags.js';
import { families, faultId, wholeNumber } from '../values.js';
import { version } from '../version.js';

const DEFAULT_RUNS = 10_000;

interface FuzzFlags extends CampaignFlags, ReporterFlags, ShardFlags, TargetFlags {
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
  addHistoryFlag(addReporterFlag(addTargetFlags(addCampaignFlags(command))))
    .addOption(
      flag(
        '--case <number>',
        'run only this case of the campaign',
        wholeNumber('--case', 0, MOST_RUNS),
      ),
    )
    .addOption(
      flagWithDefault(
        '--guided <percent>',
        'cases that are bred from what was new, the rest are drawn blind',
        DEFAULT_GUIDED,
        wholeNumber('--guided', 0, 100),
        String(DEFAULT_GUIDED),
      ),
    )
    .addOption(
      flag(
        '--family <names>',
        'what every case takes in beside the seven functions: all, none, or names with commas ' +
          'between (without it: one of them in a fifth of the cases)',
        families('--family'),
      ),
    )
    .addOption(flag('--fault <id>', 'plant a defect in the board', faultId('--fault')).default(''))
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
  if (!isQuiet) terminal.note(opening(flags, runs));
  try {
    const report = keeper.filed(
      await engine.fuzz({
        seed: flags.seed,
        readings: flags.reading,
        servers: flags.server,
        workers: flags.workers,
        inspection: flags.inspection,
        signal: stop.signal,
        onProgress: progress.update,
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
      }),
    );
    progress.end();
    const findings = keeper.explained(report);
    const drawing = drawingFlags(flags);
    const whole = fuzzReport(report, findings, version(), (what) =>
      numberedCommand(what, flags.seed, drawing),
    );
    const document = knownIn(sharded(whole, flags.shard), context);
    writeCampaign(document, flags, terminal);
    const unsaved = keeper.failure();
    if (unsaved !== null) terminal.fail(unsaved);
    if (report.lost !== '') terminal.fail(lostFailure(report.lost));
    return exitOf(document, keeper, stop);
  } finally {
    stop.release();
    progress.end();
    folder.tidy();
  }
}

function opening(flags: FuzzFlags, runs: number): string {
  const where = `${flags.reading.length} readings, drivers in ${flags.server.join(' and ')} mode`;
  const fault = flags.fault === '' ? '' : `, planted defect ${flags.fault}`;
  const cases = flags.case === undefined ? `${grouped(runs)} cases` : `case ${flags.case}`;
  return `fuzz: seed ${plain(flags.seed)}, ${cases}, ${where}${fault}`;
}

function exitOf(report: Report, keeper: Keeper, stop: Stop): Exit {
  const { findings, nondeterminism = [], lost = '' } = report;
  if (stop.reason === 'interrupt') return Exit.interrupted;
  const isOdd = findings.some(({ explanation }) => explanation?.isReproduced === false);
  if (isOdd || nondeterminism.length > 0) return Exit.nondeterminism;
  if (keeper.failure() !== null || lost !== '') return Exit.harness;
  return hasFindings(report) ? Exit.findings : Exit.clean;
}
