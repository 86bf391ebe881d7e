/** `marshalcheck export`: a scenario as a program for a board. */

import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { jsonText } from '../../reports/json.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { addOutputFlags, flag } from '../flags.js';
import { readings, servers } from '../values.js';

interface ExportFlags {
  readonly c?: boolean;
  readonly reading?: string[];
  readonly server?: ('kernel' | 'user')[];
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  marshalcheck export found.yaml --c --out found.c
  marshalcheck export found.yaml --c --reading compact7-armv5 --server kernel`;

/** Adds the command. */
export function addExport(program: Command, context: Context): void {
  const command = program
    .command('export')
    .summary('write a scenario as a program for a board')
    .description(
      'Writes a C program that carries a scenario out through the real API and prints a log for ' +
        '`marshalcheck trace`. It stands on examples/board/marshalcheck_board.h.',
    )
    .argument('<file>', 'a scenario file')
    .addOption(flag('--c', 'as C (the one language that there is)'))
    .addOption(
      flag(
        '--reading <ids>',
        'which system the board runs (default: the first of the scenario)',
        readings('--reading'),
      ),
    )
    .addOption(
      flag('--server <mode>', 'kernel or user (default: as the scenario)', servers('--server')),
    )
    .addOption(flag('-o, --out <file>', 'write it there (default: stdout)'));
  addOutputFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async (file: string) => {
      context.exit = await exportCommand(file, command.opts<ExportFlags>(), context);
    });
}

async function exportCommand(
  file: string,
  flags: ExportFlags,
  { engine, terminal }: Context,
): Promise<Exit> {
  if (flags.c !== true) {
    throw new Failure({
      what: 'no language to export to',
      cause: '--c is missing',
      next: `marshalcheck export ${file} --c`,
    });
  }
  const server = flags.server?.length === 1 ? flags.server[0] : undefined;
  const program = await engine.exportScenario(file, { readings: flags.reading, server });
  if (flags.out !== undefined) write(flags.out, program);
  if (flags.json === true) terminal.print(jsonText({ scenario: file, program, out: flags.out }));
  else if (flags.out === undefined) terminal.print(program.trimEnd());
  else if (flags.quiet !== true) terminal.note(`written: ${flags.out}`);
  return Exit.clean;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Failure({
      what: 'the program cannot be written',
      where: file,
      cause: (error as Error).message,
      next: 'name another file with --out',
    });
  }
}
