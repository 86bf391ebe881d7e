/** A target put to the test as a report: its tours, and how it stands with each clause. */

import type { ClauseRow, ConformReport } from '../search/conform/report.js';
import type { TourReport } from '../search/tour/report.js';
import type { TourEntry } from './campaign-parts.js';
import type { ConformanceCell, ConformancePart, FindingDocument, Report } from './document.js';
import { emptyReport } from './json.js';

/** The report of `conform`, and of the tours of a nightly run. */
export function conformReport(
  report: ConformReport,
  findings: readonly FindingDocument[],
  marshalcheck: string,
): Report {
  const { seed, target, fault, readings, seconds, interrupted, restarts, lost } = report;
  const odd = report.nondeterminism.map((each) => ({ ...each, target, reproduce: '' }));
  return {
    ...emptyReport('conform', 'marshalcheck conform', marshalcheck),
    introduction: introductionOf(report),
    seed,
    target,
    fault,
    readings,
    seconds,
    interrupted,
    restarts,
    lost,
    cases: report.fuzzing.cases,
    operations: report.operations,
    findings,
    ...(odd.length > 0 && { nondeterminism: odd }),
    conformance: conformanceOf(report),
    tours: report.tours.map((tour) => entryOf(tour, target)),
  };
}

function introductionOf({ scenarios }: ConformReport): string[] {
  const { files, passed, skipped } = scenarios;
  if (files === 0) return [];
  const without = skipped === 0 ? '' : `; ${skipped} speak of nothing that the target offers`;
  return [`Of ${files} scenarios ${passed} passed${without}.`];
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
  const { target, readings, servers, scenarios } = report;
  const [reading = ''] = readings;
  const [server = 'kernel'] = servers;
  const shown = report.clauses.filter(({ verdict }) => verdict !== 'not covered');
  return {
    what: scenarios.files === 0 ? 'tours' : 'obligations',
    rows: shown.map(({ id }) => id),
    columns: [{ target, reading, server, ...labelOf(report) }],
    cells: shown.map(cellOf),
  };
}

/** A clause is judged over all readings and servers of a campaign; the column says so. */
function labelOf({ readings, servers }: ConformReport): { label?: string } {
  if (readings.length === 1 && servers.length === 1) return {};
  const [first = ''] = readings;
  const where = readings.length === 1 ? first : `${readings.length} readings`;
  return { label: `${where}, ${servers.join(' and ')}` };
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
