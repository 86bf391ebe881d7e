/** What `explore` does: a page is served until somebody ends it. */

import type { Server } from 'node:http';
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
import { Failure } from '../failure.js';
import { defaultFolder, OutFolder } from '../out-folder.js';
import { type TargetFlags, targetOptions } from '../target-flags.js';
import { version } from '../version.js';
import { portOf, serve } from './server.js';
import { type NamedTarget, platformsFor, Session } from './session.js';
import { START } from './start.js';

/** What the flags come to. */
export interface ExploreFlags extends TargetFlags {
  readonly reading: string[];
  readonly server: ('kernel' | 'user')[];
  readonly fault: string;
  readonly port: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Serves the page; a code to end with once it is over. */
export async function exploreCommand(
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
