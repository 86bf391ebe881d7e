/** What `replay` found, as lines of text. */

import type { Explanation } from '../search/explanation.js';
import type { Report, ScenarioEntry, ScenarioPart } from './document.js';
import { plain } from './escape.js';
import { explanationLines } from './finding.js';
import { grouped } from './fuzz.js';
import { labelled, rule, type Style } from './layout.js';

/** Platforms of one scenario whose reasons are printed. */
const SHOWN_PLATFORMS = 3;

/** Lines about one scenario that failed. */
export function failureLines(
  failure: ScenarioEntry,
  explanation: Explanation | undefined,
  style: Style,
): string[] {
  const { colours, columns } = style;
  const lines = [colours.bold(colours.red(rule(`failed · ${plain(failure.file)}`, columns)))];
  lines.push(...labelled('title      ', plain(failure.title), columns));
  const platforms = byPlatform(failure);
  for (const [platform, reasons] of [...platforms].slice(0, SHOWN_PLATFORMS)) {
    lines.push(...labelled('on         ', plain(platform), columns));
    for (const { step, text } of reasons) {
      const head = step === 0 ? '  - ' : `  - step ${step}: `;
      lines.push(...labelled(head, plain(text), columns));
    }
  }
  const more = platforms.size - SHOWN_PLATFORMS;
  if (more > 0) lines.push(`  and on ${more} more platforms`);
  if (explanation !== undefined) lines.push('', ...explanationLines(explanation, style));
  lines.push('', colours.bold('Show it again'), `  ${plain(failure.reproduce)}`);
  return lines;
}

/** The reasons of each platform, by its name in words. */
function byPlatform({ reasons }: ScenarioEntry): Map<string, ScenarioEntry['reasons'][number][]> {
  const platforms = new Map<string, ScenarioEntry['reasons'][number][]>();
  for (const reason of reasons) {
    const { reading, server, copyLimit } = reason;
    const name = `${reading}, ${server}-mode driver, copy limit ${copyLimit}`;
    platforms.set(name, [...(platforms.get(name) ?? []), reason]);
  }
  return platforms;
}

/** Lines that sum a replay up. */
export function replaySummary(report: Report, scenarios: ScenarioPart, style: Style): string[] {
  const { colours, columns } = style;
  const { target, operations, seconds, interrupted } = report;
  const { files, passed, failed, skipped = 0, errors, platforms } = scenarios;
  const rate = `${grouped(files / Math.max(seconds, 0.001))} scenarios a second`;
  const fault = report.fault === '' ? '' : `, with the planted defect ${plain(report.fault)}`;
  const verdict =
    failed + errors.length === 0
      ? colours.green(`all ${grouped(passed)} passed`)
      : colours.red(`${failed} failed, ${errors.length} unreadable, ${passed} passed`);
  return [
    colours.bold(rule(interrupted ? 'interrupted: summary so far' : 'summary', columns)),
    `scenarios   ${grouped(files)} on ${plain(target)}${fault}`,
    `done        ${grouped(platforms)} platforms, ${grouped(operations)} operations, ${rate}`,
    `verdict     ${verdict}`,
    ...(skipped > 0 ? [`passed over ${grouped(skipped)}: the target offers no such platform`] : []),
  ];
}
