/** `--target` and `--watchdog`: what is tested, and how patiently. */

import type { Command } from 'commander';
import { SIMULATOR } from '../targets/names.js';
import { addressOf } from '../targets/process/address.js';
import { Failure } from './failure.js';
import { flagWithDefault } from './flags.js';
import { seconds } from './values.js';

const DEFAULT_SECONDS = 5;

/** What the flags come to. */
export interface TargetFlags {
  readonly target: string;
  /** Seconds. */
  readonly watchdog: number;
}

/** The built-in boards as the flags would name them. */
export const BOARDS: TargetFlags = { target: SIMULATOR, watchdog: DEFAULT_SECONDS };

/** A target as `--target` names it. */
function targetText(text: string): string {
  if (text === SIMULATOR) return text;
  try {
    addressOf(text);
    return text;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure({
      what: error.message,
      where: '--target',
      cause: 'a target is the built-in boards, a command line, or a TCP address',
      next: '--target simulator, --target "./my-target --flag" or --target tcp://localhost:4000',
    });
  }
}

/** Adds both flags. */
export function addTargetFlags(command: Command): Command {
  return command
    .addOption(
      flagWithDefault(
        '-t, --target <target>',
        'simulator, a command line (no shell), or tcp://host:port',
        SIMULATOR,
        targetText,
        SIMULATOR,
      ),
    )
    .addOption(
      flagWithDefault(
        '--watchdog <time>',
        'how long a target from outside may take for one operation',
        DEFAULT_SECONDS,
        seconds('--watchdog'),
        `${DEFAULT_SECONDS}s`,
      ),
    );
}

/** Both as the searches take them. Throws a Failure for a planted defect elsewhere. */
export function targetOptions(flags: TargetFlags & { readonly fault?: string }): {
  target: string;
  watchdog: number;
} {
  const { target, watchdog, fault = '' } = flags;
  if (fault !== '' && target !== SIMULATOR) {
    throw new Failure({
      what: `the defect ${fault} can be planted in the built-in boards only`,
      where: '--fault',
      cause: 'a target from outside brings its own defects',
      next: 'leave out --fault, or --target',
    });
  }
  return { target, watchdog: watchdog * 1000 };
}

/** The words that name the same target again. */
export function targetWords({ target, watchdog }: TargetFlags): string[] {
  if (target === SIMULATOR) return [];
  const words = ['--target', target];
  if (watchdog !== DEFAULT_SECONDS) words.push('--watchdog', String(watchdog));
  return words;
}
