/** `--reporter`: in which forms a campaign's report comes out, and where. */

import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type { Report } from '../reports/document.js';
import { jsonText } from '../reports/json.js';
import { PLAIN_STYLE, type Style } from '../reports/layout.js';
import { makeFolder } from '../search/scenario/folder.js';
import { Failure } from './failure.js';
import { flag } from './flags.js';
import { checkedHistory, withHistory } from './history.js';
import { nearest } from './nearest.js';
import type { Terminal } from './terminal.js';

/** Forms of a report. */
export const REPORTERS = [
  'console',
  'json',
  'markdown',
  'html',
  'junit',
  'sarif',
  'github',
] as const;

/** One wish: a form, and a file ('' for stdout). */
export interface Reporter {
  readonly name: (typeof REPORTERS)[number];
  readonly file: string;
}

/** The flags that say how a report comes out. */
export interface ReporterFlags {
  readonly reporter: Reporter[];
  readonly history?: string;
  readonly json?: boolean;
}

/** Adds `--reporter`. */
export function addReporterFlag(command: Command): Command {
  return command.addOption(
    flag(
      '--reporter <names>',
      `${REPORTERS.join(', ')}; NAME=FILE writes into a file, with commas between`,
      reporters('--reporter'),
    ).default([{ name: 'console', file: '' }], 'console'),
  );
}

/** Adds `--history` to a command that is a campaign. */
export function addHistoryFlag(command: Command): Command {
  return command.addOption(
    flag(
      '--history <file>',
      'add a line to this file, and report what is new, known or fixed',
      checkedHistory,
    ),
  );
}

/** Adds the campaign to its history where there is one, and writes its report in every form. */
export async function writeCampaign(
  report: Report,
  flags: ReporterFlags,
  terminal: Terminal,
): Promise<void> {
  await writeRemembered(report, flags, wanted(flags), terminal);
}

/** A history that cannot be continued is an error, but only once the report is written. */
async function writeRemembered(
  report: Report,
  { history = '' }: ReporterFlags,
  forms: readonly Reporter[],
  terminal: Terminal,
): Promise<void> {
  let whole = report;
  let failure: Failure | null = null;
  try {
    whole = await withHistory(report, history);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  }
  await writeReports(whole, forms, terminal);
  if (failure !== null) throw failure;
}

/**
 * The same for a command that has a form of its own for the console and for `--json`: `print`
 * writes that, unless another form was asked for in its place. `report` is made only where it is
 * written down.
 */
export async function writeBeside(
  report: () => Report | Promise<Report>,
  flags: ReporterFlags,
  terminal: Terminal,
  print: () => void | Promise<void>,
): Promise<void> {
  const isConsole = ({ name, file }: Reporter): boolean => name === 'console' && file === '';
  if (flags.json === true || flags.reporter.some(isConsole)) await print();
  const others = flags.reporter.filter((each) => !isConsole(each));
  const forms = flags.json === true ? others.filter(({ file }) => file !== '') : others;
  if (forms.length === 0 && flags.history === undefined) return;
  await writeRemembered(await report(), flags, forms, terminal);
}

/** `--json` is the reporter json on stdout, and takes the place of what would go there. */
export function wanted(flags: ReporterFlags): Reporter[] {
  if (flags.json !== true) return flags.reporter;
  return [{ name: 'json', file: '' }, ...flags.reporter.filter(({ file }) => file !== '')];
}

/** Reads `console,html=out/report.html`. */
export function reporters(name: string): (text: string) => Reporter[] {
  return (text) => text.split(',').map((word) => reporter(name, word.trim()));
}

function reporter(where: string, word: string): Reporter {
  const [given = '', ...rest] = word.split('=');
  const name = REPORTERS.find((each) => each === given);
  if (name !== undefined) return { name, file: rest.join('=') };
  const near = nearest(given, REPORTERS);
  throw new Failure({
    what: `there is no reporter '${given}'${near === '' ? '' : `; did you mean '${near}'?`}`,
    where,
    cause: 'a typing slip, or the name of another tool',
    next: `choose from ${REPORTERS.join(', ')}`,
  });
}

/** The report in every form that was asked for; one that cannot be written costs no other. */
export async function writeReports(
  report: Report,
  forms: readonly Reporter[],
  terminal: Terminal,
): Promise<void> {
  const failures: unknown[] = [];
  for (const form of forms) {
    try {
      await writeForm(report, form, terminal);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function writeForm(
  report: Report,
  { name, file }: Reporter,
  terminal: Terminal,
): Promise<void> {
  const style = { colours: terminal.out, columns: terminal.columns };
  const text = await WRITERS[name](report, file === '' ? style : PLAIN_STYLE);
  if (file !== '') writeReport(file, text);
  else if (text !== '') terminal.print(text);
  if (name === 'github') await writeSummary(report);
}

/** Each form is loaded where it is asked for: some stand on large packages. */
const WRITERS: Readonly<
  Record<Reporter['name'], (report: Report, style: Style) => Promise<string>>
> = {
  async console(report, style) {
    const { consoleLines } = await import('../reports/console.js');
    return consoleLines(report, style).join('\n');
  },
  async json(report) {
    const { reportText } = await import('../reports/json.js');
    return reportText(report);
  },
  async markdown(report) {
    const { markdownText } = await import('../reports/markdown.js');
    return markdownText(report);
  },
  async html(report) {
    const { htmlPage } = await import('../reports/html.js');
    const { catalogue } = await import('./catalogue.js');
    return htmlPage(report, catalogue());
  },
  async junit(report) {
    const { junitText } = await import('../reports/junit.js');
    return junitText(report);
  },
  async sarif(report) {
    const { sarifLog } = await import('../reports/sarif.js');
    const { catalogue } = await import('./catalogue.js');
    return jsonText(sarifLog(report, catalogue()));
  },
  async github(report) {
    const { githubAnnotations } = await import('../reports/github.js');
    return githubAnnotations(report);
  },
};

/** The summary of the job, where GitHub says where to put it. */
async function writeSummary(report: Report): Promise<void> {
  const { GITHUB_STEP_SUMMARY: file = '' } = process.env;
  if (file === '') return;
  const { githubSummary } = await import('../reports/github.js');
  put(file, githubSummary(report), appendFileSync);
}

/** Writes a file and the folders above it. Throws a Failure when that cannot be done. */
export function writeReport(file: string, text: string): void {
  put(file, text.endsWith('\n') ? text : `${text}\n`, writeFileSync);
}

function put(file: string, text: string, write: (file: string, text: string) => void): void {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    write(file, text);
  } catch (error) {
    throw new Failure({
      what: `the report cannot be written to '${file}'`,
      where: '--reporter',
      cause: (error as Error).message,
      next: 'name another file; the scenarios that were found are saved all the same',
    });
  }
}
