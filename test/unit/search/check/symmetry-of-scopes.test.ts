// Symmetry loses nothing: worlds up to exchanges of interchangeable parts, times the size of their
// orbits, are as many as when everything is told apart; verdicts and depths are the same.

import { expect, test } from 'vitest';
import type { CheckReport } from '#dist/search/check/campaign/report.js';
import { runCheck } from '#dist/search/check/library.js';
import type { Client } from '#dist/search/check/marshalling/act.js';
import {
  SCOPES,
  type Scope,
  type System,
  withSystems,
} from '#dist/search/check/marshalling/scope.js';

const [TINY] = SCOPES;

const SMALL: readonly (readonly [string, Client, string, Partial<Scope>])[] = [
  ['records', 'lawful', 'compact7-armv5', {}],
  ['exits', 'lawful', 'ce6-armv4i', { families: ['exit', 'no-memory'], descriptors: [12] }],
  ['stale pointers', 'misusing', 'ce6-x86', { descriptors: [12] }],
  ['dangers', 'misusing', 'shipped-compact7-armv5', { descriptors: [12], stale: 0 }],
  ['applications', 'lawful', 'ce6-armv4i', { applications: 2, records: 1, families: ['exit'] }],
  ['threads', 'lawful', 'ce6-armv4i', { calls: 2, records: 1, descriptors: [12] }],
  ['buffers', 'lawful', 'ce6-armv4i', { buffers: [0x100, 0x400], descriptors: [12] }],
  ['contents', 'lawful', 'ce6-x86', { contents: 2, descriptors: [12] }],
  ['only names of data', 'lawful', 'ce6-x86', { contents: 3, records: 1, descriptors: [12] }],
  ['duplicates', 'lawful', 'compact2013-vivt', { families: ['duplicate'], descriptors: [12] }],
];

/**
 * What must not depend on symmetry: the verdict, and how it was come by. Transitions do: which of
 * several empty records a new buffer takes is told apart only without symmetry.
 */
function verdict({ scopes, findings }: CheckReport): unknown {
  return {
    findings: findings.map(({ invariant, length }) => ({ invariant, length })),
    scopes: scopes.map((scope) => ({
      states: scope.unreduced.states,
      depth: scope.depth,
      complete: scope.complete,
      unsafe: scope.unsafe.map(({ id, length }) => ({ id, length })),
      deadRules: scope.deadRules,
      clauses: scope.clausesExercised,
    })),
  };
}

/** One buffer of the seven functions, nothing that fails. */
const BARE: Partial<Scope> = { families: [], descriptors: [12], records: 1 };

const WITH_SYSTEMS: readonly (readonly [readonly System[], Client, string, Partial<Scope>])[] = [
  [['shared-memory'], 'lawful', 'ce6-x86', { ...BARE, families: ['exit'] }],
  [['shared-memory'], 'misusing', 'ce6-x86', BARE],
  [['windriver'], 'lawful', 'ce6-x86', { ...BARE, families: ['exit'] }],
  [['windriver'], 'misusing', 'compact2013-armv7', BARE],
  [['wrapper-classes'], 'lawful', 'ce6-armv4i', { ...BARE, records: 2 }],
  [['wrapper-classes'], 'misusing', 'ce6-x86', { ...BARE, records: 2, lessMisuse: true }],
  [['shared-memory', 'wrapper-classes'], 'lawful', 'ce6-x86', BARE],
  [['windriver', 'wrapper-classes'], 'lawful', 'ce6-x86', BARE],
  [['shared-memory', 'windriver'], 'lawful', 'ce6-x86', BARE],
];

async function compare(scope: Scope, reading: string, client: Client): Promise<void> {
  const scopes = [scope];
  const options = { scopes, readings: [reading], clients: [client] };
  const reduced = await runCheck(options);
  const plain = await runCheck({ ...options, symmetry: false });
  expect(verdict(reduced)).toEqual(verdict(plain));
  const [{ states }] = plain.scopes;
  expect(reduced.scopes[0].unreduced.states).toBe(states);
  expect(reduced.scopes[0].states).toBeLessThan(states);
  expect(reduced.scopes[0].complete).toBe(true);
}

test.each(SMALL)('%s', async (_, client, reading, changed) => {
  await compare({ ...TINY, ...changed }, reading, client);
});

test.each(WITH_SYSTEMS)('%s, %s', async (systems, client, reading, changed) => {
  await compare(withSystems({ ...TINY, ...changed }, systems), reading, client);
});
