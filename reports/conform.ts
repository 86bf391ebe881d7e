/** What `conform` found, as lines of text. */

import type { ClauseRow, ClauseVerdict, ConformReport } from '../search/conform/report.js';
import type { TourReport } from '../search/tour/report.js';
import { plain } from './escape.js';
import { grouped } from './fuzz.js';
import { labelled, rule, type Style } from './layout.js';
import { tableLines } from './table.js';

const TOUR_HEADS = ['SCOPE', 'READING', 'SERVER', 'BELIEFS', 'PAIRS', 'OPERATIONS', 'RESULT'];
const ORDER: readonly ClauseVerdict[] = ['departs', 'conforms', 'not offered', 'not covered'];
/** Branches that were never chosen, at most. */
const MOST_BRANCHES = 12;

/** Lines of the report: the matrix, the tours, the sum. Findings are printed by themselves. */
export function conformLines(report: ConformReport, style: Style): string[] {
  const { columns, colours } = style;
  return [
    colours.bold(rule('clauses', columns)),
    ...ORDER.flatMap((verdict) => clauseLines(report.clauses, verdict, style)),
    ...tourLines(report.tours, style),
    '',
    colours.bold(rule(report.interrupted ? 'interrupted: summary so far' : 'summary', columns)),
    ...summaryLines(report, style),
  ];
}

function clauseLines(
  clauses: readonly ClauseRow[],
  verdict: ClauseVerdict,
  { colours, columns }: Style,
): string[] {
  const rows = clauses.filter((row) => row.verdict === verdict);
  if (rows.length === 0) return [];
  const lines = labelled(
    `${verdict}  `.padEnd(13),
    `${rows.length}: ${rows.map(({ id }) => id).join(', ')}`,
    columns,
  );
  return verdict === 'departs' ? lines.map((line) => colours.red(line)) : lines;
}

function resultOf({ departed, complete, certificate, stopped }: TourReport): string {
  if (departed > 0) return `${grouped(departed)} departures`;
  return complete ? `complete: ${certificate}` : `stopped: ${stopped}`;
}

function tourLines(tours: readonly TourReport[], style: Style): string[] {
  if (tours.length === 0) return [];
  const rows = tours.map((tour) => [
    tour.scope,
    tour.reading,
    tour.server,
    grouped(tour.beliefs),
    grouped(tour.pairsCovered),
    grouped(tour.operations),
    resultOf(tour),
  ]);
  return [
    '',
    style.colours.bold(rule('tours', style.columns)),
    ...tableLines(TOUR_HEADS, rows, style),
    ...unchosenLines(tours, style),
  ];
}

/** Choices that the target was never seen to make, over all tours. */
function unchosenLines(tours: readonly TourReport[], { columns }: Style): string[] {
  const names = new Set(
    tours.flatMap(({ unchosen }) =>
      unchosen.map(({ operation, obligation }) => `${operation} by ${obligation}`),
    ),
  );
  if (names.size === 0) return [];
  const all = [...names];
  const shown = all.slice(0, MOST_BRANCHES).join(', ');
  const more = all.length > MOST_BRANCHES ? `, and ${all.length - MOST_BRANCHES} more` : '';
  return labelled('never chosen ', `${shown}${more}`, columns);
}

function summaryLines(report: ConformReport, { colours, columns }: Style): string[] {
  const { scenarios, tours, fuzzing, findings } = report;
  const { files, passed, failed, skipped } = scenarios;
  const lines: string[] = [];
  const say = (label: string, text: string): void => {
    lines.push(...labelled(label.padEnd(13), text, columns));
  };
  say('target', plain(report.target));
  if (files > 0) {
    say('scenarios', `${passed} of ${passed + failed} conform, ${skipped} not offered`);
  }
  if (tours.length > 0) say('tours', toursText(report));
  if (fuzzing.cases > 0) say('fuzzing', `${grouped(fuzzing.cases)} cases beyond the scope`);
  if (report.restarts > 0) say('restarts', grouped(report.restarts));
  if (report.lost !== '') say('lost', plain(report.lost));
  const count = findings.length;
  lines.push(`findings     ${count === 0 ? colours.green('none') : colours.red(String(count))}`);
  return lines;
}

function toursText({ tours, transitions, operations, resets }: ConformReport): string {
  const naive = tours.reduce((sum, each) => sum + each.naiveOperations, 0);
  const least = tours.reduce((sum, each) => sum + each.lowerBound, 0);
  const share = ((100 * operations) / Math.max(naive, 1)).toFixed(0);
  const ratio = (operations / Math.max(least, 1)).toFixed(2);
  return (
    `${grouped(transitions.covered)} of ${grouped(transitions.total)} transitions, the target ` +
    `never chose the others; ${grouped(operations)} operations (${share} % of one path a pair, ` +
    `${ratio} times the least), ${grouped(resets)} resets`
  );
}
