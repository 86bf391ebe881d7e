/** `marshalcheck conform`: a target put to the test, clause by clause. */

import type { Command } from 'commander';
import { conformLines } from '../../reports/conform.js';
import type { FindingDocument } from '../../reports/document.js';
import { plain } from '../../reports/escape.js';
import { findingLines } from '../../reports/finding.js';
import { findingDocument, jsonText } from '../../reports/json.js';
import { conformReport } from '../../reports/tours-document.js';
import { SCOPES, type Scope } from '../../search/check/marshalling/scope.js';
import type { ConformReport } from '../../search/conform/report.js';
import { NO_LIMIT, scopes, tourScopes } from '../check-flags.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { lostFailure } from '../failure.js';
import {
  addCampaignFlags,
  type CampaignFlags,
  campaignOptions,
  flag,
  flagWithDefault,
} from '../flags.js';
import { faultFlag } from '../fuzz-flags.js';
import { Keeper } from '../keeper.js';
import { isKnown, knownIn } from '../known.js';
import { defaultFolder, OutFolder } from '../out-folder.js';
import { ProgressWriter } from '../progress.js';
import { addHistoryFlag, addReporterFlag, type ReporterFlags, writeBeside } from '../reporters.js';
import { type DrawingFlags, drawingFlags, reproduceCommands } from '../reproduce.js';
import { scenarioFolder } from '../scenario-folder.js';
import { Stop } from '../stop.js';
import { addTargetFlags, type TargetFlags, targetOptions } from '../target-flags.js';
import type { Terminal } from '../terminal.js';
import { wholeNumber } from '../values.js';
import { version } from '../version.js';

interface ConformFlags extends CampaignFlags, ReporterFlags, TargetFlags {
  readonly scope: Scope[];
  readonly runs: number;
  readonly mostOperations: number;
  readonly identify?: boolean;
  readonly doubtful?: boolean;
  readonly fault: string;
  readonly scenarios?: string;
  readonly out?: string;
}

const DEFAULT_RUNS = 1000;
const MOST_SHOWN = 10;
const MOST_OPERATIONS = 100_000_000;
const MOST_DEPARTURES = 200;

const EXAMPLES = `
Examples:
  marshalcheck conform --target "./my_target" --reading compact7-x86
  marshalcheck conform --target simulator --scope small --json
  marshalcheck conform --target tcp://localhost:4000 --server kernel --runs 5000
  marshalcheck conform --target "./my_target" --scope none      scenarios and fuzzing alone`;

/** Adds the command. */
export function addConform(program: Command, context: Context): void {
  const command = program
    .command('conform')
    .summary('put a target to the test, clause by clause')
    .description(
      'Runs the scenarios of all clauses, the tour of a scope (every operation in every belief ' +
        'that the target can reach) and fuzzing beyond it. Says for each clause whether the ' +
        'target conforms or departs, or why that is not known.',
    );
  addHistoryFlag(addReporterFlag(addTargetFlags(addCampaignFlags(command))))
    .addOption(
      flagWithDefault(
        '--scope <names>',
        `${SCOPES.map(({ name }) => name).join(', ')}, files, or none`,
        scopes('tiny'),
        tourScopes,
        'tiny',
      ),
    )
    .addOption(
      flagWithDefault(
        '--most-operations <count>',
        'a tour ends there, incomplete',
        MOST_OPERATIONS,
        wholeNumber('--most-operations', 1, NO_LIMIT),
        String(MOST_OPERATIONS),
      ),
    )
    .addOption(
      flagWithDefault(
        '-n, --runs <count>',
        'cases to fuzz, 0 for none',
        DEFAULT_RUNS,
        wholeNumber('--runs', 0, NO_LIMIT),
        String(DEFAULT_RUNS),
      ),
    )
    .addOption(flag('--identify', 'tell each next state from others by what it answers (tiny)'))
    .addOption(flag('--doubtful', 'tours go on where what the target holds is in doubt (slow)'))
    .addOption(flag('--scenarios <path>', 'scenarios to run (default: those of the clauses)'))
    .addOption(faultFlag())
    .addOption(flag('-o, --out <folder>', 'where findings are saved, one file a signature'))
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      context.exit = await conformCommand(command.opts<ConformFlags>(), context);
    });
}

