// conform and trace write the same report as other campaigns, in every form.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Exit } from '#dist/cli/exit-codes.js';
import type { Report } from '#dist/reports/document.js';
import { parseReport } from '#dist/reports/read.js';
import { run } from './recorder.js';

const FORMS = ['json', 'markdown', 'html', 'junit', 'sarif', 'github'];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command with every form into a file; its report, and the text of a form. */
async function reported(
  words: readonly string[],
): Promise<{ exit: Exit; printed: string; report: Report; text: (form: string) => string }> {
  const file = (form: string): string => path.join(folder, `${words[0]}.${form}`);
  const list = FORMS.map((form) => `${form}=${file(form)}`).join(',');
  const { exit, printed, noted } = await run([...words, '--quiet', '--reporter', list]);
  const text = (form: string): string => readFileSync(file(form), 'utf8');
  return { exit, printed: printed + noted, report: parseReport(text('json'), 'json'), text };
}

const BRIEF = [
  '--scope',
  'tiny',
  '--most-operations',
  '800',
  '--runs',
  '20',
  '--reading',
  'ce6-x86',
];

describe('conform', () => {
  test('has tours, the matrix, and each finding with its states', async () => {
    const out = ['--out', path.join(folder, 'found')];
    const words = ['conform', ...BRIEF, ...out, '--fault', 'double-free-accepted'];
    const { exit, report, text, printed } = await reported([...words, '--server', 'kernel']);
    expect(exit, printed).toBe(Exit.findings);
    expect(report).toMatchObject({ command: 'conform', target: 'simulator', cases: 20 });
    expect(report.tours).toHaveLength(1);
    const row = report.conformance?.rows.indexOf('FREE-3');
    const cell = report.conformance?.cells.find((each) => each.row === row);
    expect(cell?.verdict).toBe('departs');
    expect(report.conformance?.columns).toEqual([
      { target: 'simulator', reading: 'ce6-x86', server: 'kernel' },
    ]);
    for (const { file, reproduce, explanation } of report.findings) {
      expect(reproduce[0]).toContain(`replay ${file} --fault double-free-accepted`);
      expect(explanation?.timeline?.states.length).toBe((explanation?.steps.length ?? 0) + 1);
    }
    expect(text('sarif')).toContain('"ruleId": "FREE-3"');
    expect(text('junit')).toContain('<failure');
    expect(text('markdown')).toContain('## Tours');
    expect(report.introduction[0]).toMatch(/^Of \d+ scenarios \d+ passed/);
  });

  test('what is known does not fail it; a column of several readings says so', async () => {
    const config = path.join(folder, 'config.json');
    const known = [{ signature: '*', reason: 'ticket 17', until: '2999-01-01' }];
    writeFileSync(config, JSON.stringify({ known }));
    vi.stubEnv('MARSHALCHECK_CONFIG', config);
    const words = ['conform', '--scope', 'none', '--runs', '20', '--fault', 'never-recached'];
    const some = ['--reading', 'compact7-armv5,ce6-armv4i', '--out', path.join(folder, 'known')];
    const { exit, report, text, printed } = await reported([...words, ...some]);
    expect(exit, printed).toBe(Exit.clean);
    expect(report.findings.length).toBeGreaterThan(0);
    for (const { known: entry } of report.findings) expect(entry?.reason).toBe('ticket 17');
    const [column] = report.conformance?.columns ?? [];
    expect(column.label).toBe('2 readings, kernel and user');
    expect(text('markdown')).toContain('2 readings, kernel and user');
    vi.unstubAllEnvs();
  });
});

describe('trace', () => {
  const log = path.join('examples', 'trace', 'logs', 'board-recached-at-first-free.log');

  test('a line that breaks a rule is a finding at that line of the log', async () => {
    const out = ['--save', '--out', path.join(folder, 'traced')];
    const { exit, report, text, printed } = await reported(['trace', log, ...out]);
    expect(exit, printed).toBe(Exit.findings);
    expect(report).toMatchObject({ command: 'trace', target: log, interrupted: false });
    const [finding] = report.findings;
    expect(finding.file).toBe(log);
    expect(finding.line).toBeGreaterThan(0);
    expect(finding.scenario).toContain('marshalcheck: 1');
    expect(finding.reproduce[0]).toContain(`trace ${log} --reading ${report.readings[0]}`);
    expect(finding.explanation?.steps.some(({ isBad }) => isBad)).toBe(true);
    const sarif = JSON.parse(text('sarif')) as {
      runs: { results: { locations: { physicalLocation: { region: object } }[] }[] }[];
    };
    const [{ physicalLocation }] = sarif.runs[0].results[0].locations;
    expect(physicalLocation.region).toMatchObject({ startLine: finding.line });
    expect(text('github')).toContain(`line=${finding.line}`);
  });

  test('--json is its own document as before', async () => {
    const { printed } = await run(['trace', log, '--json', '--quiet']);
    expect(JSON.parse(printed)).toHaveProperty('counts');
  });
});
