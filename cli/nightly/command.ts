/** What `nightly` does, from its flags to its exit code. */

import path from 'node:path';
import type { Report } from '../../reports/document.js';
import { plain } from '../../reports/escape.js';
import { type KnownSignature, unseen } from '../../reports/known.js';
import type { Context } from '../context.js';
import type { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { knownIn, knownList } from '../known.js';
import { OutFolder } from '../out-folder.js';
import { type Reporter, type ReporterFlags, writeCampaign } from '../reporters.js';
import { Stop } from '../stop.js';
import type { Terminal } from '../terminal.js';
import { blindFailure, exitOf, whereToGoOn } from './conclude.js';
import { type NightlyFlags, settingsOf } from './flags.js';
import { foundPath } from './found.js';
import { headOf, Journal, journalLines } from './journal.js';
import { Nightly, type NightlyResult } from './run.js';
import { fileName, fingerprintOf, type NightlySettings } from './settings.js';

/**
 * Runs the stages on `targets`; `asksForReporters`: the forms of the report were chosen, and take
 * the place of the files beside the findings.
 */
export async function nightlyCommand(
  flags: NightlyFlags,
  targets: readonly string[],
  asksForReporters: boolean,
  context: Context,
): Promise<Exit> {
  const { terminal } = context;
  const isQuiet = flags.quiet === true;
  const { settings, journal } = begin(flags, targets);
  const folder = new OutFolder(foundPath(settings.out));
  const stop = new Stop(terminal, flags.timeLimit);
  if (!isQuiet) terminal.note(opening(settings, journal));
  try {
    const nightly = new Nightly({
      context,
      settings,
      journal,
      folder,
      workers: flags.workers,
      isQuiet,
      timeLimit: flags.timeLimit,
      stop,
    });
    const ran = await nightly.run();
    const report = knownIn(ran.report, context);
    const result = { ...ran, report };
    await writeCampaign(result.report, outputs(flags, settings, asksForReporters), terminal);
    if (!isQuiet && !report.interrupted) tellUnseen(report, knownList(context), terminal);
    return conclude(result, journal, stop, context);
  } finally {
    stop.release();
    folder.tidy();
  }
}

/** The settings and the journal, of a new run or of the one to go on with. */
function begin(
  flags: NightlyFlags,
  targets: readonly string[],
): { settings: NightlySettings; journal: Journal } {
  const file = path.join(flags.out, fileName('journal', 'ndjson', flags.shard));
  const lines = flags.resume === true ? journalLines(file) : null;
  const known = lines === null ? null : headOf(file, lines[0] ?? '');
  const settings = settingsOf(flags, targets, known);
  const { seed, files, corpus } = settings;
  const head = { seed, settings: fingerprintOf(settings), files, corpus };
  const journal = lines === null ? Journal.begin(file, head) : Journal.goOn(file, lines, head);
  return { settings, journal };
}

function opening(
  { seed, targets, stages, fault, shard }: NightlySettings,
  journal: Journal,
): string {
  const planted = fault === '' ? '' : `, planted defect ${fault}`;
  const part = shard === undefined ? '' : `, shard ${shard.number} of ${shard.count}`;
  const done = journal.done.size === 0 ? '' : `, ${journal.done.size} units are done already`;
  const target = targets.map(plain).join(', ');
  return `nightly: seed ${plain(seed)}, ${target}${planted}${part}: ${stages.join(', ')}${done}`;
}

/** Console, and files beside the findings, unless other forms were asked for. */
function outputs(flags: NightlyFlags, settings: NightlySettings, isAsked: boolean): ReporterFlags {
  const { out, shard } = settings;
  const file = (extension: string): string => path.join(out, fileName('report', extension, shard));
  const own: Reporter[] = [
    { name: 'json', file: file('json') },
    { name: 'html', file: file('html') },
  ];
  const reporter = isAsked ? flags.reporter : [...flags.reporter, ...own];
  const history = flags.history ?? path.join(out, fileName('history', 'ndjson', shard));
  return { ...flags, reporter, history };
}

/** What is listed as known and was not seen may be mended. */
function tellUnseen(report: Report, list: readonly KnownSignature[], terminal: Terminal): void {
  for (const { signature, reason } of unseen(report, list)) {
    terminal.note(`known, but not seen this time: ${plain(signature)} (${plain(reason)})`);
  }
}

function conclude(result: NightlyResult, journal: Journal, stop: Stop, context: Context): Exit {
  const { terminal } = context;
  const blind = blindFailure(result.report);
  for (const error of result.troubles) {
    if (error instanceof Failure) terminal.fail(error);
    else terminal.note(plain(error.message));
  }
  if (blind !== null) terminal.fail(blind);
  if (journal.trouble !== '') {
    terminal.note(`the journal could not be kept, --resume will begin anew: ${journal.trouble}`);
  }
  const left = whereToGoOn(result.report, process.argv.slice(2));
  if (left !== '') terminal.note(left);
  return exitOf(result, stop);
}
