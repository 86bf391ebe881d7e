/** What `replay` found, as lines of text and as plain data. */

import type { Explanation } from '../search/explanation.js';
import type { PlatformResult, ReplayReport, ReplayResult } from '../search/replay/types.js';
import { plain } from './escape.js';
import { explanationLines } from './finding.js';
import { grouped } from './fuzz.js';
import { departureDocument, type FindingDocument } from './json.js';
import { labelled, rule, type Style } from './layout.js';

/** Platforms of one scenario whose reasons are printed. */
const SHOWN_PLATFORMS = 3;

function platformText({ platform }: PlatformResult): string {
  const { reading, server, copyLimit } = platform;
  return `${plain(reading)}, ${server}-mode driver, copy limit ${copyLimit}`;
}

/** Lines about one scenario that failed. */
export function failureLines(
  failure: ReplayResult,
  explanation: Explanation | undefined,
  again: string,
  style: Style,
): string[] {
  const { colours, columns } = style;
  const failed = failure.platforms.filter((each) => !each.passed);
  const lines = [colours.bold(colours.red(rule(`failed · ${plain(failure.file)}`, columns)))];
  lines.push(...labelled('title      ', plain(failure.title), columns));
  for (const result of failed.slice(0, SHOWN_PLATFORMS)) {
    lines.push(...labelled('on         ', platformText(result), columns));
    for (const { step, text } of result.reasons) {
      const head = step === 0 ? '  - ' : `  - step ${step}: `;
      lines.push(...labelled(head, plain(text), columns));
    }
  }
  const more = failed.length - SHOWN_PLATFORMS;
  if (more > 0) lines.push(`  and on ${more} more platforms`);
  if (explanation !== undefined) lines.push('', ...explanationLines(explanation, style));
  lines.push('', colours.bold('Show it again'), `  ${again}`);
  return lines;
}

/** Lines that sum a replay up. */
export function replaySummary(report: ReplayReport, seconds: number, style: Style): string[] {
  const { colours, columns } = style;
  const { files, passed, failed, errors, platforms, operations, interrupted } = report;
  const rate = `${grouped(files / Math.max(seconds, 0.001))} scenarios a second`;
  const fault = report.fault === '' ? '' : `, with the planted defect ${plain(report.fault)}`;
  const verdict =
    failed + errors.length === 0
      ? colours.green(`all ${grouped(passed)} passed`)
      : colours.red(`${failed} failed, ${errors.length} unreadable, ${passed} passed`);
  return [
    colours.bold(rule(interrupted ? 'interrupted: summary so far' : 'summary', columns)),
    `scenarios   ${grouped(files)} on ${plain(report.target)}${fault}`,
    `done        ${grouped(platforms)} platforms, ${grouped(operations)} operations, ${rate}`,
    `verdict     ${verdict}`,
  ];
}

/** A platform's result without the case that departed. */
export interface PlatformDocument extends Omit<PlatformResult, 'departure'> {
  readonly departure: Omit<FindingDocument, 'case'> | null;
}

function platformDocument(result: PlatformResult): PlatformDocument {
  const { departure } = result;
  if (departure === null) return { ...result, departure };
  return { ...result, departure: departureDocument({ ...departure, file: '' }) };
}

/** The document of `replay`. */
export function replayDocument(report: ReplayReport, seconds: number): object {
  return {
    ...report,
    seconds,
    failures: report.failures.map((failure) => ({
      ...failure,
      platforms: failure.platforms.map(platformDocument),
    })),
    errors: report.errors.map(({ file, line, column, what, likelyCause, next }) => ({
      file,
      line,
      column,
      what,
      likelyCause,
      next,
    })),
  };
}
