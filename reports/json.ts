/** What `--json` prints: one document a command, with the same member names as the library. */

import type { Explanation } from '../search/explanation.js';
import type { FuzzReport, ReportedFinding } from '../search/reports.js';

/** A finding without its case: the number of the case is what finds it again. */
export interface FindingDocument extends Omit<ReportedFinding, 'case' | 'origin'> {
  readonly case: number;
  readonly reading: string;
  readonly server: string;
  readonly target: string;
  readonly fault: string;
  readonly explanation?: Explanation;
}

/** The document of `fuzz`. */
export interface FuzzDocument extends Omit<FuzzReport, 'findings'> {
  readonly findings: readonly FindingDocument[];
}

/** One finding as plain JSON. */
export function findingDocument(
  finding: ReportedFinding,
  explanation: Explanation | null = null,
): FindingDocument {
  const document = { ...departureDocument(finding), case: finding.origin.case };
  return explanation === null ? document : { ...document, explanation };
}

/** A finding that belongs to no numbered case. */
export function departureDocument(finding: ReportedFinding): Omit<FindingDocument, 'case'> {
  const { case: given, origin, ...rest } = finding;
  const { reading, server } = given.platform;
  return { ...rest, reading, server, target: origin.target, fault: origin.fault };
}

/** The whole report of `fuzz`. */
export function fuzzDocument(
  report: FuzzReport,
  explanations: ReadonlyMap<string, Explanation> = new Map(),
): FuzzDocument {
  return {
    ...report,
    findings: report.findings.map((finding) =>
      findingDocument(finding, explanations.get(finding.signature) ?? null),
    ),
  };
}

/** A document as text, the way every command prints it. */
export function jsonText(document: unknown): string {
  return JSON.stringify(document, undefined, 2);
}
