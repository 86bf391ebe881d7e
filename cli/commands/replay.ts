/** `marshalcheck replay`: scenario files run again, every step and the verdict compared. */

import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { failedScenarios, type Report } from '../../reports/document.js';
import type { ReplayReport, ReplayResult } from '../../search/replay.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { Failure, scenarioFailure } from '../failure.js';
import { addOutputFlags, flag, flagWithDefault } from '../flags.js';
import { faultFlag } from '../fuzz-flags.js';
import { knownIn } from '../known.js';
import { ProgressWriter } from '../progress.js';
import { replayDocument } from '../replay-document.js';
import {
  addHistoryFlag,
  addReporterFlag,
  type ReporterFlags,
  writeCampaign,
} from '../reporters.js';
import { Stop } from '../stop.js';
import { addTargetFlags, type TargetFlags, targetOptions } from '../target-flags.js';
import { seconds } from '../values.js';

interface ReplayFlags extends ReporterFlags, TargetFlags {
  readonly fault: string;
  readonly inspection: boolean;
  readonly timeLimit: number;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  marshalcheck replay scenarios
  marshalcheck replay scenarios/regressions/found.yaml --fault free-skips-write-back
  marshalcheck replay a.yaml b.yaml --json`;

/** Adds the command. */
export function addReplay(program: Command, context: Context): void {
  const command = program
    .command('replay')
    .summary('run scenario files again')
    .description(
      'Runs scenario files (or all below a folder) on every platform that they speak of, and ' +
        'compares each step and the verdict.',
    )
    .argument('[paths...]', 'files and folders (default: scenarios)')
    .addOption(faultFlag())
    .addOption(flag('--no-inspection', 'judge the target by its answers alone'))
    .addOption(
      flagWithDefault(
        '--time-limit <time>',
        'stop between files after 90, 90s, 5m, 1h',
        0,
        seconds('--time-limit'),
        'none',
      ),
    );
  addHistoryFlag(addReporterFlag(addOutputFlags(addTargetFlags(command))))
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[]) => {
      context.exit = await replayCommand(pathsOr(paths), command.opts<ReplayFlags>(), context);
    });
}

function pathsOr(paths: readonly string[]): readonly string[] {
  if (paths.length > 0) return paths;
  if (existsSync('scenarios')) return ['scenarios'];
  throw new Failure({
    what: 'there is nothing to replay',
    cause: 'no path was given, and there is no folder scenarios here',
    next: 'name files or folders: marshalcheck replay FILE',
  });
}

async function replayCommand(
  paths: readonly string[],
  flags: ReplayFlags,
  context: Context,
): Promise<Exit> {
  const { terminal, engine } = context;
  const isQuiet = flags.quiet === true;
  const progress = new ProgressWriter(terminal, 'files', isQuiet);
  const stop = new Stop(terminal, flags.timeLimit);
  const results: ReplayResult[] = [];
  let operations = 0;
  let failed = 0;
  const started = performance.now();
  try {
    const report = await engine.replay(paths, {
      ...targetOptions(flags),
      fault: flags.fault,
      inspection: flags.inspection,
      signal: stop.signal,
      onResult: (result: ReplayResult, done: number, total: number) => {
        results.push(result);
        operations += result.operations;
        failed += result.passed ? 0 : 1;
        progress.update({ done, total, operations, findings: failed, label: 'replaying' });
      },
    });
    progress.end();
    const elapsed = Number(((performance.now() - started) / 1000).toFixed(3));
    const ran = { results, seconds: elapsed };
    const whole = await replayDocument(report, ran, flags, context);
    const document = knownIn(whole, context);
    await writeCampaign(document, flags, terminal);
    if (stop.reason === 'interrupt') return Exit.interrupted;
    return exitOf(report, document, context);
  } finally {
    stop.release();
    progress.end();
  }
}

function exitOf(report: ReplayReport, document: Report, { terminal }: Context): Exit {
  if (report.nondeterminism.length > 0) return Exit.nondeterminism;
  for (const error of report.errors) terminal.fail(scenarioFailure(error));
  if (report.errors.length > 0) return Exit.usage;
  return failedScenarios(document) > 0 ? Exit.findings : Exit.clean;
}
