import { CLAUSES, type Explanation, explain, type FuzzReport, fuzz } from 'marshalcheck';
import { beforeAll, describe, expect, test } from 'vitest';
import { findingLines } from '#dist/reports/finding.js';
import { htmlPage } from '#dist/reports/html.js';
import { PLAIN_STYLE } from '#dist/reports/layout.js';
import { markdownPage } from '#dist/reports/markdown.js';
import { fuzzPage } from '#dist/reports/page.js';
import { likelyMistake } from '#dist/search/explain/likely.js';

let report: FuzzReport;
let explanation: Explanation;

beforeAll(async () => {
  report = await fuzz({ runs: 400, fault: 'write-back-one-short', readings: ['ce6-armv4i'] });
  explanation = explain(report.findings[0]);
});

describe('an explanation', () => {
  test('shows the finding again, step by step', () => {
    const [finding] = report.findings;
    expect(explanation).toMatchObject({ signature: finding.signature, isReproduced: true });
    expect(explanation.steps).toHaveLength(finding.length);
    expect(explanation.steps.map(({ number }) => number)).toEqual(
      explanation.steps.map((_, index) => index + 1),
    );
    for (const step of explanation.steps) {
      expect(step.expected.length).toBeGreaterThan(0);
      expect(step.observed).not.toBe('');
      expect(step.actor).not.toBe('');
    }
    expect(explanation.steps.filter(({ isBad }) => isBad)).toEqual([explanation.steps.at(-1)]);
  });

  test('says which bytes are wrong', () => {
    expect(explanation.differences.length).toBeGreaterThan(0);
    expect(explanation.differences[0].observed).toMatch(/^different from byte \d+ on/);
  });

  test('draws processes, pages and records', () => {
    const { picture } = explanation;
    expect(picture!.step).toBe(explanation.steps.length);
    const pages = picture!.processes.flatMap((process) => process.pages);
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) expect(page.size % 4096).toBe(0);
  });

  test("names the planted defect's mistake, else the clause's usual one", () => {
    expect(explanation.likely).toContain('planted');
    expect(likelyMistake(['FREE-3'])).toContain('second one');
    expect(likelyMistake(['QUIET-3', 'FREE-3'])).toContain('second one');
    expect(likelyMistake(['QUIET-3'])).toContain('sources say nothing');
    for (const { id, binds, area } of CLAUSES) {
      if (binds !== 'system' || area !== 'core') continue;
      expect(likelyMistake([id]), id).not.toBe('');
    }
  });

  test('tells when a case gives another result', () => {
    const [finding] = report.findings;
    const other = { ...finding, origin: { ...finding.origin, fault: '' } };
    expect(explain(other).isReproduced).toBe(false);
  });

  test('is the same every time', () => {
    expect(explain(report.findings[0])).toEqual(explanation);
  });
});

describe('reports of it', () => {
  const given = (): Parameters<typeof findingLines>[0] => ({
    finding: { ...report.findings[0], file: 'a\u001b[31m<b>.yaml' },
    explanation,
    reproduce: ['marshalcheck replay <x>'],
  });

  test('fit the width and hold no escape codes', () => {
    const lines = findingLines(given(), 'finding 1 of 1', PLAIN_STYLE);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines.join('\n')).not.toContain('\u001b');
  });

  test('are safe as HTML and Markdown', () => {
    const page = fuzzPage(report, [given()], 'a <title>', ['An *introduction*']);
    const html = htmlPage(page);
    expect(html).toContain('a &lt;title&gt;');
    expect(html).toContain('&lt;b&gt;.yaml');
    expect(html).not.toMatch(/<script|<b>\.yaml/);
    const markdown = markdownPage(page);
    expect(markdown).toContain('# a \\<title\\>');
    expect(markdown).not.toContain('\u001b');
  });
});
