/** What `faults` found, as lines of text. */

import type { FaultResult, FaultsReport } from '../search/reports.js';
import { plain } from './escape.js';
import { grouped } from './fuzz.js';
import { labelled, rule, type Style } from './layout.js';
import { tableLines } from './table.js';

const HEADS = ['FAULT', 'FOUND', 'CASES', 'LENGTH', 'CONFIRMED', 'CLAUSES'];

function row(result: FaultResult): string[] {
  return [
    result.id,
    result.killed ? 'yes' : 'NO',
    grouped(result.cases),
    result.length === 0 ? '-' : String(result.length),
    result.confirmed ? 'yes' : result.killed ? 'NO' : '-',
    (result.killed ? result.named : result.clauses).join(' '),
  ];
}

/** Lines of the report: a table, then what was not found, then the sum. */
export function faultsLines(report: FaultsReport, style: Style): string[] {
  const { colours, columns } = style;
  const missed = report.faults.filter((result) => !result.killed);
  const lines = tableLines(HEADS, report.faults.map(row), style);
  if (missed.length > 0) {
    lines.push('', colours.bold('Not found'));
    for (const { id, sentence } of missed) {
      lines.push(...labelled(`  ${plain(id)}  `, plain(sentence), columns));
    }
  }
  const share = report.total === 0 ? 100 : (100 * report.killed) / report.total;
  const sum = `${report.killed} of ${report.total} planted defects found (${share.toFixed(1)} %)`;
  const how = report.inspection ? 'inspection' : 'answers alone';
  lines.push(
    '',
    colours.bold(rule(report.interrupted ? 'interrupted: summary so far' : 'summary', columns)),
    `${sum} with ${how}, seed ${plain(report.seed)}, ${report.seconds.toFixed(1)} s`,
  );
  return lines;
}
