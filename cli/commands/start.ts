/** `marshalcheck start` (npm start): the main job once through, for somebody who is new here. */

import type { Command } from 'commander';
import type { Context } from '../context.js';
import type { StartFlags } from '../first-run.js';
import { addOutputFlags, flag, flagWithDefault } from '../flags.js';
import { wholeNumber } from '../values.js';

/** Adds the command. */
export function addStart(program: Command, context: Context): void {
  const command = program
    .command('start')
    .summary('see the main job once through, in under two minutes')
    .description(
      'Runs the stages of `nightly` in short on healthy boards, tests a driver with mistakes, ' +
        'plants one defect, finds, reduces, saves, replays and explains it, and writes a report.',
    )
    .addOption(
      flagWithDefault(
        '-n, --runs <count>',
        'cases on the healthy boards',
        5000,
        wholeNumber('--runs', 1, 10_000_000),
        '5000',
      ),
    )
    .addOption(flag('-o, --out <folder>', 'where report and scenario go').default('out'));
  addOutputFlags(command)
    .addHelpText(
      'after',
      '\nExamples:\n  marshalcheck start\n  marshalcheck start --out /tmp/first',
    )
    .action(async () => {
      const { startCommand } = await import('../first-run.js');
      context.exit = await startCommand(command.opts<StartFlags>(), context);
    });
}
