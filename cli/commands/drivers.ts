/** `marshalcheck drivers`: drivers under every order of events that matters. */

import type { Command } from 'commander';
import { driverFindingLines, driversLines } from '../../reports/drivers.js';
import { jsonText } from '../../reports/json.js';
import type { DriverReport } from '../../search/drivers/report.js';
import type { Nondeterminism } from '../../search/nondeterminism.js';
import { sliceOf } from '../../search/slice.js';
import type { Context } from '../context.js';
import type * as Choice from '../driver-choice.js';
import type { Tested } from '../driver-choice.js';
import { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { addOutputFlags, flag, flagWithDefault, MOST_RUNS } from '../flags.js';
import { isKnown, knownIn } from '../known.js';
import { OutFolder } from '../out-folder.js';
import { ProgressWriter } from '../progress.js';
import { addHistoryFlag, addReporterFlag, type ReporterFlags, writeBeside } from '../reporters.js';
import { type ShardFlags, sharded, shardFlag } from '../shard-flag.js';
import { Stop } from '../stop.js';
import { readings, seconds, wholeNumber } from '../values.js';

const DEFAULT_PREEMPTIONS = 2;
const DEFAULT_RUNS = 20_000;
const MOST_PREEMPTIONS = 20;

interface DriversFlags extends ReporterFlags, ShardFlags {
  readonly seed: string;
  readonly reading: string[];
  readonly preemptions: number;
  readonly runs: number;
  readonly drawn: number;
  readonly out: string;
  readonly reduction: boolean;
  readonly shrink: boolean;
  readonly timeLimit: number;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  marshalcheck drivers
  marshalcheck drivers smd1 smd1-mended
  marshalcheck drivers my-driver.ts --preemptions 3
  marshalcheck drivers compact7-asynchronous --json`;

/** Adds the command. */
export function addDrivers(program: Command, context: Context): void {
  const command = program
    .command('drivers')
    .summary('test drivers: those that come along, or your own')
    .description(
      'Runs drivers with applications that call them, in every order of calls, interrupts, ' +
        'failures and process exits that matters, and reports each rule that they break by the ' +
        'shortest schedule.',
    )
    .argument('[drivers...]', 'names, or files (.ts, .js) that export drivers (default: all names)')
    .addOption(flag('-s, --seed <text>', 'decides what is drawn at random').default('first'))
    .addOption(
      flagWithDefault(
        '--preemptions <count>',
        'interruptions of a thread that could go on, in one schedule',
        DEFAULT_PREEMPTIONS,
        wholeNumber('--preemptions', 0, MOST_PREEMPTIONS),
        String(DEFAULT_PREEMPTIONS),
      ),
    );
  addBudget(command);
  addHistoryFlag(addReporterFlag(addOutputFlags(command)))
    .addOption(shardFlag())
    .addHelpText('after', EXAMPLES)
    .action(async (names: string[]) => {
      context.exit = await driversCommand(names, command.opts<DriversFlags>(), context);
    });
}

function addBudget(command: Command): void {
  const runs = wholeNumber('--runs', 1, MOST_RUNS);
  const drawn = wholeNumber('--drawn', 0, MOST_RUNS);
  command
    .addOption(
      flagWithDefault('--reading <ids>', 'leave it at these', [], readings('--reading'), 'all'),
    )
    .addOption(
      flagWithDefault(
        '-n, --runs <count>',
        'most schedules of one platform and workload',
        DEFAULT_RUNS,
        runs,
        String(DEFAULT_RUNS),
      ),
    )
    .addOption(
      flagWithDefault(
        '--drawn <count>',
        'schedules drawn at random after that',
        3000,
        drawn,
        '3000',
      ),
    )
    .addOption(flag('-o, --out <folder>', 'save the schedule of each finding there').default(''))
    .addOption(flag('--no-reduction', 'try every order, equal ones too: to compare'))
    .addOption(flag('--no-shrink', 'leave findings as they were found'))
    .addOption(
      flagWithDefault(
        '--time-limit <time>',
        'stop between schedules after 90, 90s, 5m, 1h',
        0,
        seconds('--time-limit'),
        'none',
      ),
    );
}

async function driversCommand(
  names: readonly string[],
  flags: DriversFlags,
  context: Context,
): Promise<Exit> {
  const { terminal, engine } = context;
  const choice = await import('../driver-choice.js');
  const drivers = sliceOf(await choice.chosenDrivers(names), flags.shard);
  const progress = new ProgressWriter(terminal, 'drivers', flags.quiet === true);
  const stop = new Stop(terminal, flags.timeLimit);
  const reports: DriverReport[] = [];
  const started = performance.now();
  try {
    for (const { driver } of drivers) {
      if (stop.signal.aborted) break;
      await new Promise((resolve) => setImmediate(resolve));
      const report = await engine.testDriver(driver, {
        seed: flags.seed,
        readings: flags.reading,
        preemptions: flags.preemptions,
        mostSchedules: flags.runs,
        drawn: flags.drawn,
        reduced: flags.reduction,
        reduce: flags.shrink,
        signal: stop.signal,
      });
      reports.push(report);
      const findings = reports.reduce((sum, each) => sum + each.findings.length, 0);
      const operations = reports.reduce((sum, each) => sum + each.schedules, 0);
      const done = reports.length;
      progress.update({ done, total: drivers.length, operations, findings, label: driver.name });
    }
    progress.end();
    if (flags.out !== '') save(drivers, reports, { out: flags.out, choice }, context);
    const seconds = Number(((performance.now() - started) / 1000).toFixed(3));
    const interrupted = stop.reason === 'interrupt';
    const ran = { names, seed: flags.seed, seconds, interrupted };
    await writeBeside(
      () => knownIn(sharded(choice.driversDocument(reports, ran), flags.shard), context),
      flags,
      terminal,
      () => {
        print(reports, names.length > 0, flags, context);
      },
    );
    if (stop.reason === 'interrupt') return Exit.interrupted;
    return exitOf(reports, names.length === 0, context);
  } finally {
    stop.release();
    progress.end();
  }
}

/** One file a finding. */
function save(
  drivers: readonly Tested[],
  reports: readonly DriverReport[],
  { out, choice }: { readonly out: string; readonly choice: typeof Choice },
  { terminal }: Context,
): void {
  const folder = new OutFolder(out);
  reports.forEach(({ findings }, index) => {
    for (const finding of findings) {
      const file = choice.saveDriverFinding(folder.path, finding, drivers[index]);
      terminal.note(`${finding.signature}: ${file}`);
    }
  });
}

function driverDiffers({ what, step, first, second }: Nondeterminism): Failure {
  return new Failure({
    what: `the same schedule gave another run: step ${step} was '${first}', then '${second}'`,
    where: what,
    cause: 'the driver uses a clock, random numbers, or variables that outlive `create`',
    next: 'keep what it remembers in what `create` gives, and draw nothing at random',
  });
}

/** The whole collection is as it should be when it shows what its documents say, and no more. */
function exitOf(reports: readonly DriverReport[], isCollection: boolean, context: Context): Exit {
  const { terminal } = context;
  const odd = reports.flatMap(({ nondeterminism }) => nondeterminism);
  if (odd.length > 0) {
    for (const each of odd) terminal.fail(driverDiffers(each));
    return Exit.nondeterminism;
  }
  const isBad = ({ findings, missed }: DriverReport): boolean => {
    const counted = findings.filter(({ signature }) => !isKnown(signature, context));
    return isCollection
      ? missed.length > 0 || counted.some(({ isDocumented }) => !isDocumented)
      : counted.some((finding) => finding.class === 'breach');
  };
  return reports.some(isBad) ? Exit.findings : Exit.clean;
}

function print(
  reports: readonly DriverReport[],
  tellsAll: boolean,
  flags: DriversFlags,
  { terminal }: Context,
): void {
  if (flags.json === true) {
    terminal.print(jsonText({ drivers: reports }));
    return;
  }
  const style = { colours: terminal.out, columns: terminal.columns };
  if (tellsAll) {
    for (const finding of reports.flatMap(({ findings }) => findings)) {
      for (const line of driverFindingLines(finding, style)) terminal.print(line);
    }
  }
  for (const line of driversLines(reports, style)) terminal.print(line);
}
