/** The configuration as values of flags: below variables and the command line, above defaults. */

import type { Command } from 'commander';
import type { Configuration } from '../../search/configuration.js';
import { Failure } from '../failure.js';
import type { LoadedConfiguration } from './load.js';

/** A member, the option that it stands for, and its value as the command line would have it. */
interface Setting {
  readonly member: string;
  readonly option: string;
  readonly text: string | undefined;
}

const list = (items: readonly string[] | undefined): string | undefined => items?.join(',');
const plain = (value: string | number | undefined): string | undefined => value?.toString();

function shared(values: Configuration): Setting[] {
  const { targets = [], watchdog, readings, servers, workers } = values;
  return [
    { member: 'targets[0]', option: 'target', text: targets[0] },
    { member: 'watchdog', option: 'watchdog', text: plain(watchdog) },
    { member: 'readings', option: 'reading', text: list(readings) },
    { member: 'servers', option: 'server', text: servers },
    { member: 'workers', option: 'workers', text: plain(workers) },
  ];
}

function ofNightly({ nightly = {} }: Configuration): Setting[] {
  const setting = (member: keyof typeof nightly, option: string): Setting => {
    const value = nightly[member];
    const text = Array.isArray(value) ? list(value) : plain(value as string | number | undefined);
    return { member: `nightly.${member}`, option, text };
  };
  return [
    setting('seed', 'seed'),
    setting('timeLimit', 'timeLimit'),
    setting('stages', 'stages'),
    setting('scenarios', 'scenarios'),
    setting('scopes', 'scope'),
    setting('clients', 'client'),
    setting('tours', 'tours'),
    setting('mostOperations', 'mostOperations'),
    setting('drivers', 'drivers'),
    setting('preemptions', 'preemptions'),
    setting('corpus', 'corpus'),
    setting('canaries', 'canaries'),
    setting('runs', 'runs'),
    setting('guided', 'guided'),
    setting('out', 'out'),
    setting('history', 'history'),
    setting('reporters', 'reporter'),
  ];
}

/** Sets the options of a command that nobody gave. Throws a Failure that names the member. */
export function applyConfiguration(command: Command, { file, values }: LoadedConfiguration): void {
  const settings = [...shared(values), ...(command.name() === 'nightly' ? ofNightly(values) : [])];
  for (const { member, option: name, text } of settings) {
    const option = command.options.find((each) => each.attributeName() === name);
    if (text === undefined || option === undefined || isGiven(command, name)) continue;
    try {
      const value: unknown = option.parseArg?.<unknown>(text, null) ?? text;
      command.setOptionValueWithSource(name, value, 'config');
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new Failure({ ...error.text, where: `${file}: ${member}` }, error.exit);
    }
  }
  const takes = command.options.some((each) => each.attributeName() === 'inspection');
  if (values.inspection !== undefined && takes && !isGiven(command, 'inspection')) {
    command.setOptionValueWithSource('inspection', values.inspection, 'config');
  }
}

/** True for what the command line or a variable says. */
function isGiven(command: Command, name: string): boolean {
  const source = command.getOptionValueSource(name);
  return source !== undefined && source !== 'default';
}
