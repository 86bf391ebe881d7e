/** Drivers under test as a report: a journey for each mistake, along its shortest schedule. */

import type { DriverFinding, DriverReport } from '../search/drivers/report.js';
import type { ExplainedClause, ExplainedStep, Explanation } from '../search/explanation.js';
import { DID_NOT_SHOW, type DriverEntry, type FindingDocument, type Report } from './document.js';
import { emptyReport } from './json.js';

/** What a report knows of the drivers beside what came of them. */
export interface DriversContext {
  readonly marshalcheck: string;
  readonly seed: string;
  readonly seconds: number;
  readonly interrupted: boolean;
  /** False for what a driver of the collection is there to show. */
  readonly isNews: (finding: DriverFinding) => boolean;
  readonly clauses: (finding: DriverFinding) => ExplainedClause[];
  /** The command that shows it again. */
  readonly again: (finding: DriverFinding) => string;
}

/** The report of `drivers`. */
export function driversReport(reports: readonly DriverReport[], context: DriversContext): Report {
  const { marshalcheck, seed, seconds, interrupted } = context;
  const odd = reports.flatMap(({ name, nondeterminism }) =>
    nondeterminism.map((each) => ({ ...each, target: `driver ${name}`, reproduce: '' })),
  );
  const readings = reports.flatMap(({ programs }) => programs.map(({ reading }) => reading));
  return {
    ...emptyReport('drivers', 'marshalcheck drivers', marshalcheck),
    seed,
    seconds,
    interrupted,
    target: 'drivers',
    readings: [...new Set(readings)],
    cases: reports.reduce((sum, { schedules }) => sum + schedules, 0),
    findings: reports.flatMap(({ findings, server }) =>
      findings.filter(context.isNews).map((finding) => documentOf(finding, server, context)),
    ),
    ...(odd.length > 0 && { nondeterminism: odd }),
    drivers: reports.flatMap((report) => entriesOf(report, context)),
  };
}

/** One entry a reading. */
function entriesOf(report: DriverReport, { isNews }: DriversContext): DriverEntry[] {
  const { name, programs, findings, missed } = report;
  const readings = [...new Set(programs.map(({ reading }) => reading))];
  return readings.map((reading, index) => {
    const own = programs.filter((program) => program.reading === reading);
    const found = findings.filter(({ platform }) => platform.reading === reading).filter(isNews);
    const lost = index > 0 ? [] : missed.map((defect) => `${defect} ${DID_NOT_SHOW}`);
    return {
      name,
      reading,
      schedules: own.reduce((sum, { schedules }) => sum + schedules, 0),
      operations: 0,
      complete: own.every(({ isComplete }) => isComplete),
      findings: [...found.map(({ signature }) => signature), ...lost],
    };
  });
}

function operationIn(what: string): string {
  return /\b(?:Ce|Virtual)\w+/.exec(what)?.[0] ?? what.split(' ')[0];
}

function documentOf(
  finding: DriverFinding,
  server: 'kernel' | 'user',
  context: DriversContext,
): FindingDocument {
  const { signature, class: kind, clauses, obligations, text, length, platform, steps } = finding;
  const explanation = explanationOf(finding, server, context.clauses(finding));
  return {
    signature,
    class: kind,
    clauses,
    obligations,
    check: 'driver-rule',
    operation: operationIn(steps.at(-1)?.what ?? ''),
    expected: wanted(explanation.clauses).join('; '),
    observed: text,
    length,
    reading: platform.reading,
    server,
    target: `driver ${finding.driver}`,
    fault: '',
    file: '',
    line: 0,
    scenario: '',
    reproduce: [context.again(finding)],
    explanation,
  };
}

function wanted(clauses: readonly ExplainedClause[]): string[] {
  return clauses.flatMap(({ obligations }) => obligations.map(({ then }) => then));
}

function explanationOf(
  finding: DriverFinding,
  server: 'kernel' | 'user',
  clauses: ExplainedClause[],
): Explanation {
  const { signature, class: kind, platform, text, steps } = finding;
  const last = steps.length - 1;
  return {
    signature,
    class: kind,
    isReproduced: true,
    reading: platform.reading,
    copyLimit: platform.copyLimit,
    server,
    clauses,
    steps: steps.map(
      ({ thread, where, what, gave }, index): ExplainedStep => ({
        number: index + 1,
        actor: thread,
        operation: operationIn(what),
        text: where === '' ? what : `${what} (in ${where})`,
        expected: index === last ? wanted(clauses) : [],
        observed: gave,
        isBad: index === last,
      }),
    ),
    differences: [],
    picture: null,
    timeline: null,
    likely: text,
  };
}
