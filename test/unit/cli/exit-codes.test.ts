import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FuzzReport, fuzz } from 'marshalcheck';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENGINE, type Engine } from '#dist/cli/engine.js';
import { Exit } from '#dist/cli/exit-codes.js';
import { runCommandLine } from '#dist/cli/program.js';
import { emptyReport, reportText } from '#dist/reports/json.js';
import { Recorder } from './recorder.js';

async function run(words: readonly string[], engine: Partial<Engine>): Promise<[Exit, Recorder]> {
  const terminal = new Recorder();
  const context = { terminal, engine: { ...ENGINE, ...engine }, exit: Exit.clean };
  return [await runCommandLine(words, context), terminal];
}

let folder = '';
let found: FuzzReport;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  found = await fuzz({ runs: 200, fault: 'never-recached', readings: ['ce6-armv4i'] });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const words = (): string[] => ['fuzz', '--fault', 'never-recached', '--out', folder, '--quiet'];

describe('exit codes', () => {
  test('0 for a clean campaign, and its folder goes away', async () => {
    const clean = { ...found, findings: [] };
    const out = path.join(folder, 'not', 'kept');
    const [exit] = await run(['fuzz', '--out', out], { fuzz: async () => Promise.resolve(clean) });
    expect(exit).toBe(Exit.clean);
    expect(readdirSync(path.join(folder, 'not'))).toEqual([]);
  });

  test('1 for findings', async () => {
    const [exit, terminal] = await run(words(), { fuzz: async () => Promise.resolve(found) });
    expect(exit).toBe(Exit.findings);
    expect(terminal.printed.join('\n')).toContain('Show it again');
  });

  test('3 when the target cannot start', async () => {
    const failing = async (): Promise<never> => Promise.reject(new Error('no such board'));
    const [exit, terminal] = await run(words(), { fuzz: failing });
    expect(exit).toBe(Exit.harness);
    expect(terminal.noted.join('\n')).toMatch(/error: .*no such board\n {2}likely cause: /);
  });

  test('3 when a finding cannot be saved, and how to get it again is said', async () => {
    const save = (): never => {
      throw new Error('the disk is full');
    };
    const [exit, terminal] = await run(words(), {
      fuzz: async () => Promise.resolve(found),
      save,
    });
    expect(exit).toBe(Exit.harness);
    const text = terminal.noted.join('\n');
    expect(text).toContain('the disk is full');
    expect(text).toMatch(/again: .* fuzz --seed first --case \d+/);
  });

  test('4 when a case gives another result', async () => {
    const findings = found.findings.map((finding) => ({
      ...finding,
      origin: { ...finding.origin, fault: '' },
    }));
    const [exit, terminal] = await run(words(), {
      fuzz: async () => Promise.resolve({ ...found, findings }),
      save: async () => Promise.resolve('saved.yaml'),
    });
    expect(exit).toBe(Exit.nondeterminism);
    expect(terminal.printed.join('\n')).toContain('another result this time');
  });

  test('4 when a part of a merged report did not repeat, 0 when all did', async () => {
    const odd = { what: 'case 3', target: 'simulator', reading: 'ce6-x86', step: 2 };
    const difference = { operation: 'read', first: 'a', second: 'b', reproduce: '' };
    const files = [1, 2].map((number) => {
      const shard = { count: 2, present: [number] };
      const report = { ...emptyReport('fuzz', 'fuzz', '1.0.0'), seed: 'a', shard };
      const whole = { ...report, nondeterminism: [{ ...odd, ...difference }] };
      const names = ['clean', 'odd'].map((name) => path.join(folder, `${name}-${number}.json`));
      writeFileSync(names[0], reportText(report));
      writeFileSync(names[1], reportText(whole));
      return names;
    });
    const [clean, odds] = files;
    expect((await run(['merge-reports', clean[0], odds[0]], {}))[0]).toBe(Exit.clean);
    expect((await run(['merge-reports', clean[0], odds[1]], {}))[0]).toBe(Exit.nondeterminism);
    expect((await run(['merge-reports', odds[1]], {}))[0]).toBe(Exit.nondeterminism);
  });

  test('1 for faults that are not found', async () => {
    const [exit, terminal] = await run(
      ['faults', '--runs', '1', '--fault', 'exit-drops-aliases'],
      {},
    );
    expect(exit).toBe(Exit.findings);
    expect(terminal.printed.join('\n')).toContain('Not found');
  });
});

describe('reports', () => {
  test('go where --reporter says', async () => {
    const out = path.join(folder, 'reports');
    const names = ['console', 'json', 'markdown', 'html'].map(
      (name) => `${name}=${path.join(out, name)}`,
    );
    const [exit, terminal] = await run([...words(), '--reporter', names.join(',')], {
      fuzz: async () => Promise.resolve(found),
    });
    expect(exit).toBe(Exit.findings);
    expect(terminal.printed).toEqual([]);
    expect(readdirSync(out).sort()).toEqual(['console', 'html', 'json', 'markdown']);
  });

  test('that cannot be written are an error of their own', async () => {
    const [exit, terminal] = await run([...words(), '--reporter', `json=${folder}`], {
      fuzz: async () => Promise.resolve(found),
    });
    expect(exit).toBe(Exit.usage);
    expect(terminal.noted.join('\n')).toContain('cannot be written');
  });
});
