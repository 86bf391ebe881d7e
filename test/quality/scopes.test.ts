// Every scope starts, and its first states hold: the certificates of the large ones are made by
// hand and by night. `medium` is searched to its end where the driver breaks no rule.

import { expect, test } from 'vitest';
import { runCheck } from '#dist/search/check/library.js';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';

const larger = SCOPES.filter(({ name }) => name !== 'tiny');

test.each(larger.map((scope) => [scope.name, scope] as const))('%s', async (_, scope) => {
  const readings = ['compact7-armv5', 'shipped-compact2013-armv7'];
  const { scopes, findings } = await runCheck({
    scopes: [scope],
    readings,
    limits: { maxStates: 3000 },
  });
  expect(findings).toEqual([]);
  expect(scopes).toHaveLength(4);
  for (const { transitions } of scopes) expect(transitions).toBeGreaterThan(3000);
});

test('medium, a lawful driver on a reading that aliases what it should refuse', async () => {
  const scopes = larger.filter(({ name }) => name === 'medium');
  const readings = ['shipped-compact2013-armv7'];
  const report = await runCheck({ scopes, readings, clients: ['lawful'], workers: 1 });
  expect(report.findings).toEqual([]);
  expect(report.scopes).toMatchObject([{ complete: true, states: 18_736, transitions: 258_644 }]);
});

test('a nightly scope exercises what no smaller scope does', async () => {
  const exercisedBy = async (
    scopes: typeof SCOPES,
    clients: readonly ('lawful' | 'misusing')[],
  ): Promise<readonly string[]> => {
    const report = await runCheck({ scopes, readings: ['compact2013-x86'], clients });
    expect(report.scopes.every(({ complete }) => complete)).toBe(true);
    return report.scopes.flatMap(({ clausesExercised }) => clausesExercised);
  };
  const isNightly = ({ name }: (typeof SCOPES)[number]): boolean => name.startsWith('nightly-');
  const smaller = SCOPES.filter((scope) => !isNightly(scope));
  const known = await exercisedBy(smaller, ['lawful', 'misusing']);
  for (const scope of SCOPES.filter(isNightly)) {
    const exercised = await exercisedBy([scope], ['lawful']);
    expect(
      exercised.filter((id) => !known.includes(id)),
      scope.name,
    ).not.toEqual([]);
  }
});
