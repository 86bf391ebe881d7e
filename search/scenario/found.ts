/** A finding written as a scenario file, and the name of that file. */

import { createHash } from 'node:crypto';
import type { Finding, FindingClass } from '../finding.js';
import type { GivesEntry, VerdictEntry } from './schema-expected.js';
import { caseToScenario } from './write.js';

/** What a scenario needs to know beside the finding. */
export interface FindingExtras {
  /** Version of the generator that drew the case. */
  readonly generator: string;
  /** What each operation gives where nothing is wrong; see `recordGives`. */
  readonly gives?: readonly (GivesEntry | undefined)[];
  /** Documented dangers that the case meets where nothing is wrong. */
  readonly unsafe?: readonly string[];
}

function verdictOf(finding: Finding, unsafe: readonly string[]): VerdictEntry {
  const byClass: Readonly<Record<FindingClass, VerdictEntry>> = {
    departure: 'conforms',
    unsafe: 'conforms',
    breach: { breach: finding.clauses },
    warning: { breach: finding.clauses },
  };
  if (unsafe.length === 0) return byClass[finding.class];
  const breach = finding.class === 'breach' || finding.class === 'warning';
  return breach ? { breach: finding.clauses, unsafe } : { unsafe };
}

/**
 * The scenario file of a finding. Its verdict is what holds where nothing is wrong: a departure
 * that is mended (or whose fault is not planted) must not come back.
 */
export function scenarioFromFinding(finding: Finding, extras: FindingExtras): string {
  const { origin, clauses } = finding;
  const { seed, case: number, island, target, fault } = origin;
  const drawn = { seed, case: number, ...(island !== undefined && { island }), target, fault };
  return caseToScenario(finding.case, {
    title: `${clauses.join(', ')}: ${finding.expected}`,
    about: `Expected: ${oneLine(finding.expected)}\nObserved: ${oneLine(finding.observed)}\n`,
    clauses,
    verdict: verdictOf(finding, extras.unsafe ?? []),
    fault: origin.fault,
    origin: { ...drawn, signature: finding.signature, generator: extras.generator },
    gives: extras.gives ?? [],
  });
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

const LONGEST_SLUG = 80;

/** The file of a finding: safe characters only, one name a signature. */
export function fileNameFor(finding: Pick<Finding, 'signature'>): string {
  const { signature } = finding;
  const slug = signature
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, '');
  const digest = createHash('sha256').update(signature).digest('hex').slice(0, 8);
  return `${slug === '' ? 'finding' : slug}-${digest}.yaml`;
}
