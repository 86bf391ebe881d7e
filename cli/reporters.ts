/** `--reporter`: in which forms a campaign's report comes out, and where. */

import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { consoleLines } from '../reports/console.js';
import type { Report } from '../reports/document.js';
import { githubAnnotations, githubSummary } from '../reports/github.js';
import { htmlPage } from '../reports/html.js';
import { jsonText, reportText } from '../reports/json.js';
import { junitText } from '../reports/junit.js';
import { PLAIN_STYLE, type Style } from '../reports/layout.js';
import { markdownText } from '../reports/markdown.js';
import { sarifLog } from '../reports/sarif.js';
import { makeFolder } from '../search/scenario/save.js';
import { catalogue } from './catalogue.js';
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
export function writeCampaign(report: Report, flags: ReporterFlags, terminal: Terminal): void {
  writeRemembered(report, flags, wanted(flags), terminal);
}

/** A history that cannot be continued is an error, but only once the report is written. */
function writeRemembered(
  report: Report,
  { history = '' }: ReporterFlags,
  forms: readonly Reporter[],
  terminal: Terminal,
): void {
  let whole = report;
  let failure: Failure | null = null;
  try {
    whole = withHistory(report, history);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  }
  writeReports(whole, forms, terminal);
  if (failure !== null) throw failure;
}

/**
 * The same for a command that has a form of its own for the console and for `--json`: `print`
 * writes that, unless another form was asked for in its place. `report` is made only where it is
 * written down.
 */
export function writeBeside(
  report: () => Report,
  flags: ReporterFlags,
  terminal: Terminal,
  print: () => void,
): void {
  const isConsole = ({ name, file }: Reporter): boolean => name === 'console' && file === '';
  if (flags.json === true || flags.reporter.some(isConsole)) print();
  const others = flags.reporter.filter((each) => !isConsole(each));
  const forms = flags.json === true ? others.filter(({ file }) => file !== '') : others;
  if (forms.length === 0 && flags.history === undefined) return;
  writeRemembered(report(), flags, forms, terminal);
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
export function writeReports(report: Report, forms: readonly Reporter[], terminal: Terminal): void {
  const failures: unknown[] = [];
  for (const form of forms) {
    try {
      writeForm(report, form, terminal);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

function writeForm(report: Report, { name, file }: Reporter, terminal: Terminal): void {
  const style = { colours: terminal.out, columns: terminal.columns };
  const text = textOf(name, report, file === '' ? style : PLAIN_STYLE);
  if (file !== '') writeReport(file, text);
  else if (text !== '') terminal.print(text);
  if (name === 'github') writeSummary(report);
}

function textOf(name: Reporter['name'], report: Report, style: Style): string {
  switch (name) {
    case 'console':
      return consoleLines(report, style).join('\n');
    case 'json':
      return reportText(report);
    case 'markdown':
      return markdownText(report);
    case 'html':
      return htmlPage(report, catalogue());
    case 'junit':
      return junitText(report);
    case 'sarif':
      return jsonText(sarifLog(report, catalogue()));
    case 'github':
      return githubAnnotations(report);
  }
}

/** The summary of the job, where GitHub says where to put it. */
function writeSummary(report: Report): void {
  const { GITHUB_STEP_SUMMARY: file = '' } = process.env;
  if (file !== '') put(file, githubSummary(report), appendFileSync);
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
