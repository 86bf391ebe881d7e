/** Where a nightly run keeps what it finds, and how its cases are drawn. */

import path from 'node:path';
import { type DrawingFlags, drawingFlags } from '../reproduce.js';
import type { NightlySettings } from './settings.js';

/** The folder of scenario files and schedules that a run has found. */
export function foundPath(out: string): string {
  return path.join(out, 'found');
}

/** The flags of `fuzz` that draw the same cases on a target. */
export function drawn(settings: NightlySettings, target: string): DrawingFlags {
  const { readings, servers, inspection, fault, runs, guided, watchdog } = settings;
  return drawingFlags({
    target,
    watchdog,
    reading: readings,
    server: servers,
    inspection,
    fault,
    runs,
    guided,
  });
}
