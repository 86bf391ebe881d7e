// What the configuration lists as known fails no command until its day; nothing else is excused.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Exit } from '#dist/cli/exit-codes.js';
import type { Report } from '#dist/reports/document.js';
import { withKnown } from '#dist/reports/known.js';
import { run } from './recorder.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Makes a list of one the configuration; `until`: its last day. */
function know(signature: string, until = '2999-01-01'): void {
  const file = path.join(folder, 'config.json');
  const known = [{ signature, reason: 'ticket 17', until }];
  writeFileSync(file, JSON.stringify({ known }));
  vi.stubEnv('MARSHALCHECK_CONFIG', file);
}

const FAULT = ['--fault', 'never-recached'];

describe.each([
  ['fuzz', ['fuzz', '--runs', '150', '--guided', '0', '--workers', '1', ...FAULT], 'ALIAS-3'],
  ['replay', ['replay', 'scenarios/spec/ALIAS-3-cached-again-at-the-last.yaml', ...FAULT], ''],
  ['drivers', ['drivers', 'closed-before-free'], 'CLOSE-4'],
  [
    'check',
    [
      'check',
      '--scope',
      'tiny',
      '--reading',
      'ce6-x86',
      '--client',
      'lawful',
      '--fault',
      'write-back-lost',
    ],
    '',
  ],
])('%s', (name, words, clause) => {
  test('fails without the list and after its day, not before', async () => {
    const outs = name === 'fuzz' ? ['--out', path.join(folder, 'out')] : [];
    const all = [...words, ...outs, '--reporter', 'json', '--quiet'];
    know('NONE-1');
    const failed = await run(all);
    expect(failed.exit, failed.noted).toBe(Exit.findings);
    const { findings } = JSON.parse(failed.printed) as Report;
    expect(findings.map(({ signature }) => signature).join()).toContain(clause);
    know('*');
    const excused = await run(all);
    expect(excused.exit, excused.noted).toBe(Exit.clean);
    expect(excused.printed).toContain('"reason": "ticket 17"');
    know('*', '2020-01-01');
    expect((await run(all)).exit).toBe(Exit.findings);
  });
});

describe('a scenario', () => {
  const platform = { reading: 'ce6-x86', server: 'kernel', copyLimit: 520 } as const;
  const list = [{ signature: 'A', reason: 'ticket', until: '2999-01-01' }];
  const departure = { ...platform, step: 3, text: 'departs', signature: 'A' };

  function isKnown(...reasons: object[]): boolean | undefined {
    const results = [{ file: 'a.yaml', passed: false, reasons }];
    const report = { findings: [], scenarios: { results } } as unknown as Report;
    return withKnown(report, list, '2026-01-01').scenarios?.results[0].known;
  }

  test('that departs by what is known is excused, with what it says of the same step', () => {
    expect(isKnown(departure)).toBe(true);
    expect(isKnown({ ...platform, step: 3, text: 'gives' }, departure)).toBe(true);
  });

  test.each([
    [{ ...departure, signature: 'B' }],
    [{ ...platform, step: 2, text: 'another step' }, departure],
    [{ ...platform, reading: 'ce6-sh4', step: 3, text: 'another platform' }, departure],
    [{ ...platform, step: 0, text: 'the verdict' }],
  ])('with another reason is not', (...reasons) => {
    expect(isKnown(...reasons)).toBeUndefined();
  });
});
