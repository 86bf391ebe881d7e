/** `marshalcheck trace`: a log of calls, judged line by line. */

import type { Command } from 'commander';
import type { Report } from '../../reports/document.js';
import { jsonText } from '../../reports/json.js';
import { traceDocument, traceLines } from '../../reports/trace.js';
import { traceReport } from '../../reports/trace-document.js';
import { explainClauses } from '../../search/explain/clauses.js';
import { readScenarioText } from '../../search/replay/read-file.js';
import type { TraceReport } from '../../search/trace/types.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { addOutputFlags, flag } from '../flags.js';
import { commandLine } from '../invocation.js';
import { defaultFolder, OutFolder } from '../out-folder.js';
import { addHistoryFlag, addReporterFlag, type ReporterFlags, writeBeside } from '../reporters.js';
import { Stop } from '../stop.js';
import type { Terminal } from '../terminal.js';
import { readings, servers, wholeNumber } from '../values.js';
import { version } from '../version.js';

interface TraceFlags extends ReporterFlags {
  readonly reading?: string[];
  readonly server?: ('kernel' | 'user')[];
  readonly copyLimit?: number;
  readonly driverRules?: boolean;
  readonly save?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  marshalcheck trace board.log
  marshalcheck trace board.log --reading compact7-armv5 --driver-rules
  marshalcheck trace board.log --save --out scenarios/regressions`;

/** Adds the command. */
export function addTrace(program: Command, context: Context): void {
  const command = program
    .command('trace')
    .summary('validate a log from a board')
    .description(
      'Judges a log of calls line by line: records of examples/trace/marshalcheck_trace.h in raw ' +
        'debug output, or NDJSON. Says which line broke which rule, and what was never released.',
    )
    .argument('<log>', 'a log file')
    .addOption(
      flag(
        '--reading <ids>',
        "all, documented, shipped, or IDs with commas between (default: the log's, else all)",
        readings('--reading'),
      ),
    )
    .addOption(
      flag(
        '--server <mode>',
        "where the driver lives, kernel or user (default: the log's, else kernel)",
        servers('--server'),
      ),
    )
    .addOption(
      flag(
        '--copy-limit <bytes>',
        "largest buffer that is copied (default: the log's, else the reading's)",
        wholeNumber('--copy-limit', 1, 0x7fff_ffff),
      ),
    )
    .addOption(flag('--driver-rules', 'report what the driver did wrong as well'))
    .addOption(flag('--save', 'save each finding as a scenario'))
    .addOption(flag('-o, --out <folder>', 'where to save (default: as fuzz)'));
  addHistoryFlag(addReporterFlag(addOutputFlags(command)))
    .addHelpText('after', EXAMPLES)
    .action(async (log: string) => {
      context.exit = await traceCommand(log, command.opts<TraceFlags>(), context);
    });
}

async function traceCommand(log: string, flags: TraceFlags, context: Context): Promise<Exit> {
  const { engine, terminal } = context;
  const server = oneServer(flags.server);
  const stop = new Stop(terminal, 0);
  const folder = flags.save === true ? new OutFolder(flags.out ?? defaultFolder()) : null;
  const started = performance.now();
  try {
    const report = await engine.trace(log, {
      readings: flags.reading,
      server,
      copyLimit: flags.copyLimit,
      driverRules: flags.driverRules,
      signal: stop.signal,
      onProgress: (bytes, total) => {
        if (flags.quiet !== true) terminal.updateLine(`read ${percent(bytes, total)} of ${log}`);
      },
    });
    terminal.clearLine();
    if (report.counts.events === 0 && !report.interrupted) throw noLog(log, report);
    const files = folder === null ? [] : await save(report, folder.path, context);
    const seconds = Number(((performance.now() - started) / 1000).toFixed(3));
    await writeBeside(
      () => documentOf(report, files, seconds),
      flags,
      terminal,
      () => {
        print(report, files, seconds, flags, terminal);
      },
    );
    if (report.interrupted) return Exit.interrupted;
    return report.findings.some((each) => each.class !== 'warning') ? Exit.findings : Exit.clean;
  } finally {
    terminal.clearLine();
    stop.release();
    folder?.tidy();
  }
}

function print(
  report: TraceReport,
  files: readonly string[],
  seconds: number,
  { json }: TraceFlags,
  terminal: Terminal,
): void {
  if (json === true) {
    terminal.print(jsonText(traceDocument(report, files, seconds)));
    return;
  }
  const style = { colours: terminal.out, columns: terminal.columns };
  for (const line of traceLines(report, files, seconds, style)) terminal.print(line);
}

function documentOf(report: TraceReport, files: readonly string[], seconds: number): Report {
  const { file: log, reading, driverRules } = report;
  const words = ['trace', log, '--reading', reading, ...(driverRules ? ['--driver-rules'] : [])];
  return traceReport(report, {
    marshalcheck: version(),
    seconds,
    files,
    clauses: ({ clauses, obligations }) => explainClauses(clauses, obligations),
    scenario: readScenarioText,
    again: (file) => [commandLine(words), ...(file === '' ? [] : [commandLine(['replay', file])])],
  });
}

function percent(bytes: number, total: number): string {
  return `${Math.floor((bytes * 100) / Math.max(total, 1))} %`;
}

/** Saves findings, one a signature; the file of each, '' where there is none. */
async function save(
  report: TraceReport,
  folder: string,
  { engine, terminal }: Context,
): Promise<string[]> {
  const saved = new Map<string, string>();
  for (const finding of report.findings) {
    if (saved.has(finding.signature)) continue;
    const file = await engine.saveTraced(finding, report.file, folder);
    if (file === '') {
      terminal.note(`line ${finding.line}: too long or too large for a scenario, not saved`);
    }
    saved.set(finding.signature, file);
  }
  return report.findings.map(({ signature }) => saved.get(signature) ?? '');
}

function oneServer(
  modes: readonly ('kernel' | 'user')[] | undefined,
): 'kernel' | 'user' | undefined {
  if (modes === undefined || modes.length === 1) return modes?.[0];
  throw new Failure({
    what: "a log is of one driver, which lives in one place: 'both' says nothing",
    where: '--server',
    cause: 'the flag was copied from a campaign',
    next: '--server kernel or --server user',
  });
}

function noLog(log: string, { counts }: TraceReport): Failure {
  const { lines, broken, unknown } = counts;
  return new Failure({
    what: `no line of it is a record: ${lines} lines, ${broken} broken, ${unknown} unknown calls`,
    where: log,
    cause: 'another kind of file, or output without the macros of marshalcheck_trace.h',
    next: 'compare its lines with docs/validate-a-log.md',
  });
}
