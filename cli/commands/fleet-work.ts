/** `marshalcheck fleet work`: does the jobs of a queue. */

import type { Command } from 'commander';
import type { JobTold } from '../../fleet/worker.js';
import { plain } from '../../reports/escape.js';
import { grouped } from '../../reports/fuzz.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { flag, flagWithDefault, workersFlag } from '../flags.js';
import { Stop } from '../stop.js';
import type { Terminal } from '../terminal.js';
import { seconds } from '../values.js';

const DEFAULT_LOCK = 30;
const TOLD_EVERY = 100;

interface WorkFlags {
  readonly workers: number;
  readonly lock: number;
  readonly target?: readonly string[];
  readonly untilIdle?: boolean;
  readonly quiet?: boolean;
}

/** Adds the command. */
export function addWork(fleet: Command, context: Context): void {
  const command = fleet
    .command('work')
    .summary('do the jobs of the queue')
    .description('Does jobs until Ctrl-C: those that run are finished, another Ctrl-C drops them.')
    .addOption(workersFlag('jobs at a time, each on a thread'))
    .addOption(
      flagWithDefault(
        '--lock <time>',
        'a worker that is silent for so long loses its jobs to others',
        DEFAULT_LOCK,
        seconds('--lock'),
        `${DEFAULT_LOCK}s`,
      ),
    )
    .option(
      '-t, --target <target...>',
      'targets from outside that jobs may name; no others are started',
    )
    .addOption(flag('--until-idle', 'end when nothing waits and nothing runs'))
    .addOption(flag('-q, --quiet', 'no progress'));
  command.action(async () => {
    context.exit = await workCommand(command.opts<WorkFlags>(), context);
  });
}

async function workCommand(flags: WorkFlags, { terminal }: Context): Promise<Exit> {
  const { Fleet } = await import('../../fleet/fleet.js');
  const { work } = await import('../../fleet/worker.js');
  const fleet = await Fleet.open();
  const { where, build } = fleet.connection;
  const isQuiet = flags.quiet === true;
  const teller = new Teller(terminal, isQuiet);
  const stop = new Stop(terminal, 0);
  if (!isQuiet) {
    terminal.note(`fleet: ${plain(where)}, build ${build}, ${flags.workers} jobs at a time`);
  }
  try {
    await work(fleet, {
      workers: flags.workers,
      lockSeconds: flags.lock,
      targets: flags.target ?? [],
      untilIdle: flags.untilIdle === true,
      signal: stop.signal,
      onJob: teller.tell,
      onTrouble: (what) => {
        terminal.note(plain(what));
      },
    });
    teller.end();
    return stop.reason === 'interrupt' ? Exit.interrupted : Exit.clean;
  } finally {
    stop.release();
  }
}

/** Says what was found and, now and then, how much was done. */
class Teller {
  private done = 0;
  private readonly known = new Set<string>();
  private readonly terminal: Terminal;
  private readonly isQuiet: boolean;

  constructor(terminal: Terminal, isQuiet: boolean) {
    this.terminal = terminal;
    this.isQuiet = isQuiet;
  }

  readonly tell = ({ what, signatures, differs }: JobTold): void => {
    this.done += 1;
    if (differs) this.terminal.note(`nondeterminism: ${plain(what)} gave another result before`);
    if (this.isQuiet) return;
    for (const signature of signatures.filter((each) => !this.known.has(each))) {
      this.known.add(signature);
      this.terminal.note(`found ${plain(signature)}, in ${plain(what)}`);
    }
    const text = `${grouped(this.done)} jobs done, the last: ${plain(what)}`;
    if (this.terminal.isLive) this.terminal.updateLine(text);
    else if (this.done % TOLD_EVERY === 0) this.terminal.note(text);
  };

  end(): void {
    if (!this.isQuiet) this.terminal.note(`${grouped(this.done)} jobs done`);
  }
}
