// Reports of real campaigns, small and the same every time.

import { explain, fuzz, replay } from 'marshalcheck';
import type { FindingDocument, Report } from '#dist/reports/document.js';
import { findingDocument, fuzzReport, replayReport } from '#dist/reports/json.js';
import { text } from '#dist/search/library.js';
import type { ReplayResult } from '#dist/search/replay.js';

const VERSION = '0.1.0';

/** A campaign on a board that forgets to write back; seconds are 1. */
export async function faultyReport(): Promise<Report> {
  const fault = 'free-skips-write-back';
  const readings = ['compact7-armv5'];
  const found = await fuzz({ seed: 'report', runs: 400, fault, readings });
  const findings = found.findings.map((finding) =>
    findingDocument(
      { ...finding, file: 'scenarios/regressions/found.yaml' },
      {
        explanation: explain(finding),
        reproduce: [`marshalcheck replay found.yaml --fault ${fault}`],
        scenario: text(finding, VERSION),
      },
    ),
  );
  return { ...fuzzReport(found, findings, VERSION), seconds: 1 };
}

/** The replay of a few scenarios of the corpus on a board with that defect; seconds are 1. */
export async function replayedReport(fault = 'free-skips-write-back'): Promise<Report> {
  const results: ReplayResult[] = [];
  const found = await replay(['scenarios/spec'], {
    fault,
    onResult: (result) => results.push(result),
  });
  return replayReport(found, {
    results,
    findings: [],
    seconds: 1,
    marshalcheck: VERSION,
    again: (file) => `marshalcheck replay ${file}`,
  });
}

/** Findings and failures that never change, for files to compare with. */
export function fixedReport(report: Report): Report {
  const finding: FindingDocument = {
    signature: 'FREE-1/caller-memory/CeFreeAsynchronousBuffer/kernel-copy',
    class: 'departure',
    clauses: ['FREE-1', 'FREE-4'],
    obligations: ['FREE-1.writes-back'],
    check: 'caller-memory',
    operation: 'CeFreeAsynchronousBuffer',
    expected: 'zero bytes',
    observed: 'other bytes, 100 % of them',
    length: 4,
    reading: 'compact7-armv5',
    server: 'kernel',
    target: 'simulator',
    fault: 'free-skips-write-back',
    file: 'scenarios/regressions/a,b:c.yaml',
    line: 16,
    scenario: '',
    reproduce: ['marshalcheck replay a.yaml --fault free-skips-write-back'],
  };
  const warning: FindingDocument = { ...finding, class: 'warning', clauses: [], file: '', line: 0 };
  const failed = {
    file: 'scenarios/spec/FREE-1.yaml',
    title: 'Free writes back',
    clauses: ['FREE-1'],
    passed: false,
    platforms: 1,
    operations: 4,
    reproduce: 'marshalcheck replay scenarios/spec/FREE-1.yaml',
    reasons: [
      {
        reading: 'ce6-x86',
        server: 'user' as const,
        copyLimit: 16_384,
        step: 4,
        text: 'gave S_OK, the file says FAILED',
      },
    ],
  };
  const error = {
    file: 'scenarios/broken.yaml',
    line: 3,
    column: 1,
    what: 'there is no key sead',
    likelyCause: 'a typing slip',
    next: 'marshalcheck scenario validate scenarios/broken.yaml',
  };
  return {
    ...report,
    title: 'marshalcheck replay',
    readings: ['ce6-x86', 'compact7-armv5'],
    operations: 12_345,
    shard: { count: 2, present: [1] },
    findings: [finding, warning],
    scenarios: { files: 2, passed: 0, failed: 1, platforms: 1, results: [failed], errors: [error] },
  };
}

/** Text that wants to be markup, a command, an escape sequence. */
export const NASTY =
  '</script><img src=x onerror=alert(1)> "]]> --> `x` | [a](javascript:b) ' +
  '\u001b[31m\u202e %0A::error::';

/** A report in which every text that comes from elsewhere is nasty. */
export function nastyReport(report: Report): Report {
  const findings = report.findings.map(
    (finding): FindingDocument => ({
      ...finding,
      signature: `${finding.signature}${NASTY}`,
      expected: NASTY,
      observed: NASTY,
      file: `out/${NASTY}.yaml`,
      reproduce: [NASTY],
      scenario: `# ${NASTY}\n${finding.scenario}`,
    }),
  );
  const scenarios = {
    files: 2,
    passed: 0,
    failed: 1,
    platforms: 1,
    results: [
      {
        file: `${NASTY}.yaml`,
        title: NASTY,
        clauses: [NASTY],
        passed: false,
        platforms: 1,
        operations: 1,
        reproduce: NASTY,
        reasons: [
          { reading: NASTY, server: 'kernel' as const, copyLimit: 0, step: 1, text: NASTY },
        ],
      },
    ],
    errors: [{ file: NASTY, line: 1, column: 1, what: NASTY, likelyCause: NASTY, next: NASTY }],
  };
  return { ...report, title: NASTY, seed: NASTY, introduction: [NASTY], findings, scenarios };
}
