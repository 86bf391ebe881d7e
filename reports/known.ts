/** Findings that a configuration lists as known: reported, and no reason to fail. */

import type { FindingDocument, Report, ScenarioEntry } from './document.js';

/** A line of the list. */
export interface KnownSignature {
  /** A signature, or the beginning of some with `*` at the end. */
  readonly signature: string;
  readonly reason: string;
  /** The last day on which it counts as known, ISO 8601. */
  readonly until: string;
}

/** True for a signature that the list excuses on that day (ISO 8601). */
export function excuses(
  list: readonly KnownSignature[],
  signature: string,
  today: string,
): boolean {
  const entry = list.find((each) => matches(each, signature));
  return entry !== undefined && entry.until >= today.slice(0, 10);
}

function matches({ signature: pattern }: KnownSignature, signature: string): boolean {
  return pattern.endsWith('*') ? signature.startsWith(pattern.slice(0, -1)) : pattern === signature;
}

/** The report with what is known marked. `today`: ISO 8601, a day or a time of it. */
export function withKnown(report: Report, list: readonly KnownSignature[], today: string): Report {
  if (list.length === 0) return report;
  const findings = report.findings.map((finding): FindingDocument => {
    const entry = list.find((each) => matches(each, finding.signature));
    if (entry === undefined) return finding;
    const { reason, until } = entry;
    return { ...finding, known: { reason, until, isExpired: until < today.slice(0, 10) } };
  });
  const { scenarios } = report;
  if (scenarios === undefined) return { ...report, findings };
  const results = scenarios.results.map((entry) => marked(entry, list, today));
  return { ...report, findings, scenarios: { ...scenarios, results } };
}

/**
 * A scenario that departs by nothing but what is known does not fail either: on each platform that
 * failed, all reasons are those of the step that departed.
 */
function marked(
  entry: ScenarioEntry,
  list: readonly KnownSignature[],
  today: string,
): ScenarioEntry {
  if (entry.passed) return entry;
  const isKnown = entry.reasons.every((reason) =>
    entry.reasons.some(
      ({ signature = '', step, reading, server, copyLimit }) =>
        excuses(list, signature, today) &&
        step === reason.step &&
        reading === reason.reading &&
        server === reason.server &&
        copyLimit === reason.copyLimit,
    ),
  );
  return isKnown ? { ...entry, known: true } : entry;
}

/** Lines of the list that no finding matches. */
export function unseen(report: Report, list: readonly KnownSignature[]): KnownSignature[] {
  return list.filter((entry) => !report.findings.some((each) => matches(entry, each.signature)));
}
