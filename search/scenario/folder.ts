/** Folders that files are written into. */

import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it. Not mkdir's own `recursive`: that never comes back where a
 * file system takes no folders but says ENOENT, as /proc does. True when it was not there before.
 */
export function makeFolder(folder: string): boolean {
  if (existsSync(folder)) return false;
  makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
  return true;
}

/** The code of a file system's error, '' for any other error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
