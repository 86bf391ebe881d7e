import { Failure } from './failure.js';

/** Prefix of every variable. */
export const PREFIX = 'MARSHALCHECK_';

/** Flags that are on or off. */
const SWITCHES = [
  '--no-inspection',
  '--no-reduce',
  '--no-shrink',
  '--no-reduction',
  '--fail-fast',
  '--driver-rules',
  '--save',
  '--json',
  '--quiet',
];

const ON = new Set(['1', 'true', 'yes', 'on']);
const OFF = new Set(['', '0', 'false', 'no', 'off']);

/** Name of the variable that stands for a flag: `--no-reduce` is MARSHALCHECK_NO_REDUCE. */
export function variableOf(flag: string): string {
  return PREFIX + flag.replace(/^--/, '').replaceAll('-', '_').toUpperCase();
}

/**
 * Makes ready the variables of flags that are on or off: one that says "off" is taken away, as if
 * it were not set. Throws a Failure for any other word.
 */
export function readAllSwitches(): void {
  for (const flag of SWITCHES) {
    const name = variableOf(flag);
    const value = process.env[name];
    if (value === undefined) continue;
    const word = value.trim().toLowerCase();
    if (ON.has(word)) continue;
    if (!OFF.has(word)) {
      throw new Failure({
        what: `'${value}' says neither on nor off`,
        where: name,
        cause: `the variable stands for ${flag}, which takes no value`,
        next: `set ${name}=1 or ${name}=0`,
      });
    }
    Reflect.deleteProperty(process.env, name);
  }
}
