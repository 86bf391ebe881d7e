import { READINGS } from '../model/readings.js';
import type { Finding } from '../search/finding.js';
import { commandLine } from './invocation.js';
import { type TargetFlags, targetWords } from './target-flags.js';

/** The flags that decide which cases a campaign draws. */
export interface DrawingFlags extends TargetFlags {
  /** IDs with commas between, '' for the default. */
  readonly reading: string;
  readonly server: string;
  readonly inspection: boolean;
  readonly fault: string;
  readonly runs: number;
  /** Percent of the cases that are bred on islands. */
  readonly guided: number;
  /** False for findings whose case is of no campaign: they are shown by their file only. */
  readonly isNumbered?: boolean;
  /** Families that every case takes in; left out for the default. */
  readonly family?: readonly string[];
}

/** Percent of the cases that are bred on islands when nobody says. */
export const DEFAULT_GUIDED = 25;

/** What flags of `fuzz` come to here. */
export function drawingFlags(
  flags: TargetFlags & {
    readonly reading: readonly string[];
    readonly server: readonly string[];
    readonly inspection: boolean;
    readonly fault: string;
    readonly runs: number;
    readonly guided: number;
    readonly family?: readonly string[];
  },
): DrawingFlags {
  const { reading, server, inspection, fault, runs, guided, family, target, watchdog } = flags;
  return {
    reading: reading.length === READINGS.length ? '' : reading.join(','),
    server: server.length === 1 ? (server[0] ?? '') : '',
    inspection,
    fault,
    runs,
    guided,
    ...(family === undefined ? {} : { family }),
    target,
    watchdog,
  };
}

function faultWords(fault: string): string[] {
  return fault === '' ? [] : ['--fault', fault];
}

/** The command that replays a saved finding. */
export function replayCommand(file: string, flags: DrawingFlags): string {
  const words = ['replay', file, ...targetWords(flags), ...faultWords(flags.fault)];
  if (!flags.inspection) words.push('--no-inspection');
  return commandLine(words);
}

/**
 * The command that draws and runs the case of a finding again. A case that was bred on an island
 * takes the whole campaign: what it was bred from comes before it.
 */
export function caseCommand(finding: Finding, flags: DrawingFlags): string {
  const { seed, case: number, island } = finding.origin;
  const words = ['fuzz', '--seed', seed];
  if (island === undefined) words.push('--case', String(number));
  else {
    words.push('--runs', String(flags.runs));
    if (flags.guided !== DEFAULT_GUIDED) words.push('--guided', String(flags.guided));
  }
  if (flags.reading !== '') words.push('--reading', flags.reading);
  if (flags.family !== undefined) words.push('--family', flags.family.join(',') || 'none');
  if (flags.server !== '') words.push('--server', flags.server);
  words.push(...targetWords(flags), ...faultWords(flags.fault));
  if (!flags.inspection) words.push('--no-inspection');
  return commandLine(words);
}

/** The command that runs a case again, by its number (`case 300`); '' for what has none. */
export function numberedCommand(what: string, seed: string, flags: DrawingFlags): string {
  const [, number] = /^case (\d+)$/.exec(what) ?? [];
  if (number === undefined) return '';
  const words = ['fuzz', '--seed', seed, '--case', number];
  if (flags.reading !== '') words.push('--reading', flags.reading);
  if (flags.server !== '') words.push('--server', flags.server);
  if (flags.family !== undefined) words.push('--family', flags.family.join(',') || 'none');
  words.push(...targetWords(flags), ...faultWords(flags.fault));
  return commandLine(words);
}

/** Both, each on one line; the first only for what was saved. */
export function reproduceCommands(finding: Finding, file: string, flags: DrawingFlags): string[] {
  const { file: ofCorpus } = finding.origin;
  if (ofCorpus !== undefined) {
    const shown = replayCommand(ofCorpus, flags);
    return file === '' ? [shown] : [replayCommand(file, flags), shown];
  }
  if (flags.isNumbered === false) return file === '' ? [] : [replayCommand(file, flags)];
  const again = caseCommand(finding, flags);
  return file === '' ? [again] : [replayCommand(file, flags), again];
}
