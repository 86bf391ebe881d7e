/** What testing drivers came to, as lines of text. */

import type { DriverFinding, DriverReport } from '../search/drivers/report.js';
import { plain } from './escape.js';
import { grouped } from './fuzz.js';
import { labelled, rule, type Style } from './layout.js';
import { tableLines } from './table.js';

/** The schedule of one finding, an operation a line. */
export function scheduleLines(finding: DriverFinding, { colours, columns }: Style): string[] {
  const { steps } = finding;
  const width = Math.max(...steps.map(({ thread }) => thread.length), 0);
  return steps.flatMap((step, index) => {
    const isLast = index === steps.length - 1;
    const number = `${isLast ? '►' : ' '} ${String(index + 1).padStart(3)}  `;
    const where = step.where === '' ? '' : `${step.where}: `;
    const gave = step.gave === '' ? '' : ` → ${step.gave}`;
    const label = `${number}${plain(step.thread).padEnd(width)}  `;
    const lines = labelled(label, plain(`${where}${step.what}${gave}`), columns);
    return isLast ? lines.map((line) => colours.bold(line)) : lines;
  });
}

/** One finding: what is wrong, and the schedule that shows it. */
export function driverFindingLines(finding: DriverFinding, style: Style): string[] {
  const { colours, columns } = style;
  const { driver, defect, signature, platform, length, preemptions } = finding;
  const title = `${plain(driver)} · ${finding.class} · ${plain(defect)}`;
  const kernel = `${platform.reading}, copy limit ${platform.copyLimit} bytes`;
  const count = `${length} operations, ${preemptions} preemptions`;
  return [
    colours.bold(rule(title, columns)),
    ...labelled('', plain(finding.text), columns),
    ...labelled('rules      ', finding.obligations.join(', ') || 'none by name', columns),
    ...labelled('platform   ', `${kernel}; ${count}`, columns),
    ...(defect === signature ? [] : labelled('signature  ', plain(signature), columns)),
    '',
    ...scheduleLines(finding, style),
    '',
  ];
}

function verdictOf(report: DriverReport): string {
  const { findings, missed } = report;
  const open = findings.filter(({ isDocumented }) => !isDocumented).length;
  const words: string[] = [];
  if (findings.length === 0) words.push('nothing found');
  else words.push(`${new Set(findings.map(({ defect }) => defect)).size} defects`);
  if (open > 0 && open < findings.length) words.push(`${open} not documented`);
  if (missed.length > 0) words.push(`MISSED ${missed.join(', ')}`);
  return words.join(', ');
}

const HEADS = ['DRIVER', 'SCHEDULES', 'COMPLETE', 'FOUND'];

/** A table of all drivers, and the certificate of those that were tried completely. */
export function driversLines(reports: readonly DriverReport[], style: Style): string[] {
  const { colours, columns } = style;
  const rows = reports.map((report) => [
    report.name,
    grouped(report.schedules),
    report.isComplete ? `yes, ${report.preemptions}` : 'no',
    verdictOf(report),
  ]);
  const schedules = reports.reduce((sum, report) => sum + report.schedules, 0);
  return [
    ...tableLines(HEADS, rows, style),
    '',
    colours.bold(rule('summary', columns)),
    `${reports.length} drivers, ${grouped(schedules)} schedules; complete: every order of events ` +
      'within that many',
    'preemptions was run, or one that equals it',
  ];
}
