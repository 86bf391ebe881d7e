/** What a log was found to say as a report: a journey for each line that breaks a rule. */

import type { ExplainedClause, ExplainedStep, Explanation } from '../search/explanation.js';
import type { TraceFinding, TraceReport } from '../search/trace/types.js';
import type { FindingDocument, Report } from './document.js';
import { grouped } from './fuzz.js';
import { emptyReport } from './json.js';

/** What a report knows of a log beside what came of it. */
export interface TraceContext {
  readonly marshalcheck: string;
  readonly seconds: number;
  /** Scenario files that findings were saved as, by their place; '' for none. */
  readonly files: readonly string[];
  readonly clauses: (finding: TraceFinding) => ExplainedClause[];
  /** Text of a saved scenario. */
  readonly scenario: (file: string) => string;
  /** Commands that show a finding again; `file`: its scenario, '' for none. */
  readonly again: (file: string) => string[];
}

/** The report of `trace`. A finding's place is the line of the log. */
export function traceReport(report: TraceReport, context: TraceContext): Report {
  const { counts, reading, interrupted, unreleasedTotal, more } = report;
  const lines = `${grouped(counts.lines)} lines, of which ${grouped(counts.judged)} were judged.`;
  const left = `${grouped(unreleasedTotal)} buffers were never released.`;
  const others = `${grouped(more)} findings more are not listed.`;
  return {
    ...emptyReport('trace', 'marshalcheck trace', context.marshalcheck),
    introduction: [lines, left, ...(more > 0 ? [others] : [])],
    target: report.file,
    readings: [reading],
    operations: counts.judged,
    seconds: context.seconds,
    interrupted,
    findings: report.findings.map((finding, index) => {
      return documentOf(finding, report, context.files[index] ?? '', context);
    }),
  };
}

function documentOf(
  finding: TraceFinding,
  { file: log, reading, server, copyLimit }: TraceReport,
  file: string,
  context: TraceContext,
): FindingDocument {
  const { signature, class: kind, clauses, obligations, check, operation } = finding;
  const expected = finding.permitted.join(' or ');
  const explained = context.clauses(finding);
  const explanation: Explanation = {
    signature,
    class: kind,
    isReproduced: true,
    reading,
    copyLimit,
    server,
    clauses: explained,
    steps: stepsOf(finding),
    differences: [],
    picture: null,
    timeline: null,
    likely: explained.map(({ text }) => text).join(' '),
  };
  return {
    ...{ signature, class: kind, clauses, obligations, check, operation, expected },
    observed: finding.observed,
    length: finding.story.length,
    ...{ reading, server, target: 'log', fault: '' },
    file: log,
    line: finding.line,
    scenario: file === '' ? '' : context.scenario(file),
    reproduce: context.again(file),
    explanation,
  };
}

function stepsOf({ story, line, operation, permitted, observed }: TraceFinding): ExplainedStep[] {
  return story.map((each, index): ExplainedStep => {
    const isBad = each.line === line;
    const where = each.line === 0 ? 'not in the log' : `line ${each.line}`;
    return {
      number: index + 1,
      actor: where,
      operation: isBad ? operation : '',
      text: each.text,
      expected: isBad ? permitted : [],
      observed: isBad ? observed : '',
      isBad,
    };
  });
}
