/** `marshalcheck scenario`: looking after scenario files. */

import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { plain } from '../../reports/escape.js';
import { jsonText } from '../../reports/json.js';
import { readScenarioText, scenarioFiles } from '../../search/replay/read-file.js';
import { ScenarioError } from '../../search/scenario/error.js';
import type { Context } from '../context.js';
import { Exit } from '../exit-codes.js';
import { Failure, scenarioFailure } from '../failure.js';
import { addOutputFlags, flag } from '../flags.js';

interface ScenarioFlags {
  readonly check?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What became of one file. */
interface FileResult {
  readonly file: string;
  readonly state: 'valid' | 'changed' | 'unchanged' | 'invalid';
  readonly error?: { line: number; column: number; what: string; likelyCause: string };
}

/** Gives the text that a file should have, or throws a ScenarioError. */
type Work = (text: string, file: string) => Promise<string>;

/** Adds the command with its three parts. */
export function addScenario(program: Command, context: Context): void {
  const group = program
    .command('scenario')
    .summary('check, format or migrate scenario files')
    .description('Looks after scenario files.');
  const add = (name: string, sentence: string, examples: string, work: Work): void => {
    const command = group
      .command(name)
      .summary(sentence)
      .description(`${sentence[0]?.toUpperCase() ?? ''}${sentence.slice(1)}.`)
      .argument('<paths...>', 'files and folders');
    if (name !== 'validate') {
      command.addOption(flag('--check', 'write nothing; exit 1 if a file would change'));
    }
    addOutputFlags(command)
      .addHelpText('after', `\nExamples:\n${examples}`)
      .action(async (paths: string[]) => {
        const flags = command.opts<ScenarioFlags>();
        const isReading = name === 'validate' || flags.check === true;
        const results: FileResult[] = [];
        for (const file of scenarioFiles(paths)) {
          results.push(await workOn(file, work, isReading, context));
        }
        context.exit = finish(name, results, flags, context);
      });
  };
  add(
    'validate',
    'check that files are scenarios',
    '  marshalcheck scenario validate scenarios',
    validate,
  );
  add(
    'fmt',
    'put files into canonical form, comments kept',
    '  marshalcheck scenario fmt --check scenarios',
    format,
  );
  // The format has one version so far: whatever can be read is up to date.
  add(
    'migrate',
    'bring files up to the present version',
    '  marshalcheck scenario migrate scenarios',
    validate,
  );
}

async function validate(text: string, file: string): Promise<string> {
  const { parseScenario } = await import('../../search/scenario/parse.js');
  parseScenario(text, file);
  return text;
}

async function format(text: string, file: string): Promise<string> {
  const { formatScenario } = await import('../../search/scenario/format.js');
  return formatScenario(text, file);
}

async function workOn(
  file: string,
  work: Work,
  isReading: boolean,
  { terminal }: Context,
): Promise<FileResult> {
  try {
    const text = readScenarioText(file);
    const wanted = await work(text, file);
    if (work === validate) return { file, state: 'valid' };
    if (wanted === text) return { file, state: 'unchanged' };
    if (!isReading) replaceFile(file, wanted);
    return { file, state: 'changed' };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    terminal.fail(scenarioFailure(error));
    const { line, column, what, likelyCause } = error;
    return { file, state: 'invalid', error: { line, column, what, likelyCause } };
  }
}

/** Writes a file whole or not at all. */
function replaceFile(file: string, text: string): void {
  const real = realpathSync(file);
  const temporary = path.join(path.dirname(real), `.${path.basename(real)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { mode: statSync(real).mode });
    renameSync(temporary, real);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Failure({
      what: 'the file cannot be written',
      where: file,
      cause: (error as Error).message,
      next: `look at the folder: ls -l ${path.dirname(file)}`,
    });
  }
}

function finish(
  name: string,
  results: readonly FileResult[],
  flags: ScenarioFlags,
  { terminal }: Context,
): Exit {
  const invalid = results.filter(({ state }) => state === 'invalid').length;
  const changed = results.filter(({ state }) => state === 'changed').length;
  if (flags.json === true) terminal.print(jsonText({ command: name, files: results }));
  else {
    if (flags.quiet !== true) {
      for (const { file, state } of results) {
        if (state === 'changed') terminal.print(`${state}: ${plain(file)}`);
      }
    }
    const files = results.length === 1 ? '1 file' : `${results.length} files`;
    terminal.print(`${files}, ${invalid} invalid, ${changed} changed`);
  }
  if (invalid > 0) return Exit.usage;
  return flags.check === true && changed > 0 ? Exit.findings : Exit.clean;
}
