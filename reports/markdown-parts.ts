/** The parts of a report beside its findings, as Markdown. */

import { differsAt } from './differs.js';
import type { ConformancePart, Report, ScenarioEntry } from './document.js';
import { markdown } from './escape.js';
import { grouped } from './fuzz.js';

/** A heading and a table; nothing where there are no rows. */
function table(
  heading: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string[] {
  if (rows.length === 0) return [];
  const word = (cell: string | number): string =>
    typeof cell === 'number' ? grouped(cell) : markdown(cell);
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map(word).join(' | ')} |`;
  return [
    '',
    `## ${heading}`,
    '',
    line(heads),
    `|${'---|'.repeat(heads.length)}`,
    ...rows.map(line),
  ];
}

function costTable(results: readonly ScenarioEntry[]): string[] {
  return table(
    'Costs',
    ['Scenario', 'Bytes copied', 'Uncached accesses', 'Platforms'],
    results.flatMap(({ title, costs = [] }) =>
      costs.map(({ bytesCopied, uncachedAccesses, platforms }) => [
        title,
        bytesCopied,
        uncachedAccesses,
        platforms.join(', '),
      ]),
    ),
  );
}

/** Scenarios, costs, matrix, planted defects, scopes, drivers, history. */
export function partLines(report: Report): string[] {
  const { scenarios, conformance, score, scopes = [], drivers = [], history } = report;
  const failed = (scenarios?.results ?? []).filter(({ passed }) => !passed);
  return [
    ...nightlyLines(report),
    ...table(
      'Scenarios that failed',
      ['File', 'Title', 'Why'],
      failed.map(({ file, title, reasons }) => [file, title, reasons[0]?.text ?? '']),
    ),
    ...table(
      'Files that are no scenarios',
      ['File', 'Line', 'What', 'Next'],
      (scenarios?.errors ?? []).map(({ file, line, what, next }) => [file, line, what, next]),
    ),
    ...costTable(scenarios?.results ?? []),
    ...(conformance === undefined ? [] : matrixLines(conformance)),
    ...table(
      'Planted defects',
      ['Defect', 'Found', 'Cases', 'Steps', 'Clauses'],
      (score?.faults ?? []).map(({ id, killed, cases, length, clauses, named }) => [
        id,
        killed ? 'yes' : 'no',
        cases,
        length,
        (killed ? named : clauses).join(', '),
      ]),
    ),
    ...table(
      'Exhaustive searches',
      ['Scope', 'Reading', 'Client', 'States', 'Depth', 'Complete', 'Certificate'],
      scopes.map(({ name, reading, client, states, depth, complete, certificate }) => [
        name,
        reading,
        client,
        states,
        depth,
        complete ? 'yes' : 'no',
        certificate?.id ?? '',
      ]),
    ),
    ...table(
      'Drivers',
      ['Driver', 'Reading', 'Schedules', 'Complete', 'Findings'],
      drivers.map(({ name, reading, schedules, complete, findings }) => [
        name,
        reading,
        schedules,
        complete ? 'yes' : 'no',
        findings.join(', '),
      ]),
    ),
    ...table(
      'Signatures over time',
      ['Signature', 'State', 'First', 'Since commit', 'Not at', 'Last', 'Times'],
      (history?.signatures ?? []).map((each) => [
        each.signature,
        each.state,
        each.first,
        each.since ?? '',
        each.before ?? '',
        each.last,
        each.times,
      ]),
    ),
  ];
}

/** Stages, what gave another result the second time, tours. */
function nightlyLines({ stages = [], tours = [], nondeterminism = [] }: Report): string[] {
  return [
    ...table(
      'Stages',
      ['Stage', 'Done', 'Of', 'What', 'Seconds', 'Found'],
      stages.map(({ name, done, total, what, seconds, findings }) => [
        name,
        done,
        total,
        what,
        seconds.toFixed(1),
        findings,
      ]),
    ),
    ...table(
      'Not repeatable',
      ['What', 'Target', 'Reading', 'Differs at', 'First', 'Then', 'Again'],
      nondeterminism.map((entry) => [
        entry.what,
        entry.target,
        entry.reading,
        differsAt(entry),
        entry.first,
        entry.second,
        entry.reproduce,
      ]),
    ),
    ...table(
      'Tours',
      ['Scope', 'Target', 'Reading', 'Server', 'Beliefs', 'Transitions', 'Seen', 'Complete'],
      tours.map(({ scope, target, reading, server, beliefs, transitions, covered, complete }) => [
        scope,
        target,
        reading,
        server,
        beliefs,
        transitions,
        covered,
        complete ? 'yes' : 'no',
      ]),
    ),
  ];
}

/** One row a reading and server: the whole matrix is for the HTML report. */
function matrixLines({ columns, cells, what }: ConformancePart): string[] {
  const rows = columns.map(({ target, reading, server, label }, column) => {
    const own = cells.filter((cell) => cell.column === column);
    const count = (verdict: string): number =>
      own.filter((cell) => cell.verdict === verdict).length;
    const where = label === undefined ? [reading, server] : [label, ''];
    return [target, ...where, count('agrees'), count('departs'), own.length];
  });
  const heads = ['Target', 'Reading', 'Server', 'Agrees', 'Departs', 'Compared'];
  return table(`Conformance, in ${markdown(what)}`, heads, rows);
}
