/** Replaying scenario files, as a user of the library calls it. */

import { createTarget, SIMULATOR } from '../targets/index.js';
import type { Target } from '../targets/interface.js';
import { ScenarioMonitor } from './replay/driver-monitor.js';
import { type ReplayFilesOptions, type ReplayReport, replayFiles } from './replay.js';

/** Options of {@link runReplay}; each may be left out. */
export interface ReplaySettings {
  /** Planted defect, '' for none. */
  readonly fault?: string;
  /** False: do not look into the target. */
  readonly inspection?: boolean;
  /** `simulator`, a command line or `tcp://host:port`; the built-in boards when left out. */
  readonly target?: string;
  /** Milliseconds that a target from outside has for one operation. */
  readonly watchdog?: number;
  /** Your own target, for each reading, in place of `target`. */
  readonly createTarget?: (reading: string) => Target;
  readonly signal?: AbortSignal;
  /** Called after each file that is a scenario. */
  readonly onResult?: NonNullable<ReplayFilesOptions['onResult']>;
}

/**
 * Replays scenario files, and all below folders. A file that is no scenario is an entry of
 * `errors`; a path that does not exist throws ScenarioError.
 */
export async function runReplay(
  paths: readonly string[],
  settings: ReplaySettings = {},
): Promise<ReplayReport> {
  const { fault = '', target = SIMULATOR, watchdog = 0, createTarget: own, ...rest } = settings;
  return replayFiles(paths, {
    inspection: true,
    monitor: new ScenarioMonitor(),
    ...rest,
    fault,
    target: own === undefined ? target : 'own',
    createTarget: own ?? ((reading) => createTarget(target, reading, fault, watchdog)),
  });
}
