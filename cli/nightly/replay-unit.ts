/** Replay of a group of scenarios on a target. */

import { performance } from 'node:perf_hooks';
import type { ReplayResult } from '../../search/replay.js';
import { scenarioFailure } from '../failure.js';
import { replayDocument } from '../replay-document.js';
import { targetOptions } from '../target-flags.js';
import type { Unit } from './unit.js';

/** See the file comment. */
export function replayUnit(target: string, number: number, files: readonly string[]): Unit {
  return {
    stage: 'replay',
    id: `replay ${number} ${target}`,
    run: async ({ context, settings, signal }) => {
      const { fault, inspection, watchdog } = settings;
      const flags = { target, watchdog, fault, inspection };
      const results: ReplayResult[] = [];
      const started = performance.now();
      const report = await context.engine.replay(files, {
        ...targetOptions(flags),
        fault,
        inspection,
        signal,
        onResult: (result) => results.push(result),
      });
      for (const error of report.errors) context.terminal.fail(scenarioFailure(error));
      const seconds = Number(((performance.now() - started) / 1000).toFixed(3));
      return replayDocument(report, { results, seconds }, flags, context);
    },
  };
}
