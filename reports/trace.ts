/** What `trace` found, as lines of text and as plain data. */

import type { TraceFinding, TraceReport } from '../search/trace/types.js';
import { plain } from './escape.js';
import { grouped } from './fuzz.js';
import { labelled, rule, type Style } from './layout.js';

const SHOWN_FINDINGS = 10;
const SHOWN_UNRELEASED = 12;

function hexadecimal(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Lines about one finding; `file`: the scenario that it was saved as, '' for none. */
function findingLines(finding: TraceFinding, file: string, style: Style): string[] {
  const { colours, columns } = style;
  const { clauses, line, explained, story, permitted } = finding;
  const title = `${finding.class} · line ${line} · ${clauses.join(', ')}`;
  const colour = finding.class === 'warning' ? colours.yellow : colours.red;
  const lines = [colours.bold(colour(rule(title, columns)))];
  lines.push(`explained  ${grouped(explained)} lines before it`);
  for (const { id, when, then } of finding.rules) {
    lines.push(...labelled('rule       ', plain(`${id}: ${when}: ${then}`), columns));
  }
  if (finding.class === 'departure') {
    lines.push(...labelled('permitted  ', plain(permitted.join(', or ')), columns));
    lines.push(...labelled('came       ', plain(finding.observed), columns));
  }
  lines.push('', colours.bold('What the log says of these buffers'));
  for (const each of story) {
    const head = each.line === 0 ? '         ' : `${each.line}`.padStart(9);
    const isBad = each.line === line;
    const text = labelled(`${isBad ? '►' : ' '}${head}  `, plain(each.text), columns);
    lines.push(...(isBad ? text.map((one) => colours.bold(one)) : text));
  }
  if (file !== '') lines.push('', `saved as ${plain(file)}`);
  return lines;
}

function countLines({ counts, isMidway, isTruncated }: TraceReport): string[] {
  const { lines, judged, lost, broken, mended, unknown, unjudged, forgotten } = counts;
  const remarks: string[] = [];
  if (isMidway) remarks.push('the log begins in the middle of a run');
  if (isTruncated) remarks.push('the log ends within a record');
  if (mended > 0) remarks.push(`${grouped(mended)} records put together again`);
  if (broken > 0) remarks.push(`${grouped(broken)} records broken`);
  if (lost > 0) remarks.push(`${grouped(lost)} lines lost`);
  if (unknown > 0) remarks.push(`${grouped(unknown)} calls that the model does not know`);
  if (unjudged > 0) remarks.push(`${grouped(unjudged)} lines about buffers nothing is known of`);
  if (forgotten > 0) remarks.push(`${grouped(forgotten)} buffers forgotten, too many lived`);
  const text = remarks.length === 0 ? 'nothing is missing' : remarks.join('; ');
  return [`lines       ${grouped(lines)}, of which ${grouped(judged)} judged; ${text}`];
}

function unreleasedLines(report: TraceReport, style: Style): string[] {
  const { unreleased, unreleasedTotal } = report;
  if (unreleasedTotal === 0) return ['left over   nothing'];
  const noun = unreleasedTotal === 1 ? 'buffer' : 'buffers';
  const lines = [`left over   ${grouped(unreleasedTotal)} ${noun} never released`];
  for (const { line, operation, pointer, size } of unreleased.slice(0, SHOWN_UNRELEASED)) {
    const from = `${String(line).padStart(9)}  ${operation} gave ${hexadecimal(pointer)}`;
    lines.push(style.colours.dim(`  ${plain(from)}, ${grouped(size)} bytes`));
  }
  const more = unreleasedTotal - SHOWN_UNRELEASED;
  if (more > 0) lines.push(style.colours.dim(`  and ${grouped(more)} more`));
  return lines;
}

function verdictText({ findings, more, driverRules }: TraceReport, style: Style): string {
  const { colours } = style;
  const of = (name: string): number => findings.filter((each) => each.class === name).length;
  const departures = of('departure');
  const breaches = of('breach');
  const warnings = of('warning');
  if (findings.length === 0) {
    return colours.green(driverRules ? 'every line is explained, no rule broken' : 'explained');
  }
  const parts = [
    departures > 0 ? `${departures} departures from the rules` : '',
    breaches > 0 ? `${breaches} breaches by the driver` : '',
    warnings > 0 ? `${warnings} warnings` : '',
    more > 0 ? `${grouped(more)} more findings` : '',
  ].filter((part) => part !== '');
  const text = parts.join(', ');
  return departures + breaches > 0 ? colours.red(text) : colours.yellow(text);
}

/** The report as text; `files`: scenarios that findings were saved as, by their place. */
export function traceLines(
  report: TraceReport,
  files: readonly string[],
  seconds: number,
  style: Style,
): string[] {
  const { colours, columns } = style;
  const lines: string[] = [];
  report.findings.slice(0, SHOWN_FINDINGS).forEach((finding, index) => {
    lines.push(...findingLines(finding, files[index] ?? '', style), '');
  });
  for (const finding of report.findings.slice(SHOWN_FINDINGS)) {
    lines.push(`also: line ${finding.line}, ${finding.class} of ${finding.clauses.join(', ')}`);
  }
  const { reading, server, copyLimit, readings } = report;
  const others = readings.filter(({ departsAt, id }) => departsAt === 0 && id !== reading);
  const also = others.length === 0 ? '' : `; so do ${others.map(({ id }) => id).join(', ')}`;
  const rate = grouped(report.counts.lines / Math.max(seconds, 0.001));
  lines.push(colours.bold(rule(report.interrupted ? 'interrupted: so far' : 'summary', columns)));
  lines.push(`log         ${plain(report.file)}, ${rate} lines a second`);
  const by = `${plain(reading)}, ${server}-mode driver, copy limit ${copyLimit}`;
  const explains = readings.length > 1 ? ` explains most${also}` : '';
  lines.push(...labelled('reading     ', `${by}${explains}`, columns));
  for (const line of countLines(report)) lines.push(...labelled('', line, columns));
  lines.push(...unreleasedLines(report, style), `verdict     ${verdictText(report, style)}`);
  return lines;
}

/** The document of `trace`: the report without cases, each finding with its file. */
export function traceDocument(
  report: TraceReport,
  files: readonly string[],
  seconds: number,
): object {
  return {
    ...report,
    seconds,
    findings: report.findings.map((finding, index) => ({
      ...finding,
      case: undefined,
      file: files[index] ?? '',
    })),
  };
}
