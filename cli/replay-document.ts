/** The report of a replay, its departures explained. */

import type { FindingDocument, Report } from '../reports/document.js';
import { findingDocument, replayReport } from '../reports/json.js';
import { readScenarioText } from '../search/replay/read-file.js';
import type { ReplayReport, ReplayResult } from '../search/replay.js';
import type { Context } from './context.js';
import { commandLine } from './invocation.js';
import { type TargetFlags, targetWords } from './target-flags.js';
import { version } from './version.js';

/** The flags that matter to a replay. */
export interface ReplayedWith extends TargetFlags {
  readonly fault: string;
  readonly inspection: boolean;
}

/** The report; `results` has every scenario, passed or not. */
export async function replayDocument(
  report: ReplayReport,
  ran: { readonly results: readonly ReplayResult[]; readonly seconds: number },
  flags: ReplayedWith,
  context: Context,
): Promise<Report> {
  const findings: FindingDocument[] = [];
  for (const failure of report.failures) {
    findings.push(...(await explained(failure, flags, context)));
  }
  return replayReport(report, {
    ...ran,
    findings,
    marshalcheck: version(),
    again: (file) => again(file, flags),
  });
}

/** Every departure of a scenario, one a signature, explained. */
async function explained(
  failure: ReplayResult,
  flags: ReplayedWith,
  { engine }: Context,
): Promise<FindingDocument[]> {
  const { file, platforms } = failure;
  const told = new Map<string, FindingDocument>();
  for (const { departure, reasons } of platforms) {
    if (departure === null || told.has(departure.signature)) continue;
    const step = reasons.find(({ kind }) => kind === 'departure')?.step ?? 0;
    const context = {
      explanation: await engine.explain(departure, flags.inspection, file),
      reproduce: [again(file, flags)],
      scenario: readScenarioText(file),
      step,
    };
    told.set(departure.signature, findingDocument({ ...departure, file }, context));
  }
  return [...told.values()];
}

function again(file: string, flags: ReplayedWith): string {
  const words = ['replay', file];
  words.push(...targetWords(flags));
  if (flags.fault !== '') words.push('--fault', flags.fault);
  if (!flags.inspection) words.push('--no-inspection');
  return commandLine(words);
}
