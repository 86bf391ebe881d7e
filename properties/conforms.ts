/**
 * The ready-made property: a target conforms to the model. It runs under your own `fc.assert`, in
 * vitest, in Jest or alone:
 *
 *     fc.assert(conforms(() => new MyTarget(), { readings: ['compact7-x86'] }), { numRuns: 500 });
 */

import fc, { type IPropertyWithHooks } from 'fast-check';

import type { Case } from '../model/case.js';
import { findClause } from '../model/clauses/index.js';
import type { Target } from '../targets/interface.js';
import { type CaseSettings, cases } from './arbitraries.js';
import { operationLine } from './case-text.js';
import { describe } from './describe.js';
import type { Finding } from './finding.js';
import { Runner } from './run.js';

/** Settings of {@link conforms}. */
export interface ConformsSettings extends CaseSettings {
  /** False: judge by the answers alone, even where the target can be looked into. */
  readonly inspection?: boolean;
}

/** Thrown where a target does what no world of the belief explains. */
export class Departure extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(explained(finding));
    this.name = 'Departure';
    this.finding = finding;
  }
}

/** The finding in words: what was done, what the rules permit there, what came, which clauses. */
function explained(finding: Finding): string {
  const clauses = finding.clauses.map((id) => `${id}: ${findClause(id)?.text ?? ''}`);
  return [
    `the target departs from the rules at operation ${finding.length} (${finding.signature})`,
    `expected: ${finding.expected}`,
    `observed: ${finding.observed}`,
    ...clauses,
  ].join('\n');
}

/**
 * Runs a case on a target and throws {@link Departure} where the two part. A case that a hazard or
 * an open rule ends early is no failure; one that the belief can't follow is none either.
 */
export function assertConforms(target: Target, given: Case, inspection = true): void {
  const runner = new Runner(target, inspection);
  let last = -1;
  const result = runner.run(given, undefined, (index) => {
    last = index;
  });
  if (result.verdict !== 'departure') return;
  const origin = { seed: '', case: 0, target: target.name, fault: '' };
  const finding = describe(runner, given, result, origin);
  const departure = new Departure(finding);
  departure.message += `\nat ${operationLine(given, last)}`;
  throw departure;
}

/**
 * The property that a target conforms. `createTarget` is called once for each reading; a target is
 * reset before each case. Failing cases shrink to a few operations and print as such.
 */
export function conforms(
  createTarget: (reading: string) => Target,
  settings: ConformsSettings = {},
): IPropertyWithHooks<[Case]> {
  const targets = new Map<string, Target>();
  const targetFor = (reading: string): Target => {
    const known = targets.get(reading) ?? createTarget(reading);
    targets.set(reading, known);
    return known;
  };
  return fc.property(cases(settings), (given) => {
    assertConforms(targetFor(given.platform.reading), given, settings.inspection ?? true);
  });
}
