/** Tours of a target as a report: how far each came, and how it stands with each clause. */

import type { ClauseRow, ConformReport } from '../search/conform/report.js';
import type { TourReport } from '../search/tour/report.js';
import type { TourEntry } from './campaign-parts.js';
import type { ConformanceCell, ConformancePart, FindingDocument, Report } from './document.js';
import { emptyReport } from './json.js';

/** The report of tours of one target under one reading and server. */
export function toursReport(
  report: ConformReport,
  findings: readonly FindingDocument[],
  marshalcheck: string,
): Report {
  const { seed, target, fault, readings, seconds, interrupted, restarts, lost } = report;
  const odd = report.nondeterminism.map((each) => ({ ...each, target, reproduce: '' }));
  return {
    ...emptyReport('conform', 'marshalcheck conform', marshalcheck),
    seed,
    target,
    fault,
    readings,
    seconds,
    interrupted,
    restarts,
    lost,
    operations: report.operations,
    findings,
    ...(odd.length > 0 && { nondeterminism: odd }),
    conformance: conformanceOf(report),
    tours: report.tours.map((tour) => entryOf(tour, target)),
  };
}

function entryOf(tour: TourReport, target: string): TourEntry {
  const { scope, reading, server, beliefs, transitions, operations, complete, stopped } = tour;
  const { total, covered } = transitions;
  return {
    scope,
    target,
    reading,
    server,
    beliefs,
    transitions: total,
    covered,
    operations,
    complete,
    stopped,
  };
}

const VERDICTS = {
  conforms: 'agrees',
  departs: 'departs',
  'not offered': 'not-offered',
  'not covered': 'not-covered',
} as const;

function conformanceOf(report: ConformReport): ConformancePart {
  const { target, readings, servers } = report;
  const [reading = ''] = readings;
  const [server = 'kernel'] = servers;
  const shown = report.clauses.filter(({ verdict }) => verdict !== 'not covered');
  return {
    what: 'tours',
    rows: shown.map(({ id }) => id),
    columns: [{ target, reading, server }],
    cells: shown.map(cellOf),
  };
}

function cellOf({ verdict, tested, signatures }: ClauseRow, row: number): ConformanceCell {
  return {
    row,
    column: 0,
    verdict: VERDICTS[verdict],
    compared: tested,
    departed: signatures.length,
    shownBy: signatures[0] ?? '',
  };
}
