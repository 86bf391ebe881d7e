/**
 * Saving scenario files. A file that exists is never written over: what has been edited by hand,
 * or belongs to another signature, stays. A new file appears whole or not at all.
 */

import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { NOWHERE, ScenarioError } from './error.js';
import { codeOf, makeFolder } from './folder.js';
import { SCENARIO_LIMITS } from './limits.js';
import { readYaml } from './yaml-text.js';

/** Where a scenario ended up. */
export interface Saved {
  readonly file: string;
  /** False when a file of this signature was there already, and was left as it is. */
  readonly written: boolean;
}

/** Files of one name that belong to different signatures. */
const MOST_NAMESAKES = 100;

/**
 * Saves `text` as `fileName` in `folder` (made when missing). A file of that name with the same
 * signature is kept as it is; one with another gets a neighbour, `name-2.yaml`. Throws
 * ScenarioError when the folder cannot be written or the disk is full.
 */
export function saveScenario(
  folder: string,
  fileName: string,
  text: string,
  signature: string,
): Saved {
  const extension = path.extname(fileName);
  const stem = fileName.slice(0, fileName.length - extension.length);
  try {
    makeFolder(path.resolve(folder));
    for (let count = 1; count <= MOST_NAMESAKES; count += 1) {
      const name = count === 1 ? fileName : `${stem}-${count}${extension}`;
      const file = path.join(folder, name);
      if (placeNew(folder, name, text)) return { file, written: true };
      if (signatureOf(file) === signature) return { file, written: false };
    }
  } catch (error) {
    throw asScenarioError(error, path.join(folder, fileName));
  }
  throw new ScenarioError(path.join(folder, fileName), NOWHERE, {
    what: `${MOST_NAMESAKES} files of this name belong to other signatures`,
    cause: 'the folder is used by something else',
    next: 'choose another folder with --out',
  });
}

/** Writes to a temporary name, then links it to its own; false when that name is taken. */
function placeNew(folder: string, name: string, text: string): boolean {
  const file = path.join(folder, name);
  if (existsSync(file)) return false;
  const temporary = path.join(folder, `.${name}.${process.pid}.tmp`);
  const handle = openSync(temporary, 'w');
  try {
    writeWhole(handle, text);
    fsyncSync(handle);
    publish(temporary, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    closeSync(handle);
    rmSync(temporary, { force: true });
  }
}

/** Gives the finished file its name; throws EEXIST when that is taken. */
function publish(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
    // No hard links on this file system: claim the name first, then put the file in its place.
    closeSync(openSync(file, 'wx'));
    renameSync(temporary, file);
  }
}

function writeWhole(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}

/** Signature that a file says it was found by; '' for anything that is no found scenario. */
function signatureOf(file: string): string {
  const status = statSync(file);
  if (!status.isFile() || status.size > SCENARIO_LIMITS.fileBytes) return '';
  try {
    const data = readYaml(readFileSync(file, 'utf8'), file) as {
      readonly origin?: { readonly signature?: unknown };
    };
    const signature = data.origin?.signature;
    return typeof signature === 'string' ? signature : '';
  } catch {
    return '';
  }
}

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: ['the folder cannot be written', 'it belongs to another user'],
  EPERM: ['the folder cannot be written', 'it belongs to another user'],
  EROFS: ['the folder cannot be written', 'its file system is mounted read-only'],
  ENOSPC: ['the disk is full', 'no space is left on the device'],
  EDQUOT: ['the disk is full', 'the quota of this user is used up'],
  EFBIG: ['the file would be larger than it may be', 'a limit on the size of files: ulimit -f'],
  ENOENT: ['the folder cannot be made', 'a part of the path does not exist and cannot be made'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'a misspelt --out'],
  EEXIST: ['a part of the path is a file, not a folder', 'a misspelt --out'],
  ENAMETOOLONG: ['the name is too long for this file system', 'a very deep folder'],
};

function asScenarioError(error: unknown, file: string): unknown {
  const reason = REASONS[codeOf(error)];
  if (reason === undefined) return error;
  return new ScenarioError(file, NOWHERE, {
    what: `the scenario cannot be saved: ${reason[0]}`,
    cause: reason[1],
    next: 'choose a folder with room that you can write to: --out FOLDER',
  });
}
