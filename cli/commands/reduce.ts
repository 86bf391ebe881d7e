/** `marshalcheck reduce`: the shortest scenario that shows the same. */

import type { Command } from 'commander';
import { plain } from '../../reports/escape.js';
import { jsonText } from '../../reports/json.js';
import type { Finding } from '../../search/finding.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { scenarioFailure } from '../failure.js';
import { faultId } from '../fault-values.js';
import { addOutputFlags, flag } from '../flags.js';
import { commandLine } from '../invocation.js';
import { OutFolder } from '../out-folder.js';
import { addTargetFlags, type TargetFlags, targetOptions } from '../target-flags.js';

interface ReduceFlags extends TargetFlags {
  readonly fault: string;
  readonly inspection: boolean;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  marshalcheck reduce found.yaml --fault free-skips-write-back
  marshalcheck reduce found.yaml --out scenarios/regressions`;

/** Adds the command. */
export function addReduce(program: Command, context: Context): void {
  const command = program
    .command('reduce')
    .summary('make a scenario as short as it can be')
    .description(
      'Replays a scenario, and where the target departs from the rules, looks for the shortest ' +
        'one with the same signature. It is printed on stdout, or saved with --out.',
    )
    .argument('<file>', 'a scenario file')
    .addOption(flag('--fault <id>', 'plant a defect in the board', faultId('--fault')).default(''))
    .addOption(flag('--no-inspection', 'judge the target by its answers alone'))
    .addOption(flag('-o, --out <folder>', 'save it there, under the name of its signature'));
  addOutputFlags(addTargetFlags(command))
    .addHelpText('after', EXAMPLES)
    .action(async (file: string) => {
      context.exit = await reduceCommand(file, command.opts<ReduceFlags>(), context);
    });
}

async function reduceCommand(file: string, flags: ReduceFlags, context: Context): Promise<Exit> {
  const { engine, terminal } = context;
  const { fault, inspection } = flags;
  const folder = flags.out === undefined ? null : new OutFolder(flags.out);
  try {
    const report = await engine.replay([file], { ...targetOptions(flags), fault, inspection });
    const [error] = report.errors;
    if (error !== undefined) throw scenarioFailure(error);
    const platforms = report.failures.flatMap((failure) => failure.platforms);
    const departed = platforms.find((platform) => platform.departure !== null)?.departure;
    if (departed === undefined || departed === null) return nothing(file, report.passed, context);
    const { finding, executions } = await engine.reduce(departed, inspection);
    const saved = folder === null ? '' : await engine.save(finding, folder.path);
    if (flags.quiet !== true) {
      const lengths = `${departed.length} operations, now ${finding.length}`;
      terminal.note(`${lengths}; ${executions} runs; ${finding.signature}`);
      if (saved !== '') terminal.note(`saved: ${saved}`);
    }
    await print({ file, finding, departed, executions, saved }, flags, context);
    return Exit.findings;
  } finally {
    folder?.tidy();
  }
}

/** A scenario that does not depart has nothing to reduce. */
function nothing(file: string, passed: number, { terminal }: Context): Exit {
  const what = passed > 0 ? 'passes' : 'fails without a departure from the rules';
  terminal.note(`${plain(file)} ${what}: there is nothing to reduce`);
  terminal.note(`  next: ${commandLine(['replay', file])}, perhaps with --fault`);
  return passed > 0 ? Exit.clean : Exit.findings;
}

interface Reduction {
  readonly file: string;
  readonly finding: Finding;
  readonly departed: Finding;
  readonly executions: number;
  readonly saved: string;
}

async function print(reduction: Reduction, flags: ReduceFlags, context: Context): Promise<void> {
  const { file, finding, departed, executions, saved } = reduction;
  const { terminal, engine } = context;
  const scenario = await engine.text(finding);
  if (flags.json !== true) {
    if (saved === '') terminal.print(scenario.trimEnd());
    return;
  }
  const document = {
    file,
    signature: finding.signature,
    clauses: finding.clauses,
    fault: flags.fault,
    before: departed.length,
    length: finding.length,
    executions,
    saved,
    scenario,
  };
  terminal.print(jsonText(document));
}
