/** The command line as a whole: commands, help, and how errors come out. */

import { Command, CommanderError } from 'commander';
import { FleetError } from '../fleet/error.js';
import { closeFleets } from '../fleet/opened.js';
import { CheckpointError } from '../search/check/checkpoint-error.js';
import { OfferError } from '../search/offer.js';
import { ScenarioError } from '../search/scenario/error.js';
import { TargetStartError } from '../targets/process/start-error.js';
import { loadCommands } from './commands/index.js';
import { applyConfiguration } from './configuration/apply.js';
import { loadConfiguration } from './configuration/load.js';
import type { Context } from './context.js';
import { readAllSwitches } from './environment.js';
import { EXIT_CODES_HELP, Exit } from './exit-codes.js';
import {
  checkpointFailure,
  Failure,
  fleetFailure,
  offerFailure,
  scenarioFailure,
  startFailure,
} from './failure.js';
import { NotYet } from './late.js';
import { version } from './version.js';

const EXAMPLES = `
Examples:
  marshalcheck start
  marshalcheck fuzz --seed nightly --runs 100000 --reading all
  marshalcheck replay scenarios
  marshalcheck list readings

Every flag is also a variable: --time-limit 5m is MARSHALCHECK_TIME_LIMIT=5m. Flags win.
`;

/** The program with the commands that a command line may need; all of them for no words. */
export async function makeProgram(
  context: Context,
  words: readonly string[] = [],
): Promise<Command> {
  const program = new Command('marshalcheck')
    .description('Checks Windows CE marshalling code against a reference model.')
    .version(version(), '-V, --version')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODES_HELP}`);
  for (const add of await loadCommands(words)) add(program, context);
  for (const command of program.commands) finish(command);
  program.hook('preAction', async (_, command) => configure(command, context));
  return program;
}

/** Commands that a configuration has values for. */
const CONFIGURED = ['nightly', 'fuzz', 'faults', 'check', 'conform', 'drivers', 'replay', 'prune'];

/** Gives a command the values of the configuration, where nobody gave others. */
async function configure(command: Command, context: Context): Promise<void> {
  if (!CONFIGURED.includes(command.name())) return;
  const { MARSHALCHECK_CONFIG = '' } = process.env;
  const { config = MARSHALCHECK_CONFIG, quiet } = command.opts<{ config?: string; quiet?: true }>();
  const found = await loadConfiguration(config);
  context.configuration = found;
  if (found === null) return;
  applyConfiguration(command, found);
  if (quiet !== true) context.terminal.note(`configuration: ${found.file}`);
}

/** Subcommands inherit neither of these when they are made before. */
function finish(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  if (command.commands.length === 0) command.addHelpText('after', `\n${EXIT_CODES_HELP}`);
  for (const each of command.commands) finish(each);
}

/** Carries out a command line; gives its exit code. */
export async function runCommandLine(words: readonly string[], context: Context): Promise<Exit> {
  try {
    readAllSwitches();
    if (words.length > 0) await carryOut(words, context);
    else {
      const program = await makeProgram(context);
      context.terminal.note(program.helpInformation());
      return Exit.usage;
    }
    return context.exit;
  } catch (error) {
    return exitAfter(error, context, words);
  } finally {
    await closeFleets();
  }
}

/** Reads the words, again where a flag had to wait for its reader, and does what they say. */
async function carryOut(words: readonly string[], context: Context): Promise<void> {
  for (;;) {
    const program = await makeProgram(context, words);
    try {
      await program.parseAsync([...words], { from: 'user' });
      return;
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      await error.loading;
    }
  }
}

function exitAfter(error: unknown, context: Context, words: readonly string[]): Exit {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return Exit.clean;
    // A group of commands without one: its help has been printed.
    if (error.code === 'commander.help') return Exit.usage;
  }
  const failure = asFailure(error, words);
  context.terminal.fail(failure);
  const { MARSHALCHECK_DEBUG } = process.env;
  if (MARSHALCHECK_DEBUG === '1' && error instanceof Error) {
    context.terminal.note(error.stack ?? '');
  }
  return failure.exit;
}

/** Any error as one that says what, where, likely cause and next command. */
function asFailure(error: unknown, words: readonly string[]): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof CommanderError) return usageFailure(error, words);
  if (error instanceof ScenarioError) return scenarioFailure(error);
  if (error instanceof TargetStartError) return startFailure(error);
  if (error instanceof OfferError) return offerFailure(error);
  if (error instanceof FleetError) return fleetFailure(error);
  if (error instanceof CheckpointError) return checkpointFailure(error);
  const message = error instanceof Error ? error.message : String(error);
  return new Failure(
    {
      what: message,
      where: 'marshalcheck itself',
      cause: 'a defect of marshalcheck, or of the target that it drives',
      next: 'run it again with MARSHALCHECK_DEBUG=1 and report what it prints',
    },
    Exit.harness,
  );
}

const CAUSES: Readonly<Record<string, string>> = {
  'commander.unknownOption': 'a typing slip, or a flag of another command',
  'commander.unknownCommand': 'a typing slip',
  'commander.excessArguments': 'a value that belongs to a flag, or a path with a blank in it',
  'commander.missingArgument': 'the command needs to be told what to work on',
  'commander.optionMissingArgument': 'the flag needs a value',
  'commander.invalidArgument': 'a typing slip',
};

function usageFailure(error: CommanderError, words: readonly string[]): Failure {
  const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const isCommand = /^[a-z-]+$/.test(words[0] ?? '') && error.code !== 'commander.unknownCommand';
  return new Failure({
    what: message.replace(/\.$/, ''),
    cause: CAUSES[error.code] ?? 'the command was given in another way than it takes',
    next: `marshalcheck ${isCommand ? `${words[0]} ` : ''}--help`,
  });
}
