/**
 * Targets from outside by what `--target` says of them. One connection a thread and target: every
 * reading goes through it, since each case begins with a reset.
 */

import type { Target } from '../interface.js';
import { Connection, DEFAULT_WATCHDOG } from './connection.js';
import { ProcessTarget } from './target.js';

const connections = new Map<string, Connection>();

/**
 * The target behind a command line or a TCP address; started if it is not running. `watchdog`:
 * milliseconds for one operation, that of the running one when 0. Throws TargetStartError, and
 * RangeError for what is no address.
 */
export function processTarget(text: string, watchdog: number, readings: readonly string[]): Target {
  let connection = connections.get(text);
  if (connection === undefined) {
    connection = new Connection(text, watchdog || DEFAULT_WATCHDOG, readings);
    connections.set(text, connection);
  }
  return new ProcessTarget(connection);
}

/** Ends every target from outside that this thread has started. */
export function closeTargets(): void {
  for (const connection of connections.values()) connection.close();
  connections.clear();
}
