/** The commands by name, each in a file that is loaded when it is called. */

import type { Command } from 'commander';
import type { Context } from '../context.js';

/** Adds what a file has to the program. */
type Add = (program: Command, context: Context) => void;

/** A file of commands: most have one. */
interface CommandFile {
  readonly names: readonly string[];
  readonly load: () => Promise<Add>;
}

/** In the order in which help lists them. */
const FILES: readonly CommandFile[] = [
  { names: ['start'], load: async () => (await import('./start.js')).addStart },
  { names: ['nightly'], load: async () => (await import('./nightly.js')).addNightly },
  { names: ['init'], load: async () => (await import('./init.js')).addInit },
  { names: ['fuzz'], load: async () => (await import('./fuzz.js')).addFuzz },
  { names: ['check'], load: async () => (await import('./check.js')).addCheck },
  { names: ['faults'], load: async () => (await import('./faults.js')).addFaults },
  { names: ['conform'], load: async () => (await import('./conform.js')).addConform },
  { names: ['drivers'], load: async () => (await import('./drivers.js')).addDrivers },
  { names: ['replay'], load: async () => (await import('./replay.js')).addReplay },
  { names: ['cost'], load: async () => (await import('./cost.js')).addCost },
  { names: ['prune'], load: async () => (await import('./prune.js')).addPrune },
  { names: ['reduce'], load: async () => (await import('./reduce.js')).addReduce },
  { names: ['bisect'], load: async () => (await import('./bisect.js')).addBisect },
  { names: ['explore'], load: async () => (await import('./explore.js')).addExplore },
  { names: ['export'], load: async () => (await import('./export.js')).addExport },
  { names: ['list'], load: async () => (await import('./list.js')).addList },
  { names: ['scenario'], load: async () => (await import('./scenario.js')).addScenario },
  {
    names: ['report', 'merge-reports'],
    load: async () => (await import('./report.js')).addReport,
  },
  { names: ['trace'], load: async () => (await import('./trace.js')).addTrace },
  { names: ['fleet'], load: async () => (await import('./fleet.js')).addFleet },
];

/** Words that ask for the version: no command has a part in the answer. */
const VERSION_WORDS = ['--version', '-V'];

/**
 * Loads what a command line may need: the file of the command that its first word names. A word
 * that names none (help, a slip) takes all of them, to be listed or to be the nearest.
 */
export async function loadCommands(words: readonly string[]): Promise<Add[]> {
  const [first = ''] = words;
  if (VERSION_WORDS.includes(first)) return [];
  const named = FILES.filter(({ names }) => names.includes(first));
  return Promise.all((named.length > 0 ? named : FILES).map(async ({ load }) => load()));
}
