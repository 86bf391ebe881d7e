/** `marshalcheck init`: a configuration, a workflow and a test to begin with. */

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { jsonText } from '../../reports/json.js';
import { makeFolder } from '../../search/scenario/folder.js';
import { CONFIGURATION_FILES } from '../configuration/load.js';
import { TEMPLATES } from '../configuration/template.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { addOutputFlags } from '../flags.js';
import { commandLine } from '../invocation.js';

interface InitFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds the command. */
export function addInit(program: Command, context: Context): void {
  const command = program
    .command('init')
    .summary('write a configuration, a nightly workflow and a test to begin with')
    .description(
      'Writes marshalcheck.config.ts, a GitHub workflow that runs nightly, and an example for ' +
        'vitest. A file that exists is left as it is.',
    )
    .argument('[folder]', 'where to', '.');
  addOutputFlags(command)
    .addHelpText('after', '\nExamples:\n  marshalcheck init\n  marshalcheck init ./my-project')
    .action((folder: string) => {
      context.exit = initCommand(folder, command.opts<InitFlags>(), context);
    });
}

function initCommand(folder: string, flags: InitFlags, { terminal }: Context): Exit {
  const files = TEMPLATES.map(({ name, text }) => {
    const file = path.join(folder, name);
    const isConfig = name.startsWith('marshalcheck.config');
    const same = isConfig ? CONFIGURATION_FILES.map((each) => path.join(folder, each)) : [file];
    const known = same.find((each) => existsSync(each));
    if (known === undefined) place(file, text);
    return { file: known ?? file, written: known === undefined };
  });
  if (flags.json === true) {
    terminal.print(jsonText({ files }));
    return Exit.clean;
  }
  for (const { file, written } of files) {
    terminal.print(`${written ? 'wrote' : 'left '} ${file}`);
  }
  if (flags.quiet !== true) {
    terminal.print(`next: ${commandLine(['nightly', '--time-limit', '2m'])}`);
  }
  return Exit.clean;
}

function place(file: string, text: string): void {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new Failure({
      what: `'${file}' cannot be written`,
      cause: (error as Error).message,
      next: 'name another folder: marshalcheck init ./my-project',
    });
  }
}