async function conformCommand(flags: ConformFlags, context: Context): Promise<Exit> {
  const { terminal, engine } = context;
  const isQuiet = flags.quiet === true;
  const folder = new OutFolder(flags.out ?? defaultFolder());
  const progress = new ProgressWriter(terminal, 'done', isQuiet);
  const stop = new Stop(terminal, flags.timeLimit);
  const drawing = { ...drawingFlags({ ...flags, guided: 0 }), isNumbered: false };
  const keeper = new Keeper({ engine, terminal, folder, flags: drawing, isQuiet });
  try {
    const report = await keeper.filed(
      await engine.conform({
        ...campaignOptions(flags, stop, progress),
        onFinding: keeper.take,
        ...targetOptions(flags),
        fault: flags.fault,
        scenarios: [flags.scenarios ?? scenarioFolder('spec')],
        scopes: flags.scope,
        mostOperations: flags.mostOperations,
        identify: flags.identify === true,
        doubtful: flags.doubtful === true,
        mostDepartures: MOST_DEPARTURES,
        runs: flags.runs,
      }),
    );
    progress.end();
    await writeBeside(
      async () =>
        knownIn(conformReport(report, await keeper.explained(report), version()), context),
      flags,
      terminal,
      async () => print(report, drawing, flags, context),
    );
    return exitOf(report, keeper, stop, context);
  } finally {
    stop.release();
    progress.end();
    await keeper.saved();
    folder.tidy();
  }
}

async function print(
  report: ConformReport,
  drawing: DrawingFlags,
  flags: ConformFlags,
  { terminal, engine }: Context,
): Promise<void> {
  const documents: FindingDocument[] = [];
  for (const finding of report.findings) {
    const act = async (): Promise<string> => engine.text(finding);
    const scenario = await attempt(terminal, `write ${finding.signature}`, act);
    const reproduce = reproduceCommands(finding, finding.file, drawing);
    documents.push(findingDocument(finding, { explanation: null, reproduce, scenario }));
  }
  if (flags.json === true) {
    terminal.print(jsonText({ marshalcheck: version(), ...report, findings: documents }));
    return;
  }
  const style = { colours: terminal.out, columns: terminal.columns };
  const count = documents.length;
  for (const [index, finding] of documents.slice(0, MOST_SHOWN).entries()) {
    const lines = findingLines(finding, `finding ${index + 1} of ${count}`, style);
    for (const line of lines) terminal.print(line);
  }
  for (const line of conformLines(report, style)) terminal.print(line);
}

/** What could not be done is said, and the run goes on: ''. */
async function attempt(
  terminal: Terminal,
  what: string,
  act: () => Promise<string>,
): Promise<string> {
  try {
    return await act();
  } catch (error) {
    const [why = ''] = (error as Error).message.split('\n');
    terminal.note(`cannot ${plain(what)}: ${plain(why)}`);
    return '';
  }
}

function exitOf(report: ConformReport, keeper: Keeper, stop: Stop, context: Context): Exit {
  const { terminal } = context;
  if (stop.reason === 'interrupt') return Exit.interrupted;
  if (report.lost !== '') {
    terminal.fail(lostFailure(report.lost));
    return Exit.harness;
  }
  if (report.nondeterminism.length > 0) return Exit.nondeterminism;
  const unsaved = keeper.failure();
  if (unsaved !== null) {
    terminal.fail(unsaved);
    return Exit.harness;
  }
  const isNews = report.findings.some(({ signature }) => !isKnown(signature, context));
  return isNews ? Exit.findings : Exit.clean;
}
