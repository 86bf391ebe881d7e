// Promise: --json prints exactly one document, with the same members every time.

import { describe, expect, test } from 'vitest';
import { fileIn, goodScenario, marshalcheck, temporaryFolder } from './command.js';

function json(words: readonly string[]): Record<string, unknown> {
  const { stdout } = marshalcheck([...words, '--json', '--quiet']);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('--json', () => {
  test('of fuzz', () => {
    const words = ['fuzz', '--runs', '600', '--fault', 'free-skips-write-back'];
    const report = json([...words, '--out', temporaryFolder()]);
    expect(report).toMatchObject({ report: 1, seed: 'first', cases: 600, interrupted: false });
    for (const name of ['readings', 'operations', 'seconds', 'findings', 'unsafe', 'clauses']) {
      expect(report).toHaveProperty(name);
    }
    expect(report['clauses']).toHaveProperty('covered');
    expect(report['clauses']).toHaveProperty('uncovered');
    const [finding] = report['findings'] as Record<string, unknown>[];
    expect(finding).toMatchObject({ class: 'departure', fault: 'free-skips-write-back' });
    expect(typeof finding['signature']).toBe('string');
    expect(typeof finding['length']).toBe('number');
    expect(typeof finding['case']).toBe('number');
    expect(finding['file']).toMatch(/\.yaml$/);
    expect(finding['clauses']).toBeInstanceOf(Array);
  });

  test('of fuzz is the same for any number of workers, timings apart', () => {
    const words = ['fuzz', '--runs', '600', '--seed', 'same', '--workers'];
    const [one, two] = ['1', '2'].map((count) => json([...words, count]));
    expect({ ...one, seconds: 0 }).toEqual({ ...two, seconds: 0 });
  });

  test('of faults', () => {
    const report = json(['faults', '--fault', 'double-free-accepted', '--runs', '2000']);
    expect(report).toMatchObject({ inspection: true, killed: 1, total: 1 });
    const [fault] = report['faults'] as Record<string, unknown>[];
    expect(fault).toMatchObject({ id: 'double-free-accepted', killed: true, confirmed: true });
    for (const name of ['clauses', 'readings', 'cases', 'operations', 'length']) {
      expect(fault).toHaveProperty(name);
    }
  });

  test('of replay', () => {
    const file = fileIn(temporaryFolder(), 'good.yaml', goodScenario);
    const report = json(['replay', file]);
    const scenarios = { files: 1, passed: 1, failed: 0, errors: [], results: [{ passed: true }] };
    expect(report).toMatchObject({ report: 1, findings: [], scenarios });
  });

  test.each(['readings', 'operations', 'clauses', 'invariants', 'faults', 'targets'])(
    'of list %s',
    (name) => {
      const report = json(['list', name]);
      const items = report[name] as { id: string }[];
      expect(items.length).toBeGreaterThan(0);
      for (const { id } of items) expect(id).toMatch(/^[\w-]+$/);
    },
  );

  test('of scenario validate', () => {
    const file = fileIn(temporaryFolder(), 'good.yaml', goodScenario);
    const report = json(['scenario', 'validate', file]);
    expect(report).toEqual({ command: 'validate', files: [{ file, state: 'valid' }] });
  });
});
