/** `marshalcheck check`: every world of a scope, or a shortest counterexample. */

import type { Command } from 'commander';
import { checkLines, compareLines } from '../../reports/check.js';
import { checkSignature } from '../../reports/check-document.js';
import { plain } from '../../reports/escape.js';
import { grouped } from '../../reports/fuzz.js';
import { jsonText } from '../../reports/json.js';
import type { CheckReport } from '../../search/check/campaign/report.js';
import { findModelFault } from '../../search/check/marshalling/faults/index.js';
import { has, type Scope, withSystems } from '../../search/check/marshalling/scope.js';
import type { CheckProgress } from '../../search/check/result.js';
import { checkDocument } from '../check-document.js';
import { addCheckFlags, type CheckFlags, NO_LIMIT } from '../check-flags.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { isKnown, knownIn } from '../known.js';
import { addHistoryFlag, addReporterFlag, type ReporterFlags, writeBeside } from '../reporters.js';
import { type ShardFlags, sharded, shardFlag } from '../shard-flag.js';
import { Stop } from '../stop.js';
import type { Terminal } from '../terminal.js';
import { readings } from '../values.js';

const EXAMPLES = `
Examples:
  marshalcheck check --scope small --reading all --client lawful,misusing --json
  marshalcheck check --scope tiny --reading shipped --out ./marshalcheck-out
  marshalcheck check --scope tiny --reading compact7-armv5 --reach 'aliases > 1 and exited > 0'
  marshalcheck check --compare compact2013-armv7 shipped-compact2013-armv7
  marshalcheck check --scope small --family shared-memory,windriver --reading compact7-armv5
  marshalcheck check --scope tiny --fault write-back-lost     does the invariant bite?`;

const MEGABYTE = 1_048_576;
const MOST_COMPARED = 100_000;

type Flags = CheckFlags & ReporterFlags & ShardFlags;

/** Adds the command. */
export function addCheck(program: Command, context: Context): void {
  const command = program
    .command('check')
    .summary('visit every world of a scope, check every invariant in each')
    .description(
      'Visits every world that is reachable within a scope, checks every invariant in each and ' +
        'every law on each transition. Ends in a shortest counterexample, or in a certificate.',
    );
  addHistoryFlag(addReporterFlag(addCheckFlags(command)))
    .addOption(shardFlag())
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      context.exit = await checkCommand(command.opts<Flags>(), context);
    });
}

/** Progress of an exhaustive search: states, rate, frontier, and an estimate once there is one. */
class CheckProgressWriter {
  private written = 0;
  private readonly terminal: Terminal;
  private readonly isQuiet: boolean;

  constructor(terminal: Terminal, isQuiet: boolean) {
    this.terminal = terminal;
    this.isQuiet = isQuiet;
  }

  readonly update = (label: string, progress: CheckProgress): void => {
    const now = performance.now();
    if (this.isQuiet || now - this.written < (this.terminal.isLive ? 100 : 10_000)) return;
    this.written = now;
    const { states, transitionsPerSecond, depth, frontier, estimate } = progress;
    const about = estimate === undefined ? '' : `, about ${grouped(estimate)} in all`;
    const text =
      `${label}  depth ${depth}, ${grouped(states)} states${about}, ` +
      `${grouped(frontier)} at hand, ` +
      `${grouped(transitionsPerSecond)} transitions/s`;
    if (this.terminal.isLive) this.terminal.updateLine(text);
    else this.terminal.note(text);
  };
}

/** The scope for drivers in each of these modes; in the mode that it says for none. */
function inModes(scope: Scope, modes: readonly ('kernel' | 'user')[]): Scope[] {
  return modes.length === 0 ? [scope] : modes.map((server) => ({ ...scope, server }));
}

