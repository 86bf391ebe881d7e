/** `--reporter`: in which forms a campaign's report comes out, and where. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ExplainedFinding, findingLines } from '../reports/finding.js';
import { fuzzSummary } from '../reports/fuzz.js';
import { htmlPage } from '../reports/html.js';
import { fuzzDocument, jsonText } from '../reports/json.js';
import { PLAIN_STYLE, type Style } from '../reports/layout.js';
import { markdownPage } from '../reports/markdown.js';
import { fuzzPage } from '../reports/page.js';
import type { Explanation } from '../search/explanation.js';
import type { FuzzReport } from '../search/reports.js';
import { makeFolder } from '../search/scenario/save.js';
import { Failure } from './failure.js';
import { nearest } from './nearest.js';
import type { Terminal } from './terminal.js';

/** Forms of a report. */
export const REPORTERS = ['console', 'json', 'markdown', 'html'] as const;

/** One wish: a form, and a file ('' for stdout). */
export interface Reporter {
  readonly name: (typeof REPORTERS)[number];
  readonly file: string;
}

const MOST_SHOWN = 10;

/** Reads `console,html=out/report.html`. */
export function reporters(flag: string): (text: string) => Reporter[] {
  return (text) => text.split(',').map((word) => reporter(flag, word.trim()));
}

function reporter(flag: string, word: string): Reporter {
  const [given = '', ...rest] = word.split('=');
  const name = REPORTERS.find((each) => each === given);
  if (name !== undefined) return { name, file: rest.join('=') };
  const near = nearest(given, REPORTERS);
  throw new Failure({
    what: `there is no reporter '${given}'${near === '' ? '' : `; did you mean '${near}'?`}`,
    where: flag,
    cause: 'a typing slip, or the name of another tool',
    next: `choose from ${REPORTERS.join(', ')}`,
  });
}

/** The report in every form that was asked for. */
export function writeReports(
  report: FuzzReport,
  findings: readonly ExplainedFinding[],
  wanted: readonly Reporter[],
  terminal: Terminal,
): void {
  for (const { name, file } of wanted) {
    const style = { colours: terminal.out, columns: terminal.columns };
    const text = textOf(name, report, findings, file === '' ? style : PLAIN_STYLE);
    if (file === '') terminal.print(text);
    else writeReport(file, text);
  }
}

/** Writes a file and the folders above it. Throws a Failure when that cannot be done. */
export function writeReport(file: string, text: string): void {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    writeFileSync(file, text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    throw new Failure({
      what: `the report cannot be written to '${file}'`,
      where: '--reporter',
      cause: (error as Error).message,
      next: 'name another file; the scenarios that were found are saved all the same',
    });
  }
}

function textOf(
  name: Reporter['name'],
  report: FuzzReport,
  findings: readonly ExplainedFinding[],
  style: Style,
): string {
  switch (name) {
    case 'console':
      return consoleLines(report, findings, style).join('\n');
    case 'json':
      return jsonText(fuzzDocument(report, explanationsOf(findings)));
    case 'markdown':
      return markdownPage(fuzzPage(report, findings));
    case 'html':
      return htmlPage(fuzzPage(report, findings));
  }
}

/** Explanations by signature. */
export function explanationsOf(
  findings: readonly ExplainedFinding[],
): ReadonlyMap<string, Explanation> {
  const map = new Map<string, Explanation>();
  for (const { finding, explanation } of findings) {
    if (explanation !== null) map.set(finding.signature, explanation);
  }
  return map;
}

function consoleLines(
  report: FuzzReport,
  findings: readonly ExplainedFinding[],
  style: Style,
): string[] {
  const lines: string[] = [];
  findings.slice(0, MOST_SHOWN).forEach((finding, index) => {
    lines.push(...findingLines(finding, `finding ${index + 1} of ${findings.length}`, style), '');
  });
  for (const { finding, reproduce } of findings.slice(MOST_SHOWN)) {
    lines.push(`also ${finding.signature}: ${reproduce[0] ?? ''}`);
  }
  lines.push(...fuzzSummary(report, style));
  return lines;
}
