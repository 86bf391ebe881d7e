/** Campaigns as reports: what `--json` prints, and what every other writer reads. */

import type { Explanation } from '../search/explanation.js';
import type { ReplayReport, ReplayResult } from '../search/replay/types.js';
import type { FaultsReport, FuzzReport, ReportedFinding } from '../search/reports.js';
import { conformanceOf } from './conformance.js';
import { equalCosts, type ScenarioCost } from './cost.js';
import {
  type FindingDocument,
  REPORT_VERSION,
  type Report,
  type ScenarioEntry,
  type ScenarioPart,
} from './document.js';
import { dangersInOrder } from './join.js';
import { stepLine } from './step-line.js';

/** What a report knows of a finding beside the finding. */
export interface FindingContext {
  readonly explanation: Explanation | null;
  readonly reproduce: readonly string[];
  /** Text of its scenario, '' for none. */
  readonly scenario: string;
  /** Step of a replayed scenario at which it showed, from 1; absent for a case of a campaign. */
  readonly step?: number;
}

/** A finding for a report. */
export function findingDocument(
  finding: ReportedFinding,
  { explanation, reproduce, scenario, step }: FindingContext,
): FindingDocument {
  const { case: given, origin, ...rest } = finding;
  const { reading, server } = given.platform;
  const line = scenario === '' ? 0 : stepLine(scenario, step ?? 0);
  const { target, fault } = origin;
  const document = { ...rest, reading, server, target, fault, line, scenario, reproduce };
  const isNumbered = step === undefined && origin.file === undefined;
  const numbered = isNumbered ? { ...document, case: origin.case } : document;
  return explanation === null ? numbered : { ...numbered, explanation };
}

/** What all reports begin with. */
const NOTHING = {
  report: REPORT_VERSION,
  introduction: [],
  shard: null,
  cases: 0,
  operations: 0,
  open: 0,
  inconclusive: 0,
  findings: [],
  unsafe: [],
  clauses: { covered: [], uncovered: [] },
} as const;

/** A report of nothing, for the page of the explorer. */
export function emptyReport(command: string, title: string, marshalcheck: string): Report {
  const campaign = { seed: '', target: '', fault: '', readings: [], seconds: 0 };
  return { ...NOTHING, ...campaign, marshalcheck, command, title, interrupted: false };
}

/** The report of `fuzz`; `again`: the command that runs a case or a finding again. */
export function fuzzReport(
  report: FuzzReport,
  findings: readonly FindingDocument[],
  marshalcheck: string,
  again: (what: string) => string = () => '',
): Report {
  return {
    ...NOTHING,
    marshalcheck,
    command: 'fuzz',
    title: 'marshalcheck fuzz',
    ...report,
    findings,
    nondeterminism: oddities(report, again),
    unsafe: dangersInOrder(report.unsafe, report.readings),
    clauses: { ...report.clauses, covered: [...report.clauses.covered].sort() },
  };
}

/** Nothing where whatever was run twice gave the same. */
function oddities(
  { nondeterminism, target }: Pick<FuzzReport, 'nondeterminism' | 'target'>,
  again: (what: string) => string,
): Report['nondeterminism'] {
  if (nondeterminism.length === 0) return undefined;
  return nondeterminism.map((entry) => ({ ...entry, target, reproduce: again(entry.what) }));
}

/** The report of `faults`. */
export function faultsReport(
  report: FaultsReport,
  readings: readonly string[],
  target: string,
  marshalcheck: string,
): Report {
  const { seed, seconds, interrupted, inspection, killed, total, faults } = report;
  const sum = (of: 'cases' | 'operations'): number =>
    faults.reduce((all, each) => all + each[of], 0);
  return {
    ...NOTHING,
    marshalcheck,
    command: 'faults',
    title: 'marshalcheck faults',
    seed,
    target,
    fault: '',
    readings,
    cases: sum('cases'),
    operations: sum('operations'),
    seconds,
    interrupted,
    score: { inspection, killed, total, faults },
  };
}

