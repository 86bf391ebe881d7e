/** The invariants bite: every defect planted in the rules breaks the one that it names. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runCheck } from '#dist/search/check/library.js';
import type { Client } from '#dist/search/check/marshalling/act.js';
import { MODEL_FAULTS } from '#dist/search/check/marshalling/faults/index.js';
import { createModel } from '#dist/search/check/marshalling/model.js';
import {
  SCOPES,
  type Scope,
  SYSTEMS,
  type System,
  withSystems,
} from '#dist/search/check/marshalling/scope.js';
import { runReplay } from '#dist/search/library.js';
import { plainTransitions } from '../unit/search/check/naive.js';

const READING = 'compact7-armv5';
const SCOPE: Scope = {
  ...SCOPES[0],
  descriptors: [4, 12],
  stale: 1,
  families: ['flush', 'exit', 'no-memory'],
};

/** The scope in which a defect shows: a system's takes that system in. */
function scopeOf(system: System | undefined): Scope {
  return system === undefined ? SCOPE : withSystems({ ...SCOPE, descriptors: [12] }, [system]);
}

test('there are at least 25 defects, and each names an invariant', () => {
  expect(MODEL_FAULTS.length).toBeGreaterThanOrEqual(25);
  const scope = withSystems(SCOPE, SYSTEMS);
  const { invariants } = createModel({ scope, reading: READING, client: 'lawful' });
  const names = invariants.map(({ name }) => name.replace(/ .*/, ''));
  for (const { breaks } of MODEL_FAULTS) expect([...names, 'recoverable']).toContain(breaks);
});

test('each system has three defects at least', () => {
  for (const system of SYSTEMS) {
    const its = MODEL_FAULTS.filter((fault) => fault.system === system);
    expect(its.length, system).toBeGreaterThanOrEqual(3);
  }
});

/** Depth-first with a bound: true when a world or transition within it breaks the invariant. */
function breaksWithin(
  scope: Scope,
  fault: string,
  breaks: string,
  client: Client,
  bound: number,
): boolean {
  const model = createModel({ scope, reading: READING, client, fault });
  const best = new Map<string, number>();
  const named = (name: string): boolean => name.replace(/ .*/, '') === breaks;
  const visit = (state: Int32Array, left: number): boolean => {
    const key = state.join();
    if ((best.get(key) ?? -1) >= left) return false;
    best.set(key, left);
    if (model.invariants.some((each) => named(each.name) && each.judge(state) === 2)) return true;
    if (left === 0) return false;
    return plainTransitions(model, state).some(
      (next) =>
        next.violated.some((index) => named(model.invariants[index].name)) ||
        visit(next.state, left - 1),
    );
  };
  return model.initial.some((state) => visit(state, bound));
}

test.each(MODEL_FAULTS.map((fault) => [fault.id, fault] as const))(
  '%s',
  async (_, { id, breaks, system, client = 'lawful' }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
    const scope = scopeOf(system);
    const settings = { scopes: [scope], readings: [READING], clients: [client] };
    const { findings } = await runCheck({ ...settings, fault: id, folder });
    const finding = findings.find(({ invariant }) => invariant.replace(/ .*/, '') === breaks);
    expect(findings.map(({ invariant }) => invariant).join(), id).toContain(breaks);
    if (finding === undefined) throw new Error('unreachable');
    const { errors, failures, files } = await runReplay([finding.file]);
    expect({ errors, failures, files }).toEqual({ errors: [], failures: [], files: 1 });
    // Rules are many where there is a system: the naive search goes less far.
    if (breaks === 'recoverable' || finding.length > (system === undefined ? 4 : 3)) return;
    expect(breaksWithin(scope, id, breaks, client, finding.length - 1)).toBe(false);
    expect(breaksWithin(scope, id, breaks, client, finding.length)).toBe(true);
  },
);
