/** Systems beside the seven functions: how scopes take them in, and what searches of them cover. */

import { describe, expect, test } from 'vitest';
import { runCheck } from '#dist/search/check/library.js';
import type { Client } from '#dist/search/check/marshalling/act.js';
import {
  findScopes,
  SCOPES,
  type Scope,
  SYSTEMS,
  type System,
  withSystems,
} from '#dist/search/check/marshalling/scope.js';

const [TINY] = SCOPES;
/** Small enough for a few seconds, large enough for every condition to arise. */
const BASE: Scope = { ...TINY, descriptors: [12], families: ['exit'] };

describe('scopes', () => {
  test('a name adds systems, and the sentence says what is narrowed', () => {
    const [scope] = findScopes('small+windriver+shared-memory');
    expect(scope).toMatchObject({ wrong: 0, stale: 0, sizes: 'past-threshold', records: 2 });
    expect(scope.name).toBe('small+windriver+shared-memory');
    expect(scope.families).toEqual(expect.arrayContaining(['flush', 'windriver', 'shared-memory']));
    expect(scope.sentence).toContain('past the threshold');
    expect(scope).toMatchObject({ lessMisuse: true });
    expect(scope.sentence).toContain('no object is copied');
    expect(findScopes('small+windriver')[0].lessMisuse).toBeUndefined();
    expect(findScopes('nightly+windriver').length).toBe(findScopes('nightly').length);
  });

  test('what is no system names no scope; what is there is not added twice', () => {
    expect(findScopes('small+ordering')).toEqual([]);
    expect(findScopes('small+')).toEqual([]);
    const [scope] = findScopes('tiny+windriver');
    expect(withSystems(scope, ['windriver'])).toBe(scope);
    expect(findScopes('tiny')).toEqual([TINY]);
  });
});

/** Obligations that a system's scope has to exercise. */
const EXERCISED: Readonly<Record<System, readonly string[]>> = {
  'shared-memory': ['VM-1.faults', 'VM-2.same-memory', 'VM-5.releases', 'VM-9.shifted'],
  windriver: ['WD-1.two-addresses', 'WD-2', 'WD-6.card-register', 'WD-6.lock'],
  'wrapper-classes': ['CLASS-2.destructor', 'CLASS-7.marshal-asynchronous', 'CLASS-6.refuses'],
};

async function search(system: System, reading: string, client: Client, base = BASE) {
  const scopes = [withSystems(base, [system])];
  const { scopes: reports, findings } = await runCheck({
    scopes,
    readings: [reading],
    clients: [client],
    workers: 2,
  });
  expect(findings).toEqual([]);
  const [report] = reports;
  expect(report).toMatchObject({ complete: true, stopped: '' });
  return report;
}

describe.each(SYSTEMS)('%s', (system) => {
  test('a lawful driver keeps every invariant and gives everything back', async () => {
    const report = await search(system, 'compact2013-vivt', 'lawful');
    expect(report.unrecoverable).toBe(0);
    expect(report.clausesExercised).toEqual(expect.arrayContaining([...EXERCISED[system]]));
    expect(report.deadRules).toEqual([]);
  }, 120_000);
});

test('a misusing driver meets no hazard beyond the documented ones', async () => {
  const base = { ...BASE, families: [] };
  const { unsafe } = await search('shared-memory', 'ce6-x86', 'misusing', base);
  expect(unsafe).toEqual([]);
}, 120_000);

test('a scope without systems is searched as before', async () => {
  const { states, transitions } = (
    await runCheck({ scopes: ['tiny'], readings: ['compact7-armv5'], clients: ['lawful'] })
  ).scopes[0];
  expect({ states, transitions }).toEqual({ states: 5140, transitions: 42_916 });
}, 60_000);

test('questions may count what systems have', async () => {
  const question = 'mappings > 0 and exited == 0';
  const scopes = [withSystems(BASE, ['shared-memory'])];
  const settings = { scopes, readings: ['ce6-x86'], clients: ['lawful'] as Client[] };
  const { scopes: found } = await runCheck({ ...settings, question });
  expect(found[0].witness?.length).toBe(2);
  const never = await runCheck({ ...settings, question: 'mappings > 0 and reservations == 0' });
  expect(never.scopes[0].witness).toBeNull();
}, 120_000);
