/** A campaign as a page to read: what the Markdown and HTML writers draw from. */

import type { FuzzReport, Uncovered, UnsafeEntry } from '../search/reports.js';
import type { ExplainedFinding } from './finding.js';
import { grouped } from './fuzz.js';

/** A page. */
export interface ReportPage {
  readonly title: string;
  /** Sentences before everything else. */
  readonly introduction: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly findings: readonly ExplainedFinding[];
  readonly unsafe: readonly UnsafeEntry[];
  readonly covered: number;
  readonly uncovered: readonly Uncovered[];
}

/** The page of a `fuzz` campaign. */
export function fuzzPage(
  report: FuzzReport,
  findings: readonly ExplainedFinding[],
  title = 'marshalcheck fuzz',
  introduction: readonly string[] = [],
): ReportPage {
  const { seed, target, fault, readings, cases, operations, seconds, interrupted } = report;
  const facts = [
    { label: 'Seed', value: seed },
    { label: 'Target', value: target },
    { label: 'Planted defect', value: fault === '' ? 'none' : fault },
    { label: 'Readings', value: readings.join(', ') },
    { label: 'Cases', value: grouped(cases) },
    { label: 'Operations', value: grouped(operations) },
    { label: 'Seconds', value: seconds.toFixed(1) },
    { label: 'Findings', value: String(report.findings.length) },
  ];
  if (interrupted) facts.push({ label: 'Interrupted', value: 'yes: this is a part' });
  return {
    title,
    introduction,
    facts,
    findings,
    unsafe: report.unsafe,
    covered: report.clauses.covered.length,
    uncovered: report.clauses.uncovered,
  };
}
