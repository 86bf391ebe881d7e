/** The flags of `check`, and how their values are read. */

import { type Command, Option } from 'commander';
import { CLIENTS, type Client } from '../search/check/marshalling/clients.js';
import {
  findScopes,
  has,
  SCOPE_NAMES,
  type Scope,
  SYSTEMS,
  type System,
} from '../search/check/marshalling/scope.js';
import { Failure } from './failure.js';
import { addOutputFlags, flag, flagWithDefault } from './flags.js';
import { late } from './late.js';
import { readings, seconds, servers, unknownName, wholeNumber } from './values.js';

/** What the flags come to. */
export interface CheckFlags {
  readonly scope: Scope[];
  readonly family: System[];
  readonly reading: string[];
  readonly client: Client[];
  /** Empty: as each scope says. */
  readonly server: ('kernel' | 'user')[];
  readonly workers: number;
  readonly maxStates: number;
  readonly maxMemory: number;
  readonly timeLimit: number;
  readonly checkpoint: string;
  readonly checkpointEvery: number;
  readonly resume?: boolean;
  readonly compact?: boolean;
  readonly symmetry: boolean;
  readonly reach: string;
  readonly never: string;
  readonly compare?: string[];
  readonly depth: number;
  readonly fault: string;
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const scopeFile = late(async () => import('../search/check/scope-file.js'));
const modelFaults = late(async () => import('../search/check/marshalling/faults/index.js'));
const questions = late(async () => import('../search/check/marshalling/question.js'));

/** A count that bounds nothing. */
export const NO_LIMIT = 1_000_000_000_000;

/** Scopes by name, group or file, with commas between. */
export function scopes(text: string): Scope[] {
  return text.split(',').flatMap((word) => {
    const found = findScopes(word);
    if (found.length > 0) return found;
    if (/[./\\]/.test(word)) return [scopeFile().readScope(word)];
    throw unknownName('scope', '--scope', word, SCOPE_NAMES);
  });
}

/** Scopes to tour, `none` for none. Tours know the seven functions alone. */
export function tourScopes(text: string): Scope[] {
  const given = text === 'none' ? [] : scopes(text);
  const other = given.find((scope) => SYSTEMS.some((system) => has(scope, system)));
  if (other === undefined) return given;
  throw new Failure({
    what: `${other.name} cannot be toured`,
    where: text,
    cause: `tours know the seven functions, not ${SYSTEMS.join(', ')}`,
    next: 'give a scope without them; `marshalcheck fuzz --family` tests targets in those',
  });
}

/** Systems beside the seven functions: `all`, `none`, or names with commas between. */
function systems(text: string): System[] {
  if (text === 'all') return [...SYSTEMS];
  if (text === 'none') return [];
  return text.split(',').map((word) => {
    const found = SYSTEMS.find((system) => system === word);
    if (found !== undefined) return found;
    throw unknownName('family', '--family', word, ['all', 'none', ...SYSTEMS]);
  });
}

function clients(text: string): Client[] {
  return text.split(',').map((word) => {
    const found = CLIENTS.find((client) => client === word);
    if (found !== undefined) return found;
    throw unknownName('client', '--client', word, CLIENTS);
  });
}

function modelFault(text: string): string {
  const { MODEL_FAULTS } = modelFaults();
  if (MODEL_FAULTS.some(({ id }) => id === text)) return text;
  throw unknownName(
    'model fault',
    '--fault',
    text,
    MODEL_FAULTS.map(({ id }) => id),
  );
}

function question(name: string): (text: string) => string {
  return (text) => {
    const { compileQuestion, QuestionError } = questions();
    try {
      compileQuestion(text);
      return text;
    } catch (error) {
      if (!(error instanceof QuestionError)) throw error;
      throw new Failure({
        what: error.message,
        where: `${name} '${text}', column ${error.column}`,
        cause: 'a question compares counts and joins the comparisons with and, or, not',
        next: `marshalcheck list predicates; for example ${name} 'copies > 0 and calls == 0'`,
      });
    }
  };
}

function addLimits(command: Command): Command {
  return command
    .addOption(
      flagWithDefault(
        '--max-states <count>',
        'stop there, with what was covered',
        NO_LIMIT,
        wholeNumber('--max-states', 1, NO_LIMIT),
        'none',
      ),
    )
    .addOption(
      flagWithDefault(
        '--max-memory <megabytes>',
        'memory of the visited states',
        16_384,
        wholeNumber('--max-memory', 16, 1_000_000),
        '16384',
      ),
    )
    .addOption(
      flagWithDefault(
        '--time-limit <time>',
        'stop after 90, 90s, 5m, 1h, with what was covered',
        0,
        seconds('--time-limit'),
        'none',
      ),
    )
    .addOption(flag('--checkpoint <folder>', 'save there as it goes').default(''))
    .addOption(
      flagWithDefault(
        '--checkpoint-every <time>',
        'save so often: 90, 90s, 5m, 1h',
        60,
        seconds('--checkpoint-every'),
        '60s',
      ),
    )
    .addOption(flag('--resume', 'go on from what the --checkpoint folder holds'))
    .addOption(flag('--compact', 'keep fingerprints of states: less memory, a state may be missed'))
    .addOption(flag('--no-symmetry', 'tell interchangeable processes, records and threads apart'));
}

function addExtent(command: Command): Command {
  return command
    .addOption(
      flagWithDefault(
        '--scope <names>',
        'tiny, small, medium, nightly, or files',
        scopes('tiny'),
        scopes,
        'tiny',
      ),
    )
    .addOption(
      flagWithDefault(
        '--family <names>',
        `systems beside the seven functions: all, none, ${SYSTEMS.join(', ')}`,
        [] as System[],
        systems,
        'none',
      ),
    )
    .addOption(
      flagWithDefault(
        '--reading <ids>',
        'all, documented, shipped, or IDs with commas between',
        readings('--reading')('all'),
        readings('--reading'),
        'all',
      ),
    )
    .addOption(
      flagWithDefault(
        '--client <names>',
        `${CLIENTS.join(', ')}, with commas between`,
        ['lawful', 'misusing'] as Client[],
        clients,
        'lawful,misusing',
      ),
    )
    .addOption(
      flagWithDefault(
        '--server <mode>',
        'where the driver lives: kernel, user or both',
        [] as ('kernel' | 'user')[],
        servers('--server'),
        'as each scope says',
      ),
    )
    .addOption(
      flagWithDefault(
        '--workers <count>',
        'worker threads; the result does not depend on it',
        2,
        wholeNumber('--workers', 1, 64),
        '2',
      ),
    );
}

function addQuestions(command: Command): Command {
  return command
    .addOption(
      flag(
        '--reach <question>',
        'find the shortest way to such a world',
        question('--reach'),
      ).default(''),
    )
    .addOption(
      flag('--never <question>', 'prove that there is no such world', question('--never')).default(
        '',
      ),
    )
    .addOption(new Option('--compare <readings...>', 'two readings: where do they differ?'))
    .addOption(
      flagWithDefault(
        '--depth <count>',
        'operations of a sequence that --compare tries',
        4,
        wholeNumber('--depth', 1, 12),
        '4',
      ),
    )
    .addOption(flag('--fault <id>', 'plant a defect in the rules', modelFault).default(''))
    .addOption(flag('-o, --out <folder>', 'save witnesses there as scenario files').default(''));
}

/** Adds all of them. */
export function addCheckFlags(command: Command): Command {
  return addOutputFlags(addLimits(addQuestions(addExtent(command))));
}
