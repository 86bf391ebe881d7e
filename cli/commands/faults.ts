/** `marshalcheck faults`: is each planted defect of the boards found? */

import type { Command } from 'commander';
import { plain } from '../../reports/escape.js';
import { faultsReport, jsonText } from '../../reports/json.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { faultIds } from '../fault-values.js';
import { addCampaignFlags, type CampaignFlags, campaignOptions, flag, runsFlag } from '../flags.js';
import { ProgressWriter } from '../progress.js';
import {
  addHistoryFlag,
  addReporterFlag,
  type ReporterFlags,
  writeBeside,
  writeCampaign,
} from '../reporters.js';
import { Stop } from '../stop.js';
import { version } from '../version.js';

const DEFAULT_RUNS = 20_000;

interface FaultsFlags extends CampaignFlags, ReporterFlags {
  readonly runs: number;
  readonly fault: string[];
}

const EXAMPLES = `
Examples:
  marshalcheck faults --json
  marshalcheck faults --no-inspection --runs 5000
  marshalcheck faults --fault double-free-accepted,range-check-missing`;

/** Adds the command. */
export function addFaults(program: Command, context: Context): void {
  const command = program
    .command('faults')
    .summary('plant every known defect in the boards and see whether it is found')
    .description(
      'Plants every known defect in the built-in boards, one at a time, and fuzzes until a ' +
        'finding names a clause that it breaks. The case is reduced, and run with and without it.',
    )
    .addOption(runsFlag('most cases for each defect', DEFAULT_RUNS));
  addHistoryFlag(addReporterFlag(addCampaignFlags(command)))
    .addOption(
      flag('--fault <ids>', 'all, or IDs with commas between', faultIds('--fault')).default(
        [],
        'all',
      ),
    )
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      context.exit = await faultsCommand(command.opts<FaultsFlags>(), context);
    });
}

async function faultsCommand(flags: FaultsFlags, context: Context): Promise<Exit> {
  const { terminal, engine } = context;
  const isQuiet = flags.quiet === true;
  const progress = new ProgressWriter(terminal, 'faults', isQuiet);
  const stop = new Stop(terminal, flags.timeLimit);
  if (!isQuiet) {
    terminal.note(`faults: seed ${plain(flags.seed)}, at most ${flags.runs} cases for each`);
  }
  try {
    const report = await engine.huntFaults({
      ...campaignOptions(flags, stop, progress),
      runs: flags.runs,
      faults: flags.fault,
    });
    progress.end();
    const document = faultsReport(report, flags.reading, 'simulator', version());
    if (flags.json !== true) await writeCampaign(document, flags, terminal);
    else
      await writeBeside(
        () => document,
        flags,
        terminal,
        () => terminal.print(jsonText(report)),
      );
    if (stop.reason === 'interrupt') return Exit.interrupted;
    return report.faults.every(({ killed }) => killed) ? Exit.clean : Exit.findings;
  } finally {
    stop.release();
    progress.end();
  }
}
