/**
 * Findings as texts for an issue tracker: one a signature, with what finds it again. The title is
 * the same for the same signature, so that nothing is filed twice.
 */

import type { FindingDocument, Report, SignatureHistory } from './document.js';
import { plain, plainLines } from './escape.js';

/** One issue. */
export interface IssueText {
  readonly signature: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** Of one block: trackers take 65 536 characters in all. */
const MOST_CHARACTERS = 12_000;

/**
 * An issue for each departure and breach that is new, or back again; without a history for each of
 * them. What is known is left out.
 */
export function issueTexts(report: Report): IssueText[] {
  const states = new Map(
    (report.history?.signatures ?? []).map((each) => [each.signature, each] as const),
  );
  const seen = new Set<string>();
  return report.findings.flatMap((finding) => {
    const history = states.get(finding.signature);
    const isNews = history === undefined || ['new', 'seen-again'].includes(history.state);
    const isRed = finding.class === 'departure' || finding.class === 'breach';
    if (!isNews || !isRed || seen.has(finding.signature)) return [];
    seen.add(finding.signature);
    return [issueOf(finding, history, report)];
  });
}

function issueOf(
  finding: FindingDocument,
  history: SignatureHistory | undefined,
  report: Report,
): IssueText {
  const { signature, clauses, expected, observed, reproduce, scenario } = finding;
  const { since = '', before = '' } = history ?? {};
  const facts = [
    `${finding.class} from ${clauses.join(', ')}`,
    `found by marshalcheck ${report.command}, seed ${report.seed}`,
    `target ${finding.target}, reading ${finding.reading}`,
    ...(since === '' ? [] : [`first seen at commit ${since}`]),
    ...(before === '' ? [] : [`not seen by the run before, at commit ${before}`]),
  ];
  const body = [
    ...block('What', facts.map(plain).join('\n')),
    ...block('Expected', expected),
    ...block('Observed', observed),
    ...block('Again', reproduce.join('\n')),
    ...block('Scenario', scenario),
  ].join('\n');
  const title = `marshalcheck: ${plain(signature)}`;
  return { signature, title, body };
}

/** Text of targets and files, in a fence that nothing in it can end. */
function block(heading: string, text: string): string[] {
  if (text === '') return [];
  const clean = plainLines(text.trimEnd()).slice(0, MOST_CHARACTERS);
  const runs = clean.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`## ${heading}`, '', fence, clean, fence, ''];
}
