/** `marshalcheck cost`: what scenarios cost on the boards, side by side. */

import type { Command } from 'commander';
import { type CostEntry, costDocument, costLines } from '../../reports/cost.js';
import { jsonText } from '../../reports/json.js';
import type { ReplayResult } from '../../search/replay.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { scenarioFailure } from '../failure.js';
import { addOutputFlags, flagWithDefault } from '../flags.js';
import { readings } from '../values.js';

interface CostFlags {
  readonly reading: string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  marshalcheck cost scenarios/cost
  marshalcheck cost duplicate.yaml alias.yaml --reading compact7-armv5 --json`;

/** Adds the command. */
export function addCost(program: Command, context: Context): void {
  const parse = readings('--reading');
  const command = program
    .command('cost')
    .summary('what scenarios cost: bytes copied, accesses past the cache')
    .description(
      'Runs scenario files on the built-in boards and counts what they cost on each platform: ' +
        'bytes that the system copies, and 32-bit accesses that go past the cache (ALIAS-10).',
    )
    .argument('<paths...>', 'files and folders, to be compared')
    .addOption(
      flagWithDefault(
        '--reading <ids>',
        'all, documented, shipped, or IDs with commas between',
        parse('all'),
        parse,
        'all',
      ),
    );
  addOutputFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[]) => {
      context.exit = await costCommand(paths, command.opts<CostFlags>(), context);
    });
}

async function costCommand(
  paths: readonly string[],
  flags: CostFlags,
  { engine, terminal }: Context,
): Promise<Exit> {
  const entries: CostEntry[] = [];
  const take = (result: ReplayResult): void => {
    entries.push(...entriesOf(result, flags.reading));
  };
  const report = await engine.replay(paths, { onResult: take });
  for (const error of report.errors) terminal.fail(scenarioFailure(error));
  if (flags.json === true) terminal.print(jsonText(costDocument(entries)));
  else {
    const style = { colours: terminal.out, columns: terminal.columns };
    for (const line of costLines(entries, style)) terminal.print(line);
  }
  if (report.errors.length > 0) return Exit.usage;
  return report.failed > 0 ? Exit.findings : Exit.clean;
}

/** One entry a platform; none where nothing was counted. */
function entriesOf(
  { file, title, platforms }: ReplayResult,
  wanted: readonly string[],
): CostEntry[] {
  return platforms.flatMap(({ platform, costs, passed }) => {
    if (costs === null || !wanted.includes(platform.reading)) return [];
    const { reading, server, copyLimit } = platform;
    return [{ file, title, reading, server, copyLimit, passed, ...costs }];
  });
}
