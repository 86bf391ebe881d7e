/** What `fuzz` found, as lines of text. */

import type { Report } from './document.js';
import { plain } from './escape.js';
import { labelled, rule, type Style } from './layout.js';

/** IDs that are named for each reason; --json has them all. */
const SHOWN_GAPS = 4;

/** `12 345`. */
export function grouped(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Lines that sum a campaign up; the findings come before, each by itself. */
export function fuzzSummary(report: Report, style: Style): string[] {
  const { colours, columns } = style;
  const { cases, operations, seconds, findings, fault } = report;
  const rate = cases / Math.max(seconds, 0.001);
  const speed = `${seconds.toFixed(1)} s, ${plural(rate, 'case')} a second`;
  const lines = [
    colours.bold(rule(report.interrupted ? 'interrupted: summary so far' : 'summary', columns)),
    `seed        ${plain(report.seed)}`,
    ...labelled('target      ', plain(report.target) + planted(fault), columns),
    ...labelled('readings    ', report.readings.map(plain).join(', '), columns),
    `done        ${plural(cases, 'case')}, ${plural(operations, 'operation')} in ${speed}`,
  ];
  if (report.open > 0) {
    lines.push(`open        ${plural(report.open, 'case')} ended where no rule speaks of the rest`);
  }
  if (report.restarts !== undefined && report.restarts > 0) {
    const what = 'the target had ended and was started again';
    lines.push(`restarts    ${grouped(report.restarts)} times ${what}`);
  }
  if (report.inconclusive > 0) {
    lines.push(`unjudged    ${plural(report.inconclusive, 'case')} with too many explanations`);
  }
  const found = findings.length === 0 ? colours.green('no findings') : colours.red(count(report));
  lines.push(
    `findings    ${found}`,
    ...coverageLines(report, columns),
    ...unsafeLines(report, style),
  );
  return lines;
}

function planted(fault: string): string {
  return fault === '' ? '' : `, with the planted defect ${plain(fault)}`;
}

function count(report: Report): string {
  return plural(
    report.findings.length,
    'finding, one signature each',
    'findings, one signature each',
  );
}

function coverageLines(report: Report, columns: number): string[] {
  const { covered, uncovered } = report.clauses;
  const total = covered.length + uncovered.length;
  if (total === 0) return [];
  const lines = [`coverage    ${covered.length} of ${total} obligations covered`];
  for (const reason of new Set(uncovered.map((each) => each.reason))) {
    const ids = uncovered.filter((each) => each.reason === reason).map(({ id }) => plain(id));
    const more = ids.length > SHOWN_GAPS ? `, and ${ids.length - SHOWN_GAPS} more` : '';
    const text = `${plain(reason)}: ${ids.slice(0, SHOWN_GAPS).join(', ')}${more}`;
    lines.push(...labelled(`            ${ids.length} not, `, text, columns));
  }
  return lines;
}

function unsafeLines(report: Report, style: Style): string[] {
  const { columns } = style;
  const { unsafe } = report;
  if (unsafe.length === 0) return [];
  const lines = ['', 'Documented dangers of the shipped readings; expected there, no findings:'];
  for (const id of new Set(unsafe.map((entry) => entry.id))) {
    const entries = unsafe.filter((entry) => entry.id === id);
    const met = entries.reduce((sum, entry) => sum + entry.met, 0);
    const declined = entries.reduce((sum, entry) => sum + entry.declined, 0);
    const back = declined === 0 ? '' : `, stepped back ${grouped(declined)} times`;
    const [{ clause, sentence }] = entries as [(typeof entries)[number]];
    const text = `${plain(sentence)} (against ${plain(clause)}; met ${grouped(met)} times${back})`;
    lines.push(...labelled(`  ${plain(id)}  `, text, columns));
  }
  return lines;
}
