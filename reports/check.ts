/** What `check` found, as lines of text. */

import type { CheckFinding, CheckReport, ScopeReport } from '../search/check/campaign/report.js';
import type { Comparison, ReadingDifference } from '../search/check/compare/compare.js';
import { plain } from './escape.js';
import { grouped } from './fuzz.js';
import { labelled, rule, type Style } from './layout.js';
import { tableLines } from './table.js';

const HEADS = ['SCOPE', 'READING', 'CLIENT', 'STATES', 'TRANSITIONS', 'DEPTH', 'RESULT'];

function resultOf(scope: ScopeReport): string {
  if (scope.witness !== null) return 'found';
  if (!scope.complete) return `stopped: ${scope.stopped}`;
  return scope.unsafe.length > 0 ? `complete, ${scope.unsafe.length} unsafe` : 'complete';
}

function row(scope: ScopeReport): string[] {
  return [
    scope.scope,
    scope.reading,
    scope.client,
    grouped(scope.states),
    grouped(scope.transitions),
    String(scope.depth),
    resultOf(scope),
  ];
}

/** Lines of the report: a table of scopes, the findings, then what was covered. */
export function checkLines(report: CheckReport, style: Style): string[] {
  const { colours, columns } = style;
  const lines = tableLines(HEADS, report.scopes.map(row), style);
  for (const scope of report.scopes) lines.push(...witnessLines(scope, style));
  for (const finding of report.findings) lines.push('', ...findingLines(finding, style));
  const states = report.scopes.reduce((sum, scope) => sum + scope.states, 0);
  const stood = report.scopes.reduce((sum, scope) => sum + scope.unreduced.states, 0);
  const seconds = report.scopes.reduce((sum, scope) => sum + scope.seconds, 0);
  const complete = report.scopes.filter((scope) => scope.complete).length;
  const count = report.findings.length;
  lines.push(
    '',
    colours.bold(rule(report.interrupted ? 'interrupted: summary so far' : 'summary', columns)),
    ...labelled(
      'searched    ',
      `${complete} of ${report.scopes.length} scopes completely, ${grouped(states)} states ` +
        `(they stand for ${grouped(stood)}) in ${seconds.toFixed(1)} s`,
      columns,
    ),
    `findings    ${count === 0 ? colours.green('none') : colours.red(String(count))}`,
  );
  return lines;
}

function witnessLines(scope: ScopeReport, style: Style): string[] {
  const { columns } = style;
  const lines: string[] = [];
  for (const unsafe of scope.unsafe) {
    const where = unsafe.file === '' ? '' : `, ${plain(unsafe.file)}`;
    const text = `${unsafe.id}: ${unsafe.length} operations${where}`;
    lines.push(...labelled(`  ${plain(scope.reading)}  `, text, columns));
  }
  if (scope.witness === null) return lines;
  return [...lines, '', ...stepLines(scope.witness.steps), ...fileLines(scope.witness.file)];
}

function stepLines(steps: readonly string[]): string[] {
  return steps.map((step, index) => `  ${String(index + 1).padStart(2)}  ${plain(step)}`);
}

function fileLines(file: string): string[] {
  return file === ''
    ? []
    : [`  saved: ${plain(file)}`, `  again: marshalcheck replay ${plain(file)}`];
}

function findingLines(finding: CheckFinding, style: Style): string[] {
  const { colours, columns } = style;
  const where = `${finding.scope}, ${finding.reading}, ${finding.client}`;
  return [
    colours.red(colours.bold(`${plain(finding.invariant)} is broken`)),
    ...labelled('  ', plain(finding.sentence), columns),
    `  in ${plain(where)}`,
    ...stepLines(finding.steps),
    ...fileLines(finding.file),
  ];
}

/** Rows of a comparison: what differs, by which obligations, and what each reading permits. */
function differenceRow(difference: ReadingDifference): string[] {
  const [left, right] = difference.permits;
  return [
    String(difference.length),
    difference.operation,
    difference.aspect,
    [...new Set(difference.obligations.filter((id) => id !== ''))].join(' '),
    listed(left),
    listed(right),
  ];
}

const MOST_WORDS = 3;

/** The first few of what is permitted. */
function listed(words: readonly string[]): string {
  const shown = words.slice(0, MOST_WORDS).map((word) => (word === '' ? '-' : plain(word)));
  return words.length > MOST_WORDS ? `${shown.join(', ')}, …` : shown.join(', ');
}

/** Lines of a comparison of two readings. */
export function compareLines(comparison: Comparison, style: Style): string[] {
  const { readings, differences, depth, complete } = comparison;
  const heads = ['LENGTH', 'OPERATION', 'DIFFERS IN', 'OBLIGATIONS', ...readings.map(plain)];
  const bound = complete
    ? `every sequence of up to ${depth} operations`
    : `up to ${depth} operations, not all`;
  return [
    ...tableLines(heads, differences.map(differenceRow), style),
    '',
    `${differences.length} differences between ${readings.map(plain).join(' and ')}: ${bound}`,
  ];
}
