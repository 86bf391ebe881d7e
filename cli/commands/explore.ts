/** `marshalcheck explore`: the model live, in a browser. */

import type { Server } from 'node:http';
import type { Command } from 'commander';
import { plain } from '../../reports/escape.js';
import { htmlPage } from '../../reports/html.js';
import { emptyReport } from '../../reports/json.js';
import { readScenario } from '../../search/replay/read-scenario.js';
import { parseScenario } from '../../search/scenario/parse.js';
import type { Scenario } from '../../search/scenario/types.js';
import { closeTargets, SIMULATOR } from '../../targets/index.js';
import { catalogue } from '../catalogue.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { portOf, serve } from '../explore/server.js';
import { type NamedTarget, platformsFor, Session } from '../explore/session.js';
import { START } from '../explore/start.js';
import { Failure } from '../failure.js';
import { addOutputFlags, flag, flagWithDefault } from '../flags.js';
import { defaultFolder, OutFolder } from '../out-folder.js';
import { addTargetFlags, type TargetFlags, targetOptions } from '../target-flags.js';
import { faultId, readings, servers, wholeNumber } from '../values.js';
import { version } from '../version.js';

interface ExploreFlags extends TargetFlags {
  readonly reading: string[];
  readonly server: ('kernel' | 'user')[];
  readonly fault: string;
  readonly port: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

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
      context.exit = await exploreCommand(file, command.opts<ExploreFlags>(), context);
    });
}

async function exploreCommand(
  file: string | undefined,
  flags: ExploreFlags,
  { terminal }: Context,
): Promise<Exit> {
  const scenario = file === undefined ? parseScenario(START, 'the beginning') : readScenario(file);
  const platforms = platformsFor(scenario, flags.reading, flags.server);
  if (platforms.length === 0) throw noPlatform(scenario);
  const targets = targetsOf(flags);
  const folder = new OutFolder(flags.out ?? defaultFolder());
  const session = new Session({ scenario, platforms, targets, folder: folder.path });
  const report = emptyReport('explore', `marshalcheck explore: ${scenario.title}`, version());
  const page = htmlPage(report, catalogue(), {
    title: scenario.title,
    length: session.length,
    platforms: platforms.map(({ reading, copyLimit, server }) => ({ reading, copyLimit, server })),
    targets: targets.map(({ target, fault }) => (fault === '' ? target : `${target}, ${fault}`)),
    folder: folder.path,
  });
  try {
    const server = await listen({ page, answer: session.answer }, flags.port);
    const address = `http://127.0.0.1:${portOf(server)}/`;
    terminal.print(flags.json === true ? JSON.stringify({ address }) : address);
    if (flags.quiet !== true) {
      terminal.note(`exploring ${plain(scenario.title)}; scenarios go to ${plain(folder.path)}`);
      terminal.note('open the address in a browser; Ctrl-C ends it');
    }
    await interrupted();
    server.close();
    server.closeAllConnections();
    return Exit.clean;
  } finally {
    closeTargets();
    folder.tidy();
  }
}

/** The one that the flags name first, and the built-in boards without defects. */
function targetsOf(flags: ExploreFlags): NamedTarget[] {
  const { target, watchdog } = targetOptions(flags);
  const boards = { target: SIMULATOR, fault: '', watchdog: 0 };
  const isOther = target !== SIMULATOR || flags.fault !== '';
  return isOther ? [{ target, fault: flags.fault, watchdog }, boards] : [boards];
}

async function listen(service: Parameters<typeof serve>[0], port: number): Promise<Server> {
  try {
    return await serve(service, port);
  } catch (error) {
    throw new Failure({
      what: `nothing can listen on port ${port} of 127.0.0.1`,
      where: '--port',
      cause: (error as Error).message,
      next: 'leave out --port, and any that is free is taken',
    });
  }
}

/** Resolves on the first Ctrl-C or SIGTERM. */
async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => {
        resolve();
      });
  });
}

function noPlatform({ file, readings: own, servers: modes }: Scenario): Failure {
  return new Failure({
    what: `the scenario speaks of ${own.join(', ')}, in ${modes.join(' and ')} mode`,
    where: file,
    cause: 'none of that is among what --reading and --server leave',
    next: 'leave out --reading and --server',
  });
}
