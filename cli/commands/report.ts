/** `marshalcheck report` and `merge-reports`: reports of earlier campaigns, written anew. */

import path from 'node:path';
import type { Command } from 'commander';
import { hasFindings, missingShards, type Report } from '../../reports/document.js';
import type * as Reader from '../../reports/read.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { addOutputFlags, flag } from '../flags.js';
import {
  addHistoryFlag,
  addReporterFlag,
  type ReporterFlags,
  reporters,
  wanted,
  writeCampaign,
  writeReport,
  writeReports,
} from '../reporters.js';

interface ReportFlags extends ReporterFlags {
  readonly format?: ReporterFlags['reporter'];
  readonly issues?: string;
}

/** Adds both commands. */
export function addReport(program: Command, context: Context): void {
  const report = program
    .command('report')
    .summary('write the report of an earlier campaign in another form')
    .description('Reads a JSON report and writes it in the forms that --format names.')
    .argument('<file>', 'a report that --reporter json=FILE wrote')
    .addOption(
      flag(
        '--format <names>',
        'the same as --reporter: console, json, markdown, html, junit, sarif, github',
        reporters('--format'),
      ),
    )
    .addOption(
      flag(
        '--issues <folder>',
        'write a text for an issue tracker there for each signature that is new: title, then body',
      ),
    );
  addReporterFlag(addOutputFlags(report))
    .addHelpText(
      'after',
      '\nExamples:\n  marshalcheck report out/report.json --format html=out/report.html' +
        '\n  marshalcheck report out/report.json --format junit=junit.xml,sarif=marshal.sarif',
    )
    .action(async (file: string) => {
      const flags = report.opts<ReportFlags>();
      const { format = flags.reporter, issues = '' } = flags;
      const document = await reading(({ readReport }) => readReport(file));
      await writeReports(document, wanted({ ...flags, reporter: format }), context.terminal);
      if (issues !== '') await writeIssues(document, issues);
      context.exit = Exit.clean;
    });
  addMerge(program, context);
}

/** `issue-001.md` and so on: the title in the first line, the body from the third on. */
async function writeIssues(report: Report, folder: string): Promise<void> {
  const { issueTexts } = await import('../../reports/issues.js');
  issueTexts(report).forEach(({ title, body }, index) => {
    const name = `issue-${String(index + 1).padStart(3, '0')}.md`;
    writeReport(path.join(folder, name), `${title}\n\n${body}`);
  });
}

function addMerge(program: Command, context: Context): void {
  const merge = program
    .command('merge-reports')
    .summary('join the reports of shards into one')
    .description('Joins JSON reports of one campaign, and says which shard is missing.')
    .argument('<files...>', 'the reports of the shards');
  addHistoryFlag(addReporterFlag(addOutputFlags(merge)))
    .addHelpText(
      'after',
      '\nExample:\n  marshalcheck merge-reports shard-*.json --reporter console,html=all.html',
    )
    .action(async (files: string[]) => {
      const { mergeReports } = await import('../../reports/merge.js');
      const report = await reading(({ readReport }) =>
        mergeReports(files.map((file) => ({ file, report: readReport(file) }))),
      );
      await writeCampaign(report, merge.opts<ReporterFlags>(), context.terminal);
      context.exit = mergedExit(report, context);
    });
}

/** Exit code of what was joined: a shard that is missing is no clean campaign. */
function mergedExit(report: Report, { terminal }: Context): Exit {
  const { nondeterminism = [] } = report;
  const missing = missingShards(report);
  if (missing.length > 0) {
    const list = missing.join(', ');
    const what = `of ${report.shard?.count ?? 0} shards these are missing: ${list}`;
    const cause = 'a job that died or was never started, or a file that was not named';
    const next = 'run them again, then merge all of them';
    terminal.fail(new Failure({ what, cause, next }));
    if (nondeterminism.length > 0) return Exit.nondeterminism;
    return hasFindings(report) ? Exit.findings : Exit.harness;
  }
  if (nondeterminism.length > 0) return Exit.nondeterminism;
  return hasFindings(report) ? Exit.findings : Exit.clean;
}

/** Does what needs the reader of reports, whose complaints become failures. */
async function reading<T>(work: (reader: typeof Reader) => T): Promise<T> {
  const reader = await import('../../reports/read.js');
  try {
    return work(reader);
  } catch (error) {
    if (!(error instanceof reader.ReportError)) throw error;
    throw new Failure({
      what: error.message,
      where: error.file,
      cause: error.likelyCause,
      next: 'write one: marshalcheck fuzz --reporter json=report.json',
    });
  }
}