async function checkCommand(flags: Flags, context: Context): Promise<Exit> {
  if (flags.compare !== undefined) return compareCommand(flags, flags.compare, context);
  if (flags.reach !== '' && flags.never !== '') throw twoQuestions();
  if (flags.resume === true && flags.checkpoint === '') throw nowhereToGoOn();
  const { terminal, engine } = context;
  const isQuiet = flags.quiet === true;
  const progress = new CheckProgressWriter(terminal, isQuiet);
  const stop = new Stop(terminal, 0);
  const scopes = flags.scope.map((scope) => withSystems(scope, flags.family));
  refuseFaultOfOthers(flags.fault, scopes);
  try {
    const report = await engine.check({
      scopes: scopes.flatMap((scope) => inModes(scope, flags.server)),
      readings: flags.reading,
      clients: flags.client,
      ...(flags.shard !== undefined && { slice: flags.shard }),
      workers: flags.workers,
      fault: flags.fault,
      question: flags.reach === '' ? flags.never : flags.reach,
      limits: limitsOf(flags),
      checkpoint: flags.checkpoint,
      checkpointSeconds: flags.checkpointEvery,
      resume: flags.resume === true,
      lossy: flags.compact === true,
      symmetry: flags.symmetry,
      folder: flags.out,
      signal: stop.signal,
      progress: progress.update,
    });
    terminal.clearLine();
    await writeBeside(
      () => {
        const document = checkDocument(report, { ...flags, scope: scopes });
        return knownIn(sharded(document, flags.shard), context);
      },
      flags,
      terminal,
      () => {
        print(report, flags, terminal);
      },
    );
    if (flags.checkpoint !== '' && !isQuiet && report.scopes.some(({ complete }) => !complete)) {
      terminal.note(`saved in ${plain(flags.checkpoint)}; the same command with --resume goes on`);
    }
    if (stop.reason === 'interrupt') return Exit.interrupted;
    return exitOf(report, flags, context);
  } finally {
    stop.release();
    terminal.clearLine();
  }
}

function limitsOf(flags: CheckFlags): {
  maxStates?: number;
  maxMemoryBytes: number;
  timeLimitSeconds?: number;
} {
  return {
    maxMemoryBytes: flags.maxMemory * MEGABYTE,
    ...(flags.maxStates < NO_LIMIT ? { maxStates: flags.maxStates } : {}),
    ...(flags.timeLimit > 0 ? { timeLimitSeconds: flags.timeLimit } : {}),
  };
}

function twoQuestions(): Failure {
  return new Failure({
    what: '--reach and --never are asked one at a time',
    where: '--reach, --never',
    cause: 'one looks for a world, the other proves that there is none',
    next: 'run check twice',
  });
}

/** A defect of a system shows only where a scope takes that system in. */
function refuseFaultOfOthers(fault: string, scopes: readonly Scope[]): void {
  const system = findModelFault(fault)?.system;
  if (system === undefined || scopes.some((scope) => has(scope, system))) return;
  throw new Failure({
    what: `${fault} is a defect of ${system}, which no scope of this search takes in`,
    where: '--fault, --family',
    cause: 'a scope has the seven functions alone unless told otherwise',
    next: `add --family ${system}`,
  });
}

function nowhereToGoOn(): Failure {
  return new Failure({
    what: '--resume needs to know from where',
    where: '--resume',
    cause: 'without --checkpoint nothing is saved',
    next: 'give the folder that the search was begun with: --checkpoint <folder> --resume',
  });
}

/** `--reach` fails where there is no such world, `--never` where there is one. */
function exitOf(report: CheckReport, flags: CheckFlags, context: Context): Exit {
  const found = report.scopes.some(({ witness }) => witness !== null);
  if (flags.reach !== '') return found ? Exit.clean : Exit.findings;
  if (flags.never !== '') return found ? Exit.findings : Exit.clean;
  const isNews = report.findings.some((each) => !isKnown(checkSignature(each), context));
  return isNews ? Exit.findings : Exit.clean;
}

function print(report: CheckReport, flags: CheckFlags, terminal: Terminal): void {
  if (flags.json === true) {
    // The states of a counterexample are in the report.
    const findings = report.findings.map((each) => ({ ...each, explanation: undefined }));
    terminal.print(jsonText({ ...report, findings }));
    return;
  }
  const style = { colours: terminal.out, columns: terminal.columns };
  for (const line of checkLines(report, style)) terminal.print(line);
}

async function compareCommand(
  flags: CheckFlags,
  given: readonly string[],
  context: Context,
): Promise<Exit> {
  const { terminal, engine } = context;
  const pair = given.flatMap((word) => readings('--compare')(word));
  const [left, right] = pair;
  if (left === undefined || right === undefined || pair.length > 2) {
    throw new Failure({
      what: `--compare takes two readings, not ${pair.length}`,
      where: '--compare',
      cause: 'a name was left out, or a group was given',
      next: 'marshalcheck check --compare compact2013-armv7 shipped-compact2013-armv7',
    });
  }
  if (flags.quiet !== true) terminal.note(`comparing ${plain(left)} with ${plain(right)}`);
  const comparison = await engine.compareReadings(
    [left, right],
    flags.depth,
    MOST_COMPARED,
    flags.out,
  );
  if (flags.json === true) terminal.print(jsonText(comparison));
  else {
    const style = { colours: terminal.out, columns: terminal.columns };
    for (const line of compareLines(comparison, style)) terminal.print(line);
  }
  return Exit.clean;
}
