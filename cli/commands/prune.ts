/** `marshalcheck prune`: corpora joined, and the result made small. */

import type { Command } from 'commander';
import { plain } from '../../reports/escape.js';
import { grouped } from '../../reports/fuzz.js';
import { jsonText } from '../../reports/json.js';
import type { Pruned } from '../../search/corpus/prune.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { addOutputFlags, flag, flagWithDefault } from '../flags.js';
import { addTargetFlags, type TargetFlags, targetOptions } from '../target-flags.js';
import { readings } from '../values.js';

interface PruneFlags extends TargetFlags {
  readonly reading: string[];
  readonly inspection: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  marshalcheck prune corpus
  marshalcheck prune corpus corpus-1-of-2 corpus-2-of-2     what two shards kept, into corpus
  marshalcheck prune corpus --target "./my-kernel-shim"     as that target shows it`;

/** Adds the command. */
export function addPrune(program: Command, context: Context): void {
  const all = readings('--reading')('all');
  const command = program
    .command('prune')
    .summary('make a corpus small: fewer cases that show the same')
    .description(
      'Brings the cases of all folders into the first, and leaves there as few as put the same ' +
        'obligations to the test. The others are only read. Equal files give an equal corpus.',
    )
    .argument('<folders...>', 'the corpus, and others to be joined with it')
    .addOption(
      flagWithDefault(
        '--reading <ids>',
        'cases of other readings stay as they are',
        all,
        readings('--reading'),
        'all',
      ),
    )
    .addOption(flag('--no-inspection', 'judge the target by its answers alone'));
  addOutputFlags(addTargetFlags(command))
    .addHelpText('after', EXAMPLES)
    .action(async (folders: string[]) => {
      context.exit = await pruneCommand(folders, command.opts<PruneFlags>(), context);
    });
}

async function pruneCommand(
  folders: readonly string[],
  flags: PruneFlags,
  context: Context,
): Promise<Exit> {
  const { terminal, engine } = context;
  const { reading, inspection, json, quiet } = flags;
  const pruned = await engine.prune(folders, {
    readings: reading,
    servers: ['kernel', 'user'],
    inspection,
    fault: '',
    ...targetOptions(flags),
  });
  if (json === true) terminal.print(jsonText(pruned));
  else terminal.print(sentence(pruned));
  for (const file of quiet === true ? [] : pruned.departing) {
    terminal.note(`departs, and is kept: ${plain(file)}`);
  }
  return Exit.clean;
}

function sentence({ before, after, added, deleted, features }: Pruned): string {
  const [from, to, all] = [before, after, features].map(grouped);
  const changed = `${added} new here, ${deleted} deleted`;
  return `${from} cases became ${to} (${changed}); both show ${all} things`;
}
