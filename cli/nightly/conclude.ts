/** The end of a nightly run: what is known, the exit code, and where to go on. */

import type { Report } from '../../reports/document.js';
import { hasFindings } from '../../reports/document.js';
import { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { commandLine } from '../invocation.js';
import type { Stop } from '../stop.js';
import type { NightlyResult } from './run.js';

/** Canaries that were hunted for and not found: what else the run did not find says nothing. */
export function blindFailure({ score }: Report): Failure | null {
  const missed = (score?.faults ?? []).filter(({ killed }) => !killed).map(({ id }) => id);
  if (missed.length === 0) return null;
  return new Failure(
    {
      what: `the run is blind: it did not find the planted defect ${missed.join(', ')}`,
      where: '--canaries',
      cause: 'the harness does not see what it should, or the canary takes more cases than it has',
      next: `marshalcheck faults --fault ${missed.join(',')}`,
    },
    Exit.harness,
  );
}

/** The exit code; what is worse for the trust in the run wins. */
export function exitOf({ report, troubles }: NightlyResult, stop: Stop): Exit {
  const { findings, nondeterminism = [] } = report;
  if (stop.reason === 'interrupt') return Exit.interrupted;
  const isOdd = findings.some(({ explanation }) => explanation?.isReproduced === false);
  if (isOdd || nondeterminism.length > 0) return Exit.nondeterminism;
  if (troubles.length > 0 || blindFailure(report) !== null) return Exit.harness;
  return hasFindings(report) ? Exit.findings : Exit.clean;
}

/** Where a run that is not whole was left, and the command that goes on; '' for one that is. */
export function whereToGoOn(report: Report, words: readonly string[]): string {
  const left = (report.stages ?? []).find(({ done, total }) => done < total);
  if (left === undefined) return '';
  const { name, done, total, what } = left;
  const again = words.includes('--resume') ? words : [...words, '--resume'];
  return `stopped at ${name}, ${done} of ${total} ${what}; to go on: ${commandLine(again)}`;
}
