/** `marshalcheck explore`: the model live, in a browser. */

import type { Command } from 'commander';
import type { Context } from '../context.js';
import type { ExploreFlags } from '../explore/command.js';
import { faultId } from '../fault-values.js';
import { addOutputFlags, flag, flagWithDefault } from '../flags.js';
import { addTargetFlags } from '../target-flags.js';
import { readings, servers, wholeNumber } from '../values.js';

const EXAMPLES = `
Examples:
  marshalcheck explore
  marshalcheck explore scenarios/spec/ALIAS-3-not-before-the-last.yaml --reading compact7-armv5
  marshalcheck explore found.yaml --fault recached-at-first-free`;

/** Adds the command. */
export function addExplore(program: Command, context: Context): void {
  const all = readings('--reading')('all');
  const command = program
    .command('explore')
    .summary('step through a scenario by hand, in a browser, with the model live')
    .description(
      'Serves a page on this machine alone: what can follow each state and what is refused, by ' +
        'which clause; steps in and back, a graph of states, runs on the targets that are named ' +
        'here, and saving as a scenario. Ends with Ctrl-C.',
    )
    .argument('[scenario]', 'a scenario file (default: two applications and a driver)')
    .addOption(
      flagWithDefault(
        '--reading <ids>',
        'leave it at these: all, documented, shipped, or IDs',
        all,
        readings('--reading'),
        'all',
      ),
    )
    .addOption(
      flagWithDefault(
        '--server <mode>',
        'where the driver lives: kernel, user or both',
        ['kernel', 'user'],
        servers('--server'),
        'both',
      ),
    )
    .addOption(flag('--fault <id>', 'plant a defect in the board', faultId('--fault')).default(''))
    .addOption(
      flagWithDefault(
        '--port <number>',
        'port on 127.0.0.1; 0 for any',
        0,
        wholeNumber('--port', 0, 65_535),
        'any',
      ),
    )
    .addOption(flag('-o, --out <folder>', 'where scenarios are saved, and nothing elsewhere'));
  addOutputFlags(addTargetFlags(command))
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined) => {
      const { exploreCommand } = await import('../explore/command.js');
      context.exit = await exploreCommand(file, command.opts<ExploreFlags>(), context);
    });
}
