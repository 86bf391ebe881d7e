/** What `faults` found, as lines of text. */

import type { FaultResult } from '../search/reports.js';
import type { FaultScore, Report } from './document.js';
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
export function faultsLines(report: Report, score: FaultScore, style: Style): string[] {
  const { colours, columns } = style;
  const { killed, total, faults, inspection } = score;
  const missed = faults.filter((result) => !result.killed);
  const lines = tableLines(HEADS, faults.map(row), style);
  if (missed.length > 0) {
    lines.push('', colours.bold('Not found'));
    for (const { id, sentence } of missed) {
      lines.push(...labelled(`  ${plain(id)}  `, plain(sentence), columns));
    }
  }
  const share = total === 0 ? 100 : (100 * killed) / total;
  const sum = `${killed} of ${total} planted defects found (${share.toFixed(1)} %)`;
  const how = inspection ? 'inspection' : 'answers alone';
  lines.push(
    '',
    colours.bold(rule(report.interrupted ? 'interrupted: summary so far' : 'summary', columns)),
    `${sum} with ${how}, seed ${plain(report.seed)}, ${report.seconds.toFixed(1)} s`,
  );
  return lines;
}
