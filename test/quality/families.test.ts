// Each family beside the seven functions, alone: no departure, and nothing of it left untried.
import { describe, expect, test } from 'vitest';
import { OBLIGATIONS, obligationAt } from '#dist/model/clauses/index.js';
import { READINGS } from '#dist/model/readings.js';
import { CaseArbitrary } from '#dist/properties/generation/case-arbitrary.js';
import { FAMILIES, type FamilyName } from '#dist/properties/generation/kinds.js';
import { Runner } from '#dist/properties/run.js';
import { randomOf } from '#dist/search/seeds.js';
import { createTarget } from '#dist/targets/index.js';

const CASES = 2_500;
const CLAUSES: Readonly<Record<FamilyName, RegExp>> = {
  'wrapper-classes': /^(CLASS-|QUIET-27|QUIET-28)/,
  'shared-memory': /^(VM-|QUIET-20|QUIET-21|QUIET-22|QUIET-24)/,
  windriver: /^(WD-|QUIET-26|QUIET-31)/,
  ordering: /^QUIET-35/,
};

/** What search/fuzz/coverage.ts gives a reason for. */
const LATER = /^QUIET-20.commit-/;

interface Tally {
  readonly departures: string[];
  readonly exercised: Set<string>;
}

function play(families: readonly FamilyName[]): Tally {
  const servers = ['kernel', 'user'] as const;
  const space = { readings: READINGS, servers, operations: 30, families };
  const arbitrary = new CaseArbitrary(space);
  const runners = new Map(
    READINGS.map(({ id }) => [id, new Runner(createTarget('simulator', id, ''))]),
  );
  const departures: string[] = [];
  for (let number = 0; number < CASES; number += 1) {
    const given = arbitrary.drawCase(randomOf(families.join(), number));
    const runner = runners.get(given.platform.reading)!;
    const { verdict } = runner.run(given, given.domain);
    if (verdict !== 'departure') continue;
    const { cite } = runner.belief.mismatch;
    departures.push(`${number}: ${cite === 0 ? 'no clause' : obligationAt(cite).id}`);
  }
  const exercised = new Set(
    OBLIGATIONS.filter(({ index }) =>
      [...runners.values()].some(({ belief }) => belief.exercised[index] > 0),
    ).map(({ id }) => id),
  );
  return { departures, exercised };
}

describe.each(FAMILIES)('%s', (family) => {
  const { departures, exercised } = play([family]);

  test('the boards keep its rules', () => {
    expect(departures).toEqual([]);
  });

  test('each obligation that binds the system is put to the test', () => {
    const its = OBLIGATIONS.filter(({ id }) => CLAUSES[family].test(id));
    const system = its.filter(({ binds }) => binds === 'system').map(({ id }) => id);
    expect(system.length).toBeGreaterThan(family === 'ordering' ? 1 : 10);
    expect(system.filter((id) => !exercised.has(id) && !LATER.test(id))).toEqual([]);
  });
});

test('the boards keep the rules of all of them in one case', () => {
  const { departures, exercised } = play(FAMILIES);
  expect(departures).toEqual([]);
  for (const clauses of Object.values(CLAUSES)) {
    expect([...exercised].some((id) => clauses.test(id))).toBe(true);
  }
});
