/** A report for a terminal: what was found, each part, and the sum. */

import type { FindingDocument, Report, ScenarioPart } from './document.js';
import { plain } from './escape.js';
import { faultsLines } from './faults.js';
import { findingLines } from './finding.js';
import { fuzzSummary, grouped } from './fuzz.js';
import { labelled, rule, type Style } from './layout.js';
import { failureLines, replaySummary } from './replay.js';
import { knownLines, oddLines, stageLines } from './stages.js';
import { tableLines } from './table.js';

const MOST_SHOWN = 10;

/** Lines of a report. */
export function consoleLines(report: Report, style: Style): string[] {
  const { scenarios, score, command, findings, stages } = report;
  const replayed = new Set(scenarios?.results.map(({ file }) => file));
  const news = findings.filter(({ known }) => known === undefined || known.isExpired);
  const own = news.filter(({ file }) => !replayed.has(file));
  const lines = [
    ...findingPart(own, style),
    ...(scenarios === undefined ? [] : failedPart(scenarios, news, style)),
    ...oddLines(report, style),
    ...knownLines(report, style),
    // A nightly run has a hundred of each: its stages say how far they came.
    ...(stages === undefined ? [...scopeLines(report, style), ...driverLines(report, style)] : []),
    ...historyLines(report, style),
    ...stageLines(report, style),
  ];
  if (scenarios !== undefined) {
    if (command === 'replay') lines.push(...replaySummary(report, scenarios, style));
    else lines.push(`scenarios   ${scenarios.passed} of ${scenarios.files} passed`);
  }
  if (score !== undefined && stages === undefined) lines.push(...faultsLines(report, score, style));
  else if (report.cases > 0 || stages !== undefined) lines.push(...fuzzSummary(report, style));
  return lines;
}

function findingPart(findings: readonly FindingDocument[], style: Style): string[] {
  const lines: string[] = [];
  findings.slice(0, MOST_SHOWN).forEach((finding, index) => {
    lines.push(...findingLines(finding, `finding ${index + 1} of ${findings.length}`, style), '');
  });
  for (const { signature, reproduce } of findings.slice(MOST_SHOWN)) {
    lines.push(`also ${plain(signature)}: ${plain(reproduce[0] ?? '')}`);
  }
  return lines;
}

function failedPart(
  scenarios: ScenarioPart,
  findings: readonly FindingDocument[],
  style: Style,
): string[] {
  const lines: string[] = [];
  const failed = scenarios.results.filter(({ passed, known }) => !passed && known !== true);
  const found = (file: string): FindingDocument | undefined =>
    findings.find((finding) => finding.file === file);
  for (const failure of failed.slice(0, MOST_SHOWN)) {
    lines.push(...failureLines(failure, found(failure.file)?.explanation, style), '');
  }
  for (const { reproduce } of failed.slice(MOST_SHOWN)) {
    lines.push(`also failed: ${plain(reproduce)}`);
  }
  return lines;
}

function scopeLines({ scopes }: Report, style: Style): string[] {
  if (scopes === undefined) return [];
  const heads = ['SCOPE', 'READING', 'CLIENT', 'STATES', 'DEPTH', 'RESULT'];
  const rows = scopes.map((scope) => [
    scope.name,
    scope.reading,
    scope.client,
    grouped(scope.states),
    String(scope.depth),
    scopeResult(scope.findings, scope.complete, scope.certificate?.id ?? ''),
  ]);
  return [style.colours.bold(rule('exhaustive', style.columns)), ...tableLines(heads, rows, style)];
}

function scopeResult(findings: readonly string[], complete: boolean, id: string): string {
  if (findings.length > 0) return findings.join(', ');
  if (!complete) return 'stopped: nothing is proved';
  return id === '' ? 'complete' : `complete, certificate ${id}`;
}

function driverLines({ drivers }: Report, style: Style): string[] {
  if (drivers === undefined) return [];
  const heads = ['DRIVER', 'READING', 'SCHEDULES', 'RESULT'];
  const rows = drivers.map(({ name, reading, schedules, complete, findings }) => [
    name,
    reading,
    grouped(schedules),
    scopeResult(findings, complete, ''),
  ]);
  return [style.colours.bold(rule('drivers', style.columns)), ...tableLines(heads, rows, style)];
}

const STATES = {
  new: 'new',
  known: 'known',
  fixed: 'fixed',
  'seen-again': 'seen again',
} as const;

/** Digits of a commit that a person reads. */
const SHORT = 12;

function historyLines({ history }: Report, { columns, colours }: Style): string[] {
  if (history === undefined || history.signatures.length === 0) return [];
  const lines = [colours.bold(rule('signatures over time', columns))];
  for (const { signature, state, first, last, times, since, before } of history.signatures) {
    const commit = since === undefined ? '' : ` at commit ${since.slice(0, SHORT)}`;
    const without = before === undefined ? '' : ` (not at ${before.slice(0, SHORT)})`;
    const often = `${times} time${times === 1 ? '' : 's'}`;
    const seen = `first ${first}${commit}${without}, last ${last}, ${often}`;
    lines.push(...labelled(STATES[state].padEnd(12), plain(`${signature}: ${seen}`), columns));
  }
  return [...lines, ''];
}