/** What the report of `replay` takes beside its result. */
export interface ReplayContext {
  /** Every scenario that was replayed, passed or not. */
  readonly results: readonly ReplayResult[];
  readonly findings: readonly FindingDocument[];
  readonly seconds: number;
  readonly marshalcheck: string;
  /** The command that replays a file. */
  readonly again: (file: string) => string;
}

/** The report of `replay`. */
export function replayReport(report: ReplayReport, context: ReplayContext): Report {
  const { results, findings, seconds, marshalcheck, again } = context;
  const { target, fault, operations, interrupted } = report;
  const platforms = results.flatMap((result) => result.platforms.map((each) => each.platform));
  return {
    ...NOTHING,
    marshalcheck,
    command: 'replay',
    title: 'marshalcheck replay',
    seed: '',
    target,
    fault,
    readings: [...new Set(platforms.map(({ reading }) => reading))],
    operations,
    seconds,
    interrupted,
    findings,
    scenarios: scenarioPart(report, results, again),
    conformance: conformanceOf(target, results),
    nondeterminism: oddities(report, again),
  };
}

function scenarioPart(
  report: ReplayReport,
  results: readonly ReplayResult[],
  again: ReplayContext['again'],
): ScenarioPart {
  const { files, passed, failed, skipped, platforms, errors } = report;
  return {
    files,
    passed,
    failed,
    ...(skipped > 0 && { skipped }),
    platforms,
    results: results.map((result) => scenarioEntry(result, again(result.file))),
    errors: errors.map(({ file, line, column, what, likelyCause, next }) => ({
      file,
      line,
      column,
      what,
      likelyCause,
      next,
    })),
  };
}

function scenarioEntry(result: ReplayResult, reproduce: string): ScenarioEntry {
  const { file, title, clauses, passed, operations } = result;
  const reasons = result.platforms.flatMap(({ platform, reasons: list, departure }) => {
    const { reading, server, copyLimit } = platform;
    return list.map(({ kind, step, text }) => ({
      ...{ reading, server, copyLimit, step, text },
      ...(kind === 'departure' && departure !== null && { signature: departure.signature }),
    }));
  });
  const platforms = result.platforms.length;
  const costs = costsOf(result);
  const entry = { file, title, clauses, passed, operations, platforms, reproduce, reasons };
  return costs.length === 0 ? entry : { ...entry, costs };
}

/** What a scenario that is about costs cost. */
function costsOf({ clauses, platforms }: ReplayResult): ScenarioCost[] {
  if (!clauses.some((id) => id.startsWith('ALIAS-10'))) return [];
  return equalCosts(
    platforms.flatMap(({ platform, costs }) => (costs === null ? [] : { ...platform, ...costs })),
  );
}

/** A document as text, the way every command prints it. */
export function jsonText(document: unknown): string {
  return JSON.stringify(document, undefined, 2);
}

/** Members of a report in the order in which they are written, whoever made it. */
const MEMBERS = Object.keys({
  report: 0,
  marshalcheck: 0,
  command: 0,
  title: 0,
  introduction: 0,
  seed: 0,
  target: 0,
  fault: 0,
  readings: 0,
  shard: 0,
  cases: 0,
  operations: 0,
  open: 0,
  inconclusive: 0,
  seconds: 0,
  interrupted: 0,
  restarts: 0,
  lost: 0,
  stages: 0,
  findings: 0,
  nondeterminism: 0,
  unsafe: 0,
  clauses: 0,
  scenarios: 0,
  conformance: 0,
  score: 0,
  scopes: 0,
  tours: 0,
  drivers: 0,
  history: 0,
} satisfies Record<keyof Report, 0>) as readonly (keyof Report)[];

/** A report as text: equal reports give equal bytes. */
export function reportText(report: Report): string {
  return jsonText(Object.fromEntries(MEMBERS.map((member) => [member, report[member]])));
}
