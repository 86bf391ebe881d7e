import { expect, test } from 'vitest';
import type { FindingDocument, Report } from '#dist/reports/document.js';
import { issueTexts } from '#dist/reports/issues.js';
import { emptyReport } from '#dist/reports/json.js';

function finding(signature: string, extra: Partial<FindingDocument> = {}): FindingDocument {
  return {
    signature,
    class: 'departure',
    clauses: ['FREE-1'],
    obligations: [],
    check: 'value',
    operation: 'CeFreeAsynchronousBuffer',
    expected: 'S_OK',
    observed: 'E_FAIL',
    length: 2,
    reading: 'ce6-x86',
    server: 'kernel',
    target: 'simulator',
    fault: '',
    file: '',
    line: 0,
    scenario: 'marshalcheck: 1\n',
    reproduce: ['marshalcheck fuzz --case 1'],
    ...extra,
  };
}

function report(findings: readonly FindingDocument[], extra: Partial<Report> = {}): Report {
  return { ...emptyReport('nightly', 'marshalcheck nightly', '0.1.0'), findings, ...extra };
}

test('what is new or back becomes an issue, once a signature', () => {
  const states = ['new', 'known', 'seen-again', 'fixed'] as const;
  const signatures = states.map((state) => ({
    signature: state,
    state,
    first: '2024-03-01T04:00:00.000Z',
    last: '2024-03-01T04:00:00.000Z',
    times: 1,
    since: 'abc',
    before: 'def',
  }));
  const findings = [...states, 'new', 'unheard-of'].map((each) => finding(each));
  const issues = issueTexts(report(findings, { history: { lines: [], signatures } }));
  expect(issues.map(({ title }) => title)).toEqual([
    'marshalcheck: new',
    'marshalcheck: seen-again',
    'marshalcheck: unheard-of',
  ]);
  expect(issues[0].body).toContain(
    'first seen at commit abc\nnot seen by the run before, at commit def',
  );
  expect(issues[0].body).toContain('## Scenario\n\n```\nmarshalcheck: 1\n```');
  expect(issues[2].body).not.toContain('commit');
});

test('dangers and warnings are no issues', () => {
  const findings = [finding('a', { class: 'unsafe' }), finding('b', { class: 'warning' })];
  expect(issueTexts(report(findings))).toEqual([]);
});

test('text from a target stays text', () => {
  const observed = '```\n# not a heading @everyone\n````\n\u001b[31mred';
  const [{ body, title }] = issueTexts(report([finding('x\ny', { observed, scenario: '' })]));
  expect(title).toBe('marshalcheck: x\\ny');
  expect(body).toContain(
    '## Observed\n\n`````\n```\n# not a heading @everyone\n````\n\\x1b[31mred\n`````',
  );
  expect(body).not.toContain('## Scenario');
});
