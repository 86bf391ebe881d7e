/** What a campaign was and came to, in words: what several writers say alike. */

import { failedScenarios, missingShards, type Report, verdictOf } from './document.js';
import { grouped } from './fuzz.js';

/** One thing that a reader wants to know first. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

function some(facts: Fact[], label: string, value: string): void {
  if (value !== '') facts.push({ label, value });
}

/** What ran, in the order in which a reader asks. */
export function factsOf(report: Report): Fact[] {
  const { seed, target, fault, readings, cases, operations, seconds, scenarios, score } = report;
  const facts: Fact[] = [];
  some(facts, 'Seed', seed);
  some(facts, 'Target', target);
  some(facts, 'Planted defect', fault);
  some(facts, 'Readings', readings.join(', '));
  some(facts, 'Cases', cases === 0 ? '' : grouped(cases));
  some(facts, 'Operations', operations === 0 ? '' : grouped(operations));
  if (scenarios !== undefined) {
    const { files, platforms } = scenarios;
    facts.push({
      label: 'Scenarios',
      value: `${grouped(files)} on ${grouped(platforms)} platforms`,
    });
  }
  if (score !== undefined) {
    facts.push({ label: 'Planted defects', value: `${score.killed} of ${score.total} found` });
  }
  facts.push({ label: 'Seconds', value: seconds.toFixed(1) });
  some(facts, 'Shards', shardText(report));
  if (report.interrupted) facts.push({ label: 'Interrupted', value: 'yes: this is a part' });
  return facts;
}

function shardText(report: Report): string {
  const { shard } = report;
  if (shard === null) return '';
  const missing = missingShards(report);
  const all = `${shard.present.length} of ${shard.count}`;
  return missing.length === 0 ? all : `${all}; missing: ${missing.join(', ')}`;
}

/** The verdict as a sentence without a full stop. */
export function verdictText(report: Report): string {
  const { findings, score } = report;
  const failed = failedScenarios(report);
  const known = findings.filter(({ known: entry }) => entry !== undefined && !entry.isExpired);
  const missed = score === undefined ? 0 : score.total - score.killed;
  const parts = [
    counted(findings.length - known.length, 'finding', 'findings'),
    counted(failed, 'scenario failed', 'scenarios failed'),
    counted(missed, 'planted defect was not found', 'planted defects were not found'),
  ].filter((part) => part !== '');
  if (known.length > 0) parts.push(`${counted(known.length, 'finding', 'findings')} known`);
  const odd = report.nondeterminism?.length ?? 0;
  if (odd > 0) parts.unshift(counted(odd, 'case is not repeatable', 'cases are not repeatable'));
  if (parts.length > 0) return parts.join(', ');
  switch (verdictOf(report)) {
    case 'interrupted':
      return 'nothing found until it was interrupted';
    case 'incomplete':
      return 'nothing found, but shards are missing';
    case 'clean':
    case 'findings':
      return score === undefined || report.stages !== undefined
        ? 'nothing departs from the rules'
        : 'every planted defect found';
  }
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${grouped(count)} ${count === 1 ? one : many}`;
}
