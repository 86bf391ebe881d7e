import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse as parseJunit } from 'junit2json';
import type { Log } from 'sarif';
import { parse as parseResults } from 'test-results-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '#dist/cli/catalogue.js';
import type { Report } from '#dist/reports/document.js';
import { githubAnnotations, githubSummary } from '#dist/reports/github.js';
import { junitText } from '#dist/reports/junit.js';
import { markdownText } from '#dist/reports/markdown.js';
import { sarifLog } from '#dist/reports/sarif.js';
import { fileIn, temporaryFolder } from '../../e2e/command.js';
import { faultyReport, fixedReport, NASTY, nastyReport, replayedReport } from './sample.js';

const golden = path.join(import.meta.dirname, 'golden');

let faulty: Report;
let replayed: Report;
let nasty: Report;

beforeAll(async () => {
  faulty = await faultyReport();
  replayed = await replayedReport();
  nasty = nastyReport(faulty);
  expect(faulty.findings.length).toBeGreaterThan(0);
  expect(replayed.scenarios?.failed).toBeGreaterThan(0);
});

/** The official schema of SARIF 2.1.0 as a function that lists what is wrong. */
function sarifErrors(log: Log): unknown[] {
  const entry = createRequire(import.meta.url).resolve('@microsoft/jest-sarif');
  const file = path.join(path.dirname(entry), 'schemas', 'sarif-2.1.0-rtm.5.json');
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { $schema?: string; id?: string };
  // Draft 4 in name; without these two it is draft 7 as well, which the validator takes.
  delete schema.$schema;
  delete schema.id;
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
    schema,
  );
  validate(log);
  return validate.errors ?? [];
}

describe('SARIF', () => {
  test('fits the official schema, findings or not', () => {
    for (const report of [faulty, replayed, nasty, { ...faulty, findings: [] }]) {
      expect(sarifErrors(sarifLog(report, catalogue()))).toEqual([]);
    }
    const broken = { ...sarifLog(faulty, catalogue()), version: '2.0.0' } as unknown as Log;
    expect(sarifErrors(broken)).not.toEqual([]);
  });

  test('names clause, place and signature', () => {
    const [run] = sarifLog(faulty, catalogue()).runs;
    const [result] = run.results ?? [];
    const [finding] = faulty.findings;
    expect(result.ruleId).toBe(finding.clauses[0]);
    const rule = run.tool.driver.rules?.[result.ruleIndex ?? -1];
    expect(rule?.id).toBe(result.ruleId);
    expect(rule?.help?.text).toContain('when ');
    expect(Object.values(result.partialFingerprints ?? {})).toEqual([finding.signature]);
    const place = result.locations?.[0].physicalLocation;
    expect(place?.artifactLocation?.uri).toBe('scenarios/regressions/found.yaml');
    const line = finding.scenario.split('\n')[(place?.region?.startLine ?? 0) - 1];
    expect(line).toMatch(/^ {2}- /);
    expect(line).toContain(finding.operation);
  });

  test('of an interrupted or incomplete campaign says so', () => {
    const part = { ...faulty, interrupted: true, shard: { count: 3, present: [1] } };
    const [invocation] = sarifLog(part, []).runs[0].invocations ?? [];
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications).toHaveLength(3);
  });
});

describe('JUnit', () => {
  /** What two readers that share no code make of it: tests, failures, errors. */
  async function counts(text: string): Promise<[number, number, number][]> {
    const first = await parseJunit(text);
    const cases = (first && 'testsuite' in first ? (first.testsuite ?? []) : []).flatMap(
      (suite) => suite.testcase ?? [],
    );
    const file = fileIn(temporaryFolder(), 'junit.xml', text);
    const second = parseResults({ type: 'junit', files: [file] }) as {
      total: number;
      failed: number;
      errors: number;
    };
    return [
      [
        cases.length,
        cases.filter(({ failure }) => failure !== undefined).length,
        cases.filter(({ error }) => error !== undefined).length,
      ],
      [second.total, second.failed, second.errors],
    ];
  }

  test('is read alike by two readers', async () => {
    const [one, two] = await counts(junitText(faulty));
    expect(one).toEqual([faulty.findings.length, faulty.findings.length, 0]);
    expect(two.slice(0, 2)).toEqual(one.slice(0, 2));
    const { files = 0, failed = 0 } = replayed.scenarios ?? {};
    const [mine, theirs] = await counts(junitText(replayed));
    expect(mine).toEqual([files + 1, failed, 0]);
    expect(theirs.slice(0, 2)).toEqual([files + 1, failed]);
  });

  test('survives texts that want to be markup', async () => {
    const [one, two] = await counts(junitText(nasty));
    expect(one).toEqual([nasty.findings.length + 2, nasty.findings.length + 1, 1]);
    expect(two[0]).toBe(one[0]);
    expect(junitText(nasty)).not.toMatch(/[\p{Cf}\u009b]|\p{Cc}(?<!\n)/u);
    expect(junitText(nasty).replace(/<!\[CDATA\[[^]*?\]\]>/g, '')).not.toContain('<img');
  });

  test('has a test that passed where there is nothing to tell', async () => {
    const [one] = await counts(junitText({ ...faulty, findings: [] }));
    expect(one).toEqual([1, 0, 0]);
    const missing = { ...faulty, findings: [], shard: { count: 2, present: [2] } };
    expect((await counts(junitText(missing)))[0]).toEqual([2, 0, 1]);
  });
});

describe('GitHub', () => {
  test('annotations and summary are as they were', async () => {
    const fixed = fixedReport(replayed);
    await expect(githubAnnotations(fixed)).toMatchFileSnapshot(path.join(golden, 'github.txt'));
    await expect(githubSummary(fixed)).toMatchFileSnapshot(path.join(golden, 'github.md'));
  });

  test('no text starts a command of its own', () => {
    for (const line of githubAnnotations(nasty).split('\n')) {
      expect(line).toMatch(/^::(error|warning|notice) (file=[^,:]*,)?(line=\d+,)?title=[^,:]*::/);
    }
    expect(githubAnnotations(nasty)).not.toContain('\u001b');
    expect(githubSummary(nasty)).not.toMatch(/[^\\]<img/);
  });

  test('ten annotations at most', () => {
    const [finding] = faulty.findings;
    const many = { ...faulty, findings: Array.from({ length: 40 }, () => finding) };
    const lines = githubAnnotations(many).split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain('and 31 more');
  });
});

describe('Markdown', () => {
  test('has the parts, and no markup of others', () => {
    const text = markdownText(replayed);
    expect(text).toContain('## Scenarios that failed');
    expect(text).toContain('## Conformance, in scenarios');
    const harmless = markdownText(nasty).replace(/`{3,}text[\s\S]*?`{3,}/g, '');
    expect(harmless).not.toMatch(/[^\\]<(img|\/script)|[^\\]\]\(javascript/);
    expect(markdownText(nasty)).not.toContain(NASTY);
  });
});
