/** An exhaustive search as a report: scopes, certificates, counterexamples. */

import { createHash } from 'node:crypto';
import type { CheckFinding, CheckReport, ScopeReport } from '../search/check/campaign/report.js';
import type { Certificate, FindingDocument, Report, ScopeEntry } from './document.js';
import { emptyReport } from './json.js';

/** What a report knows of a search beside its result. */
export interface CheckContext {
  readonly marshalcheck: string;
  readonly fault: string;
  readonly readings: readonly string[];
  /** IDs of all that binds a system. */
  readonly obligations: readonly string[];
  /** Bounds of each scope by name. */
  readonly bounds: Readonly<Record<string, ScopeEntry['bounds']>>;
  /** The command that finds it again. */
  readonly again: (finding: CheckFinding) => string;
  /** Text of a saved counterexample. */
  readonly scenario: (file: string) => string;
}

/** Name of what a counterexample breaks, the same in each campaign. */
export function checkSignature({ invariant, scope, client }: CheckFinding): string {
  return `${invariant}/${scope}/${client}`;
}

/** The report of `check`. */
export function checkReport(report: CheckReport, context: CheckContext): Report {
  const { scopes, findings, interrupted } = report;
  const odd = report.nondeterminism?.map((each) => {
    return { ...each, target: 'the model', reproduce: '' };
  });
  const covered = [...new Set(scopes.flatMap(({ clausesExercised }) => clausesExercised))].sort();
  return {
    ...emptyReport('check', 'marshalcheck check', context.marshalcheck),
    target: 'the model',
    fault: context.fault,
    readings: context.readings,
    interrupted,
    seconds: Number(scopes.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3)),
    operations: scopes.reduce((sum, { transitions }) => sum + transitions, 0),
    clauses: {
      covered,
      uncovered: context.obligations
        .filter((id) => !covered.includes(id))
        .map((id) => ({ id, reason: 'no transition of these scopes meets its condition' })),
    },
    findings: findings.map((finding) => documentOf(finding, scopes, context)),
    ...(odd !== undefined && { nondeterminism: odd }),
    scopes: scopes.map((scope) => entryOf(scope, findings, context)),
  };
}

function isOf(finding: CheckFinding, scope: ScopeReport): boolean {
  const { scope: name, reading, client } = scope;
  return finding.scope === name && finding.reading === reading && finding.client === client;
}

function entryOf(
  scope: ScopeReport,
  findings: readonly CheckFinding[],
  context: CheckContext,
): ScopeEntry {
  const { scope: name, reading, client, states, transitions, depth, seconds, complete } = scope;
  const entry: ScopeEntry = {
    name,
    reading,
    server: scope.server === 'user' ? 'user' : 'kernel',
    client,
    bounds: context.bounds[name] ?? {},
    states,
    transitions,
    depth,
    seconds,
    complete,
    findings: findings.filter((finding) => isOf(finding, scope)).map(checkSignature),
  };
  if (!complete) return entry;
  return { ...entry, certificate: certificateOf(entry, scope, context.marshalcheck) };
}

/** Equal for equal searches: what was searched, by which version, and how much there is. */
function certificateOf(entry: ScopeEntry, scope: ScopeReport, version: string): Certificate {
  const { fault, unreduced, collisionProbability: missed } = scope;
  const text = JSON.stringify({ ...entry, seconds: 0, version, fault, unreduced });
  return {
    id: createHash('sha256').update(text).digest('hex').slice(0, 16),
    file: '',
    assumptions: [
      'the rules are those of the model',
      'nothing beyond the bounds of the scope',
      missed === 0
        ? 'states are compared whole'
        : `fingerprints of states: one is missed with probability ${missed.toExponential(1)}`,
    ],
  };
}

function documentOf(
  finding: CheckFinding,
  scopes: readonly ScopeReport[],
  context: CheckContext,
): FindingDocument {
  const { invariant, sentence, reading, length, file, steps, explanation } = finding;
  const name = checkSignature(finding);
  const scope = scopes.find((each) => isOf(finding, each));
  const named = `${invariant} ${sentence}`.match(/\b[A-Z]+-(?:\d+|[A-Z]+)\b/g) ?? [];
  const last = steps.at(-1) ?? '';
  return {
    signature: name,
    class: 'departure',
    clauses: [...new Set(named)],
    obligations: [],
    check: 'invariant',
    operation: /\b(?:Ce|Virtual)\w+/.exec(last)?.[0] ?? '',
    expected: sentence,
    observed: last === '' ? invariant : `not so after ${length} operations, the last: ${last}`,
    length,
    reading,
    server: scope?.server === 'user' ? 'user' : 'kernel',
    target: 'the model',
    fault: context.fault,
    file,
    line: 0,
    scenario: file === '' ? '' : context.scenario(file),
    reproduce: [context.again(finding)],
    ...(explanation !== null && { explanation: { ...explanation, signature: name } }),
  };
}
