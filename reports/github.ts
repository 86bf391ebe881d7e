/** For GitHub Actions: workflow commands that annotate files, and the summary of a job. */

import { missingShards, type Report, verdictOf } from './document.js';
import { markdown, plain, plainLines } from './escape.js';
import { factsOf, verdictText } from './facts.js';

/** GitHub shows ten annotations of a step at most. */
const MOST_SHOWN = 10;
const MOST_ROWS = 50;

/** Data of a workflow command. */
function data(text: string): string {
  return plainLines(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** A property of a workflow command. */
function property(text: string): string {
  return data(plain(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function command(
  level: 'error' | 'warning' | 'notice',
  place: { file: string; line: number },
  title: string,
  text: string,
): string {
  const { file, line } = place;
  const where = file === '' ? [] : [`file=${property(file)}`];
  if (file !== '' && line > 0) where.push(`line=${line}`);
  return `::${level} ${[...where, `title=${property(title)}`].join(',')}::${data(text)}`;
}

const LEVELS = {
  departure: 'error',
  breach: 'error',
  unsafe: 'notice',
  warning: 'warning',
} as const;

/** Workflow commands, one a line. */
export function githubAnnotations(report: Report): string {
  const lines = report.findings.map((finding) => {
    const { class: kind, clauses, expected, observed, reproduce, operation } = finding;
    const [again = ''] = reproduce;
    const text = `${operation}: expected ${expected}, came ${observed}\n${again}`;
    return command(
      LEVELS[kind],
      finding,
      `${kind}: ${clauses.join(', ') || finding.signature}`,
      text.trimEnd(),
    );
  });
  const told = new Set(report.findings.map(({ file }) => file));
  for (const { file, passed, reasons, title } of report.scenarios?.results ?? []) {
    if (passed || told.has(file)) continue;
    lines.push(command('error', { file, line: 0 }, title, reasons[0]?.text ?? 'it failed'));
  }
  for (const error of report.scenarios?.errors ?? []) {
    lines.push(command('error', error, 'no scenario', `${error.what}\nnext: ${error.next}`));
  }
  for (const { id, killed, sentence } of report.score?.faults ?? []) {
    if (!killed) lines.push(command('error', { file: '', line: 0 }, `not found: ${id}`, sentence));
  }
  for (const shard of missingShards(report)) {
    const text = 'nothing is known of its cases';
    lines.push(command('error', { file: '', line: 0 }, `shard ${shard} is missing`, text));
  }
  const more = lines.length - MOST_SHOWN;
  if (more <= 0) return lines.join('\n');
  const rest = `and ${more + 1} more: see the summary of the job`;
  const shown = lines.slice(0, MOST_SHOWN - 1);
  return [...shown, command('error', { file: '', line: 0 }, 'marshalcheck', rest)].join('\n');
}

/** The summary of a job, in GitHub's Markdown. */
export function githubSummary(report: Report): string {
  const mark = verdictOf(report) === 'clean' ? '✓' : '✗';
  const lines = [`## ${mark} ${markdown(report.title)}: ${markdown(verdictText(report))}`, ''];
  lines.push('| | |', '|---|---|');
  for (const { label, value } of factsOf(report)) lines.push(`| ${label} | ${markdown(value)} |`);
  if (report.findings.length > 0) {
    lines.push('', '| Finding | Expected | Came | Show it again |', '|---|---|---|---|');
  }
  for (const finding of report.findings.slice(0, MOST_ROWS)) {
    const { signature, expected, observed, reproduce } = finding;
    const cells = [signature, expected, observed, reproduce[0] ?? ''].map(markdown);
    lines.push(`| ${cells.join(' | ')} |`);
  }
  const more = report.findings.length - MOST_ROWS;
  if (more > 0) lines.push('', `And ${more} more findings.`);
  const failed = report.scenarios?.results.filter(({ passed }) => !passed) ?? [];
  if (failed.length > 0) lines.push('', '| Failed scenario | Why |', '|---|---|');
  for (const { file, reasons } of failed.slice(0, MOST_ROWS)) {
    lines.push(`| ${markdown(file)} | ${markdown(reasons[0]?.text ?? '')} |`);
  }
  return [...lines, ''].join('\n');
}
