/** `marshalcheck nightly`: everything there is, in order, within a budget. */

import type { Command } from 'commander';
import type { Context } from '../context.js';
import { addNightlyFlags, type NightlyFlags } from '../nightly/flags.js';

const EXAMPLES = `
Examples:
  marshalcheck nightly
  marshalcheck nightly --time-limit 2h --runs 10000000
  marshalcheck nightly --target "./my-kernel-shim" --drivers mine.ts --out ./night
  marshalcheck nightly --resume                      go on with the run that was stopped
  marshalcheck nightly --seed tonight --shard 1/3    then merge-reports`;

/** Adds the command. */
export function addNightly(program: Command, context: Context): void {
  const command = program
    .command('nightly')
    .summary('everything in order: scenarios, searches, tours, drivers, canaries, fuzzing')
    .description(
      'Replays all scenarios, searches scopes exhaustively, tours the target, tests drivers, ' +
        'hunts for planted defects that have to be found, then fuzzes. Ends in one report, a ' +
        'line of the history and an exit code. With --time-limit each part gets a share.',
    );
  addNightlyFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const flags = command.opts<NightlyFlags>();
      const asked = command.getOptionValueSource('reporter') !== 'default';
      const { nightlyCommand } = await import('../nightly/command.js');
      context.exit = await nightlyCommand(flags, targetsOf(command, context), asked, context);
    });
}

/** The target that was named, or all of the configuration. */
function targetsOf(command: Command, { configuration }: Context): readonly string[] {
  const { target } = command.opts<NightlyFlags>();
  if (command.getOptionValueSource('target') !== 'config') return [target];
  const parse = command.options.find((each) => each.attributeName() === 'target')?.parseArg;
  const targets = configuration?.values.targets ?? [target];
  return targets.map((each) => parse?.<unknown>(each, null) as string);
}
