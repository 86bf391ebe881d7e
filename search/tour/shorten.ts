/** A departure that a tour met, as a finding of its own: the shortest way there, then reduced. */

import { type Case, Word } from '../../model/case.js';
import { describe, signatureOf } from '../../properties/describe.js';
import { Runner } from '../../properties/run.js';
import type { Ground } from '../check/marshalling/ground.js';
import { emptyCase } from '../check/marshalling/path.js';
import type { Finding } from '../finding.js';
import { reduceFinding } from '../reduce.js';
import type { Identifier } from './identity.js';
import type { TourOptions } from './options.js';
import type { Rules } from './rules.js';
import type { Walker } from './walker.js';

/** The tour that met it. */
interface Touring {
  readonly walker: Walker;
  readonly rules: Rules;
  readonly ground: Ground;
  readonly identifier: Identifier;
  readonly options: TourOptions;
}

/**
 * The finding at which the walker stands. `steps`: canonical rules from a reset to it, the shortest
 * way that the tour knows; where they do not show it again, everything since the reset counts.
 */
export function findingOf(tour: Touring, steps: readonly number[], signature: string): Finding {
  const { walker, ground, options } = tour;
  const { target, inspection } = options;
  const origin = { seed: `tour ${options.scope.name}`, case: 0, target: options.name };
  const told = { ...origin, fault: options.fault };
  const whole = [...walker.program];
  const seen = describe(walker, caseOf(ground, whole), { operations: whole.length }, told);
  const short = shorter(tour, steps, signature) ?? whole;
  const given = caseOf(ground, short);
  const found = { ...seen, case: given, length: short.length / Word.width };
  const runner = new Runner(target, inspection);
  const again = runner.run(given);
  if (again.verdict !== 'departure' || signatureOf(runner, given) !== signature) return found;
  return reduceFinding(describe(runner, given, again, told), { target, inspection }).finding;
}

/** Words of the program that goes these steps, null where it does not end in the departure. */
function shorter(tour: Touring, steps: readonly number[], signature: string): number[] | null {
  const { walker, rules, identifier, ground } = tour;
  walker.reset();
  for (const [index, step] of steps.entries()) {
    const { order } = identifier.of(walker.worlds);
    const rule = rules.concrete(step, order);
    if (!rules.fill(rule, walker.worlds)) return null;
    const came = walker.take(rule, order);
    if (came === 'explained') continue;
    const isIt = came === 'departure' && index === steps.length - 1;
    return isIt && signatureOf(walker, caseOf(ground, [])) === signature
      ? [...walker.program]
      : null;
  }
  return null;
}

function caseOf(ground: Ground, program: readonly number[]): Case {
  return { ...emptyCase(ground, true), program: Int32Array.from(program) };
}
