import { CLAUSES, type Explanation, explain, type FuzzReport, fuzz } from 'marshalcheck';
import { beforeAll, describe, expect, test } from 'vitest';
import { findingLines } from '#dist/reports/finding.js';
import { htmlPage } from '#dist/reports/html.js';
import { findingDocument, fuzzReport } from '#dist/reports/json.js';
import { PLAIN_STYLE } from '#dist/reports/layout.js';
import { markdownText } from '#dist/reports/markdown.js';
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

  test('keeps every state, and says at which an invariant breaks', () => {
    const { timeline, steps, picture } = explanation;
    expect(timeline!.states).toHaveLength(steps.length + 1);
    expect(timeline!.states[0]).toMatchObject({ records: [], calls: [], heapBlocks: 0, worlds: 1 });
    const last = timeline!.states.at(-1);
    expect(last!.processes.map((index) => timeline!.processes[index])).toEqual(picture!.processes);
    for (const state of timeline!.states.slice(0, -1)) expect(state.broken).toEqual([]);
    const named = explanation.clauses.map(({ id }) => id).filter((id) => id.startsWith('INV-'));
    expect(last!.broken).toEqual(expect.arrayContaining(named));
  });

  test('shows calls in flight, and the light of a cache attribute', async () => {
    const fault = 'recached-at-first-free';
    const readings = ['compact7-armv5'];
    const { findings } = await fuzz({ runs: 400, fault, readings, failFast: true });
    const { timeline } = explain(findings[0]);
    expect(timeline!.states.at(-1)!.broken).toContain('INV-CACHE');
    expect(timeline!.states.at(-2)!.broken).toEqual([]);
    const calls = timeline!.states.flatMap((state) => state.calls);
    expect(calls.some(({ thread, caller }) => thread === 'call1' && caller !== '')).toBe(true);
    const blind = explain(findings[0], false).timeline;
    expect(blind?.isInspected).toBe(false);
  });

  test('says which arguments matter', () => {
    const notes = explanation.steps.flatMap((step) => step.arguments ?? []);
    expect(notes.length).toBeGreaterThan(0);
    for (const { matters, tried, showing } of notes) {
      expect(tried).toBeGreaterThan(0);
      expect(matters).toBe(showing === tried ? 'any' : showing === 0 ? 'only' : 'some');
    }
    // A write-back that is one byte short shows with other sizes, and never without the O bit.
    const size = notes.filter(({ name }) => name === 'size').map(({ showing }) => showing);
    expect(Math.max(...size)).toBeGreaterThan(0);
    const descriptor = notes.filter(({ name }) => name === 'descriptor');
    expect(descriptor.every(({ matters }) => matters !== 'any')).toBe(true);
  });

  test('is the same every time', () => {
    expect(explain(report.findings[0])).toEqual(explanation);
  });
});

describe('reports of it', () => {
  const given = (): Parameters<typeof findingLines>[0] =>
    findingDocument(
      { ...report.findings[0], file: 'a\u001b[31m<b>.yaml' },
      { explanation, reproduce: ['marshalcheck replay <x>'], scenario: '' },
    );

  test('fit the width and hold no escape codes', () => {
    const lines = findingLines(given(), 'finding 1 of 1', PLAIN_STYLE);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines.join('\n')).not.toContain('\u001b');
  });

  test('are safe as HTML and Markdown', () => {
    const introduction = ['An *introduction*'];
    const page = { ...fuzzReport(report, [given()], '1'), title: 'a <title>', introduction };
    const html = htmlPage(page, []);
    expect(html).toContain('a &lt;title&gt;');
    expect(html.includes('\\u003cb>.yaml')).toBe(true);
    expect(html.includes('<b>.yaml')).toBe(false);
    expect(html.split('\n').filter((line) => line.startsWith('<script'))).toHaveLength(2);
    const markdown = markdownText(page);
    expect(markdown).toContain('# a \\<title\\>');
    expect(markdown).not.toContain('\u001b');
  });
});
